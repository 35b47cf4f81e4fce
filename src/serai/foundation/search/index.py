"""The index beside one column of one table, and the questions that it answers.

SQLite: an FTS5 table with external content, so that the text is stored once. PostgreSQL: a narrow
table of keys and vectors with a GIN index, so that finding many rows does not read wide ones. That
index does not know where in a text a word stands, so it holds runs: each word with those that
follow it. A word is found as the beginning of a run, and so is a short phrase.
"""

# Names of tables are those of models, and what a reader typed is always a parameter.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

import numpy as np
from django.db import connection, models, transaction
from numpy.typing import NDArray

from serai.foundation.search.query import Phrase, phrase_of
from serai.foundation.search.tokens import BOUNDARY, SCOPES

Keys = NDArray[np.int64]
_MAX_WORDS: Final = 12


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The index of the column of a model that holds index text (`tokens.index_text`).

    ``name`` is that of the table of the index.
    """

    name: str
    model: type[models.Model]
    column: str = "words"

    @property
    def table(self) -> str:
        """The table that is indexed."""
        return self.model._meta.db_table

    def ensure(self) -> None:
        """Make what is missing of the index; fill it where anything was."""
        with transaction.atomic(), connection.cursor() as cursor:
            if self._lacks_parts(cursor):
                for statement in self._definition():
                    cursor.execute(statement)
                self._fill(cursor)

    def rebuild(self) -> None:
        """Fill the index anew from the table."""
        self.ensure()
        with transaction.atomic(), connection.cursor() as cursor:
            self._fill(cursor)

    def vectors(self, rows: Iterable[tuple[int, str]]) -> bytes:
        """Return what `adding` takes in of index texts, each with the key of its row.

        It asks no database, so another process may do it: cutting texts takes PostgreSQL longer
        than to take in what was cut, and its one process is what an import waits for. SQLite is
        quick and needs nothing.
        """
        if connection.vendor == "sqlite":
            return b""
        written = [_COPY_BEGINS]
        for key, text in rows:
            vector = _vector(text)
            written += (_ROW_BEGINS, key.to_bytes(8), len(vector).to_bytes(4), vector)
        return b"".join([*written, _COPY_ENDS])

    @contextmanager
    def adding(self) -> Iterator[Callable[[int, int, bytes], None]]:
        """Give a function that indexes the rows that the block has inserted, many at once: those
        from a key to another one, with their `vectors`.

        That costs a third of what the trigger costs, which is away or does nothing meanwhile. Must
        run in a transaction: where the block fails, it takes back everything, this too.
        """
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {self.name}_inserted")
                yield lambda first, last, _vectors: cursor.execute(
                    f"INSERT INTO {self.name}(rowid, {self.column}) "
                    f"SELECT id, {self.column} FROM {self.table} WHERE id BETWEEN %s AND %s",
                    [first, last],
                )
                cursor.execute(self._definition()[_INSERTED])
                return

            def copy(_first: int, _last: int, vectors: bytes) -> None:
                into = f"COPY {self.name} (key, terms) FROM STDIN (FORMAT binary)"
                with connection.wrap_database_errors, cursor.copy(into) as copied:
                    copied.write(vectors)

            cursor.execute(_SET_APART, [self.name])
            yield copy
            cursor.execute(_SET_APART, [""])

    @contextmanager
    def changing(self, keys: Sequence[int]) -> Iterator[None]:
        """Index anew what the block changes in rows of these keys, many at once.

        On SQLite that costs a fifth of what the trigger costs, for each statement that runs it
        writes the index out. PostgreSQL is left to its trigger. Must run in a transaction.
        """
        if connection.vendor != "sqlite" or not keys:
            yield
            return
        among = f"FROM {self.table} WHERE id IN ({', '.join(map(str, map(int, keys)))})"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {self.name}_updated")
            cursor.execute(
                f"INSERT INTO {self.name}({self.name}, rowid, {self.column}) "
                f"SELECT 'delete', id, {self.column} {among}"
            )
            yield
            cursor.execute(
                f"INSERT INTO {self.name}(rowid, {self.column}) SELECT id, {self.column} {among}"
            )
            cursor.execute(self._definition()[_UPDATED])

    def is_whole(self) -> bool:
        """Tell whether every row of the table is in the index as it stands there."""
        with connection.cursor() as cursor:
            if self._lacks_parts(cursor):
                return False
            if connection.vendor == "sqlite":
                try:
                    with transaction.atomic():
                        cursor.execute(
                            f"INSERT INTO {self.name}({self.name}, rank) "
                            "VALUES ('integrity-check', 1)"
                        )
                except Exception as error:
                    if "malformed" in str(error):
                        return False
                    raise
                return True
            cursor.execute(
                f"SELECT EXISTS (SELECT 1 FROM {self.table} r FULL JOIN {self.name} s "
                f"ON s.key = r.id WHERE s.terms IS DISTINCT FROM "
                f"{self.name}_runs(r.{self.column}))"
            )
            return not cursor.fetchone()[0]

    def read_ahead(self) -> None:
        """Have PostgreSQL read from the disk what it reads for every frequent word."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Of the vectors it reads only where they lie.
                cursor.execute(f"SELECT count(terms) FROM {self.name}")

    def keys(self, phrase: Phrase, *, scope: int | None = None) -> Keys:
        """Return the keys of the rows that contain a phrase, in any order.

        ``scope`` is the number of the scope in which it must stand, in the order in which the
        texts were given to `index_text`; None means anywhere.
        """
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                asked = f'"{" ".join(_signed(phrase, scope))}"' + (" *" if phrase.is_prefix else "")
                # As one value: reading a row each takes four times as long.
                cursor.execute(
                    f"SELECT group_concat(rowid) FROM {self.name} WHERE {self.name} MATCH %s",
                    [asked],
                )
                return np.fromstring(cursor.fetchone()[0] or "", np.int64, sep=",")
            signed = _signed(phrase, scope)
            sought = [_tsquery(signed, is_prefix=phrase.is_prefix)]
            if len(signed) > _run_length(signed[0]):
                sought.append(as_written(phrase, scope))
            places = ", ".join(["%s"] * len(sought))
            cursor.execute(f"SELECT {self.name}_keys({places})", sought)
            found = np.frombuffer(cursor.fetchone()[0] or b"", dtype=">i8")
            return found.astype(np.int64)

    def keys_of_words(self, text: str, *, scope: int | None = None) -> Keys | None:
        """Return the keys of the rows that contain words beginning like all words of a text, which
        is as far as somebody has typed; None where the text has no word.
        """
        sought = [phrase for word in text.split() if (phrase := phrase_of(word, is_prefix=True))]
        found = [self.keys(phrase, scope=scope) for phrase in sought[:_MAX_WORDS]]
        return reduce(np.intersect1d, found) if found else None

    def _lacks_parts(self, cursor: Any) -> bool:
        cursor.execute(_COUNT_PARTS[connection.vendor], [self.name, f"{self.name}\\_%"])
        return bool(cursor.fetchone()[0] < _PARTS[connection.vendor])

    def _definition(self) -> list[str]:
        values = {
            "index": self.name, "table": self.table, "column": self.column,
            "after": _AFTER, "boundary": BOUNDARY,
        }  # fmt: skip
        return [each.format(**values) for each in _DEFINITIONS[connection.vendor]]

    def _fill(self, cursor: Any) -> None:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {self.name}({self.name}) VALUES ('rebuild')")
            return
        cursor.execute(f"TRUNCATE {self.name}")
        cursor.execute(
            f"INSERT INTO {self.name} (key, terms) "
            f"SELECT id, {self.name}_runs({self.column}) FROM {self.table}"
        )


