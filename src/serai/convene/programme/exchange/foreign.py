"""What a schedule says of an event that a session has no column for.

It is kept beside the session, so that an export gives back what came in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from serai.convene.programme.exchange.schedule import Event, ScheduleLink, SchedulePerson
from serai.convene.programme.exchange.texts import plain_text
from serai.track.register.exchange.xml import tagged_language

_KEPT = (
    "number", "guid", "slug", "subtitle", "kind", "language", "address", "logo", "video", "licence",
    "may_record", "more",
)  # fmt: skip
_LINKS = ("links", "attachments")
_MARKED_UP = ("abstract", "description")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FIELDS = {each.name for each in fields(Event)}


def foreign_of(event: Event, people: Sequence[str]) -> dict[str, Any]:
    """What to keep of an event, as JSON; ``people`` are the codes of its persons, in order."""
    kept: dict[str, Any] = {name: getattr(event, name) for name in _KEPT}
    for name in _LINKS:
        kept[name] = [[link.address, link.title] for link in getattr(event, name)]
    kept["persons"] = {
        code: person.number
        for code, person in zip(people, event.persons, strict=True)
        if person.number
    }
    for name in _MARKED_UP:
        text = getattr(event, name)
        kept[name] = text if text != plain_text(text) else ""
    kept = {name: value for name, value in kept.items() if value or value is False}
    return kept if event.track else {**kept, "track": ""}


def with_foreign(event: Event, foreign: Mapping[str, Any], people: Sequence[str]) -> Event:
    """Put what was kept in place of what we would write, as far as it still says the same.

    ``people`` are the codes of the persons of the event, in order.
    """
    values = {name: foreign[name] for name in foreign.keys() & _FIELDS - {*_LINKS, "persons"}}
    if not _GUID.fullmatch(values.get("guid", "")):
        values.pop("guid", None)  # Read from anybody, but the schema allows no other to be written.
    for name in _MARKED_UP:
        if name in values and plain_text(values[name]) != getattr(event, name):
            del values[name]
    if "language" in values and event.language not in ("", tagged_language(values["language"])):
        del values["language"]
    for name in _LINKS:
        values[name] = tuple(ScheduleLink(*link) for link in foreign.get(name, ()))
    numbers = foreign.get("persons", {})
    values["persons"] = tuple(
        SchedulePerson(person.name, numbers.get(code, person.number))
        for code, person in zip(people, event.persons, strict=True)
    )
    return replace(event, **values)
