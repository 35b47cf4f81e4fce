"""Ministerial conferences of any size, drawn at random, with a plan by construction.

A plan is made up first; people, their availability, precedence, booths, interpreters and all
else are then drawn so that it breaks no hard rule. The plan itself is thrown away.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import numpy as np

from serai.engines.timetable.problem import (
    After,
    Attendance,
    Day,
    Demand,
    Hours,
    Interpreter,
    Pause,
    Person,
    Preference,
    Problem,
    Room,
    Seat,
    Security,
    Session,
    Track,
    Window,
)
from serai.engines.timetable.rules.interpretation import booths

ZONE = "Asia/Shanghai"
FIRST = date(2027, 11, 8)
STEP = 30
MORNING, AFTERNOON = (9 * 60, 13 * 60), (14 * 60, 19 * 60)
LANGUAGES = ("zh", "en", "fr", "ru", "ar", "es")
REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")
ZONES = ("Europe/Paris", "Africa/Nairobi", "America/Lima", "Asia/Almaty")


@dataclass
class _Held:
    """A session in the plan that is made up."""

    session: Session
    day: int
    start: int
    room: int

    @property
    def end(self) -> int:
        return self.start + self.session.duration

    def overlaps(self, other: _Held) -> bool:
        return self.day == other.day and self.start < other.end and other.start < self.end


@dataclass
class _Draft:
    random: np.random.Generator
    days: int
    rooms: list[Room]
    held: list[_Held] = field(default_factory=list)


def ministerial_conference(
    *, days: int = 2, rooms: int = 12, sessions: int = 200, people: int = 400, seed: int = 0
) -> Problem:
    """A conference with booths, precedence, exclusive sessions and people who come and go.

    Raises:
        ValueError: where the sessions do not fit into the rooms and days.
    """
    random = np.random.default_rng(seed)
    draft = _Draft(random, days, [_room(number) for number in range(rooms)])
    _exclusive(draft)
    _parallel(draft, sessions)
    persons = _people(draft, people)
    _order(draft)
    _delegations(draft, persons)
    _wishes(draft)
    tracks = sorted({each.session.track for each in draft.held if each.session.track})
    order = random.permutation(len(draft.held))
    return Problem(
        name=f"Ministerial conference {seed}",
        time_zone=ZONE,
        step=STEP,
        days=tuple(
            Day(date=FIRST + timedelta(days=day), windows=(_hours(*MORNING), _hours(*AFTERNOON)))
            for day in range(days)
        ),
        rooms=tuple(draft.rooms),
        people=tuple(persons),
        interpreters=_interpreters(draft),
        tracks=tuple(
            Track(id=each, similar=(other,) if number % 4 == 0 else ())
            for number, (each, other) in enumerate(pairwise([*tracks, tracks[0]]))
        ),
        sessions=tuple(draft.held[number].session for number in order),
        attendance=_attendance(draft),
        pauses=(Pause(name="Lunch", hours=(Hours(start=time(13), end=time(14)),)),),
        rules=(
            Demand(rule="delegations", parameters={"limits": _limits(draft)}),
            Demand(rule="interpreters", parameters={"pivot": "en"}),
            Demand(rule="preferences", weight=10),
            Demand(rule="rest", weight="hard", parameters={"minutes": 300, "pause": 30}),
            Demand(rule="track_parallel", weight=2),
            Demand(rule="track_consecutive", weight=0),
        ),
    )


def _hours(opens: int, closes: int) -> Hours:
    return Hours(start=time(opens // 60), end=time(closes // 60))


def _moment(day: int, minute: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), time()) + timedelta(minutes=minute)


def _room(number: int) -> Room:
    """The first of each dozen are halls, the last small rooms for bilateral talks."""
    place = number % 12
    capacity = (1200, 600, 400, 300, 250, 200, 150, 120, 100, 80, 40, 40)[place]
    return Room(
        id=f"R{number + 1}",
        capacity=capacity,
        equipment=("projector", "stage") if place < 3 else ("projector",),
        booths=6 if place < 4 else 3 if place < 6 else 0,
        security=Security.CLOSED if place in {0, 10, 11} else Security.RESTRICTED,
        broadcast=place < 4,
        site="",
    )


def _exclusive(draft: _Draft) -> None:
    """The opening, a ministers' meeting, a plenary on each further day, the signing."""
    last = draft.days - 1
    close = AFTERNOON[1]

    def hold(session: Session, day: int, start: int) -> None:
        draft.held.append(_Held(session, day, start, 0))

    common = {"languages": LANGUAGES, "expected": 1000}
    hold(Session(id="opening", duration=60, kind="ceremony", position="first", live=True,
                 **common), 0, MORNING[0])  # type: ignore[arg-type]  # fmt: skip
    hold(Session(id="ministers", duration=60, kind="ministerial", security=Security.CLOSED,
                 expected=300, languages=LANGUAGES), 0, MORNING[0] + 60)  # fmt: skip
    for day in range(1, draft.days):
        hold(Session(id=f"plenary-{day}", duration=60, kind="plenary", live=True,
                     **common), day, MORNING[0])  # type: ignore[arg-type]  # fmt: skip
    hold(Session(id="signing", duration=30, kind="ceremony", position="last", live=True,
                 **common), last, close - 30)  # type: ignore[arg-type]  # fmt: skip
    hold(Session(id="release", duration=30, kind="release", languages=("en", "zh"),
                 after=(After(session="ministers", lag=120),), expected=200), 0,
         AFTERNOON[0])  # fmt: skip


