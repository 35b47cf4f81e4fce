"""Schedules as JSON: ``schedule.json`` of frab and pretalx.

The schema is https://c3voc.de/schedule/schema.json. Fields that it does not name, such as the
answers to questions, are kept and written again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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
    parse_moment,
    write_duration,
)
from serai.convene.programme.exchange.schedule_xml import events_by_room

_TEXTS = {
    "title": "title", "guid": "guid", "subtitle": "subtitle", "slug": "slug", "track": "track",
    "type": "kind", "language": "language", "abstract": "abstract", "description": "description",
    "url": "address", "logo": "logo", "recording_license": "licence",
}  # fmt: skip
"""Field of an event by the name in the file."""

_READ = {
    *_TEXTS, "id", "date", "start", "duration", "room", "persons", "links", "attachments",
    "do_not_record", "video_download_url",
}  # fmt: skip


def read_json(content: bytes, *, name: str, zone: ZoneInfo) -> Schedule:
    """Read a schedule. Times without an offset are on the clocks of ``zone``.

    Raises DatasetError with every fault by line and field; ``name`` is what they call the file.
    """
    faults = Faults(name)
    try:
        value = json.loads(content)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.tell(line, "", "this is not UTF-8 text: save the file as UTF-8")
    except json.JSONDecodeError as error:
        faults.tell(error.lineno, "", f"this is not JSON: {error.msg}")
    else:
        found = value.get("schedule") if isinstance(value, dict) else None
        if isinstance(found, dict) and isinstance(found.get("conference"), dict):
            return _Reader(content.decode(), found, faults, zone).schedule()
        faults.tell(1, "schedule.conference", "this is no schedule: it has no conference")
    faults.raise_if_any()
    raise AssertionError("A fault was told.")


class _Reader:
    """Reads one file."""

    def __init__(self, text: str, schedule: dict[str, Any], faults: Faults, zone: ZoneInfo) -> None:
        self.text = text
        self.root = schedule
        self.faults = faults
        self.conference: dict[str, Any] = schedule["conference"]
        self.zone = zone_of(_text(self.conference.get("time_zone_name")), zone, faults, 1)
        self.at = 0

    def schedule(self) -> Schedule:
        """All of it; raises DatasetError where there were faults."""
        days, events = [], []
        rooms = {
            room.name: room
            for each in _list(self.conference.get("rooms"))
            if isinstance(each, dict) and (room := _room(each)).name
        }
        for each in _list(self.conference.get("days")):
            if not isinstance(each, dict):
                continue
            day = self._day(each)
            if day:
                days.append(day)
            held = each.get("rooms")
            for label, stated in (held if isinstance(held, dict) else {}).items():
                rooms.setdefault(label, ScheduleRoom(label))
                for raw in _list(stated):
                    event = self._event(raw, day.date if day else None, label)
                    if event is not None:
                        events.append(event)
        if not days:
            self.faults.tell(1, "schedule.conference.days", "there is no day in this schedule")
        schedule = Schedule(
            title=_text(self.conference.get("title")),
            acronym=_text(self.conference.get("acronym")),
            version=_text(self.root.get("version")),
            starts_on=self._parsed(self.conference, "start", parse_date),
            ends_on=self._parsed(self.conference, "end", parse_date),
            step=self._parsed(self.conference, "timeslot_duration", parse_duration),
            time_zone=self.zone.key,
            address=_text(self.root.get("base_url") or self.conference.get("url")),
            days=tuple(days),
            rooms=tuple(rooms.values()),
            events=tuple(events),
        )
        self.faults.raise_if_any()
        return schedule

    def _day(self, each: dict[str, Any]) -> Day | None:
        try:
            day = parse_date(_text(each.get("date")))
        except ValueError as error:
            self.faults.tell(self._line_of(_text(each.get("date"))), "day.date", str(error))
            return None
        return Day(
            day,
            self._parsed(each, "day_start", parse_moment),
            self._parsed(each, "day_end", parse_moment),
        )

    def _event(self, raw: Any, day: date | None, room: str) -> Event | None:
        if not isinstance(raw, dict):
            self.faults.tell(1, "event", "an event must be an object of fields")
            return None
        place = Place(
            self._line_of(_text(raw.get("guid")), str(raw.get("id")), _text(raw.get("title")))
        )
        before = len(self.faults.problems)
        if not _text(raw.get("title")):
            self.faults.tell(place.line, "event.title", "the event has no title")
        starts_at, length = None, timedelta()
        try:
            # Some write the whole moment as the start, some only its time of day.
            start = _text(raw.get("start"))
            starts_at = moment_of(
                stated=_text(raw.get("date")) or start, start=start, day=day,
                change=timedelta(), zone=self.zone,
            )  # fmt: skip
        except ValueError as error:
            self.faults.tell(place.line, "event.start", str(error))
        try:
            length = parse_duration(_text(raw.get("duration")))
        except ValueError as error:
            self.faults.tell(place.line, "event.duration", str(error))
        if starts_at is None or len(self.faults.problems) > before:
            return None
        number, optout = raw.get("id"), raw.get("do_not_record")
        return Event(
            starts_at=starts_at,
            duration=length,
            room=room or _text(raw.get("room")),
            number=number if isinstance(number, int) and number > 0 else None,
            persons=tuple(
                person for each in _list(raw.get("persons")) if (person := _person(each)).name
            ),
            links=_links(raw.get("links")),
            attachments=_links(raw.get("attachments")),
            may_record=not optout if isinstance(optout, bool) else None,
            more={key: value for key, value in raw.items() if key not in _READ},
            video=_text(raw.get("video_download_url")),
            place=place,
            **{field: _text(raw.get(key)) for key, field in _TEXTS.items()},
        )

    def _parsed(self, parent: dict[str, Any], key: str, parse: Any) -> Any:
        text = _text(parent.get(key))
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.faults.tell(self._line_of(text), key, str(error))
            return None

    def _line_of(self, *words: str) -> int:
        """The line on which the first of these words stands, from where the last was found.

        The values of a JSON file do not say where they stand; what names an event does.
        """
        for word in words:
            if word:
                found = self.text.find(json.dumps(word, ensure_ascii=False)[1:-1], self.at)
                if found >= 0:
                    self.at = found
                    return self.text.count("\n", 0, found) + 1
        return self.text.count("\n", 0, self.at) + 1


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list | bool) else str(value).strip()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _room(each: Mapping[str, Any]) -> ScheduleRoom:
    capacity = each.get("capacity")
    return ScheduleRoom(
        _text(each.get("name")), capacity if isinstance(capacity, int) else None,
        _text(each.get("description")), _text(each.get("guid")),
    )  # fmt: skip


def _person(each: Any) -> SchedulePerson:
    if not isinstance(each, dict):
        return SchedulePerson(_text(each))
    number = each.get("id")
    name = _text(each.get("public_name") or each.get("name") or each.get("full_public_name"))
    return SchedulePerson(name, number if isinstance(number, int) and number > 0 else None)


def _links(value: Any) -> tuple[ScheduleLink, ...]:
    return tuple(
        ScheduleLink(_text(each.get("url") or each.get("href")), _text(each.get("title")))
        if isinstance(each, dict)
        else ScheduleLink(_text(each))
        for each in _list(value)
    )


def write_json(schedule: Schedule) -> bytes:
    """Write a schedule. Every event must have a number, a guid and a slug, each only once."""
    zone = ZoneInfo(schedule.time_zone or "UTC")
    conference: dict[str, Any] = {
        "acronym": schedule.acronym,
        "title": schedule.title,
        "start": schedule.starts_on and schedule.starts_on.isoformat(),
        "end": schedule.ends_on and schedule.ends_on.isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": write_duration(schedule.step or timedelta(minutes=5)),
        "time_zone_name": schedule.time_zone,
        "rooms": [
            {"name": room.name, "guid": room.guid, "description": room.description or None,
             "capacity": room.capacity}
            for room in schedule.rooms
        ],
        "days": [
            {
                "index": index,
                "date": day.date.isoformat(),
                "day_start": _moment(day.starts_at, zone),
                "day_end": _moment(day.ends_at, zone),
                "rooms": {
                    label: [_written(event, zone) for event in events]
                    for label, events in events_by_room(schedule, day, zone)
                },
            }
            for index, day in enumerate(schedule.days, start=1)
        ],
    }  # fmt: skip
    value = {
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "serai", "version": serai.__version__},
        "schedule": {
            "version": schedule.version, "base_url": schedule.address, "conference": conference,
        },
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _moment(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None


def _written(event: Event, zone: ZoneInfo) -> dict[str, Any]:
    begins = event.starts_at.astimezone(zone)
    return {
        "id": event.number,
        **{key: getattr(event, field) for key, field in _TEXTS.items()},
        "date": begins.isoformat(),
        "start": begins.strftime("%H:%M"),
        "duration": write_duration(event.duration),
        "room": event.room,
        "do_not_record": event.may_record is False,
        "persons": [
            {"id": person.number, "name": person.name, "public_name": person.name}
            for person in event.persons
        ],
        "links": [{"url": link.address, "title": link.title} for link in event.links],
        "attachments": [{"url": link.address, "title": link.title} for link in event.attachments],
        **({"video_download_url": event.video} if event.video else {}),
        **event.more,
    }
