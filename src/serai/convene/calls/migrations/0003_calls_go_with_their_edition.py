"""What stands in the way of a deletion."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Activities and sections are kept while calls use them, but go where the calls go too."""

    dependencies: ClassVar = [
        ("calls", "0002_reviewing"),
        ("programme", "0009_parts_go_with_their_edition"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="call",
            name="activity",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT,
                related_name="calls", to="programme.activity", verbose_name="activity",
            ),
        ),
        migrations.AlterField(
            model_name="call",
            name="section",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT,
                related_name="calls", to="programme.section", verbose_name="section",
            ),
        ),
    ]  # fmt: skip
