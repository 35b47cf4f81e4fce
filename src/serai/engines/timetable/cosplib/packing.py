"""A first plan for objective F where room is scarce: cells are shared out before anything else.

How many sessions of each length a track gets is a small question, and the only hard one: then any
session and any room will do, at some cost, which the search brings down afterwards.
"""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from serai.engines.timetable.cosplib.arranging import arrange
from serai.engines.timetable.cosplib.budget import Budget, new_solver
from serai.engines.timetable.cosplib.formulation import Chosen
from serai.engines.timetable.cosplib.housing import house
from serai.engines.timetable.cosplib.instance import Instance, Mode, Term
from serai.engines.timetable.cosplib.plan import Plan

ATTEMPTS = 10


def pack(instance: Instance, budget: Budget, *, seed: int) -> Plan | None:
    """Return a plan that holds every submission, whatever it costs; None where none was found.

    Cells that cost something by themselves are left out where the others hold everything.
    """
    costs = instance.weight(Term.SESSIONS_ROOMS) * instance.session_room
    for usable in (costs == 0, costs >= 0):
        plan = _pack_into(instance, usable.sum(axis=1).tolist(), budget, seed=seed)
        if plan is not None:
            return plan
    return None


def _pack_into(
    instance: Instance, open_rooms: list[int], budget: Budget, *, seed: int
) -> Plan | None:
    """Return a plan that uses no more rooms in a session than are open then."""
    spare: dict[int, int] = defaultdict(int)
    for _ in range(ATTEMPTS):
        shares = _share_cells(instance, open_rooms, spare, budget, seed=seed)
        if shares is None:
            return None
        rooms = _choose_sessions(instance, open_rooms, shares)
        sessions, missed = _fill(instance, rooms)
        if not missed:
            pools = [list(range(len(instance.rooms)))]
            chosen = Chosen(sessions, {key: {0: number} for key, number in rooms.items()})
            return arrange(instance, Mode.EXTENDED, sessions, house(instance, chosen, pools))
        for track in missed:
            spare[track] += 1
    return None


def _share_cells(
    instance: Instance,
    open_rooms: list[int],
    spare: dict[int, int],
    budget: Budget,
    *,
    seed: int,
) -> dict[tuple[int, int], int] | None:
    """Return by track and length of session how many cells it gets: as few as possible."""
    lengths = sorted({session.slots for session in instance.sessions})
    cells = {
        length: sum(
            rooms
            for rooms, session in zip(open_rooms, instance.sessions, strict=True)
            if session.slots == length
        )
        for length in lengths
    }
    model = cp_model.CpModel()
    share: dict[tuple[int, int], cp_model.IntVar] = {}
    for t, members in enumerate(instance.of_track):
        sizes = [instance.submissions[s].slots for s in members]
        for length in lengths:
            share[t, length] = model.new_int_var(0, min(len(sizes), cells[length]), "")
        wanted = sum(sizes) + spare[t]
        model.add(sum(length * share[t, length] for length in lengths) >= wanted)
        for size in set(sizes):
            as_large = sum(each >= size for each in sizes)
            model.add(sum(length // size * share[t, length] for length in lengths) >= as_large)
    for length in lengths:
        model.add(sum(share[t, length] for t in range(len(instance.tracks))) <= cells[length])
    model.minimize(sum(length * variable for (_, length), variable in share.items()))
    solver = new_solver(seed=seed)
    budget.allot(solver, 1.0)
    status = solver.solve(model)
    budget.charge(solver)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return {key: solver.value(variable) for key, variable in share.items()}


def _choose_sessions(
    instance: Instance, open_rooms: list[int], shares: dict[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """Return by track and session how many rooms it gets; large tracks choose first."""
    left = list(open_rooms)
    found: dict[tuple[int, int], int] = {}
    totals = {t: sum(n for (u, _), n in shares.items() if u == t) for t, _ in shares}
    for (t, length), number in sorted(shares.items(), key=lambda item: -totals[item[0][0]]):
        for _ in range(number):
            open_now = [k for k, s in enumerate(instance.sessions) if s.slots == length and left[k]]
            k = min(
                open_now,
                key=lambda k: (
                    found.get((t, k), 0),
                    instance.weight(Term.TRACKS_SESSIONS) * instance.track_session[t, k],
                    -left[k],
                ),
            )
            left[k] -= 1
            found[t, k] = found.get((t, k), 0) + 1
    return found


def _fill(instance: Instance, rooms: dict[tuple[int, int], int]) -> tuple[list[int], set[int]]:
    """Put the longest submissions first, each into the fullest cell that holds it."""
    cells = [
        [instance.sessions[k].slots, t, k]
        for (t, k), number in rooms.items()
        for _ in range(number)
    ]
    of_track: dict[int, list[list[int]]] = defaultdict(list)
    for cell in cells:
        of_track[cell[1]].append(cell)
    whole = {id(cell): cell[0] for cell in cells}
    sessions = [-1] * len(instance.submissions)
    missed: set[int] = set()
    by_length = sorted(range(len(sessions)), key=lambda s: -instance.submissions[s].slots)
    for s in by_length:
        submission = instance.submissions[s]
        mine = [cell for cell in of_track[submission.track] if cell[0] >= submission.slots]
        # A cell that stays empty would be lost, so what is short goes to empty cells first.
        empty = [c for c in mine if c[0] == whole[id(c)]]
        if not mine:
            missed.add(submission.track)
            continue
        cell = min(mine if submission.slots > 1 or not empty else empty, key=lambda c: c[0])
        cell[0] -= submission.slots
        sessions[s] = cell[2]
    # The number of rooms in use is what arranging works with: cells nobody stands in are given up.
    for cell in cells:
        if cell[0] == whole[id(cell)]:
            rooms[cell[1], cell[2]] -= 1
    for key in [key for key, number in rooms.items() if not number]:
        del rooms[key]
    return sessions, missed
