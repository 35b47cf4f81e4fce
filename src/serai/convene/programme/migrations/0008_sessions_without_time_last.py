"""The order of sessions."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Sessions of which the day or the time is not known stand last on every database."""

    dependencies: ClassVar = [("programme", "0007_booths_of_rooms")]

    operations: ClassVar = [
        migrations.AlterModelOptions(
            name="session",
            options={
                "ordering": [
                    models.F("day").asc(nulls_last=True),
                    models.F("starts_at").asc(nulls_last=True),
                    "position",
                    "pk",
                ],
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
            },
        )
    ]
