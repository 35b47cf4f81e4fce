"""Nothing to change in the tables, but after it the index of words gets its new form.

Where no migration waits, nobody is asked to run `serai init`, and the index is looked at by that.
"""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0007_name_of_related_records")]

    operations = []
