"""The one way into the register: rows of any format are checked, compared and written in bulk.

A row holds one record in plain values, under the names and in the shape of a data file (see
`serai.track.register.imports.RecordItem`): texts by language, countries as ISO codes, parts as
lists of mappings. What the row does not name stays as it is; an empty value empties the field.

1. Every row is read and checked, without a lock; all problems are gathered.
2. If there are none, one transaction finds the records that are there already (by code, key or
   identifier), writes the new ones in bulk and changes those that differ. A dry run does the same
   and takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from serai.foundation.record.operations import Actor
from serai.track.evidence.models import Source
from serai.track.register.exchange.problems import Problem
from serai.track.register.models import ImportBatch


class Place(NamedTuple):
    """Where a value stands in its file: the line, and the field as the file calls it."""

    line: int
    field: str


@dataclass(slots=True)
class ImportRow:
    """One record as a file states it.

    ``values`` by field: ``key``, ``code``, ``identifiers`` (``["iati:XM-1"]``; one of these three
    at least), ``kind``, ``name`` (``{"en": …}``), ``name_as_written``, ``summary``, ``status``,
    ``stage``, ``part_of``, ``countries``, ``countries_are_examples``, ``place_name``,
    ``place_country``, ``latitude``, ``longitude``, ``started_on``, ``ended_on``, ``fields``,
    ``themes``, ``goals``, ``counts_in_totals``, ``counting_reason``, the terms of an agreement
    (``instrument``, ``covers_more``, ``term_years``, ``renewal``, ``notice_months``,
    ``entry_into_force_rule``, ``languages``, ``depositary``, ``treaty_series_number``),
    ``parties``, ``legal_events``, ``status_events``, ``measures``, ``elements``, ``relations``
    (lists of mappings, as in data files) and ``sources`` (``source@12:40``, or with a field
    before it: ``started_on=source@page 3``). Organisations are referred to by key, code or
    ``scheme:value`` (``ror:05dxps055``).

    ``places`` says where a field stands, by path (``parties.0.country``, ``parties``); the nearest
    place around a value is used, else ``line`` and the path itself.
    """

    file: str
    line: int
    values: dict[str, Any]
    places: Mapping[str, Place] = field(default_factory=dict)


class Work(Protocol):
    """The part of a job that the pipeline talks to; see `serai.foundation.jobs`."""

    def progress(self, *, done: int, total: int = 0, message: str = "") -> None:
        """Say how far it is. May raise, where somebody asked to stop."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faulty: int = 0
    """Rows with at least one problem."""
    problems: list[Problem] = field(default_factory=list)
    """The first `MAX_PROBLEMS` problems, in the order of the file."""
    problem_count: int = 0
    batch: ImportBatch | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing was imported because of problems."""
        return self.problem_count > 0


MAX_PROBLEMS = 10_000


def import_records(
    *,
    actor: Actor,
    rows: Iterable[ImportRow | Problem],
    dry_run: bool = False,
    source: Source | None = None,
    batch: ImportBatch | None = None,
    licence: str = "",
    retrieved_on: date | None = None,
    total: int = 0,
    work: Work | None = None,
) -> ImportReport:
    """Bring the register in line with the rows of a file; nothing is ever deleted.

    Either all of it is imported or nothing is. New records cite ``source`` as a whole, with the
    place of their row. ``batch`` describes the file; it is kept unless this is a dry run. ``total``
    is the number of rows, where it is known, for the progress.
    """
    raise NotImplementedError
