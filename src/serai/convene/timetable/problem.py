"""An edition as a problem for the engine, and plans of the engine as places of sessions.

The rules of the edition become demands on the engine under the names that organisers know. What the
edition leaves to itself (interpreters, delegations) is left to the usual rules of the engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import groupby, pairwise
from math import gcd
from statistics import median_low

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Room, Section, Session
from serai.convene.timetable.additions import additions_of
from serai.convene.timetable.clocks import MINUTES_OF_DAY
from serai.convene.timetable.demands import demands_of
from serai.convene.timetable.models import Availability, Level, OpenSlots, Presence, RuleKind
from serai.convene.timetable.naming import reference
from serai.convene.timetable.operations import USUAL_MINUTES
from serai.convene.timetable.rules import rules_of_edition
from serai.convene.timetable.speaking import regions_of
from serai.convene.timetable.state import (
    END_OF,
    EXCLUSIVE,
    Json,
    board_state,
    booths_in,
    frame_of,
    hours_around,
)
from serai.engines.timetable.checking import check
from serai.engines.timetable.problem import (
    After,
    Day,
    Fixed,
    Hours,
    Pause,
    Person,
    Preference,
    Problem,
    Seat,
    Speaking,
    Track,
    Walk,
    Window,
)
from serai.engines.timetable.problem import Room as EngineRoom
from serai.engines.timetable.problem import Session as EngineSession
from serai.engines.timetable.solution import Placement, Plan

UNPLACED = 1000
"""What it costs to leave a session out: more than any wish."""
HANDFUL = 5
"""Who mends a plan rather moves so many sessions than leave one out."""
FINEST = 5
"""No grid of the engine is finer than so many minutes."""
ANY_NUMBER = 99
"""So many booths has a room of which nobody knows how many it has."""


@dataclass(frozen=True)
class Situation:
    """An edition for the engine: the problem, and the plan as it stands."""

    problem: Problem
    plan: Plan


def situation_of(edition: Edition) -> Situation:
    """Read an edition, with every session free to be placed but for the locked ones.

    Costs a constant number of queries.
    """
    state = board_state(edition)
    sessions = list(
        Session.objects.select_related("activity__section", "room", "edition").order_by(
            "activity", "position", "pk"
        )
    )
    people_of = {each["id"]: each["people"] for each in state["sessions"]}
    # The board grows around all that is outside of the hours; here only what may not move counts.
    locked = (each for each in state["sessions"] if each["locked"])
    opens, closes = hours_around(frame_of(edition), locked)
    closes = min(closes, opens + MINUTES_OF_DAY)  # Then the next day begins.
    rooms = list(Room.objects.select_related("venue"))
    slots = {
        each.session.code: each
        for each in OpenSlots.objects.select_related("session").prefetch_related(
            "candidates__person__country", "candidates__person__names"
        )
    }
    times = list(Availability.objects.select_related("person", "room", "edition"))
    rules = rules_of_edition()
    added = additions_of(edition)
    candidates = {each.person for slot in slots.values() for each in slot.candidates.all()}
    people = dict.fromkeys(code for codes in people_of.values() for code in codes)
    people |= dict.fromkeys(person.code for person in candidates)
    regions = regions_of(candidates)
    wishes = _wishes(times)
    booths = booths_in(rooms)
    before = _before(sessions) if rules[RuleKind.ORDER].level != Level.IGNORED else {}
    problem = Problem(
        name=str(edition),
        time_zone=edition.time_zone,
        step=_step(state, opens),
        days=tuple(
            Day(
                date=datetime.fromisoformat(day["date"]).date(),
                windows=(Hours(start=_clock(opens), end=_clock(closes)),),
            )
            for day in state["days"]
        ),
        rooms=tuple(_room(room, booths[room.code], times) for room in rooms),
        people=tuple(
            replace(_person(code, times), region=regions.get(code, "")) for code in people
        ),
        tracks=tuple(
            Track(id=section.code, name=reference("section", section.code, str(section)))
            for section in Section.objects.all()
        ),
        sessions=tuple(
            replace(
                _session(session, people_of[session.code], wishes, before.get(session.code, ())),
                speaking=_speaking(slots.get(session.code)),
            )
            for session in sessions
        ),
        walks=_walks(rooms, state["walking"]),
        rules=tuple(demands_of(rules, added)),
        **added.fields,
    )
    plan = {
        session.code: Placement(start=session.starts_at, room=session.room.code)
        for session in sessions
        if session.starts_at and session.room
    }
    return Situation(problem, plan)


def holding(situation: Situation) -> Problem:
    """Return the problem with every session that has a place fixed there."""
    problem = _without(situation, _clashing(situation, situation.plan.keys()))
    return replace(
        problem,
        sessions=tuple(
            replace(session, penalty=None, fixed=Fixed(start=at.start, room=at.room))
            if (at := situation.plan.get(session.id))
            else session
            for session in problem.sessions
        ),
    )


def keeping(situation: Situation, hit: Collection[str]) -> Problem:
    """Return the problem of mending what was ``hit``, without what has no place.

    What is locked, and plenaries and the like, stay unless they are hit themselves. Leaving out
    something that was hit costs as much as telling of a handful of moves; leaving out what was not
    hit costs more than leaving out all that was; and a plenary goes before all others.
    """
    plan = situation.plan
    problem = _without(situation, _clashing(situation, plan.keys() - set(hit)))
    kept = [session for session in problem.sessions if session.id in plan]
    codes = {session.id for session in kept}
    usual = median_low([session.told for session in kept] or [1])
    left_out = {code: HANDFUL * usual + problem.session[code].told for code in codes & set(hit)}
    unhit = 1 + sum(left_out.values())
    dearest = 1 + sum(session.told + left_out.get(session.id, unhit) for session in kept)

    def mended(session: EngineSession) -> EngineSession:
        at, is_exclusive = plan[session.id], session.kind in EXCLUSIVE
        stays = session.id not in left_out and (is_exclusive or session.fixed)
        return replace(
            session,
            fixed=Fixed(start=at.start, room=at.room) if stays else None,
            penalty=dearest if is_exclusive or session.fixed
            else left_out.get(session.id, unhit),
            after=tuple(each for each in session.after if each.session in codes),
        )  # fmt: skip

    return replace(problem, sessions=tuple(mended(session) for session in kept))


def _clashing(situation: Situation, codes: Collection[str]) -> set[str]:
    """Which of these sessions break what must be kept where they stand, or stand off the grid."""
    problem = situation.problem
    standing = {code: situation.plan[code] for code in codes}
    breaches = check(problem, standing)
    found = {code for breach in breaches if breach.is_hard for code in breach.sessions}
    found |= {code for code, at in standing.items() if _is_off_grid(problem, at)}
    return found & standing.keys()


def _without(situation: Situation, clashing: Collection[str]) -> Problem:
    """Take sessions that cannot all be held out of the problem, and leave them where they stand:
    their rooms and people are taken for as long as they last.
    """
    problem, plan = situation.problem, situation.plan
    taken = {
        code: Window(start=plan[code].start, end=plan[code].start + _length(problem, code))
        for code in clashing
    }
    seats = {code: {seat.person for seat in problem.session[code].people} for code in clashing}
    alone = [code for code in taken if problem.session[code].kind in EXCLUSIVE]
    beside = Pause(
        name=", ".join(problem.session[code].title for code in alone),
        windows=tuple(taken[code] for code in alone),
    )
    return replace(
        problem,
        rooms=tuple(
            replace(room, unavailable=room.unavailable + tuple(
                window for code, window in taken.items() if plan[code].room == room.id
            ))
            for room in problem.rooms
        ),
        people=tuple(
            replace(person, unavailable=person.unavailable + tuple(
                window for code, window in taken.items() if person.id in seats[code]
            ))
            for person in problem.people
        ),
        sessions=tuple(
            replace(
                session,
                after=tuple(each for each in session.after if each.session not in clashing),
            )
            for session in problem.sessions
            if session.id not in clashing
        ),
        pauses=(*problem.pauses, beside) if alone else problem.pauses,
    )  # fmt: skip


def _session(
    session: Session,
    people: list[str],
    wishes: Mapping[str, Preference],
    before: Iterable[str],
) -> EngineSession:
    return EngineSession(
        id=session.code,
        title=reference("session", session.code, str(session)),
        duration=session.minutes or USUAL_MINUTES,
        penalty=None if session.is_locked and session.starts_at else UNPLACED,
        kind=session.activity.kind,
        position=END_OF[kind] if (kind := session.activity.kind) in END_OF else None,
        track=session.activity.section.code if session.activity.section else "",
        languages=tuple(session.held_in),
        people=tuple(Seat(person=person) for person in people),
        expected=session.expected or 0,
        equipment=_equipment(session.equipment),
        after=tuple(After(session=each) for each in before),
        preferences=tuple(
            wish for code, wish in wishes.items() if wish.rooms is not None or code in people
        ),
        fixed=Fixed(start=session.starts_at, room=session.room.code if session.room else None)
        if session.is_locked and session.starts_at
        else None,
    )  # fmt: skip


def _equipment(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(reference("equipment", each) for each in codes)


def _speaking(slots: OpenSlots | None) -> Speaking | None:
    """The slots that are to be given, as many as there are candidates for."""
    names = tuple(each.person.code for each in slots.candidates.all()) if slots else ()
    return (
        Speaking(slots=min(slots.slots, len(names)), candidates=names) if slots and names else None
    )


def _before(sessions: Iterable[Session]) -> dict[str, list[str]]:
    """Which sessions each one follows within its activity: those of the position before."""
    found: dict[str, list[str]] = {}
    for _activity, together in groupby(sessions, key=lambda session: session.activity_id):
        ranks = [list(rank) for _at, rank in groupby(together, key=lambda each: each.position)]
        for earlier, later in pairwise(ranks):
            found |= {each.code: [one.code for one in earlier] for each in later}
    return found


def _room(room: Room, booths: int | None, times: Iterable[Availability]) -> EngineRoom:
    mine = [each for each in times if each.room_id == room.pk]
    return EngineRoom(
        id=room.code,
        name=reference("room", room.code, str(room)),
        capacity=room.capacity,
        equipment=_equipment(room.equipment),
        booths=ANY_NUMBER if booths is None else booths,
        site=room.venue.code if room.venue else "",
        unavailable=(*_spans(mine, Presence.AWAY), *_outside(_spans(mine, Presence.THERE))),
    )


def _person(code: str, times: Iterable[Availability]) -> Person:
    mine = [each for each in times if each.person and each.person.code == code]
    return Person(
        id=code,
        name=reference("person", code),
        available=_spans(mine, Presence.THERE) or None,
        unavailable=_spans(mine, Presence.AWAY),
    )


def _spans(times: Iterable[Availability], presence: Presence) -> tuple[Window, ...]:
    return tuple(
        Window(start=start, end=end)
        for each in times
        if each.presence == presence
        for start, end in each.spans()
    )


def _outside(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """All time that no window holds; nothing where there is none."""
    if not windows:
        return ()
    ordered = sorted(windows, key=lambda window: window.start)
    far = timedelta(days=366)
    gaps = [Window(start=ordered[0].start - far, end=ordered[0].start)]
    until = ordered[0].end
    for window in ordered[1:]:
        if window.start > until:
            gaps.append(Window(start=until, end=window.start))
        until = max(until, window.end)
    return (*gaps, Window(start=until, end=until + far))


def _wishes(times: Iterable[Availability]) -> dict[str, Preference]:
    """When somebody, or a room, should rather not be used, by code."""
    found: dict[str, Preference] = {}
    for each in times:
        if each.presence == Presence.UNWANTED:
            known = found[each.of].windows or () if each.of in found else ()
            found[each.of] = Preference(
                penalty=1,
                rooms=(each.of,) if each.room else None,
                windows=known + _spans([each], Presence.UNWANTED),
            )
    return found


def _walks(rooms: Iterable[Room], minutes: int) -> tuple[Walk, ...]:
    sites = sorted({room.venue.code if room.venue else "" for room in rooms})
    return tuple(
        Walk(sites=(one, other), minutes=minutes)
        for place, one in enumerate(sites)
        for other in sites[place + 1 :]
    )


def _step(state: Json, opens: int) -> int:
    """The coarsest grid on which all placed sessions stand; that of the board if it is too fine."""
    starts = [each["start"] for each in state["sessions"] if each["start"] is not None]
    step = gcd(state["step"], *(start - opens for start in starts))
    return step if step >= FINEST else int(state["step"])


def _is_off_grid(problem: Problem, at: Placement) -> bool:
    opens = problem.days[0].windows[0].start
    local = problem.local(at.start)
    return (local.hour * 60 + local.minute - opens.hour * 60 - opens.minute) % problem.step != 0


def _clock(minutes: int) -> time:
    """Minutes after a midnight as a clock shows them, in the night that follows too."""
    return time(minutes // 60 % 24, minutes % 60)


def _length(problem: Problem, code: str) -> timedelta:
    return timedelta(minutes=problem.session[code].duration)
