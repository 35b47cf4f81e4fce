"""Schedules as other programs write them: what is in them is drawn, the format is theirs."""

from __future__ import annotations

import random
import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from serai.convene.programme.exchange.schedule import (
    Day,
    Event,
    Schedule,
    ScheduleLink,
    SchedulePerson,
    ScheduleRoom,
)

_WORDS = [
    "open", "shared", "regional", "solar", "wheat", "vaccine", "satellite", "water", "soil",
    "health", "ocean", "grid", "robot", "sensor", "archive", "library", "forest", "climate",
]  # fmt: skip
_GIVEN = [
    "Amina", "Bekzat", "Chen", "Dalia", "Emeka", "Farrukh", "Gulnara", "Haruki", "Ines", "João",
    "Kofi", "Leïla", "Mirza", "Nadia", "Omar", "Paula",
]  # fmt: skip
_FAMILY = [
    "Abdi", "Bauer", "Cissé", "Dang", "Erdene", "Fofana", "García", "Hou", "Ibrahim", "Jiménez",
    "Kim", "Lång", "Müller", "Nguyen", "Osei", "Petrov",
]  # fmt: skip


def make_schedule(
    *, events: int = 12, days: int = 2, rooms: int = 4, seed: int = 1, zone: str = "Asia/Shanghai"
) -> Schedule:
    """A schedule of half-hour and hour-long events, all rooms filled from nine in the morning."""
    draw = random.Random(seed)
    clock = ZoneInfo(zone)
    first = date(2023, 11, 6)
    halls = [ScheduleRoom(f"Hall {number}") for number in range(1, rooms + 1)]
    people = [
        SchedulePerson(f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)}", 1000 + number)
        for number in range(max(3, events // 2))
    ]
    made: list[Event] = []
    free = {(day, room.name): 9 * 60 for day in range(days) for room in halls}
    for number in range(1, events + 1):
        place = min(free, key=lambda each: (free[each], each))
        length = draw.choice((30, 60))
        begins = datetime.combine(first + timedelta(days=place[0]), datetime.min.time(), clock)
        made.append(
            Event(
                title=" ".join(draw.sample(_WORDS, 4)).capitalize(),
                starts_at=begins + timedelta(minutes=free[place]),
                duration=timedelta(minutes=length),
                room=place[1],
                number=number,
                guid=str(uuid.UUID(int=draw.getrandbits(128), version=4)),
                slug=f"meeting-{number}",
                subtitle="" if number % 3 else "With examples & questions",
                track=f"Track {number % 5}" if number % 7 else "",
                kind=draw.choice(("talk", "workshop", "meeting")),
                language=draw.choice(("en", "fr", "de", "")),
                abstract=" ".join(draw.choices(_WORDS, k=12)),
                description="<p>In <em>two</em> parts.</p><p>Short.</p>" if number % 4 else "",
                address=f"https://meeting.example.org/talk/{number}/",
                persons=tuple(draw.sample(people, draw.choice((0, 1, 1, 2)))),
                links=(ScheduleLink("https://example.org/a?b=1&c=2", "Slides"),) * (number % 2),
                licence="CC BY 4.0" if number % 5 else "",
                may_record=number % 2 == 0 if number % 5 else None,
            )
        )  # fmt: skip
        free[place] += length
    dates = [first + timedelta(days=offset) for offset in range(days)]
    return Schedule(
        title="Meeting of the open laboratories",
        acronym="labs27",
        version="1.2",
        starts_on=dates[0],
        ends_on=dates[-1],
        step=timedelta(minutes=30),
        time_zone=zone,
        address="https://meeting.example.org/schedule/",
        days=tuple(
            Day(
                day,
                datetime.combine(day, datetime.min.time(), clock),
                datetime.combine(day + timedelta(days=1), datetime.min.time(), clock),
            )
            for day in dates
        ),
        rooms=tuple(halls),
        events=tuple(made),
    )