def _signed(phrase: Phrase, scope: int | None) -> list[str]:
    sign = "" if scope is None else SCOPES[scope]
    return [sign + token for token in phrase.tokens]


def as_written(phrase: Phrase, scope: int | None = None) -> str:
    """Return what stands in each index text that holds a phrase, given a space at both its ends."""
    return f" {' '.join(_signed(phrase, scope))}" + " " * (not phrase.is_prefix)


_AFTER: Final = f" {BOUNDARY}" * 3
"""What is added to a text so that its last tokens have others behind them."""


def _run_length(token: str) -> int:
    """Return how many tokens a run has that begins with this one.

    Pairs of unspaced signs overlap: four of them are five signs, and few words are longer. Short
    words of other scripts may be taken for such pairs.
    """
    return 2 if len(token) > 3 or len(token.encode()) < 6 else 4


def _vector(text: str) -> bytes:
    """Return the runs of a text as PostgreSQL sends and receives a vector without places: their
    number, then each with the end of a text and the number of its places (tsvector.c).
    """
    words = (text + _AFTER).split(" ")
    runs = {
        f"{a} {b}" if a.isascii() or _run_length(a) == 2 else f"{a} {b} {c} {d}"
        for a, b, c, d in zip(words, words[1:], words[2:], words[3:], strict=False)
        if a and a != BOUNDARY
    }
    # In the order of their signs, which is that of their bytes.
    return len(runs).to_bytes(4) + "".join([f"{run}\0\0\0" for run in sorted(runs)]).encode()