def _parallel(draft: _Draft, count: int) -> None:
    """Fill the rooms: a track holds one for a half-day, one session after another."""
    random = draft.random
    free: list[tuple[int, int, int, int]] = []
    for day in range(draft.days):
        for opens, closes in (MORNING, AFTERNOON):
            for room in range(len(draft.rooms)):
                start = opens
                for each in sorted(draft.held, key=lambda held: held.start):
                    alone = each.session.kind in {"ceremony", "ministerial", "plenary"}
                    if each.day == day and opens <= each.start < closes:
                        if (alone or each.room == room) and each.start == start:
                            start = each.end
                        elif alone:
                            closes_here = each.start
                            free.append((day, room, start, closes_here))
                            start = closes
                if start < closes:
                    free.append((day, room, start, closes))
    random.shuffle(free)
    needed = count - len(draft.held)
    lengths = np.where(random.random(needed) < 0.7, 30, 60)
    number = 0
    spare = sum(end - start for *_, start, end in free) - int(lengths.sum())
    if spare < 0:
        raise ValueError("the sessions do not fit into the rooms and days")
    idle = spare / max(len(free), 1)
    for track, (day, room, start, closes) in enumerate(free, start=1):
        at = start
        quota = closes - round(idle * 0.8 / STEP) * STEP
        while number < needed and at + lengths[number] <= quota:
            draft.held.append(
                _Held(_session(draft, number, int(lengths[number]), room, f"T{track}"),
                      day, at, room)
            )  # fmt: skip
            at += int(lengths[number])
            number += 1
    for day, room, _start, closes in free:
        busy = [each.end for each in draft.held if (each.day, each.room) == (day, room)
                and each.end <= closes]  # fmt: skip
        at = max([_start, *busy])
        while number < needed and at + lengths[number] <= closes:
            draft.held.append(
                _Held(_session(draft, number, int(lengths[number]), room, ""), day, at, room)
            )
            at += int(lengths[number])
            number += 1
    if number < needed:
        raise ValueError("the sessions do not fit into the rooms and days")


