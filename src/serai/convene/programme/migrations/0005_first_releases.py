"""From here on everybody reads releases. `releasing.first` releases what was public until now."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("programme", "0004_texts_of_sessions"),
        ("releases", "0002_never_changed"),
    ]

    operations: list = []
