"""What a timetable costs, term by term, and which hard rules it breaks.

The definitions are those of the library's own checker, v1.0.2.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from serai.engines.timetable.cosplib.instance import Instance, Mode, Pair, Penalties, Term
from serai.engines.timetable.cosplib.plan import Plan

EXACT_TERMS = (
    Term.TRACKS_SESSIONS,
    Term.TRACKS_ROOMS,
    Term.SESSIONS_ROOMS,
    Term.SUBMISSIONS_SESSIONS,
    Term.TIME_ZONES,
)
"""The terms of objective E; what else there is are hard rules, or nothing."""


def amounts(plan: Plan, mode: Mode) -> dict[Term, int]:
    """Return how much there is of each term that weighs anything, before weighing."""
    terms = EXACT_TERMS if mode is Mode.EXACT else tuple(Term)
    return {term: MEASURES[term](plan, mode) for term in terms if plan.instance.weight(term)}


def cost(plan: Plan, mode: Mode) -> int:
    """Return objective E or F."""
    weight = plan.instance.weight
    return sum(weight(term) * amount for term, amount in amounts(plan, mode).items())


def faults(plan: Plan, mode: Mode) -> Iterator[str]:
    """Yield the hard rules that a plan breaks, in words."""
    instance = plan.instance
    taken: dict[tuple[int, int, int], int] = {}
    for at, (place, submission) in enumerate(zip(plan.places, instance.submissions, strict=True)):
        if place.slot + submission.slots > instance.sessions[place.session].slots:
            yield f"{submission.reference} does not fit into its session"
        for slot in range(place.slot, place.slot + submission.slots):
            other = taken.setdefault((place.session, place.room, slot), at)
            if other != at:
                yield f"{submission.reference} meets {instance.submissions[other].reference}"
    for cell, held in plan.cells.items():
        if len({instance.submissions[at].track for at in held}) > 1:
            room, session = instance.rooms[cell.room], instance.sessions[cell.session].name
            yield f"{room} holds two tracks in {session}"
    if mode is Mode.EXACT:
        yield from _exact_faults(plan)


def _exact_faults(plan: Plan) -> Iterator[str]:
    instance = plan.instance
    for a, b in _apart(plan, instance.presenter_pairs):
        names = (instance.submissions[at].reference for at in (a, b))
        yield f"{' and '.join(names)} need one presenter in two rooms"
    for track, rooms in _rooms_of(plan).items():
        if len(rooms) > 1:
            yield f"{instance.tracks[track].name} has {len(rooms)} rooms"
    for track, sessions in _sessions_of(plan).items():
        if len(sessions) > (most := instance.most_sessions(track)):
            yield f"{instance.tracks[track].name} runs in {len(sessions)} sessions, not {most}"


def _tracks_sessions(plan: Plan, _mode: Mode) -> int:
    penalties = plan.instance.track_session
    return sum(int(penalties[key]) * len(rooms) for key, rooms in plan.rooms_at.items())


def _tracks_rooms(plan: Plan, _mode: Mode) -> int:
    penalties = plan.instance.track_room
    return sum(int(penalties[t, r]) for (t, _), rooms in plan.rooms_at.items() for r in rooms)


def _sessions_rooms(plan: Plan, _mode: Mode) -> int:
    return sum(int(plan.instance.session_room[cell]) for cell in plan.cells)


def _by_session(penalties: Callable[[Instance], Penalties]) -> Callable[[Plan, Mode], int]:
    """Penalties of a submission for its session: once in E, for each of its slots in F."""

    def measure(plan: Plan, mode: Mode) -> int:
        found = penalties(plan.instance)
        return sum(
            int(found[at, place.session])
            * (1 if mode is Mode.EXACT else plan.instance.submissions[at].slots)
            for at, place in enumerate(plan.places)
        )

    return measure


def _submissions_rooms(plan: Plan, _mode: Mode) -> int:
    penalties = plan.instance.submission_room
    return sum(
        int(penalties[at, place.room]) * plan.instance.submissions[at].slots
        for at, place in enumerate(plan.places)
    )


def _rooms_per_track(plan: Plan, _mode: Mode) -> int:
    return sum(len(rooms) - 1 for rooms in _rooms_of(plan).values())


def _parallel_tracks(plan: Plan, _mode: Mode) -> int:
    return sum(len(rooms) - 1 for rooms in plan.rooms_at.values())


def _consecutive_tracks(plan: Plan, _mode: Mode) -> int:
    return sum(
        max(sessions) - min(sessions) + 1 > len(sessions)
        for sessions in _sessions_of(plan).values()
    )


def _similar_tracks(plan: Plan, _mode: Mode) -> int:
    """Each pair of cells counts, so a track that runs twice in a session counts twice."""
    return sum(int(plan.instance.similar[pair]) for pair in _cells_at_once(plan))


def _chairs(plan: Plan, _mode: Mode) -> int:
    sharing = set(plan.instance.chair_pairs)
    return sum(pair in sharing for pair in _cells_at_once(plan))


def _presenters(plan: Plan, _mode: Mode) -> int:
    return sum(1 for _ in _apart(plan, plan.instance.presenter_pairs))


def _attendees(plan: Plan, _mode: Mode) -> int:
    return sum(1 for _ in _apart(plan, plan.instance.attendee_pairs))


def _presenters_at_once(plan: Plan, _mode: Mode) -> int:
    return sum(plan.overlap(a, b) for a, b in plan.instance.presenter_pairs)


def _attendees_at_once(plan: Plan, _mode: Mode) -> int:
    return sum(plan.overlap(a, b) for a, b in plan.instance.attendee_pairs)


def _order(plan: Plan, _mode: Mode) -> int:
    """Submissions that are not at their place in the track, and ordered ones at the same time.

    A track goes on from session to session, and within one from room to room.
    """
    instance, standing = plan.instance, defaultdict[int, list[int]](list)
    for cell in sorted(plan.cells):
        held = plan.cells[cell]
        standing[instance.submissions[held[0]].track] += held
    misplaced = sum(
        instance.submissions[at].order not in {0, place}
        for held in standing.values()
        for place, at in enumerate(held, start=1)
    )
    return misplaced + sum(_ordered_at_once(plan))


def _ordered_at_once(plan: Plan) -> Iterator[int]:
    submissions = plan.instance.submissions
    for (_, session), rooms in plan.rooms_at.items():
        if len(rooms) > 1:
            held = [at for room in rooms for at in plan.cells[session, room]]  # type: ignore[index]
            ordered = [at for at in held if submissions[at].order]
            for a, b in combinations(ordered, 2):
                yield plan.overlap(a, b)


def _apart(plan: Plan, pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the pairs that stand in one session but in two rooms."""
    for a, b in pairs:
        one, other = plan.places[a], plan.places[b]
        if one.session == other.session and one.room != other.room:
            yield a, b


