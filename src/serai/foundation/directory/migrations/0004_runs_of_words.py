"""Nothing to change in the tables, but after it the indexes of words get their new form, that of
the register too.

Where no migration waits, nobody is asked to run `serai init`, which looks at the indexes.
"""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_sort_keys")]

    operations = []
