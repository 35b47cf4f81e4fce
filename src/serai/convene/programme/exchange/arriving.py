"""A schedule of another program as items of data files, so that loading does the rest: all
problems at once, one transaction, a dry run that is the real one, and no change the second time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.utils.text import slugify
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.foreign import foreign_of
from serai.convene.programme.exchange.identity import guid_of, number_of
from serai.convene.programme.exchange.schedule import Event, Schedule, SchedulePerson
from serai.convene.programme.exchange.texts import plain_text
from serai.convene.programme.exports import session_item
from serai.convene.programme.local_time import LocalTime
from serai.convene.programme.models import Activity, Participation, Room, Session
from serai.foundation.dataset.documents import Document
from serai.foundation.dataset.kinds import reference, written
from serai.foundation.directory.models import Person
from serai.foundation.identity import code_for_key
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import texts_of
from serai.track.register.exchange.xml import tagged_language

_LONGEST_KEY = 100
_NOT_IN_KEYS = re.compile(r"[^a-z0-9-]+")


ELEMENTS = {
    "title": "title", "summary": "abstract", "description": "description", "starts_at": "start",
    "day": "date", "ends_at": "duration", "room": "room", "activity": "track",
    "languages": "language", "people": "persons",
}  # fmt: skip
"""What of an event each field of a session was made of."""


@dataclass(slots=True)
class Known:
    """What an edition has that a schedule may speak of; names stand for what they name."""

    rooms: dict[str, str] = field(default_factory=dict)
    activities: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    """By the guid that they have in files."""
    people: dict[tuple[int, str], Person] = field(default_factory=dict)
    """By their number, or 0, and any of their names."""


def items_of(schedule: Schedule, edition: Edition, *, name: str) -> Document:
    """Turn a schedule into items for an edition; ``name`` is what problems call the file.

    Rooms, and activities for the tracks, are those of the edition by their names, or new. An event
    is known again by its guid, or else its number, and a person by their number or else their name.
    """
    return _Arrival(schedule, edition, name).document()


class _Arrival:
    """Turns one schedule into items."""

    def __init__(self, schedule: Schedule, edition: Edition, name: str) -> None:
        self.schedule = schedule
        self.edition = edition
        self.known = _known(edition)
        self.items: dict[str, dict[str, dict[str, Any]]] = {
            "people": {}, "rooms": {}, "activities": {}, "sessions": {},
        }  # fmt: skip
        self.lines: dict[str, dict[str, tuple[int, dict[str, int]]]] = {
            kind: {} for kind in self.items
        }
        self.name = name

    def document(self) -> Document:
        """All items, with the lines on which they stand in the file."""
        capacities = {room.name: room.capacity for room in self.schedule.rooms}
        for event in self.schedule.events:
            room = self._named("rooms", event.room, self.known.rooms, event, "room")
            if room in self.items["rooms"] and capacities.get(event.room):
                self.items["rooms"][room]["capacity"] = capacities[event.room]
            track = event.track or event.kind or self.schedule.title
            activity = self._named("activities", track, self.known.activities, event, "track")
            self._session(event, room, activity)
        document = Document(
            self.name, {kind: list(each.values()) for kind, each in self.items.items()}
        )
        for kind, keys in self.items.items():
            for index, key in enumerate(keys):
                line, fields = self.lines[kind][key]
                document.lines[kind, index] = line
                for column, at in fields.items():
                    document.lines[kind, index, column] = at
        return document

    def _named(
        self, kind: str, name: str, known: dict[str, str], event: Event, element: str
    ) -> str:
        """The key of what has a name, with an item for it if the edition has none so called."""
        if not name:
            return ""
        if name in known:
            return known[name]
        key = self._key({"rooms": "room", "activities": "track"}[kind], name)
        known[name] = key
        item: dict[str, Any] = {
            "key": key, "edition": reference(self.edition), "name": {self._language(event): name},
            "position": len(known),
        }  # fmt: skip
        if kind == "activities":
            item |= {"kind": "forum", "is_main": False}
        self._add(kind, key, item, event, {"name": element})
        return key

    def _session(self, event: Event, room: str, activity: str) -> None:
        zone, language = self.edition.zone, self._language(event)
        starts, ends = event.starts_at, event.starts_at + event.duration
        day, last_day = (each.astimezone(zone).date() for each in (starts, ends))
        ours = self.known.sessions.get(event.guid)
        key = (
            str(reference(ours))
            if ours
            else self._key(
                "event", event.guid or str(event.number or f"{event.title} {starts.isoformat()}")
            )
        )
        people = [self._person(person, event) for person in event.persons]
        item = written(
            key=key,
            edition=reference(self.edition),
            activity=activity,
            title={language: event.title},
            summary={language: plain_text(event.abstract)} if event.abstract else None,
            description={language: plain_text(event.description)} if event.description else None,
            day=day,
            starts_at=LocalTime.of(starts.astimezone(UTC), zone),
            ends_at=LocalTime.of(ends.astimezone(UTC), zone),
            ends_next_day=True if last_day > day else None,
            room=room,
            languages=[spoken] if (spoken := _spoken(event)) in LANGUAGE_CODES else [],
            people=[{"person": key, "role": "speaker"} for key in dict(people)],
            foreign=foreign_of(event, [code for _, code in people]),
        )
        if ours:
            item = _over(ours, item, event)
        self._add("sessions", key, item, event, ELEMENTS)

    def _person(self, person: SchedulePerson, event: Event) -> tuple[str, str]:
        """The key of a person, with an item for them if they are new, and their code."""
        known = self.known.people.get((person.number or 0, person.name))
        if known:
            return str(reference(known)), known.code
        key = self._key("person", str(person.number or person.name))
        if key not in self.items["people"]:
            item = {"key": key, "names": [{"text": person.name}]}
            self._add("people", key, item, event, {"names": "persons"})
        return key, code_for_key(Person._meta.label_lower, key)

    def _key(self, sort: str, name: str) -> str:
        """A key of this edition. A hash tells names apart that keys cannot spell."""
        plain = slugify(name)
        start = f"{self.edition.slug}-{sort}-"
        if plain != _NOT_IN_KEYS.sub("", name.lower()) or len(start + plain) > _LONGEST_KEY:
            digest = hashlib.sha256(name.encode()).hexdigest()[:10]
            plain = f"{plain[: _LONGEST_KEY - len(start) - 11]}-{digest}".strip("-")
        return start + _NOT_IN_KEYS.sub("", plain)

    def _language(self, event: Event) -> str:
        """The language that the words of an event are taken to be in."""
        spoken = _spoken(event)
        return spoken if spoken in LANGUAGE_CODES else (self.edition.languages or ["en"])[0]

    def _add(
        self, kind: str, key: str, item: dict[str, Any], event: Event, elements: dict[str, str]
    ) -> None:
        place = event.place
        fields = {column: place.of(element) for column, element in elements.items()}
        if kind == "sessions" and key in self.items[kind]:
            key = f"{key}-{place.line}"  # The loading tells that the key stands there twice.
        self.items[kind][key] = item
        self.lines[kind][key] = (place.line, fields)


def _spoken(event: Event) -> str:
    return tagged_language(event.language) if event.language else ""


def _over(session: Session, item: dict[str, Any], event: Event) -> dict[str, Any]:
    """Lay what an event says over a session that is here, which knows more than files can say:
    other languages, roles, citations, and who speaks in its contributions.
    """
    before = session_item(session)
    merged = {**before, **item}
    for name in ("title", "summary", "description"):
        if name in item:
            merged[name] = texts_of(getattr(session, name)) | item[name]
    if not session.title and event.title in texts_of(session.activity.name).values():
        merged.pop("title")  # Without a title of its own it is called as its activity.
    if _spoken(event) in (session.languages or session.activity.languages):
        merged["languages"] = session.languages
    if event.guid == guid_of(session.code):
        merged["foreign"] = session.foreign
    named = [each["person"] for each in item.get("people", ())]
    kept = [each for each in before.get("people", ()) if each["person"] in named]
    contributing = Person.objects.filter(participations__contribution__session=session)
    there = {each["person"] for each in kept} | {str(reference(each)) for each in contributing}
    new = [each for each in item.get("people", ()) if each["person"] not in there]
    return {**merged, "people": [*kept, *new]}


def _known(edition: Edition) -> Known:
    known = Known()
    with scope(edition=edition):
        for session in Session.objects.select_related("edition", "activity", "room"):
            known.sessions[guid_of(session.code)] = session
            if guid := session.foreign.get("guid"):
                known.sessions[guid] = session
        _name(known.rooms, Room.objects.all())
        _name(known.activities, Activity.objects.all())
        taking_part = Participation.objects.order_by().values_list("person", flat=True)
        people = Person.objects.filter(pk__in=taking_part).prefetch_related("names")
    for person in people:
        for each in person.names.all():
            known.people[number_of(person.code), each.text] = person
            known.people.setdefault((0, each.text), person)
    return known


def _name(known: dict[str, str], things: Iterable[Room | Activity]) -> None:
    for thing in things:
        for text in texts_of(thing.name).values():
            known.setdefault(text, str(reference(thing)))