def _cells_at_once(plan: Plan) -> Iterator[Pair]:
    """Yield the tracks of each two cells of a session, the lower first."""
    in_session: dict[int, Counter[int]] = defaultdict(Counter)
    for (track, session), rooms in plan.rooms_at.items():
        in_session[session][track] = len(rooms)
    for counts in in_session.values():
        for a, b in combinations(sorted(counts), 2):
            for _ in range(counts[a] * counts[b]):
                yield a, b


def _rooms_of(plan: Plan) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for (track, _), rooms in plan.rooms_at.items():
        found[track].update(rooms)
    return found


def _sessions_of(plan: Plan) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for track, session in plan.rooms_at:
        found[track].append(session)
    return found


MEASURES: dict[Term, Callable[[Plan, Mode], int]] = {
    Term.TRACKS_SESSIONS: _tracks_sessions,
    Term.TRACKS_ROOMS: _tracks_rooms,
    Term.SESSIONS_ROOMS: _sessions_rooms,
    Term.SIMILAR_TRACKS: _similar_tracks,
    Term.ROOMS_PER_TRACK: _rooms_per_track,
    Term.PARALLEL_TRACKS: _parallel_tracks,
    Term.CONSECUTIVE_TRACKS: _consecutive_tracks,
    Term.TIME_ZONES: _by_session(lambda instance: instance.time_zone),
    Term.ORDER: _order,
    Term.SUBMISSIONS_SESSIONS: _by_session(lambda instance: instance.submission_session),
    Term.SUBMISSIONS_ROOMS: _submissions_rooms,
    Term.PRESENTERS: _presenters,
    Term.ATTENDEES: _attendees,
    Term.CHAIRS: _chairs,
    Term.PRESENTERS_AT_ONCE: _presenters_at_once,
    Term.ATTENDEES_AT_ONCE: _attendees_at_once,
}
"""How much there is of each term."""
