"""Rooms first: gives each track a room of its own before anybody knows when it runs.

With the rooms settled, sessions are a much smaller question. Tracks that need no more than their
room are also what most organisers want.
"""

from __future__ import annotations

from math import ceil

import numpy as np
from ortools.sat.python import cp_model

from serai.engines.timetable.cosplib.budget import Budget, new_solver
from serai.engines.timetable.cosplib.formulation import Choices
from serai.engines.timetable.cosplib.instance import Instance, Term

OVERFULL = 1000
"""What a session too many in a room costs, beside the dearest place for it."""


def settle_rooms(instance: Instance, budget: Budget, *, seed: int) -> Choices | None:
    """Return choices with one room a track, or as few as hold it.

    None where that would overfill rooms, or where time was too short.
    """
    everything = Choices.all_of(instance)
    tracks = [t for t, members in enumerate(instance.of_track) if members]
    needed = {t: _sessions_needed(instance, t) for t in tracks}
    count = len(instance.sessions)
    share = {t: min(len(instance.rooms), ceil(needed[t] / count)) for t in tracks}
    model = cp_model.CpModel()
    has = {
        (t, r): model.new_bool_var(f"t{t}r{r}") for t in tracks for r in range(len(instance.rooms))
    }
    for t in tracks:
        model.add(sum(has[t, r] for r in range(len(instance.rooms))) == share[t])
    place = _place_costs(instance)
    dearest = int(place.max(initial=0)) + OVERFULL
    busiest = model.new_int_var(0, sum(needed.values()), "busiest")
    costs: list[cp_model.LinearExprT] = [busiest]
    excesses: list[cp_model.IntVar] = []
    for r in range(len(instance.rooms)):
        load = sum(ceil(needed[t] / share[t]) * has[t, r] for t in tracks)
        free = int((place[:, :, r].min(axis=0) == 0).sum()) if tracks else count
        overfull = model.new_int_var(0, sum(needed.values()), "")
        model.add(load <= free + overfull)
        model.add(load <= busiest)
        costs.append(dearest * overfull)
        excesses.append(overfull)
    for (t, r), variable in has.items():
        cheapest = np.sort(place[t, :, r])[: needed[t]]
        costs.append(int(cheapest.sum()) * variable)
    model.minimize(sum(costs))
    solver = new_solver(seed=seed)
    budget.allot(solver, 1.0)
    status = solver.solve(model)
    budget.charge(solver)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE} or any(map(solver.value, excesses)):
        return None
    cells = np.zeros_like(everything.cells)
    for (t, r), variable in has.items():
        cells[t, :, r] = solver.boolean_value(variable)
    return Choices(everything.sessions, cells)


def _sessions_needed(instance: Instance, track: int) -> int:
    """Return about how many cells a track takes."""
    slots = [instance.submissions[s].slots for s in instance.of_track[track]]
    usual = sum(session.slots for session in instance.sessions) / len(instance.sessions)
    large = sum(2 * n > usual for n in slots)
    return max(ceil(sum(slots) / usual), large)


def _place_costs(instance: Instance) -> np.ndarray[tuple[int, int, int], np.dtype[np.int64]]:
    """What a cell costs by track, session and room, before anything is known of the rest."""
    weight = instance.weight
    return (
        weight(Term.TRACKS_SESSIONS) * instance.track_session[:, :, None]
        + weight(Term.TRACKS_ROOMS) * instance.track_room[:, None, :]
        + weight(Term.SESSIONS_ROOMS) * instance.session_room[None, :, :]
    )