_COPY_BEGINS: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_ROW_BEGINS: Final = (2).to_bytes(2) + (8).to_bytes(4)
_COPY_ENDS: Final = b"\xff\xff"
"""What rows of a key and a vector are set in, in the binary format of COPY."""

_SET_APART: Final = "SELECT set_config('serai.indexed_apart', %s, true)"
"""Says in this transaction which index gets what is inserted without its trigger."""


def _tsquery(tokens: Sequence[str], *, is_prefix: bool) -> str:
    """Ask for the runs that a phrase consists of, each beginning with the last token of another.

    A phrase that is longer than its first run need not stand wherever its runs do.
    """
    asked: list[str] = []
    at = 0
    while True:
        end = at + _run_length(tokens[at])
        run = " ".join(tokens[at:end])
        if end > len(tokens) and not is_prefix:
            run += " "
        goes_on = end > len(tokens) or (end == len(tokens) and is_prefix)
        asked.append(f"'{run}'" + (":*" if goes_on else ""))
        if end >= len(tokens):
            return " & ".join(asked)
        at = end - 1


_PARTS: Final = {"sqlite": 4, "postgresql": 12}
"""How many parts an index has: its table, its triggers and its functions."""

_INSERTED: Final = 1
_UPDATED: Final = 3
"""Which part of an index on SQLite is the trigger of new rows, and that of changed ones."""

_COUNT_PARTS: Final = {
    "sqlite": (
        "SELECT count(*) FROM sqlite_master WHERE (type = 'table' AND name = %s) "
        "OR (type = 'trigger' AND name LIKE %s ESCAPE '\\')"
    ),
    "postgresql": (
        "SELECT count(*) FROM (SELECT relname AS part FROM pg_class WHERE relkind = 'r' "
        "UNION ALL SELECT tgname FROM pg_trigger UNION ALL SELECT proname FROM pg_proc) parts "
        "WHERE part = %s OR part LIKE %s"
    ),
}

