"""Parts of a plan that are set free while the rest stays: what a large neighbourhood search tries.

Each function takes a plan, a size from 0 to 1 and a source of chance, and returns the choices of
a model in which everything else is as in the plan.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from random import Random

import numpy as np

from serai.engines.timetable.cosplib.formulation import Choices
from serai.engines.timetable.cosplib.instance import Instance, Mode, Term
from serai.engines.timetable.cosplib.measuring import cost
from serai.engines.timetable.cosplib.plan import Plan

Neighbourhood = Callable[[Plan, float, Random], Choices]


def as_it_is(plan: Plan) -> Choices:
    """Return choices that leave nothing but the plan."""
    everything = Choices.all_of(plan.instance)
    sessions = np.zeros_like(everything.sessions)
    sessions[np.arange(len(plan.places)), plan.sessions()] = True
    cells = np.zeros_like(everything.cells)
    for (t, k), rooms in plan.rooms_at.items():
        cells[t, k, rooms] = True
    return Choices(sessions, cells)


def tracks(plan: Plan, size: float, chance: Random) -> Choices:
    """Set some tracks free altogether: one by chance, and some that share rooms or sessions."""
    used = [t for t, members in enumerate(plan.instance.of_track) if members]
    return _with_free_tracks(plan, chance.choice(used), size, chance)


def costly_tracks(plan: Plan, size: float, chance: Random) -> Choices:
    """Set a track free that costs something, and some that share rooms or sessions with it."""
    costs = track_costs(plan)
    used = [t for t, members in enumerate(plan.instance.of_track) if members]
    costly = [t for t in used if costs[t]] or used
    # Half of the time what costs most, for it weighs more than everything else together.
    most = max(costs[t] for t in costly)
    dear = [t for t in costly if 2 * costs[t] >= most]
    return _with_free_tracks(plan, chance.choice(chance.choice((dear, costly))), size, chance)


def sessions(plan: Plan, size: float, chance: Random) -> Choices:
    """Let everything in a run of sessions, or in any few of them, change places among them."""
    count = len(plan.instance.sessions)
    number = min(count, max(2, round(size * count)))
    if chance.random() < 0.5:
        begin = chance.randrange(count - number + 1)
        free = list(range(begin, begin + number))
    else:
        free = chance.sample(range(count), number)
    choices, everything = as_it_is(plan), Choices.all_of(plan.instance)
    inside = [s for s, place in enumerate(plan.places) if place.session in free]
    choices.sessions[np.ix_(inside, free)] = everything.sessions[np.ix_(inside, free)]
    choices.cells[:, free, :] = True
    return choices


def rooms(plan: Plan, size: float, chance: Random) -> Choices:
    """Let tracks change rooms, and nothing else: all of them, or as many as the size says."""
    choices = as_it_is(plan)
    for t, k in plan.rooms_at:
        if chance.random() < 2 * size:
            choices.cells[t, k, :] = True
    return choices


def kept_rooms(plan: Plan, size: float, chance: Random) -> Choices:
    """Let tracks change sessions, in the rooms that they have now."""
    choices, everything = as_it_is(plan), Choices.all_of(plan.instance)
    for t, members in enumerate(plan.instance.of_track):
        if members and chance.random() < 2 * size:
            own = sorted({room for _, room in _cells_of(plan, t)})
            choices.cells[t][:, own] = True
            choices.sessions[list(members)] = everything.sessions[list(members)]
    return choices


def _with_free_tracks(plan: Plan, first: int, size: float, chance: Random) -> Choices:
    """Set a track free and others beside it, those first that are in its way."""
    cells: dict[int, set[tuple[int, int]]] = {}
    for (t, k), rooms_then in plan.rooms_at.items():
        cells.setdefault(t, set()).update((k, room) for room in rooms_then)
    own_sessions, own_rooms = ({cell[axis] for cell in cells[first]} for axis in (0, 1))

    def distance(t: int) -> float:
        meets = any(k in own_sessions for k, _ in cells[t])
        shares = any(room in own_rooms for _, room in cells[t])
        return chance.random() * (3 - meets - shares)

    others = sorted((t for t in cells if t != first), key=distance)
    choices, everything = as_it_is(plan), Choices.all_of(plan.instance)
    for t in (first, *others[: max(1, round(size * len(cells)))]):
        members = list(plan.instance.of_track[t])
        choices.sessions[members] = everything.sessions[members]
        choices.cells[t] = True
    return choices


def _cells_of(plan: Plan, track: int) -> list[tuple[int, int]]:
    return [
        (k, room) for (t, k), rooms_then in plan.rooms_at.items() if t == track
        for room in rooms_then
    ]  # fmt: skip


def track_costs(plan: Plan) -> list[int]:
    """Return about what each track costs: what it would cost alone, and its pairs with others."""
    instance = plan.instance
    costs = [0] * len(instance.tracks)
    in_session: dict[int, list[int]] = {}
    for t, k in plan.rooms_at:
        in_session.setdefault(k, []).append(t)
    for running in in_session.values():
        for a in running:
            costs[a] += sum(int(instance.similar[a, b]) for b in running) * instance.weight(
                Term.SIMILAR_TRACKS
            )
    chairing = set(instance.chair_pairs) if instance.weight(Term.CHAIRS) else set()
    for running in in_session.values():
        for a, b in chairing.intersection(combinations(sorted(running), 2)):
            for t in (a, b):
                costs[t] += instance.weight(Term.CHAIRS)
    for term, pairs in (
        (Term.PRESENTERS, instance.presenter_pairs),
        (Term.ATTENDEES, instance.attendee_pairs),
    ):
        for a, b in pairs if instance.weight(term) else ():
            if plan.places[a].session == plan.places[b].session:
                for at in (a, b):
                    costs[instance.submissions[at].track] += instance.weight(term)
    for t in range(len(costs)):
        costs[t] += _cost_alone(plan, t)
    return costs


def _cost_alone(plan: Plan, track: int) -> int:
    """Return what a track costs as if there were no other."""
    members = plan.instance.of_track[track]
    if not members:
        return 0
    return cost(_only(plan, track), Mode.EXTENDED)


def _only(plan: Plan, track: int) -> Plan:
    instance = plan.instance
    members = list(instance.of_track[track])
    alone = Instance(
        name=instance.name,
        sessions=instance.sessions,
        rooms=instance.rooms,
        tracks=instance.tracks,
        submissions=tuple(instance.submissions[s] for s in members),
        weights=instance.weights,
        track_session=instance.track_session,
        track_room=instance.track_room,
        session_room=instance.session_room,
        similar=instance.similar,
        submission_session=instance.submission_session[members],
        submission_room=instance.submission_room[members],
        hours=instance.hours,
        offset=instance.offset,
    )
    return Plan(alone, tuple(plan.places[s] for s in members))


ALL: tuple[Neighbourhood, ...] = (tracks, costly_tracks, sessions, rooms, kept_rooms)
