"""Reading columns from the database: everything, or the records with certain keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection, models
from django.db.models.functions import Cast
from numpy.typing import NDArray

from serai.foundation.directory.models import Country, Region
from serai.foundation.languages import collation
from serai.foundation.search.tokens import tokens
from serai.foundation.translation import texts_of
from serai.track.register.catalogue.columns import ENUMERATIONS
from serai.track.register.models import Record

CHUNK = 50_000
"""How many keys of records are looked at at a time."""

_SEPARATOR: Final = ","
_CHANGED: Final = {
    "sqlite": "changed_at",
    "postgresql": "(extract(epoch FROM changed_at) * 1000000)::bigint",
}
_COLUMNS: Final = (
    "id", "stage", "kind", "status",
    "coalesce((SELECT instrument FROM register_agreementterms WHERE record_id = r.id), '')",
    "coalesce(year, 0)", "CASE WHEN counts_in_totals THEN 1 ELSE 0 END",
    "coalesce(latitude, 1000)", "coalesce(longitude, 1000)", "coalesce(quality, 255)", "{changed}",
    "coalesce(started_on, '')",
)  # fmt: skip
"""What is read of a record; nothing of it holds a comma. A degree of 1000 stands for none."""
SETS: Final = {
    "country": ("register_record_countries", "country_id"),
    "field": ("register_record_fields", "field_id"),
    "theme": ("register_record_themes", "theme_id"),
    "goal": ("register_record_goals", "goal_id"),
    "party": ("register_party", "organisation_id"),
}
"""The sets of values that records have, by the parameter of their facet: table and column."""


class Read(NamedTuple):
    """Some records: their keys, their single values by name, all of equal length."""

    keys: NDArray[np.int64]
    values: dict[str, NDArray[Any]]


def read_records(keys: Sequence[int] | None = None) -> Iterator[Read]:
    """Read all records or those with the keys, in the order of their keys, in chunks."""
    columns = [each.format(changed=_CHANGED[connection.vendor]) for each in _COLUMNS]
    for found in _columns("(SELECT * FROM register_record {where} ORDER BY id) r", columns, "id",
                          keys):  # fmt: skip
        (
            identifiers, stage, kind, status, instrument, year, counted, latitude, longitude,
            quality, changed, started,
        ) = found  # fmt: skip
        records = _whole(identifiers)
        size = len(records)
        values: dict[str, NDArray[Any]] = {
            name: np.fromiter(
                map(_numbers(name).__getitem__, column.split(_SEPARATOR)), np.uint8, size
            )
            for name, column in zip(ENUMERATIONS, (stage, kind, status, instrument), strict=True)
        }
        values["year"] = _whole(year).astype(np.int16)
        values["counted"] = _whole(counted).astype(np.bool_)
        values["latitude"], values["longitude"] = _degrees(latitude), _degrees(longitude)
        values["placed"] = ~np.isnan(values["latitude"])
        values["quality"] = _whole(quality).astype(np.uint8)
        values["changed"] = _moments(changed)
        values["started"] = np.fromiter(map(_started, started.split(_SEPARATOR)), np.int64, size)
        yield Read(records, values)


def read_pairs(
    name: str, keys: Sequence[int] | None = None
) -> Iterator[tuple[NDArray[np.int64], Sequence[Any]]]:
    """Read the keys of records with the values of a set that they have, in chunks, each once."""
    table, column = SETS[name]
    is_number = name in {"theme", "goal", "party"}
    source = f"{table} {{where}} AND {column} IS NOT NULL"
    for written, values in _columns(source, ["record_id", column], "record_id", keys):
        records = _whole(written)
        if not is_number:
            yield records, values.split(_SEPARATOR)
            continue
        # An organisation may take part twice; keys have less than 32 bits, or memory would end.
        pairs = np.unique((records << 32) | _whole(values))
        yield pairs >> 32, (pairs & 0xFFFFFFFF).tolist()


def read_words(keys: Sequence[int]) -> list[str]:
    """Read what records are searched by, in the order of the keys."""
    found = dict(Record.objects.filter(pk__in=keys).order_by().values_list("pk", "words"))
    return [found.get(key, "") for key in keys]


def read_country_names() -> dict[str, list[list[str]]]:
    """Read the tokens of the names of the countries in every language."""
    return {
        country.code: [tokens(text) for text in texts_of(country.name).values()]
        for country in Country.objects.all()
    }


def read_regions() -> dict[str, frozenset[str]]:
    """Read which countries lie in which region, at any depth."""
    parents = dict(Region.objects.values_list("code", "parent_id"))
    inside: dict[str, set[str]] = {code: set() for code in parents}
    for country, region in Country.objects.values_list("code", "region_id"):
        outer = region
        while outer is not None:
            inside[outer].add(country)
            outer = parents[outer]
    return {code: frozenset(countries) for code, countries in inside.items()}


def _columns(
    source: str, columns: Sequence[str], key: str, keys: Sequence[int] | None
) -> Iterator[list[str]]:
    """Read columns, each as one text: making an object of every cell takes five times as long.

    ``source`` has a place for a condition on the column ``key``; ``keys`` limits it.
    """
    joined = {"sqlite": "group_concat({})", "postgresql": "string_agg(({})::text, ',')"}
    wanted = ", ".join(joined[connection.vendor].format(each) for each in columns)
    for condition in _conditions(key, keys):
        with connection.cursor() as cursor:
            # Without parameters nothing in the statement is taken for a place of one.
            cursor.execute(f"SELECT {wanted} FROM {source.format(where=condition)}")  # noqa: S608
            found = cursor.fetchone()
        if found[0] is not None:
            yield list(found)


def _conditions(key: str, keys: Sequence[int] | None) -> Iterator[str]:
    if keys is not None:
        yield f"WHERE {key} IN ({','.join(map(str, map(int, keys)))})"
        return
    # The end is read anew each time: rows that came meanwhile are read too, at least for the most.
    last = -1
    while last < (Record.objects.aggregate(most=models.Max("pk"))["most"] or 0):
        yield f"WHERE {key} BETWEEN {last + 1} AND {last + CHUNK}"
        last += CHUNK


def _whole(written: str) -> NDArray[np.int64]:
    return np.fromstring(written, np.int64, sep=_SEPARATOR)


def _degrees(written: str) -> NDArray[np.float32]:
    found = np.fromstring(written, np.float32, sep=_SEPARATOR)
    found[found > 360] = np.nan
    return found


def _moments(written: str) -> NDArray[np.int64]:
    """Read microseconds since 1970, or the moments as SQLite holds them, in UTC."""
    if connection.vendor != "sqlite":
        return _whole(written)
    return np.array(written.split(_SEPARATOR), "datetime64[us]").astype(np.int64)


@cache
def _numbers(name: str) -> dict[str, int]:
    return {value: number for number, value in enumerate(ENUMERATIONS[name])}


@cache
def _started(written: str) -> int:
    """A number that sorts as a partial date is written: no sign before "-", digits, "~"."""
    number = 0
    for sign in written.ljust(11):
        number = number * 13 + " -0123456789~".index(sign)
    return number


def read_order_in(language: str, most: int) -> NDArray[np.int64] | None:
    """Read the keys of the records that have a name in a language, in the order of that language.

    None where there are more than ``most``: the names are compared here, not by an index.
    """
    written = Cast("name", models.TextField())
    named = Record.objects.alias(written=written).filter(written__contains=f'"{language}":')
    texts = [
        (texts_of(name).get(language, ""), key)
        for name, key in named.values_list("name", "pk")[: most + 1].iterator(chunk_size=5000)
    ]
    if len(texts) > most:
        return None
    place = collation(language)
    texts.sort(key=lambda each: (place(each[0]), each[1]))
    return np.array([key for text, key in texts if text], np.int64)


def read_order_of_names() -> NDArray[np.int64]:
    """Read the keys of the records in the order of their names."""
    # Stage by stage an index has them in order already.
    stages = " UNION ALL ".join(
        f"SELECT sort_name, id FROM register_record WHERE stage = '{stage}'"  # noqa: S608
        for stage in ENUMERATIONS["stage"]
    )
    keys = f"{stages} ORDER BY 1, 2"
    joined = {"sqlite": "group_concat(id)", "postgresql": "string_agg(id::text, ',')"}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {joined[connection.vendor]} FROM ({keys}) r")  # noqa: S608
        return _whole(cursor.fetchone()[0] or "")
