"""Reading columns from the database: everything, or the records with certain keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from serai.foundation.directory.models import Country, Region
from serai.foundation.search.tokens import tokens
from serai.foundation.translation import texts_of
from serai.track.register.catalogue.columns import ENUMERATIONS, NOT_KNOWN
from serai.track.register.models import Record

CHUNK = 20_000

_CHANGED: Final = {
    "sqlite": (
        "CAST(strftime('%s', r.changed_at) AS INTEGER) * 1000000"
        " + CAST(substr(r.changed_at || '000000', 21, 6) AS INTEGER)"
    ),
    "postgresql": "(extract(epoch FROM r.changed_at) * 1000000)::bigint",
}
"""Microseconds since 1970. On SQLite six digits of them stand after the point, or none."""

_RECORDS: Final = (
    "SELECT r.id, r.stage, r.kind, r.status, coalesce(a.instrument, ''), coalesce(r.year, 0), "
    "CASE WHEN r.counts_in_totals THEN 1 ELSE 0 END, "
    "r.latitude, r.longitude, r.quality, {changed}, r.started_on "
    "FROM register_record r LEFT JOIN register_agreementterms a ON a.record_id = r.id"
)
SETS: Final = {
    "country": "SELECT record_id, country_id FROM register_record_countries",
    "field": "SELECT record_id, field_id FROM register_record_fields",
    "theme": "SELECT record_id, theme_id FROM register_record_themes",
    "goal": "SELECT record_id, goal_id FROM register_record_goals",
    "party": (
        "SELECT DISTINCT record_id, organisation_id FROM register_party "
        "WHERE organisation_id IS NOT NULL"
    ),
}
"""The sets of values that records have, by the parameter of their facet."""


class Read(NamedTuple):
    """Some records: their keys, their single values by name, all of equal length."""

    keys: NDArray[np.int64]
    values: dict[str, NDArray[Any]]


def read_records(keys: Sequence[int] | None = None) -> Iterator[Read]:
    """Read all records or those with the keys, in the order of their keys, in chunks."""
    statement = _RECORDS.format(changed=_CHANGED[connection.vendor])
    if keys is not None:
        statement += f" WHERE r.id IN ({','.join(map(str, map(int, keys)))})"
    for rows in _chunks(f"{statement} ORDER BY r.id"):
        (
            found, stage, kind, status, instrument, year, counted, latitude, longitude, quality,
            changed, started,
        ) = zip(*rows, strict=True)  # fmt: skip
        values: dict[str, NDArray[Any]] = {
            name: np.fromiter(map(_numbers(name).__getitem__, column), np.uint8, len(rows))
            for name, column in zip(ENUMERATIONS, (stage, kind, status, instrument), strict=True)
        }
        values["year"] = np.array(year, np.int16)
        values["counted"] = np.array(counted, np.bool_)
        values["latitude"] = np.array(latitude, np.float32)
        values["longitude"] = np.array(longitude, np.float32)
        values["placed"] = ~np.isnan(values["latitude"])
        values["quality"] = np.array(
            [NOT_KNOWN if points is None else points for points in quality], np.uint8
        )
        values["changed"] = np.array(changed, np.int64)
        values["started"] = np.fromiter(map(_started, started), np.int64, len(rows))
        yield Read(np.array(found, np.int64), values)


def read_pairs(
    name: str, keys: Sequence[int] | None = None
) -> Iterator[tuple[NDArray[np.int64], tuple[Any, ...]]]:
    """Read the keys of records with the values of a set that they have, in chunks."""
    statement = SETS[name]
    if keys is not None:
        joint = "AND" if "WHERE" in statement else "WHERE"
        statement += f" {joint} record_id IN ({','.join(map(str, map(int, keys)))})"
    for rows in _chunks(statement):
        records, values = zip(*rows, strict=True)
        yield np.array(records, np.int64), values


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


def _chunks(statement: str) -> Iterator[list[tuple[Any, ...]]]:
    with connection.chunked_cursor() as cursor:
        # Without parameters nothing in the statement is taken for a place of one.
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield rows


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


def read_order_of_names(language: str) -> NDArray[np.int64]:
    """Read the keys of the records in the order of their names in a language."""
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT id FROM register_record ORDER BY sort_name, id")
        found = [key for rows in iter(lambda: cursor.fetchmany(CHUNK), []) for (key,) in rows]
    return np.array(found, np.int64)