def _session(draft: _Draft, number: int, length: int, room: int, track: str) -> Session:
    random = draft.random
    there = draft.rooms[room]
    languages: tuple[str, ...] = ("en",)
    if there.booths and random.random() < 0.4:
        size = int(random.integers(2, min(there.booths, 3) + 1))
        languages = tuple(LANGUAGES[i] for i in sorted(random.permutation(4)[:size]))
    bilateral = room % 12 >= 10
    return Session(
        id=f"S{number + 1}",
        duration=length,
        kind="bilateral" if bilateral else "forum",
        track="" if bilateral else track,
        languages=languages,
        expected=int((there.capacity or 50) * random.uniform(0.2, 1.0)),
        equipment=("projector",) if random.random() < 0.3 else (),
        security=Security.RESTRICTED if bilateral else Security.OPEN,
        priority=2 if bilateral else 1,
    )


def _people(draft: _Draft, count: int) -> list[Person]:
    """Seats for people who, in the plan that is made up, are never in two places."""
    random = draft.random
    mine: list[list[_Held]] = [[] for _ in range(count)]
    ministers = max(count // 20, 1)
    for held in draft.held:
        size = {"ceremony": 4, "ministerial": 6, "plenary": 5}.get(held.session.kind, 0)
        chosen: list[int] = []
        wanted = size or int(random.integers(2, 5))
        pool = random.permutation(ministers) if size else random.permutation(count)[: 8 * wanted]
        for number in map(int, pool):
            if len(chosen) < wanted and len(mine[number]) < 6 and not any(
                held.overlaps(other) for other in mine[number]
            ):  # fmt: skip
                chosen.append(number)
        if not chosen:
            chosen = [next(n for n in range(count)
                           if not any(held.overlaps(other) for other in mine[n]))]  # fmt: skip
        for number in chosen:
            mine[number].append(held)
        held.session = replace(
            held.session,
            people=tuple(
                Seat(person=f"P{number + 1}", role="chair" if place == 0 else "speaker")
                for place, number in enumerate(chosen)
            ),
        )
    return [
        _person(draft, number, mine[number], minister=number < ministers) for number in range(count)
    ]


def _person(draft: _Draft, number: int, mine: list[_Held], *, minister: bool) -> Person:
    random = draft.random
    available: tuple[Window, ...] | None = None
    zone, hours = None, None
    luck = random.random()
    if mine and (minister or luck < 0.3):
        first = min((each.day, each.start) for each in mine)
        last = max((each.day, each.end) for each in mine)
        slack = int(random.integers(1, 5)) * 60
        available = (
            Window(
                start=_moment(first[0], first[1] - slack), end=_moment(last[0], last[1] + slack)
            ),
        )
    elif mine and luck < 0.4:
        zone = str(random.choice(ZONES))
        opens = min(each.start for each in mine) - 60
        closes = max(each.end for each in mine) + 60
        hours = _there(zone, opens, closes)
    region = number % len(REGIONS)
    return Person(
        id=f"P{number + 1}",
        available=available,
        time_zone=zone,
        hours=hours,
        remote=zone is not None,
        region=REGIONS[region],
        country=f"C{number % 40 + 1}",
        delegation=f"C{number % 40 + 1}",
        rank=1 if minister else 3,
    )


def _there(zone: str, opens: int, closes: int) -> Hours:
    """Hours of the conference as the clock of another zone shows them."""
    from zoneinfo import ZoneInfo

    shown = [
        _moment(0, minute).replace(tzinfo=ZoneInfo(ZONE)).astimezone(ZoneInfo(zone)).time()
        for minute in (opens, closes)
    ]
    return Hours(start=shown[0], end=shown[1])


def _order(draft: _Draft) -> None:
    """Some sessions build on earlier ones of the plan; half of the tracks run in order."""
    random = draft.random
    by_track: dict[str, list[_Held]] = defaultdict(list)
    for each in draft.held:
        if each.session.track:
            by_track[each.session.track].append(each)
    for number, track in enumerate(sorted(by_track)):
        if number % 2 == 0:
            for place, each in enumerate(sorted(by_track[track], key=lambda h: (h.day, h.start))):
                each.session = replace(each.session, order=place + 1)
    forum = [each for each in draft.held if each.session.kind == "forum"]
    for each in forum:
        other = forum[int(random.integers(len(forum)))]
        if random.random() < 0.1 and (other.day, other.end) <= (each.day, each.start):
            each.session = replace(each.session, after=(After(session=other.session.id),))


def _delegations(draft: _Draft, persons: list[Person]) -> None:
    """Delegations are asked into the sessions of their members and some others."""
    home = {each.id: each.delegation for each in persons}
    for each in draft.held:
        named = dict.fromkeys(home[seat.person] for seat in each.session.people)
        each.session = replace(each.session, delegations=tuple(named))


def _limits(draft: _Draft) -> dict[str, int]:
    """As many at once as the plan has, and one more."""
    busy: dict[tuple[str, int, int], int] = defaultdict(int)
    limits: dict[str, int] = defaultdict(lambda: 2)
    for each in draft.held:
        for name in each.session.delegations:
            for minute in range(each.start, each.end, STEP):
                busy[name, each.day, minute] += 1
                limits[name] = max(limits[name], busy[name, each.day, minute] + 1)
    return dict(limits)


def _wishes(draft: _Draft) -> None:
    """Most would rather not be on a certain day, early, or late; some not in a certain room."""
    random = draft.random
    spans = {"early": (9 * 60, 10 * 60), "late": (17 * 60, AFTERNOON[1])}
    for each in draft.held:
        if each.session.kind not in {"forum", "bilateral"}:
            continue
        wishes: list[tuple[tuple[Window, ...] | None, tuple[str, ...] | None]] = []
        if random.random() < 0.6:
            day = int(random.integers(draft.days))
            wishes.append(((_whole(day),), None))
        for opens, closes in spans.values():
            if random.random() < 0.4:
                windows = tuple(
                    Window(start=_moment(d, opens), end=_moment(d, closes))
                    for d in range(draft.days)
                )
                wishes.append((windows, None))
        if random.random() < 0.3:
            room = draft.rooms[int(random.integers(len(draft.rooms)))].id
            wishes.append((None, (room,)))
        preferences = tuple(
            Preference(penalty=int(random.integers(1, 11)), windows=windows, rooms=rooms)
            for windows, rooms in wishes
        )
        each.session = replace(each.session, preferences=preferences)


def _whole(day: int) -> Window:
    return Window(start=_moment(day, MORNING[0]), end=_moment(day, AFTERNOON[1]))


def _attendance(draft: _Draft) -> tuple[Attendance, ...]:
    random = draft.random
    forum = [each for each in draft.held if each.session.kind == "forum"]
    found = {}
    for _ in range(len(forum)):
        a, b = (int(each) for each in random.integers(len(forum), size=2))
        if a != b:
            pair = tuple(sorted((forum[a].session.id, forum[b].session.id)))
            found[pair] = int(random.integers(1, 6))
    return tuple(Attendance(sessions=(a, b), people=n) for (a, b), n in sorted(found.items()))


def _interpreters(draft: _Draft) -> tuple[Interpreter, ...]:
    """Two for each booth that the plan has at once in a language, all from and into English."""
    busy: dict[tuple[str, int, int], int] = defaultdict(int)
    most: dict[str, int] = defaultdict(int)
    for each in draft.held:
        for into, _others in booths(each.session):
            for minute in range(each.start, each.end, STEP):
                busy[into, each.day, minute] += 2
                most[into] = max(most[into], busy[into, each.day, minute])
    return tuple(
        Interpreter(
            id=f"I-{into}-{number + 1}",
            pairs=tuple((other, into) for other in LANGUAGES if other != into),
            team=into,
        )
        for into in sorted(most)
        for number in range(most[into])
    )
