
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import i18nfield.fields
import serai.foundation.dates
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('directory', '0001_initial'),
        ('figures', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, editable=False, max_length=16, unique=True, verbose_name='code')),
                ('key', models.SlugField(blank=True, editable=False, help_text='The name of this object in load files.', max_length=100, null=True, unique=True, verbose_name='key')),
                ('title', i18nfield.fields.I18nCharField(max_length=400, verbose_name='title')),
                ('kind', models.CharField(choices=[('official', 'official document'), ('agency_report', 'news agency report'), ('news_report', 'news report'), ('feature', 'news feature'), ('commentary', 'commentary'), ('web_page', 'web page'), ('dataset', 'dataset'), ('academic', 'academic publication')], max_length=20, verbose_name='kind')),
                ('publisher_as_written', models.CharField(blank=True, max_length=200, verbose_name='publisher as written')),
                ('published_on', serai.foundation.dates.PartialDateField(blank=True, default='', help_text='Write 2023, 2023-11 or 2023-11-06; leave empty if unknown.', max_length=11, verbose_name='published')),
                ('dateline', serai.foundation.dates.PartialDateField(blank=True, default='', help_text='Write 2023, 2023-11 or 2023-11-06; leave empty if unknown.', max_length=11, verbose_name='dateline')),
                ('language', models.CharField(blank=True, help_text='A BCP 47 tag.', max_length=20, verbose_name='language')),
                ('is_machine_translated', models.BooleanField(default=False, verbose_name='machine translated')),
                ('is_official', models.BooleanField(default=False, help_text='Published by one of the bodies it speaks of.', verbose_name='official')),
                ('address', models.URLField(blank=True, max_length=1000, verbose_name='address')),
                ('rights', models.CharField(blank=True, max_length=300, verbose_name='rights')),
                ('sha256', models.CharField(blank=True, help_text='Of the text that places refer to, so that a changed page shows.', max_length=64, validators=[django.core.validators.RegexValidator('^[0-9a-f]{64}$', 'Write 64 digits and letters a to f.')], verbose_name='SHA-256')),
                ('length', models.PositiveIntegerField(blank=True, help_text='Characters (Unicode code points) of the text that places refer to.', null=True, verbose_name='length')),
                ('retrieved_on', models.DateField(blank=True, null=True, verbose_name='retrieved')),
                ('note', i18nfield.fields.I18nTextField(blank=True, verbose_name='note')),
                ('publisher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='published_sources', to='directory.organisation', verbose_name='publisher')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['-published_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, editable=False, max_length=16, unique=True, verbose_name='code')),
                ('key', models.SlugField(blank=True, editable=False, help_text='The name of this object in load files.', max_length=100, null=True, unique=True, verbose_name='key')),
                ('start', models.PositiveIntegerField(blank=True, null=True, verbose_name='from character')),
                ('end', models.PositiveIntegerField(blank=True, null=True, verbose_name='to character')),
                ('locator', models.CharField(blank=True, help_text='For example: page 3, table 2.', max_length=200, verbose_name='place in words')),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('scope', models.CharField(blank=True, help_text='Which part of the whole is counted.', max_length=200, verbose_name='scope')),
                ('kind', models.CharField(choices=[('count', 'count'), ('money', 'amount of money'), ('percent', 'percentage'), ('duration', 'duration'), ('measure', 'measure')], default='count', max_length=20, verbose_name='kind')),
                ('written', models.CharField(max_length=100, verbose_name='value as written')),
                ('qualifier', models.CharField(choices=[('exact', 'exactly'), ('more_than', 'more than'), ('at_least', 'at least'), ('about', 'about'), ('nearly', 'nearly'), ('up_to', 'up to'), ('range', 'between'), ('unquantified', 'no number given')], max_length=20, verbose_name='qualifier')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='value')),
                ('upper_value', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='upper value of a range')),
                ('lower', models.DecimalField(blank=True, decimal_places=4, editable=False, max_digits=20, null=True, verbose_name='lower bound')),
                ('lower_inclusive', models.BooleanField(default=True, editable=False)),
                ('upper', models.DecimalField(blank=True, decimal_places=4, editable=False, max_digits=20, null=True, verbose_name='upper bound')),
                ('upper_inclusive', models.BooleanField(default=True, editable=False)),
                ('unit', models.CharField(help_text='The thing counted, in the singular: agreement.', max_length=80, verbose_name='unit')),
                ('state', models.CharField(choices=[('actual', 'actual'), ('target', 'target'), ('invited', 'invited'), ('attended', 'attended'), ('planned', 'planned'), ('built', 'built')], default='actual', max_length=20, verbose_name='state')),
                ('as_of', serai.foundation.dates.PartialDateField(blank=True, default='', help_text='Write 2023, 2023-11 or 2023-11-06; leave empty if unknown.', max_length=11, verbose_name='as of')),
                ('as_of_basis', models.CharField(choices=[('stated', 'stated in the source'), ('publication', 'date of publication'), ('inferred', 'inferred'), ('unknown', 'not known')], default='unknown', max_length=20, verbose_name='basis of the date')),
                ('attributed_to', models.CharField(blank=True, help_text='Who says so in the source, apart from its publisher.', max_length=200, verbose_name='attributed to')),
                ('quote', models.TextField(blank=True, help_text='The exact words. At most one sentence is published.', verbose_name='quotation')),
                ('correction', i18nfield.fields.I18nTextField(blank=True, help_text='What the editors correct, openly; the value as written stays.', verbose_name='correction')),
                ('note', i18nfield.fields.I18nTextField(blank=True, verbose_name='note')),
                ('rank', models.CharField(choices=[('preferred', 'preferred'), ('normal', 'normal'), ('deprecated', 'deprecated')], default='normal', max_length=20, verbose_name='rank')),
                ('rank_reason', i18nfield.fields.I18nCharField(blank=True, max_length=300, verbose_name='reason for the rank')),
                ('review', models.CharField(choices=[('draft', 'not yet checked'), ('accepted', 'accepted'), ('disputed', 'disputed'), ('rejected', 'rejected')], db_index=True, default='draft', max_length=20, verbose_name='review')),
                ('review_note', models.CharField(blank=True, max_length=300, verbose_name='reason for the decision')),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='reviewed')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='figures.indicator', verbose_name='indicator')),
                ('reviewed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by')),
                ('speaker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='claims', to='directory.person', verbose_name='person who says so')),
                ('correction_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='evidence.source', verbose_name='source of the correction')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='evidence.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'ordering': ['source', 'start', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField(blank=True, null=True, verbose_name='from character')),
                ('end', models.PositiveIntegerField(blank=True, null=True, verbose_name='to character')),
                ('locator', models.CharField(blank=True, help_text='For example: page 3, table 2.', max_length=200, verbose_name='place in words')),
                ('object_id', models.PositiveBigIntegerField()),
                ('field', models.CharField(blank=True, max_length=60, verbose_name='field')),
                ('note', i18nfield.fields.I18nTextField(blank=True, verbose_name='note')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('claim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='citations', to='evidence.claim', verbose_name='claim')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='evidence.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['field', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ClaimLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('agrees', 'agrees with'), ('conflicts', 'conflicts with'), ('repeats', 'repeats'), ('refines', 'refines'), ('supersedes', 'supersedes')], max_length=20, verbose_name='relation')),
                ('note', i18nfield.fields.I18nCharField(blank=True, max_length=400, verbose_name='note')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='evidence.claim')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='linked_from', to='evidence.claim')),
            ],
            options={
                'verbose_name': 'link between claims',
                'verbose_name_plural': 'links between claims',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Least('claim', 'other'), django.db.models.functions.comparison.Greatest('claim', 'other'), models.F('kind'), name='evidence_link_once', violation_error_message='The two claims already have this relation.'), models.CheckConstraint(condition=models.Q(('claim', models.F('other')), _negated=True), name='evidence_link_two_claims', violation_error_message='A claim cannot be linked to itself.')],
            },
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['indicator', 'review'], name='evidence_cl_indicat_9215bf_idx'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('rank', 'preferred')), fields=('indicator', 'scope', 'state'), name='evidence_one_preferred_claim', violation_error_message='Another claim of this indicator, scope and state is the preferred one.'),
        ),
        migrations.AddIndex(
            model_name='citation',
            index=models.Index(fields=['content_type', 'object_id'], name='evidence_ci_content_650c21_idx'),
        ),
    ]
