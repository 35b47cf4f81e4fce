"""The reference data that the product ships: regions, countries, fields of science, goals.

The files in ``data/`` are the truth; the tables follow them after every migration. Whoever wants
to correct a name corrects the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

from serai.foundation.directory.models import Country, Field, Goal, Region
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import TranslatedText, texts_of

DATA = Path(__file__).parent / "data"


def regions() -> Iterator[Region]:
    """The regions of UN M49, parents first."""
    for row in _rows("regions"):
        yield Region(code=row["code"], name=_name(row), parent_id=row["parent"] or None)


def countries() -> Iterator[Country]:
    """The countries and territories of ISO 3166-1."""
    for row in _rows("countries"):
        groups = row["groups"].split()
        yield Country(
            code=row["code"],
            alpha3=row["alpha3"],
            numeric=row["numeric"],
            name=_name(row),
            region_id=row["region"] or None,
            is_least_developed="LDC" in groups,
            is_landlocked_developing="LLDC" in groups,
            is_small_island_developing="SIDS" in groups,
        )


def fields() -> Iterator[Field]:
    """The fields of research and development of the OECD, in the order of the classification."""
    for position, row in enumerate(_rows("fields"), start=1):
        yield Field(
            code=row["code"], name=_name(row), broad_id=row["broad"] or None, position=position
        )


def goals() -> Iterator[Goal]:
    """The Sustainable Development Goals."""
    for row in _rows("goals"):
        yield Goal(number=int(row["number"]), name=_name(row))


def sync_reference_data(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """Bring the tables in line with the shipped files and return how many rows were written.

    Where nothing differs, four reads are all it costs. Rows whose code has left the files stay:
    something may refer to them.
    """
    with transaction.atomic(using=using):
        return sum(
            _sync(list(rows), using)
            for rows in (regions(), countries(), fields(), goals())
        )  # fmt: skip


def sync_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Receiver of ``post_migrate``; migrating backwards may have removed the tables."""
    with connections[using].cursor() as cursor:
        present = set(connections[using].introspection.table_names(cursor))
    if {model._meta.db_table for model in (Region, Country, Field, Goal)} <= present:
        sync_reference_data(using=using)


def _sync(wanted: Sequence[models.Model], using: str) -> int:
    model = type(wanted[0])
    stored = {row.pk: _values(row) for row in model._base_manager.using(using).all()}
    different = [row for row in wanted if stored.get(row.pk) != _values(row)]
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._base_manager.using(using).bulk_create(
        different,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=columns,
    )
    return len(different)


def _values(row: models.Model) -> list[Any]:
    values = [field.value_from_object(row) for field in row._meta.concrete_fields]
    return [texts_of(value) if isinstance(value, TranslatedText) else value for value in values]


def _name(row: dict[str, str]) -> TranslatedText:
    return TranslatedText({language: row[language] for language in LANGUAGE_CODES})


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
