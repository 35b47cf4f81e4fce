"""Indexes that no query needs, and that make each new row dearer.

Of a column of short texts Django makes two on PostgreSQL, the second one (``_like``) for searches by
the beginning; codes, keys and countries are asked for as a whole. Of a table between records and
what classifies them, the index of the record is the beginning of the one that keeps pairs single.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SETS = ("countries", "fields", "themes", "goals")


def drop_needless_indexes(apps: Any, editor: Any) -> None:
    """Drop what the database itself says is one of them.

    On PostgreSQL a part of the index of words goes too, so that `serai init` makes it anew.
    """
    record, party = (apps.get_model("register", name) for name in ("Record", "Party"))
    sets = [getattr(record, name).through for name in _SETS]
    introspection = editor.connection.introspection
    with editor.connection.cursor() as cursor:
        for model in (record, party, *sets):
            found = introspection.get_constraints(cursor, model._meta.db_table)
            for name, about in found.items():
                is_plain = about["index"] and not about["unique"]
                is_doubled = model in sets and about["columns"] == ["record_id"]
                if is_plain and (is_doubled or name.endswith("_like")):
                    cursor.execute(f"DROP INDEX {editor.quote_name(name)}")
        if editor.connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER IF EXISTS register_search_inserted ON register_record")


class Migration(migrations.Migration):
    dependencies = [("register", "0008_keys_apart_from_vectors")]

    operations = [migrations.RunPython(drop_needless_indexes, migrations.RunPython.noop)]
