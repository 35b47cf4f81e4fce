"""Schedules as XML: ``schedule.xml`` of frab, pretalx and pentabarf.

Written files are valid against the schema that the format's users keep
(https://github.com/voc/schedule, ``validator/xsd``). Read files need not be: many in use are not.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

import serai
from serai.convene.programme.exchange.reading import moment_of, zone_of
from serai.convene.programme.exchange.schedule import (
    Day,
    Event,
    Faults,
    Place,
    Schedule,
    ScheduleLink,
    SchedulePerson,
    ScheduleRoom,
    parse_date,
    parse_duration,
    write_duration,
)
from serai.track.register.exchange.xml import add

_TEXTS = {
    "subtitle": "subtitle", "slug": "slug", "track": "track", "type": "kind",
    "language": "language", "abstract": "abstract", "description": "description", "url": "address",
    "logo": "logo", "video_download_url": "video",
}  # fmt: skip
"""Field of an event by the element that holds it."""


def read_xml(content: bytes, *, name: str, zone: ZoneInfo) -> Schedule:
    """Read a schedule. Times without an offset are on the clocks of ``zone``.

    Raises DatasetError with every fault by line and element; ``name`` is what they call the file.
    """
    faults = Faults(name)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        faults.tell(error.lineno or 1, "", f"this is not XML: {error.msg}")
        faults.raise_if_any()
    if root.tag != "schedule":
        faults.tell(root.sourceline or 1, "", f"this is no schedule: it begins with <{root.tag!s}>")
        faults.raise_if_any()
    return _Reader(root, faults, zone).schedule()


class _Reader:
    """Reads one file."""

    def __init__(self, root: Any, faults: Faults, zone: ZoneInfo) -> None:
        self.root = root
        self.faults = faults
        conference = root.find("conference")
        self.conference = etree.Element("conference") if conference is None else conference
        self.zone = zone_of(
            _text(self.conference, "time_zone_name"), zone, faults,
            _line(self.conference, "time_zone_name"),
        )  # fmt: skip
        self.change = self._parsed(self.conference, "day_change", parse_duration) or timedelta()

    def schedule(self) -> Schedule:
        """All of it; raises DatasetError where there were faults."""
        days: list[Day | None] = []
        rooms: dict[str, ScheduleRoom] = {}
        events: list[Event] = []
        for element in self.root.iterfind("day"):
            day = self._day(element)
            days.append(Day(day) if day else None)
            for room in element.iterfind("room"):
                label = (room.get("name") or "").strip()
                if label:
                    rooms.setdefault(label, ScheduleRoom(label, _number(room.get("capacity"))))
                for event in room.iterfind("event"):
                    read = self._event(event, day, label)
                    if read is not None:
                        events.append(read)
        if not days:
            self.faults.tell(self.root.sourceline or 1, "day", "there is no day in this schedule")
        schedule = Schedule(
            title=_text(self.conference, "title"),
            acronym=_text(self.conference, "acronym"),
            version=_text(self.root, "version"),
            starts_on=self._parsed(self.conference, "start", parse_date),
            ends_on=self._parsed(self.conference, "end", parse_date),
            step=self._parsed(self.conference, "timeslot_duration", parse_duration),
            time_zone=self.zone.key,
            address=_text(self.conference, "base_url"),
            days=tuple(day for day in days if day),
            rooms=tuple(rooms.values()),
            events=tuple(events),
        )
        self.faults.raise_if_any()
        return schedule

    def _day(self, element: Any) -> date | None:
        try:
            return parse_date(element.get("date") or element.get("start") or "")
        except ValueError as error:
            self.faults.tell(element.sourceline, "day.date", str(error))
            return None

    def _event(self, element: Any, day: date | None, room: str) -> Event | None:
        lines = {child.tag: child.sourceline for child in element if isinstance(child.tag, str)}
        place = Place(element.sourceline, lines)
        before = len(self.faults.problems)
        title = _text(element, "title")
        if not title:
            self.faults.tell(place.of("title"), "event.title", "the event has no title")
        starts_at = None
        try:
            starts_at = moment_of(
                stated=_text(element, "date"), start=_text(element, "start"), day=day,
                change=self.change, zone=self.zone,
            )  # fmt: skip
        except ValueError as error:
            self.faults.tell(
                place.of("date" if "date" in lines else "start"), "event.start", str(error)
            )
        length = self._parsed(element, "duration", parse_duration, "event.duration")
        if length is None and "duration" not in lines:
            self.faults.tell(place.line, "event.duration", "the event does not say how long it is")
        if starts_at is None or length is None or len(self.faults.problems) > before:
            return None
        recording = element.find("recording")
        optout = "" if recording is None else _text(recording, "optout").lower()
        return Event(
            title=title,
            starts_at=starts_at,
            duration=length,
            room=room or _text(element, "room"),
            number=_number(element.get("id")),
            guid=(element.get("guid") or "").strip(),
            persons=tuple(
                SchedulePerson(written, _number(person.get("id")))
                for person in element.iterfind("persons/person")
                if (written := _own_text(person))
            ),
            links=_links(element, "links/link"),
            attachments=_links(element, "attachments/attachment"),
            licence="" if recording is None else _text(recording, "license"),
            may_record={"true": False, "1": False, "false": True, "0": True}.get(optout),
            place=place,
            **_texts(element),
        )

    def _parsed(self, parent: Any, tag: str, parse: Any, field: str = "") -> Any:
        """The value of an element: none where it is missing or empty, a fault where it is bad."""
        text = _text(parent, tag)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.faults.tell(_line(parent, tag), field or tag, str(error))
            return None


def _text(parent: Any, tag: str) -> str:
    child = parent.find(tag)
    return "" if child is None else _own_text(child)


def _texts(element: Any) -> dict[str, Any]:
    return {field: _text(element, tag) for tag, field in _TEXTS.items()}


def _own_text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _line(parent: Any, tag: str) -> int:
    child = parent.find(tag)
    return int((parent if child is None else child).sourceline or 1)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _links(element: Any, path: str) -> tuple[ScheduleLink, ...]:
    return tuple(
        ScheduleLink(link.get("href") or "", _own_text(link)) for link in element.iterfind(path)
    )


def write_xml(schedule: Schedule) -> bytes:
    """Write a schedule. Every event must have a number, a guid and a slug, each only once."""
    root = etree.Element("schedule")
    add(root, "generator", name="serai", version=serai.__version__)
    add(root, "version", schedule.version)
    conference = add(root, "conference")
    add(conference, "title", schedule.title)
    add(conference, "acronym", schedule.acronym)
    if schedule.starts_on and schedule.ends_on:
        add(conference, "start", schedule.starts_on.isoformat())
        add(conference, "end", schedule.ends_on.isoformat())
    add(conference, "days", str(len(schedule.days)))
    if schedule.step:
        add(conference, "timeslot_duration", write_duration(schedule.step))
    if schedule.address:
        add(conference, "base_url", schedule.address)
    if schedule.time_zone:
        add(conference, "time_zone_name", schedule.time_zone)
    zone = ZoneInfo(schedule.time_zone or "UTC")
    for index, day in enumerate(schedule.days, start=1):
        element = add(
            root, "day", index=str(index), date=day.date.isoformat(),
            start=day.starts_at.astimezone(zone).isoformat() if day.starts_at else None,
            end=day.ends_at.astimezone(zone).isoformat() if day.ends_at else None,
        )  # fmt: skip
        for label, events in events_by_room(schedule, day, zone):
            room = add(element, "room", name=label)
            for event in events:
                _write_event(room, event, zone)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def events_by_room(schedule: Schedule, day: Day, zone: ZoneInfo) -> list[tuple[str, list[Event]]]:
    """The events of a day by the name of their room, in the order of the rooms, then by time."""
    order = {room.name: position for position, room in enumerate(schedule.rooms)}
    events = [event for event in schedule.events if _is_on(event, day, zone)]
    events.sort(key=lambda each: (order.get(each.room, len(order)), each.room, each.starts_at))
    return [(room, list(each)) for room, each in groupby(events, key=lambda event: event.room)]


def _is_on(event: Event, day: Day, zone: ZoneInfo) -> bool:
    if day.starts_at and day.ends_at:
        return day.starts_at <= event.starts_at < day.ends_at
    return event.starts_at.astimezone(zone).date() == day.date


def _write_event(room: Any, event: Event, zone: ZoneInfo) -> None:
    element = add(room, "event", id=str(event.number), guid=event.guid)
    begins = event.starts_at.astimezone(zone)
    add(element, "room", event.room)
    add(element, "title", event.title)
    add(element, "subtitle", event.subtitle)
    add(element, "type", event.kind)
    add(element, "date", begins.isoformat())
    add(element, "start", begins.strftime("%H:%M"))
    add(element, "duration", write_duration(event.duration))
    add(element, "abstract", event.abstract)
    add(element, "slug", event.slug)
    add(element, "track", event.track)
    for tag, text in (("logo", event.logo), ("language", event.language),
                      ("description", event.description), ("video_download_url", event.video),
                      ("url", event.address)):  # fmt: skip
        if text:
            add(element, tag, text)
    persons = add(element, "persons")
    for person in event.persons:
        add(persons, "person", person.name, id=str(person.number) if person.number else None)
    if event.licence or event.may_record is not None:
        recording = add(element, "recording")
        add(recording, "license", event.licence)
        add(recording, "optout", "true" if event.may_record is False else "false")
    for tag, links in (("link", event.links), ("attachment", event.attachments)):
        if links or tag == "link":
            parent = add(element, f"{tag}s")
            for link in links:
                add(parent, tag, link.title, href=link.address)
