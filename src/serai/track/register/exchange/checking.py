"""Checks one row against every rule that the models have, without a database and without a lock.

The rules are those of the models and operations; `tests/track/register/exchange/test_rules.py`
holds both to the same verdicts. A fault never ends the check of a row: all are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from serai.track.evidence.citing import split_place
from serai.track.register.exchange.columns import LISTS, ListCell, read_item
from serai.track.register.exchange.problems import Message
from serai.track.register.exchange.references import References
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.shape import (
    CHOICES,
    COLUMNS,
    DEFAULTS,
    FIELDS,
    IN_ORDER,
    PARTS,
    SETS,
    TERMS,
    TRANSLATED,
    TRANSLATED_TERMS,
    Plain,
)
from serai.track.register.exchange.values import Checked, Path, ValueChecks, partial_date
from serai.track.register.models import AGREEMENT_STATUSES, RecordKind, Stage, Status

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}:\S(?:.{0,198}\S)?")
_UNSAID = {"en": "what the file does not say"}
_ONLY_AGREEMENTS = AGREEMENT_STATUSES - {Status.UNKNOWN, Status.SUPERSEDED}
_CITABLE = frozenset({*COLUMNS, *SETS, *PARTS}) - {"stage"}
_LINES = ("name_as_written", "languages", "depositary", "treaty_series_number")
_FLAGS = ("countries_are_examples", "counts_in_totals", "covers_more")
_REPEATED = frozenset({
    *SETS, *_FLAGS, "kind", "status", "stage", "place_country", "started_on", "ended_on",
    "instrument", "term_years", "renewal", "notice_months",
})  # fmt: skip
"""Fields of which many records have the same value; what is wrong with it rests on it alone."""
_MANY = 50_000
_REQUIRED = frozenset({"kind", "status", "value"})
"""The fields without which a part says nothing; a role is left out where it is that of a party."""
_NEEDED = {
    "kind": _("is missing: a new record needs a kind"),
    "name": _("is missing: a new record needs a name"),
}


class Checker(ValueChecks):
    """Checks rows."""

    def __init__(self, references: References) -> None:
        super().__init__(references)
        text, line = self._text, self._line
        self._checks: dict[str, Callable[[Path, Any], Any]] = {
            "code": self._code, "key": self._key, "identifiers": self._identifiers,
            **dict.fromkeys((*TRANSLATED, *TRANSLATED_TERMS), self._stated),
            **dict.fromkeys(_LINES, line),
            **{name: self._choice for part, name in CHOICES if not part},
            **dict.fromkeys(_FLAGS, self._flag),
            "part_of": self._record, "place_country": self._country,
            "latitude": self._degrees, "longitude": self._degrees,
            "started_on": self._date, "ended_on": self._date,
            "term_years": self._integer, "notice_months": self._integer,
            "countries": self._set(self._country), "fields": self._set(self._field),
            "themes": self._set(self._theme), "goals": self._set(self._goal),
            "sources": self._sources,
            **{part: self._part(part) for part in PARTS},
        }  # fmt: skip
        self._known: dict[str, tuple[type, dict[Any, Any]]] = {
            name: (ListCell if name in LISTS else str, {}) for name in _REPEATED
        }
        """What a cell came to that was found right before, by field; with the type of its key."""
        self._known_parts: dict[str, dict[str, tuple[Any, ...]]] = {part: {} for part in PARTS}
        self._part_checks: dict[str, dict[str, tuple[Callable[[Path, Any], Any], Any]]] = {
            "parties": {"role": (self._choice, "party"), "organisation": (self._organisation, None),
                        "country": (self._country, None), "as_written": (line, "")},
            "legal_events": {"kind": (self._choice, ""), "on": (self._date, ""),
                             "party": (line, ""), "place_name": (text, {}), "note": (text, {})},
            "status_events": {"status": (self._choice, ""), "on": (self._date, ""),
                              "note": (text, {})},
            "measures": {"name": (text, {}), "value": (self._number, None), "unit": (text, {}),
                         "as_of": (self._date, ""), "note": (text, {})},
            "elements": {"group": (text, {}), "name": (text, {})},
            "relations": {"kind": (self._choice, ""), "record": (self._record, None)},
        }  # fmt: skip

    def check(self, row: ImportRow) -> Checked:
        """Bring a row into plain form and find every fault in it that shows without the database.

        What is required of a new record is checked by `check_new`.
        """
        self._row = checked = Checked(row)
        plain = checked.plain
        checks, repeated, defaults = self._checks, self._known, DEFAULTS
        for name, value in row.values.items():
            if (check := checks.get(name)) is None:
                self._unknown_field(name)
            elif value == "" or value is None:
                plain[name] = defaults.get(name, "")
            elif name in repeated:
                plain[name] = self._repeated(name, value, check)
            else:
                plain[name] = check((name,), value)
        is_named = plain.get("code") or plain.get("key") or plain.get("identifiers")
        if not is_named and not {"code", "key", "identifiers"} & checked.faulty_fields():
            checked.fault(
                ("key",), "missing-key",
                Message(_("is missing: give each record a key of its own, such as kano-park, so "
                          "that the file can be imported again")),
            )  # fmt: skip
        self._together(checked, plain)
        return checked

    def agrees(self, plain: Plain) -> bool:
        """Tell whether nothing in a whole record in plain form contradicts anything else in it."""
        checked = Checked(ImportRow("", 0, {}))
        self._together(checked, plain)
        return not checked.problems

    def _repeated(self, name: str, value: Any, check: Callable[[Path, Any], Any]) -> Any:
        """Check a value of which there are few different ones, each once as long as it is right."""
        kind, known = self._known[name]
        if value.__class__ is not kind:
            return check((name,), value)
        if value in known:
            return known[value]
        faults = len(self._row.problems)
        found = check((name,), value)
        if len(self._row.problems) == faults:
            _keep(known, value, found)
        return found

    def _together(self, checked: Checked, plain: Plain) -> None:
        """Check what fields say to each other, as far as the row has them."""
        reason = plain.get("counting_reason", _UNSAID)
        if plain.get("counts_in_totals") is False and not any(reason.values()):
            checked.fault(("counting_reason",), "missing-reason",
                          Message(_("say why this record does not count in totals")))  # fmt: skip
        points = {"latitude", "longitude"}
        if points & plain.keys() and not points & checked.faulty_fields():
            given = [name for name in ("latitude", "longitude") if plain.get(name) is not None]
            if len(given) == 1:
                missing = "longitude" if given == ["latitude"] else "latitude"
                message = Message(_("give latitude and longitude, or neither"))
                checked.fault((missing,), "half-a-point", message)
        started, ended = plain.get("started_on"), plain.get("ended_on")
        if started and ended and partial_date(ended).latest < partial_date(started).earliest:
            message = Message(_("it cannot end before it starts"))
            checked.fault(("ended_on",), "date-order", message)
        kind = plain.get("kind")
        if kind:
            self._for_kind(checked, plain, kind)
        if plain.get("legal_events"):
            self._event_parties(checked, plain)

    def _for_kind(self, checked: Checked, plain: Plain, kind: str) -> None:
        is_agreement = kind == RecordKind.AGREEMENT
        status = plain.get("status")
        if is_agreement:
            if plain.get("status_events"):
                checked.fault(("status_events",), "wrong-for-kind",
                              Message(_("an agreement has legal_events instead")))  # fmt: skip
            if status and status not in AGREEMENT_STATUSES:
                checked.fault(
                    ("status",),
                    "wrong-for-kind",
                    Message(
                        _("an agreement cannot have this status; it follows from legal_events")
                    ),
                )
            return
        if status in _ONLY_AGREEMENTS:
            message = Message(_("only an agreement can have this status"))
            checked.fault(("status",), "wrong-for-kind", message)
        if plain.get("legal_events"):
            checked.fault(("legal_events",), "wrong-for-kind",
                          Message(_("only an agreement has them; use status_events")))  # fmt: skip
        for name in TERMS:
            value = plain.get(name)
            if isinstance(value, dict):
                value = any(value.values())
            if value and value != "unknown":
                checked.fault((name,), "wrong-for-kind", Message(_("only an agreement has it")))

    def _event_parties(self, checked: Checked, plain: Plain) -> None:
        if "parties" not in plain:
            return
        known = {party_name(party) for party in plain["parties"]}
        for index, event in enumerate(plain["legal_events"]):
            if event[2] and event[2] not in known:
                checked.fault(
                    ("legal_events", index, "party"), "unknown-party",
                    Message(
                        _("“%(written)s” is not among the parties of this record: write an "
                          "organisation key, a country code or the words of the source, as in "
                          "parties"),
                        written=event[2],
                    ),
                )  # fmt: skip

    def check_new(self, checked: Checked, *, has_source: bool) -> None:
        """Check what only a record that is not there yet has to have."""
        plain = checked.plain
        for name, message in _NEEDED.items():
            value = plain.get(name)
            if isinstance(value, dict):
                value = any(value.values())
            if not value and name not in checked.faulty_fields():
                checked.fault((name,), "missing", Message(message))
        is_public = plain.get("stage") in {Stage.PUBLISHED, Stage.WITHDRAWN}
        if is_public and not has_source and not plain.get("sources"):
            checked.fault(("stage",), "missing-source",
                          Message(_("what is published cites a source: name the source of the "
                                    "file, or one in the column sources")))  # fmt: skip
        if plain.get("counts_in_totals") is False and "counting_reason" not in plain:
            checked.fault(("counting_reason",), "missing-reason",
                          Message(_("say why this record does not count in totals")))  # fmt: skip

    def _unknown_field(self, name: str) -> None:
        nearest = self.references.nearest(name, FIELDS)
        message = Message(_("there is no field “%(name)s”; did you mean %(nearest)s?"),
                          name=name, nearest=nearest) if nearest else (
            Message(_("there is no field “%(name)s”: use %(known)s"),
                    name=name, known=", ".join(FIELDS))
        )  # fmt: skip
        self._row.fault((name,), "unknown-column", message)

    def _identifiers(self, path: Path, value: Any) -> list[str]:
        found = []
        for index, written in enumerate(self._list(path, value)):
            identifier = self._line((*path, index), written)
            if not _IDENTIFIER.fullmatch(identifier):
                self._row.fault(
                    (*path, index), "wrong-identifier",
                    Message(
                        _("“%(written)s” is not an identifier: write register:value, such as "
                          "aiddata:35756"),
                        written=identifier[:60],
                    ),
                )  # fmt: skip
            found.append(identifier)
        return sorted(set(found))

    def _set(self, check: Callable[[Path, Any], Any]) -> Callable[[Path, Any], list[Any]]:
        def check_set(path: Path, value: Any) -> list[Any]:
            if not value:
                return []
            found = {check((*path, at), each) for at, each in enumerate(self._list(path, value))}
            found.discard(None)
            return sorted(found)

        return check_set

    def _list(self, path: Path, value: Any) -> list[Any]:
        if not value:
            return []
        if isinstance(value, ListCell):
            return [read_item(str(path[0]), item) for item in value.items()]
        if isinstance(value, str | int):
            return [value]
        if isinstance(value, list | tuple):
            return list(value)
        self._row.fault(path, "not-a-list", Message(_("write a list")))
        return []

    def _part(self, part: str) -> Callable[[Path, Any], list[tuple[Any, ...]]]:
        names = PARTS[part]

        def check_part(path: Path, value: Any) -> list[tuple[Any, ...]]:
            if not value:
                return []
            rows = []
            known = self._known_parts[part]
            is_cell = isinstance(value, ListCell)
            for index, item in enumerate(value.items() if is_cell else self._list(path, value)):
                if is_cell and item in known:
                    rows.append(known[item])
                    continue
                where = (*path, index)
                fields = read_item(part, item) if is_cell else item
                if not isinstance(fields, Mapping):
                    message = Message(_("it has the fields %(known)s"), known=", ".join(names))
                    self._row.fault(where, "not-a-mapping", message)
                    continue
                faults = len(self._row.problems)
                rows.append(self._part_row(part, where, fields))
                if is_cell and len(self._row.problems) == faults:
                    _keep(known, item, rows[-1])
            return rows if part in IN_ORDER or len(rows) < 2 else sorted(rows, key=repr)

        return check_part

    def _part_row(self, part: str, where: Path, item: Mapping[str, Any]) -> tuple[Any, ...]:
        checks = self._part_checks[part]
        for name in item:
            if name not in checks:
                self._row.fault(
                    (*where, name), "unknown-column",
                    Message(_("there is no field “%(name)s”: use %(known)s"),
                            name=name, known=", ".join(checks)),
                )  # fmt: skip
        row = tuple(
            [
                check((*where, name), item.get(name))
                if name in item or name in _REQUIRED
                else default
                for name, (check, default) in checks.items()
            ]
        )
        self._part_together(part, where, row)
        return row

    def _part_together(self, part: str, where: Path, row: tuple[Any, ...]) -> None:
        if part == "parties" and not any(row[1:]):
            self._row.fault(
                where,
                "empty-party",
                Message(_("name an organisation or a country, or give the words of the source")),
            )
        elif part in {"measures", "elements"}:
            for name, value in zip(PARTS[part][:2], row, strict=False):
                if value == {}:
                    self._row.fault((*where, name), "missing", Message(_("is missing")))
        elif part == "relations" and row[1] is None:
            message = Message(_("is missing: name a record by its key"))
            self._row.fault((*where, "record"), "missing", message)

    def _sources(
        self, path: Path, value: Any
    ) -> list[tuple[str, str, int | None, int | None, str]]:
        found = []
        for index, written in enumerate(self._list(path, value)):
            cited = self._source((*path, index), self._line_of(written))
            if cited is not None:
                found.append(cited)
        return sorted(set(found), key=repr)

    def _source(
        self, path: Path, written: str
    ) -> tuple[str, str, int | None, int | None, str] | None:
        field, equals, at = written.partition("=")
        if not equals:
            field, at = "", written
        elif field not in _CITABLE:
            self._row.fault(path, "unknown-column", Message(
                _("“%(name)s” cannot be cited"), name=field
            ))  # fmt: skip
            return None
        try:
            name, start, end, words = split_place(at.strip())
        except ValueError:
            self._row.fault(path, "wrong-source",
                            Message(_("“%(written)s” is not a place in a source: write "
                                      "source@120:180, source@page 3 or source"),
                                    written=at[:60]))  # fmt: skip
            return None
        source = self.references.sources.get(name)
        if source is None:
            nearest = self.references.nearest(name, self.references.sources)
            template = _("there is no source called “%(name)s”; enter it at the desk first")
            if nearest:
                template = _("there is no source called “%(name)s”: did you mean %(nearest)s?")
            message = Message(template, name=name, nearest=nearest or "")
            self._row.fault(path, "unknown-source", message)
            return None
        return field, source.name, start, end, words


def _keep(known: dict[Any, Any], value: Any, found: Any) -> None:
    """Keep what a value came to; not for ever, where there are too many different ones."""
    if len(known) >= _MANY:
        known.clear()
    known[value] = found


def party_name(party: tuple[Any, ...]) -> str:
    """How a legal event of the same record refers to a party in plain form."""
    return str(party[1] or party[2] or party[3])
