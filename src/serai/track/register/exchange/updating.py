"""Changes many records at once, where a file states their own fields differently.

What it takes on it does as the operations do: the same columns, the same entries. Records of which
more is different (their kind, the terms and events of agreements, relations) it leaves to
`changing.Changer`, as it does every record that the models would refuse: they say why.
`tests/track/register/exchange/test_updating.py` holds both to the same outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from serai.foundation.bulk import Inserter, delete_rows, reserve_keys, stored_time, update_rows
from serai.foundation.record.operations import Actor, Change, record_many
from serai.foundation.record.verbs import Verb
from serai.foundation.translation import render_text
from serai.track.evidence.models import Citation, Source
from serai.track.evidence.verbs import CITATION_VERBS
from serai.track.register import verbs
from serai.track.register.exchange.changing import ADDED_TO, TRANSLATED_FIELDS, Difference
from serai.track.register.exchange.checking import Checker, party_name
from serai.track.register.exchange.deriving import Deriver
from serai.track.register.exchange.making import PART_COLUMNS, RECORD, stored_texts, with_places
from serai.track.register.exchange.making import SETS as TABLES
from serai.track.register.exchange.part_updating import MODELS as PART_MODELS
from serai.track.register.exchange.part_updating import PartUpdater
from serai.track.register.exchange.references import References
from serai.track.register.exchange.shape import COLUMNS, DEFAULTS, SETS, Plain
from serai.track.register.exchange.values import without_empty
from serai.track.register.indexes import RECORDS
from serai.track.register.models import (
    Element,
    ExternalIdentifier,
    LegalEvent,
    Measure,
    Party,
    Record,
    Stage,
    StatusEvent,
)
from serai.track.register.operations import stages_between

_TAKEN_ON = frozenset({*COLUMNS, *SETS, *ADDED_TO, *PART_MODELS, "key"}) - {"kind"}
_CITED_PARTS = (Party, LegalEvent, StatusEvent, Measure, Element)
_STORED = {"part_of": "part_of_id", "place_country": "place_country_id"}
_PLACES = {"latitude": 5, "longitude": 5}
_DERIVED: dict[str, frozenset[str]] = {
    "year": frozenset({"started_on", "status_events"}),
    "sort_name": frozenset({"name"}),
    "words": frozenset({"name", "name_as_written", "summary", "place_name", "parties"}),
    "quality": frozenset(),
}
"""What is derived, by the fields from which it follows; quality follows from nearly all."""
_Cited = tuple[str, str, int | None, int | None, str]


class _Change(NamedTuple):
    """A difference that was taken on."""

    difference: Difference
    whole: Plain
    """The record as it will be, with all its fields."""
    cited: list[_Cited]
    identifiers: list[str]
    stages: list[Stage]


def _loses_who_acted(stored: Plain, whole: Plain) -> bool:
    """Tell whether a party goes that a legal event may refer to."""
    acted = {event[2] for event in stored["legal_events"]}
    staying = list(whole["parties"])
    for party in stored["parties"]:
        if party in staying:
            staying.remove(party)
        elif party_name(party) in acted:
            return True
    return False


class Updater:
    """Changes records of one import, a piece at a time."""

    def __init__(
        self, *, actor: Actor, references: References, checker: Checker,
        targets: Mapping[str, int], source: Source | None, note: str,
    ) -> None:  # fmt: skip
        self._actor = actor
        self._references = references
        self._checker = checker
        self._targets = targets
        self._source = source
        self._note = note
        self._deriver = Deriver(references, None)
        self._parts = PartUpdater(references)
        self._record_type = ContentType.objects.get_for_model(Record).pk
        # Mostly there are none at all, of a whole kind of parts.
        self._cited_parts = [
            (model, kind.pk) for model, kind in
            ((model, ContentType.objects.get_for_model(model)) for model in _CITED_PARTS)
            if Citation.objects.filter(content_type=kind).exists()
        ]  # fmt: skip

    def update(self, differences: Iterable[Difference]) -> tuple[int, list[Difference]]:
        """Change what can be changed at once; return how many that were, and the others."""
        changes, others = [], []
        differing = list(differences)
        apart = self._with_cited_parts([each.pk for each in differing])
        for each in differing:
            change = None if each.pk in apart else self._taken_on(each)
            if change is None:
                others.append(each)
            else:
                changes.append(change)
        if changes:
            self._write(changes)
        return len(changes), others

    def _with_cited_parts(self, keys: Sequence[int]) -> set[int]:
        """The records of whose parts some rest on sources of their own: the score asks for them."""
        found: set[int] = set()
        for model, kind in self._cited_parts:
            parts: Any = model
            cited = Citation.objects.filter(content_type=kind).values("object_id")
            rows = parts.objects.filter(record__in=keys, pk__in=cited)
            found.update(rows.values_list("record_id", flat=True))
        return found

    def _taken_on(self, difference: Difference) -> _Change | None:
        """Work out the record as it will be; None where the operations have to do it."""
        _pk, stored, stated, fields, locator = difference
        if not _TAKEN_ON.issuperset(fields):
            return None
        whole = {**DEFAULTS, **stored, **{name: stated[name] for name in fields}}
        if "parties" in fields and _loses_who_acted(stored, whole):
            return None
        for name in TRANSLATED_FIELDS.intersection(fields):
            whole[name] = without_empty({**stored[name], **stated[name]})
        cited = [each for each in stated.get("sources", ()) if each not in stored["sources"]]
        if any(each[2] is not None for each in cited):
            return None  # The source knows how long its text is.
        if self._source is not None and self._source.pk not in stored["cited"]:
            cited.append(("", self._source.key or self._source.code, None, None, locator[:200]))
        identifiers = sorted(set(whole["identifiers"]) - set(stored["identifiers"]))
        whole["sources"] = [*stored["sources"], *cited]
        whole["identifiers"] = [*stored["identifiers"], *identifiers]
        try:
            stages = stages_between(Stage(stored["stage"]), Stage(whole["stage"]))
        except ValidationError:
            return None
        is_sourceless = Stage.PUBLISHED in stages and not whole["sources"]
        if is_sourceless or not whole["name"] or not self._checker.agrees(whole):
            return None
        return _Change(difference, whole, cited, identifiers, stages)

    def _write(self, changes: Sequence[_Change]) -> None:
        now = stored_time(timezone.now())
        entries: list[Change] = []
        rows: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        sets: dict[str, list[_Change]] = defaultdict(list)
        identifiers = iter(self._keys(ExternalIdentifier, [c.identifiers for c in changes]))
        citations = iter(self._keys(Citation, [c.cited for c in changes]))
        added: dict[type[models.Model], list[tuple[Any, ...]]] = {
            ExternalIdentifier: [], Citation: [],
        }  # fmt: skip
        parts = self._update_parts(changes)
        for change in changes:
            pk, stored, _stated, fields, _locator = change.difference
            whole = change.whole
            derived = self._deriver.derive(whole)
            own = [n for n in fields if n in COLUMNS or n == "key"]
            columns = {
                _STORED.get(name, name): self._stored(name, whole[name])
                for name in own
            }  # fmt: skip
            columns |= {
                name: getattr(derived, name)
                for name, follows_from in _DERIVED.items()
                if not follows_from or not follows_from.isdisjoint(fields)
            }
            if derived.status != stored["status"]:
                columns["status"] = derived.status
            columns["changed_at"] = now
            rows[tuple(columns)].append((*columns.values(), pk))
            for name in SETS:
                if name in fields:
                    sets[name].append(change)
            root = (RECORD, str(pk))
            label = render_text(whole["name"]).text

            def entry(verb: Verb, before: Plain, after: Plain) -> None:
                entries.append(Change(*root, label, before, after, None, verb))  # noqa: B023

            named = [name for name in (*own, *SETS) if name in fields and name != "stage"]
            if named:
                entry(
                    verbs.RECORD_CHANGED,
                    {name: self._noted(name, stored[name]) for name in named},
                    {name: self._noted(name, whole[name]) for name in named},
                )
            entries += parts[pk]
            status = whole["status"]
            if derived.status != status:
                entry(verbs.STATUS_COMPUTED, {"status": status}, {"status": derived.status})
            for identifier in change.identifiers:
                key, (scheme, _colon, value) = next(identifiers), identifier.partition(":")
                added[ExternalIdentifier].append((key, pk, scheme, value))
                after = {"record": pk, "scheme": scheme, "value": value}
                entries.append(Change(
                    ExternalIdentifier._meta.label_lower, str(key), identifier, None, after, root,
                    verbs.IDENTIFIERS.added,
                ))  # fmt: skip
            for cited in change.cited:
                key = next(citations)
                row, entered = self._citation(key, pk, cited, root)
                added[Citation].append(row)
                entries.append(entered)
            stage = Stage(stored["stage"])
            for then in change.stages:
                entry(verbs.STAGE_VERBS[then], {"stage": stage.value}, {"stage": then.value})
                stage = then
        found_anew = [row[-1] for names, some in rows.items() if "words" in names for row in some]
        with RECORDS.changing(found_anew):
            for names, values in rows.items():
                update_rows(Record, names, values)
        for name, column in TABLES:
            self._set(name, column, sets[name])
        for model, new in added.items():
            inserter = Inserter(model, ("id", *PART_COLUMNS[model]))
            inserter.add(new)
            inserter.finish()
        record_many(actor=self._actor, verb=verbs.RECORD_CHANGED, changes=entries, note=self._note)

    def _update_parts(self, changes: Sequence[_Change]) -> Mapping[int, list[Change]]:
        """Make the parts of records be the ones stated; return the entries by record."""
        entries: defaultdict[int, list[Change]] = defaultdict(list)
        for name in PART_MODELS:
            wanted = {
                change.difference.pk: change.whole[name]
                for change in changes if name in change.difference.fields
            }  # fmt: skip
            if wanted:
                for pk, made in self._parts.update(name, wanted).items():
                    entries[pk] += made
        return entries

    @staticmethod
    def _keys(model: type[models.Model], lists: Sequence[Sequence[Any]]) -> Sequence[int]:
        return reserve_keys(model, sum(map(len, lists)))

    def _set(self, name: str, column: str, changes: Sequence[_Change]) -> None:
        """Make the sets of records be the ones stated."""
        if not changes:
            return
        through: Any = getattr(Record, name).through
        delete_rows(through, "record_id", [change.difference.pk for change in changes])
        inserter = Inserter(through, ("record_id", column))
        inserter.add([
            (change.difference.pk, value)
            for change in changes
            for value in self._noted(name, change.whole[name])
        ])  # fmt: skip
        inserter.finish()

    def _citation(
        self, key: int, pk: int, cited: _Cited, root: tuple[str, str]
    ) -> tuple[tuple[Any, ...], Change]:
        field, name, start, end, locator = cited
        target = self._references.sources[name]
        row = (key, self._record_type, pk, field, target.pk, start, end, locator, None, "")
        after = {
            "content_type": self._record_type, "object_id": pk, "field": field,
            "source": target.pk, "start": start, "end": end, "locator": locator, "claim": None,
            "note": {},
        }  # fmt: skip
        title = self._references.titles[target.pk]
        label = f"{title}, {locator}" if locator else title
        return row, Change(
            Citation._meta.label_lower, str(key), label, None, after, root, CITATION_VERBS.added
        )

    def _stored(self, name: str, value: Any) -> Any:
        """Return a field as its column holds it."""
        if isinstance(value, dict):
            return stored_texts(value)
        if name == "part_of":
            return self._targets[value] if value else None
        return (value or None) if name in {"key", "place_country"} else value

    def _noted(self, name: str, value: Any) -> Any:
        """Return a field as an entry says it; see `record.snapshots`."""
        if name == "themes":
            return sorted(self._references.themes[each].pk for each in value)
        if name == "part_of":
            return self._targets[value] if value else None
        if name in _PLACES:
            return with_places(value, _PLACES[name])
        return (value or None) if name in {"key", "started_on", "ended_on"} else value
