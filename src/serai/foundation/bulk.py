"""Writing very many rows at once: prepared statements on SQLite, COPY on PostgreSQL.

For operations that have checked their rows themselves: no model is made, no signal is sent, nothing
is validated but by the database. Values are given as the database stores them.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, models

_ROOM = 256 * 1024
"""How much SQLite keeps in memory while very many rows are written, in KiB; few rows need less."""


@contextmanager
def settled_memory() -> Iterator[None]:
    """Keep the garbage collector from looking again and again at what was there before.

    Millions of short-lived rows make it run often, and each time it would walk through the whole
    application: that is a third of the time of an export.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def roomy_cache() -> Iterator[None]:
    """Let SQLite keep what very many rows touch in memory, so that it is written once.

    Indexes of names and codes are written to all over. With the cache of a reader, nearly every
    row would push a page out to the log and fetch another one.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = -{_ROOM}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {int(usual)}")


def reserve_keys(model: type[models.Model], count: int) -> array[int]:
    """Return so many primary keys that nobody else will get, ascending.

    Must run in the transaction that uses them: on SQLite it is the write lock that reserves them.
    """
    quote = connection.ops.quote_name
    table, column = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [quote(table), column, count],
            )
            return array("q", sorted(key for (key,) in cursor.fetchall()))
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(f"SELECT max({quote(column)}) FROM {quote(table)}")  # noqa: S608
            row = cursor.fetchone()
        last = int(row[0] or 0)
        return array("q", range(last + 1, last + count + 1))


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows of a model, or of the table between two models; ``columns`` as in the database.

    Raises django.db.IntegrityError where a constraint of the database is broken.
    """
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    into = f"{quote(model._meta.db_table)} ({names})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {into} VALUES ({places})"  # noqa: S608
        cursor.executemany(statement, rows)  # type: ignore[arg-type]


def stored_time(moment: datetime) -> Any:
    """Return a moment as a column holds it."""
    return connection.ops.adapt_datetimefield_value(moment)
