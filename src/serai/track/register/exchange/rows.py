"""One record as a file states it, before anything is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


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
    place around a value is used, else ``line`` and the path itself. ``left_out`` counts what stands
    in the file and has no place in the register, by the name that it has in the file.
    """

    file: str
    line: int
    values: dict[str, Any]
    places: Mapping[str, Place] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
