"""The plain form of a record: what its fields are called and how each is written.

It is the form of data files with every part as a tuple of its fields, so that two of them can be
compared. Reading the database, reading a file and writing a file all meet in it:

- a text in several languages is a mapping of language code to text, without empty ones;
- a date is written as far as it is known (``2015-11``), a number without trailing zeros;
- what is not known is ``""``, ``None`` or an empty list;
- other objects are named by their key, else their code; countries, fields and goals by number or
  code, in ascending order.
"""

from __future__ import annotations

from typing import Any

from serai.track.register.models import (
    AgreementTerms,
    Element,
    InstrumentType,
    LegalEvent,
    LegalEventKind,
    Measure,
    Party,
    PartyRole,
    Record,
    RecordKind,
    RelationKind,
    Renewal,
    Stage,
    Status,
    StatusEvent,
)

Plain = dict[str, Any]

IDENTITY = ("code", "key", "identifiers")
TRANSLATED = ("name", "summary", "place_name", "counting_reason")
TRANSLATED_TERMS = ("entry_into_force_rule",)
COLUMNS = (
    "kind", "name", "name_as_written", "summary", "status", "stage", "part_of",
    "countries_are_examples", "place_name", "place_country", "latitude", "longitude", "started_on",
    "ended_on", "counts_in_totals", "counting_reason",
)  # fmt: skip
"""The fields of the record itself that are one value."""
SETS = ("countries", "fields", "themes", "goals")
TERMS = (
    "instrument", "covers_more", "term_years", "renewal", "notice_months",
    "entry_into_force_rule", "languages", "depositary", "treaty_series_number",
)  # fmt: skip
PARTS: dict[str, tuple[str, ...]] = {
    "parties": ("role", "organisation", "country", "as_written"),
    "legal_events": ("kind", "on", "party", "place_name", "note"),
    "status_events": ("status", "on", "note"),
    "measures": ("name", "value", "unit", "as_of", "note"),
    "elements": ("group", "name"),
    "relations": ("kind", "record"),
}
"""The fields of each part, in the order of its tuple."""
IN_ORDER = frozenset({"parties", "measures", "elements"})
FIELDS = (*IDENTITY, *COLUMNS, *SETS, *TERMS, *PARTS, "sources")
"""Every field that a row may have."""

CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("", "kind"): tuple(RecordKind.values),
    ("", "status"): tuple(Status.values),
    ("", "stage"): tuple(Stage.values),
    ("", "instrument"): tuple(InstrumentType.values),
    ("", "renewal"): tuple(Renewal.values),
    ("parties", "role"): tuple(PartyRole.values),
    ("legal_events", "kind"): tuple(LegalEventKind.values),
    ("status_events", "status"): tuple(Status.values),
    ("relations", "kind"): tuple(RelationKind.values),
}
"""The closed lists, by part and field."""

_MODELS: dict[str, Any] = {
    "parties": Party, "legal_events": LegalEvent, "status_events": StatusEvent,
    "measures": Measure, "elements": Element,
}  # fmt: skip


def max_length(part: str, name: str) -> int | None:
    """Return how many characters a field may have; None where there is no limit."""
    model = _MODELS[part] if part else AgreementTerms if name in TERMS else Record
    return getattr(model._meta.get_field(name), "max_length", None)


DEFAULTS: Plain = {
    "key": "", "code": "", "identifiers": [], "name": {}, "name_as_written": "", "summary": {},
    "status": Status.UNKNOWN.value, "stage": Stage.DRAFT.value, "part_of": None,
    "countries_are_examples": False, "place_name": {}, "place_country": None, "latitude": None,
    "longitude": None, "started_on": "", "ended_on": "", "counts_in_totals": True,
    "counting_reason": {}, "countries": [], "fields": [], "themes": [], "goals": [],
    "instrument": InstrumentType.UNKNOWN.value, "covers_more": False, "term_years": None,
    "renewal": Renewal.UNKNOWN.value, "notice_months": None, "entry_into_force_rule": {},
    "languages": "", "depositary": "", "treaty_series_number": "",
    "parties": [], "legal_events": [], "status_events": [], "measures": [], "elements": [],
    "relations": [], "sources": [],
}  # fmt: skip
"""What a field is where nobody has said anything; a record has no default kind."""


def written_number(value: Any, places: int) -> str | None:
    """Write a number of the database without trailing zeros."""
    if value is None:
        return None
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
