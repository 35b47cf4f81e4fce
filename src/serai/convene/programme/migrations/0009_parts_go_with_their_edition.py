"""What stands in the way of a deletion."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Sections, venues and rooms are kept while they are used, but go where their users go too."""

    dependencies: ClassVar = [
        ("editions", "0001_initial"),
        ("programme", "0008_sessions_without_time_last"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="activity",
            name="section",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT,
                related_name="activities", to="programme.section", verbose_name="section",
            ),
        ),
        migrations.AlterField(
            model_name="room",
            name="venue",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT,
                related_name="rooms", to="editions.venue", verbose_name="venue",
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="room",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT,
                related_name="sessions", to="programme.room", verbose_name="room",
            ),
        ),
    ]  # fmt: skip
