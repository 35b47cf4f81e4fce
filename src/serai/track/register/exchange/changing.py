"""Changes records that differ from what a file says, through the operations of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from serai.foundation.record.operations import Actor, create_object
from serai.foundation.translation import TranslatedText
from serai.track.evidence.models import Citation, Source
from serai.track.register import operations, verbs
from serai.track.register.exchange.references import References
from serai.track.register.exchange.shape import (
    COLUMNS,
    DEFAULTS,
    PARTS,
    SETS,
    TERMS,
    TRANSLATED,
    TRANSLATED_TERMS,
    Plain,
)
from serai.track.register.exchange.values import without_empty
from serai.track.register.models import ExternalIdentifier, Record, Stage
from serai.track.register.operations import Parts

TRANSLATED_FIELDS = frozenset({*TRANSLATED, *TRANSLATED_TERMS})
ADDED_TO = frozenset({"sources", "identifiers"})


class Difference(NamedTuple):
    """A record that is there, what a file states of it, and which fields are different."""

    pk: int
    stored: Plain
    stated: Plain
    fields: Sequence[str]
    locator: str


def different_fields(stored: Plain, stated: Plain) -> list[str]:
    """Return the fields of a record that a file states differently.

    What names the record is no statement about it. The status of an agreement, and of a record with
    events, follows from them.
    """
    different = [
        name
        for name, value in stated.items()
        if value != stored[name]
        and name not in {"key", "code"}
        and not (name in ADDED_TO and set(value) <= set(stored[name]))
        and not (name in TRANSLATED_FIELDS and _says_the_same(value, stored[name]))
    ]
    if "status" in different:
        kind = stated.get("kind", stored["kind"])
        events = stated.get("status_events", stored["status_events"])
        if kind == "agreement" or events:
            different.remove("status")
    if stated.get("key") and not stored["key"]:
        different.append("key")
    return different


def _says_the_same(stated: Mapping[str, str], stored: Mapping[str, str]) -> bool:
    """Whether each stated language is as it is stored; the other languages stay."""
    return all(stored.get(language, "") == text for language, text in stated.items())


class Changer:
    """Changes one record after the other."""

    def __init__(
        self, *, actor: Actor, references: References, targets: Mapping[str, int],
        source: Source | None, note: str,
    ) -> None:  # fmt: skip
        self._actor = actor
        self._references = references
        self._targets = targets
        self._source = source
        self._note = note

    def change(self, difference: Difference) -> None:
        """Bring a record in line with a file. Raises ValidationError."""
        key, stored, given, fields, locator = difference
        record = Record.objects.select_for_update().get(pk=key)
        stated = dict(given)
        for name in TRANSLATED_FIELDS & stated.keys():
            stated[name] = without_empty({**stored[name], **stated[name]})
        whole = {**DEFAULTS, **stored, **stated}
        changes: dict[str, Any] = {
            name: self._column(name, stated[name])
            for name in fields
            if name in COLUMNS and name != "stage"
        }
        changes |= {name: self._members(name, stated[name]) for name in fields if name in SETS}
        if "key" in fields:
            changes["key"] = stated["key"]
        parts: dict[str, Any] = {
            name: self._rows(name, stated[name], record)
            for name in fields
            if name in PARTS and name != "legal_events"
        }
        if any(name in TERMS for name in fields):
            parts["terms"] = {name: self._column(name, whole[name]) for name in TERMS}
        operations.change_record(
            actor=self._actor, record=record, changes=changes, parts=Parts(**parts), note=self._note
        )
        if "legal_events" in fields:
            # Only now are the parties there to which the events refer.
            events = self._rows("legal_events", stated["legal_events"], record)
            operations.change_record(
                actor=self._actor, record=record, parts=Parts(legal_events=events)
            )
        if "identifiers" in fields:
            self._add_identifiers(record, set(stated["identifiers"]) - set(stored["identifiers"]))
        self._cite(record, stored, stated, fields, locator)
        if "stage" in fields:
            for stage in operations.stages_between(Stage(record.stage), Stage(stated["stage"])):
                operations.move_to_stage(actor=self._actor, record=record, stage=stage)

    def _column(self, name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return TranslatedText(value)
        if name == "part_of":
            return Record.objects.get(pk=self._targets[value]) if value else None
        if name == "place_country":
            return self._country(value)
        if name in {"started_on", "ended_on"}:
            return value or None
        return value

    def _members(self, name: str, values: Sequence[Any]) -> list[Any]:
        if name == "themes":
            return [self._references.themes[value].pk for value in values]
        return list(values)

    def _rows(
        self, part: str, rows: Sequence[tuple[Any, ...]], record: Record
    ) -> list[dict[str, Any]]:
        read: dict[str, Callable[[Any], Any]] = {
            "organisation": self._organisation,
            "country": self._country,
            "record": lambda name: Record.objects.get(pk=self._targets[name]),
        }
        if part == "legal_events":
            named = {_name_of(party): party for party in record.parties.select_related(
                "organisation", "country")}  # fmt: skip
            read["party"] = lambda name: self._party(named, name)
        made = []
        for row in rows:
            values = {
                name: read[name](value) if name in read
                else TranslatedText(value) if isinstance(value, dict)
                else value
                for name, value in zip(PARTS[part], row, strict=True)
            }  # fmt: skip
            if part == "relations":
                values["other"] = values.pop("record")
            made.append(values)
        return made

    @staticmethod
    def _party(named: Mapping[str, Any], name: str) -> Any:
        if name and name not in named:
            raise ValidationError(
                {"legal_events": ValidationError(
                    _("“%(party)s” is not among the parties of this record."),
                    params={"party": name},
                )}
            )  # fmt: skip
        return named[name] if name else None

    def _organisation(self, name: str | None) -> Any:
        from serai.foundation.directory.models import Organisation

        return (
            Organisation.objects.get(pk=self._references.organisations[name].pk) if name else None
        )

    @staticmethod
    def _country(code: str | None) -> Any:
        from serai.foundation.directory.models import Country

        return Country.objects.get(pk=code) if code else None

    def _add_identifiers(self, record: Record, identifiers: set[str]) -> None:
        for identifier in sorted(identifiers):
            scheme, _colon, value = identifier.partition(":")
            create_object(
                actor=self._actor,
                verb=verbs.IDENTIFIERS.added,
                instance=ExternalIdentifier(record=record, scheme=scheme, value=value),
                root=record,
            )

    def _cite(
        self, record: Record, stored: Plain, stated: Plain, fields: Sequence[str], locator: str
    ) -> None:
        """Add the sources that the file names, and the file's own where the record lacks it."""
        rows: list[dict[str, Any]] = []
        if "sources" in fields:
            for field, source, start, end, words in stated["sources"]:
                if (field, source, start, end, words) in stored["sources"]:
                    continue
                pk = self._references.sources[source].pk
                rows.append({"field": field, "source": Source.objects.get(pk=pk), "start": start,
                             "end": end, "locator": words})  # fmt: skip
        if self._source is not None and self._source.pk not in stored["cited"]:
            rows.append({"source": self._source, "locator": locator[:200]})
        if rows:
            kept = [
                {"pk": each.pk, "field": each.field, "source": each.source, "start": each.start,
                 "end": each.end, "locator": each.locator, "claim": each.claim, "note": each.note}
                for each in Citation.objects.filter(
                    pk__in=record.citations.values("pk")
                ).select_related("source", "claim")
            ]  # fmt: skip
            operations.change_citations(
                actor=self._actor, record=record, rows={record: [*kept, *rows]}
            )


def _name_of(party: Any) -> str:
    target = party.organisation
    if target is not None:
        return str(target.key or target.code)
    return str(party.country_id or party.as_written)