_DEFINITIONS: Final = {
    "sqlite": (
        # No sizes of texts: hits are not weighed by them. Beginnings of words are indexed too.
        """CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(
            {column}, content='{table}', content_rowid='id', tokenize='ascii', columnsize=0
        )""",
        """CREATE TRIGGER IF NOT EXISTS {index}_inserted AFTER INSERT ON {table} BEGIN
            INSERT INTO {index}(rowid, {column}) VALUES (new.id, new.{column});
        END""",
        """CREATE TRIGGER IF NOT EXISTS {index}_deleted AFTER DELETE ON {table} BEGIN
            INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', old.id, old.{column});
        END""",
        """CREATE TRIGGER IF NOT EXISTS {index}_updated AFTER UPDATE OF id, {column} ON {table}
        WHEN old.{column} IS NOT new.{column} OR old.id IS NOT new.id BEGIN
            INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', old.id, old.{column});
            INSERT INTO {index}(rowid, {column}) VALUES (new.id, new.{column});
        END""",
    ),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS {index} (key bigint PRIMARY KEY, terms tsvector NOT NULL)",
        # Vectors are kept out of line: whoever finds keys reads none of them. Whatever the target,
        # PostgreSQL looks for what to move in rows above some 2,000 bytes only
        # (TOAST_TUPLE_THRESHOLD); blanks, which shrink to nothing, bring each row there.
        """ALTER TABLE {index}
            ADD COLUMN IF NOT EXISTS blanks text NOT NULL DEFAULT repeat(' ', 2048)""",
        """ALTER TABLE {index} ALTER COLUMN terms SET STORAGE EXTERNAL,
            ALTER COLUMN blanks SET STORAGE MAIN, SET (toast_tuple_target = 128)""",
        "CREATE INDEX IF NOT EXISTS {index}_terms ON {index} USING gin (terms)",
        # How long a run is, `_run_length` says too.
        """CREATE OR REPLACE FUNCTION {index}_runs(words text) RETURNS tsvector
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT array_to_tsvector(coalesce(array_agg(
                CASE WHEN length(a) > 3 OR octet_length(a) < 6 THEN a || ' ' || b
                ELSE a || ' ' || b || ' ' || c || ' ' || d END
            ), '{{}}'))
            FROM (
                SELECT unnest(w) a, unnest(w[2:]) b, unnest(w[3:]) c, unnest(w[4:]) d
                FROM (SELECT string_to_array(words || '{after}', ' ') w OFFSET 0) words
            ) runs
            WHERE a NOT IN ('{boundary}', '')
        $$""",
        """CREATE OR REPLACE FUNCTION {index}_insert() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO {index} (key, terms) SELECT id, {index}_runs({column}) FROM arrived;
            RETURN NULL;
        END $$""",
        """CREATE OR REPLACE FUNCTION {index}_update() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE {index} SET key = new.id, terms = {index}_runs(new.{column}), blanks = DEFAULT
                WHERE key = old.id;
            RETURN NULL;
        END $$""",
        """CREATE OR REPLACE FUNCTION {index}_delete() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM {index} WHERE key IN (SELECT id FROM gone);
            RETURN NULL;
        END $$""",
        """CREATE OR REPLACE FUNCTION {index}_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            TRUNCATE {index};
            RETURN NULL;
        END $$""",
        # All keys as one value: reading a row each takes longer than finding them. Without the
        # setting, a word of many rows has all vectors read: their price is not in the plan's.
        """CREATE OR REPLACE FUNCTION {index}_keys(sought tsquery) RETURNS bytea
            LANGUAGE sql STABLE SET enable_seqscan = off AS $$
            SELECT string_agg(int8send(key), ''::bytea) FROM {index} WHERE terms @@ sought
        $$""",
        # The same for a phrase that has to be looked for in the texts that hold its runs.
        """CREATE OR REPLACE FUNCTION {index}_keys(sought tsquery, phrase text) RETURNS bytea
            LANGUAGE sql STABLE SET enable_seqscan = off AS $$
            SELECT string_agg(int8send(s.key), ''::bytea)
            FROM {index} s JOIN {table} r ON r.id = s.key
            WHERE s.terms @@ sought AND position(phrase IN ' ' || r.{column} || ' ') > 0
        $$""",
        """CREATE OR REPLACE TRIGGER {index}_inserted AFTER INSERT ON {table}
            REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
            WHEN (current_setting('serai.indexed_apart', true) IS DISTINCT FROM '{index}')
            EXECUTE FUNCTION {index}_insert()""",
        """CREATE OR REPLACE TRIGGER {index}_deleted AFTER DELETE ON {table}
            REFERENCING OLD TABLE AS gone
            FOR EACH STATEMENT EXECUTE FUNCTION {index}_delete()""",
        """CREATE OR REPLACE TRIGGER {index}_truncated AFTER TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {index}_truncate()""",
        """CREATE OR REPLACE TRIGGER {index}_updated AFTER UPDATE ON {table}
            FOR EACH ROW
            WHEN (old.{column} IS DISTINCT FROM new.{column} OR old.id IS DISTINCT FROM new.id)
            EXECUTE FUNCTION {index}_update()""",
    ),
}
