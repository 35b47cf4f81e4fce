"""An edition as the engine staffs it, and its rota as pages show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from serai.convene.editions.models import Edition
from serai.convene.interpretation.models import Conditions, Interpreter, Seat
from serai.convene.programme.models import Room, Session
from serai.convene.timetable.models import Availability, Presence
from serai.convene.timetable.state import booths_in
from serai.engines.timetable import rota as engine
from serai.engines.timetable.problem import Interpreter as EngineInterpreter
from serai.engines.timetable.problem import Window
from serai.engines.timetable.rota import Booth, Turn
from serai.foundation.web.context import language_name

BoothId = tuple[str, str]
"""The code of a session, and the language that is interpreted into."""


@dataclass(frozen=True)
class Line:
    """One booth of the rota: who sits there, when, and how many seats are empty."""

    session: Session
    booth: Booth
    seats: tuple[Seat, ...]
    turns: tuple[Turn, ...]
    lacking: int
    too_few_booths: bool = False

    @property
    def hours(self) -> str:
        """From when until when, on the clocks of the edition."""
        return _hours(self.booth.starts_at, self.booth.ends_at)

    @property
    def into(self) -> str:
        """The language that is interpreted into, by its name."""
        return language_name(self.booth.into)

    def turns_of(self, interpreter: Interpreter) -> list[str]:
        """When one of them is at the microphone."""
        return [
            _hours(turn.starts_at, turn.ends_at)
            for turn in self.turns
            if turn.interpreter == interpreter.code
        ]

    @property
    def seated(self) -> list[tuple[Seat, list[str]]]:
        """Who sits there, each with when they are at the microphone."""
        return [(seat, self.turns_of(seat.interpreter)) for seat in self.seats]


def _hours(starts_at: datetime, ends_at: datetime) -> str:
    return f"{starts_at:%H:%M}–{ends_at:%H:%M}"


def conditions_of(edition: Edition) -> Conditions:
    """How the booths of an edition are staffed: as it said, or as is usual."""
    found: Conditions | None = Conditions.objects.filter(edition=edition).first()
    return found or Conditions(edition=edition)


def engine_conditions(conditions: Conditions) -> engine.Conditions:
    """The conditions as the engine takes them."""
    return engine.Conditions(
        team=conditions.team,
        turn=timedelta(minutes=conditions.turn),
        change=timedelta(minutes=conditions.change),
        pivot=conditions.pivot or None,
    )


def interpreted_sessions() -> list[Session]:
    """The sessions that are held in several languages at a known time, in order of time."""
    rows = Session.objects.exclude(starts_at=None).exclude(ends_at=None).select_related(
        "activity", "room", "edition"
    )  # fmt: skip
    return [each for each in rows.order_by("starts_at", "room", "pk") if len(each.held_in) > 1]


def booths_of(sessions: Iterable[Session]) -> list[Booth]:
    """A booth for each language of each session, on the clocks of the edition."""
    booths = []
    for session in sessions:
        zone, languages = session.edition.zone, session.held_in
        assert session.starts_at
        assert session.ends_at
        booths += [
            Booth(
                session=session.code,
                room=session.room.code if session.room else f"of {session.code}",
                starts_at=session.starts_at.astimezone(zone),
                ends_at=session.ends_at.astimezone(zone),
                into=language,
                languages=frozenset(languages) - {language},
            )
            for language in languages
        ]
    return booths


def engine_interpreters(edition: Edition) -> list[EngineInterpreter]:
    """Who interprets, by code, with the times at which they are there."""
    there: dict[int, list[Window]] = defaultdict(list)
    away: dict[int, list[Window]] = defaultdict(list)
    rows = Availability.objects.filter(person__interpreting__edition=edition)
    for row in rows.select_related("edition"):
        if row.presence != Presence.UNWANTED:
            windows = there if row.presence == Presence.THERE else away
            windows[row.person_id] += [Window(start=start, end=end) for start, end in row.spans()]
    return [
        EngineInterpreter(
            id=each.code,
            pairs=tuple((source, into) for source, into in each.pairs),
            available=tuple(there[each.person_id]) if each.person_id in there else None,
            unavailable=tuple(away[each.person_id]),
            daily_minutes=each.daily_minutes,
        )
        for each in Interpreter.objects.all()
    ]


def seats_by_booth() -> Mapping[BoothId, list[Seat]]:
    """All seats that are taken, by session and language, in the order of turns."""
    found: dict[BoothId, list[Seat]] = defaultdict(list)
    rows = Seat.objects.select_related("session", "interpreter__person").prefetch_related(
        "interpreter__person__names"
    )
    for seat in rows:
        found[seat.session.code, seat.language].append(seat)
    return found


def lines_of(edition: Edition) -> list[Line]:
    """The rota as it stands, one line a booth, in order of time. A constant number of queries."""
    sessions = interpreted_sessions()
    seats, conditions = seats_by_booth(), conditions_of(edition)
    by_code = {each.code: each for each in sessions}
    booths = booths_in(Room.objects.all())
    lines = []
    for booth in booths_of(sessions):
        session, taken = by_code[booth.session], tuple(seats.get(booth.id, ()))
        names = [seat.interpreter.code for seat in taken]
        there = booths[session.room.code] if session.room else None
        lines.append(
            Line(
                session, booth, taken,
                engine.turns(booth, names, timedelta(minutes=conditions.turn)),
                max(0, conditions.team - len(taken)),
                there is not None and there < len(session.held_in),
            )
        )  # fmt: skip
    return lines


def by_day(lines: Iterable[Line]) -> list[tuple[date, list[Line]]]:
    """Lines under the day on which they begin."""
    days = groupby(lines, key=lambda line: line.booth.starts_at.date())
    return [(day, list(each)) for day, each in days]


def strays(seats: Mapping[BoothId, list[Seat]], lines: Iterable[Line]) -> list[Any]:
    """Seats in booths that are no longer there, since a session lost its time or a language."""
    known = {line.booth.id for line in lines}
    return [seat for key, taken in seats.items() if key not in known for seat in taken]
