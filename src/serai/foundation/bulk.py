"""Writing very many rows at once: prepared statements on SQLite, COPY on PostgreSQL.

For operations that have checked their rows themselves: no model is made, no signal is sent, nothing
is validated but by the database. Values are given as the database stores them.
"""

from __future__ import annotations

import gc
import sqlite3
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, models

_ROOM = 256 * 1024
"""How much SQLite keeps in memory while very many rows are written, in KiB; few rows need less."""

_TOGETHER = 1_000
"""How many rows one statement of SQLite inserts: twice as fast as one each."""
_MADE_TOGETHER = 50_000
"""How many objects the garbage collector waits for; usually some hundreds."""
_PROMPTLY = 0.0005
"""After how many seconds a thread lets go, if another one waits; usually it is ten times that."""


@contextmanager
def settled_memory() -> Iterator[None]:
    """Keep the garbage collector from looking again and again at what was there before, and at what
    is made this moment.

    Millions of short-lived rows make it run often, and each time it would walk through the whole
    application: that is a third of the time of an export.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_MADE_TOGETHER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
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


@contextmanager
def checked_at_once(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Have PostgreSQL look for what rows of these tables refer to when it takes them in, not only
    at the end, when this process could do nothing else meanwhile.

    What they refer to has to be there already. SQLite counts what is missing in any case.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint "
            "WHERE contype = 'f' AND condeferrable AND conrelid = ANY(%s::regclass[])",
            [[connection.ops.quote_name(model._meta.db_table) for model in tables]],
        )
        (names,) = cursor.fetchone()
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")
        yield
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")


def compress_lightly() -> None:
    """Let PostgreSQL compress what this transaction writes by LZ4, if it was built with that: it
    takes a small part of the time of its own way.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config(name, 'lz4', true) FROM pg_settings "
                "WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
            )


def reserve_keys(model: type[models.Model], count: int) -> array[int]:
    """Return so many primary keys that nobody else will get, ascending.

    Must run in the transaction that uses them, once before it inserts: on SQLite it is the write
    lock that reserves them.
    """
    quote = connection.ops.quote_name
    table, column = model._meta.db_table, str(model._meta.pk.column)
    keys = array("q")
    if not count:
        return keys
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quote(table), column])
            (sequence,) = cursor.fetchone()
            # As one value: reading a row each takes longer than counting.
            cursor.execute(
                "SELECT string_agg(int8send(nextval(%s)), ''::bytea) FROM generate_series(1, %s)",
                [sequence, count],
            )
            keys.frombytes(cursor.fetchone()[0])
            keys.byteswap()
            return array("q", sorted(keys))
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(f"SELECT max({quote(column)}) FROM {quote(table)}")  # noqa: S608
            row = cursor.fetchone()
        last = int(row[0] or 0)
        return array("q", range(last + 1, last + count + 1))


class Inserter:
    """Inserts rows of a model, or of the table between two models, many with one statement.

    ``columns`` as in the database. On SQLite rows wait until a statement is full, so `finish` has
    to be called. Raises django.db.IntegrityError where a constraint of the database is broken.
    """

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        quote = connection.ops.quote_name
        names = ", ".join(map(quote, columns))
        self._into = f"{quote(model._meta.db_table)} ({names})"
        self._waiting: list[Sequence[Any]] = []
        self._is_copied = connection.vendor == "postgresql"
        if not self._is_copied:
            room: int = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
            self._full = min(_TOGETHER, room // len(columns))
            self._row = f"({', '.join('?' * len(columns))})"

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows, now or with those that come later."""
        if self._is_copied:
            self._copy(rows)
            return
        self._waiting += rows
        at = 0
        while len(self._waiting) - at >= self._full:
            self._insert(self._waiting[at : at + self._full])
            at += self._full
        del self._waiting[:at]

    def finish(self) -> None:
        """Insert what still waits."""
        # Of statements that differ in length SQLite would have to read each anew.
        small = max(1, self._full // 20) if self._waiting else 1
        for size in (small, 1):
            while len(self._waiting) >= size:
                self._insert(self._waiting[:size])
                del self._waiting[:size]

    def _insert(self, rows: list[Sequence[Any]]) -> None:
        values = ", ".join([self._row] * len(rows))
        with connection.wrap_database_errors:
            connection.connection.execute(
                f"INSERT INTO {self._into} VALUES {values}",  # noqa: S608
                list(chain.from_iterable(rows)),
            )

    def _copy(self, rows: Iterable[Sequence[Any]]) -> None:
        with (
            connection.cursor() as cursor,
            connection.wrap_database_errors,
            cursor.copy(f"COPY {self._into} FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows at once; see `Inserter`."""
    inserter = Inserter(model, columns)
    inserter.add(rows)
    inserter.finish()


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set columns of rows of a model; each of ``rows`` has their values and then its key."""
    quote = connection.ops.quote_name
    setting = ", ".join(f"{quote(column)} = %s" for column in columns)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {setting} WHERE {key} = %s", list(rows))  # noqa: S608


def delete_rows(model: type[models.Model], column: str, values: Sequence[int]) -> None:
    """Delete the rows of a model to which nothing refers, by the value of a column."""
    quote = connection.ops.quote_name
    given = ", ".join(map(str, map(int, values)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {quote(model._meta.db_table)} "  # noqa: S608
            f"WHERE {quote(column)} IN ({given})"
        )


@contextmanager
def prompt_threads() -> Iterator[None]:
    """Let threads take turns more often: each statement of a database that ends has to wait until
    the other thread lets go.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_PROMPTLY)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def stored_time(moment: datetime) -> Any:
    """Return a moment as a column holds it."""
    return connection.ops.adapt_datetimefield_value(moment)
