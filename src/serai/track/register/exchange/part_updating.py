"""Makes the parts of many records be the ones that a file states, at once.

What it does to each list is what `record.operations.sync_parts` does, with the same entries; the
rows were checked already. Nothing refers to the parts that it is given: what is cited, and the
parties to which legal events belong, are left to the operations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db import models
from django.utils.translation import override

from serai.foundation.bulk import delete_rows, reserve_keys
from serai.foundation.directory.models import Country, Organisation
from serai.foundation.record.operations import Change
from serai.foundation.record.snapshots import Snapshot, snapshot
from serai.foundation.record.verbs import Verb
from serai.foundation.translation import TranslatedText
from serai.track.register.exchange.making import RECORD
from serai.track.register.exchange.references import References
from serai.track.register.exchange.shape import IN_ORDER, PARTS
from serai.track.register.exchange.values import partial_date
from serai.track.register.models import Element, Measure, Party, StatusEvent
from serai.track.register.operations import PART_RULES

MODELS: Final[dict[str, Any]] = {
    "parties": Party, "status_events": StatusEvent, "measures": Measure, "elements": Element,
}  # fmt: skip
"""The lists that are taken on, in the order of the operations."""
_DATES: Final = frozenset({"on", "as_of"})
Rows = Sequence[tuple[Any, ...]]


class _Step(NamedTuple):
    """One entry that is to be made."""

    record: int
    verb: Verb
    part: Any
    before: Snapshot | None
    after: Snapshot | None


class PartUpdater:
    """Changes lists of parts, those of many records together."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._organisations: dict[int, Organisation] = {}

    @cached_property
    def _countries(self) -> dict[str, Country]:
        return Country.objects.in_bulk()

    def update(self, name: str, wanted: Mapping[int, Rows]) -> dict[int, list[Change]]:
        """Make one list of records, given by key, be the rows; return the entries by record."""
        model = MODELS[name]
        if name == "parties":
            named = {row[1] for rows in wanted.values() for row in rows if row[1]}
            self._read_organisations({self._references.organisations[each].pk for each in named})
        there = defaultdict(list)
        for part in model.objects.filter(record__in=list(wanted)).order_by("pk"):
            there[part.record_id].append(part)
        steps: list[_Step] = []
        changed: list[Any] = []
        for record, rows in wanted.items():
            steps += self._compare(name, record, there[record], rows, changed)
        part_verbs, _match = PART_RULES[name]
        added = [step.part for step in steps if step.verb is part_verbs.added]
        for part, key in zip(added, reserve_keys(model, len(added)), strict=True):
            part.pk = key
        removed = [step.part for step in steps if step.verb is part_verbs.removed]
        if name == "parties":
            self._call_by_name(removed)
        with override("en"):  # As everything is called in the record of changes.
            entries = [(step.record, _entry(step)) for step in steps]
        if removed:
            delete_rows(model, "id", [part.pk for part in removed])
        if changed:
            model.objects.bulk_update(changed, _columns(name), batch_size=500)
        model.objects.bulk_create(added)
        by_record: defaultdict[int, list[Change]] = defaultdict(list)
        for record, entry in entries:
            by_record[record].append(entry)
        return by_record

    def _compare(
        self, name: str, record: int, there: list[Any], rows: Rows, changed: list[Any]
    ) -> list[_Step]:
        """Say what becomes of one list; parts that stay and differ are put into ``changed``."""
        part_verbs, match = PART_RULES[name]
        left = [(part, snapshot(part)) for part in there]
        kept: list[_Step] = []
        added: list[_Step] = []
        for position, row in enumerate(rows):
            part = self._part(name, record, position, row)
            after = snapshot(part)
            found = next(
                (each for each in left if all(each[1][n] == after[n] for n in match)), None
            )
            if found is None:
                added.append(_Step(record, part_verbs.added, part, None, after))
                continue
            left.remove(found)
            old, before = found
            if different := [n for n in _columns(name) if before[n] != after[n]]:
                part.pk = old.pk
                changed.append(part)
                sides = ({n: side[n] for n in different} for side in (before, after))
                kept.append(_Step(record, part_verbs.changed, part, *sides))
        gone = [_Step(record, part_verbs.removed, part, before, None) for part, before in left]
        return [*gone, *kept, *added]

    def _part(self, name: str, record: int, position: int, row: tuple[Any, ...]) -> models.Model:
        values: dict[str, Any] = {}
        for field, value in zip(PARTS[name], row, strict=True):
            if isinstance(value, dict):
                values[field] = TranslatedText(value)
            elif field == "organisation":
                values[field] = self._organisation(value)
            elif field == "country":
                values[field] = self._countries[value] if value else None
            elif field in _DATES:
                values[field] = partial_date(value) if value else None
            else:
                values[field] = Decimal(value) if field == "value" else value
        if name in IN_ORDER:
            values["position"] = position
        made: models.Model = MODELS[name](record_id=record, **values)
        return made

    def _call_by_name(self, parties: Sequence[Party]) -> None:
        """Give parties what they are called by: with each that is read it would be read too, though
        most of them stay.
        """
        self._read_organisations({each.organisation_id for each in parties if each.organisation_id})
        for party in parties:
            if party.organisation_id:
                party.organisation = self._organisations[party.organisation_id]
            if party.country_id:
                party.country = self._countries[party.country_id]

    def _read_organisations(self, keys: set[int]) -> None:
        self._organisations |= Organisation.objects.in_bulk(keys - self._organisations.keys())

    def _organisation(self, name: str | None) -> Organisation | None:
        if not name:
            return None
        return self._organisations[self._references.organisations[name].pk]


def _columns(name: str) -> list[str]:
    return [*PARTS[name], *(["position"] if name in IN_ORDER else [])]


def _entry(step: _Step) -> Change:
    part = step.part
    return Change(
        part._meta.label_lower, str(part.pk), str(part), step.before, step.after,
        (RECORD, str(step.record)), step.verb,
    )  # fmt: skip
