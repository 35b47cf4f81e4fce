"""The timetable of a conference as a model for CP-SAT.

Time slots are not in it: a plan says which session each submission stands in and which rooms each
track has in a session; `arranging` finds the rest. A track may run in several rooms at once. The
model sees the sum of their slots and not which submission is in which of them, so it may allow a
little more than there is: its bounds are true, and plans made from it are measured again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import IntVar

from serai.engines.timetable.cosplib.instance import Instance, Mode
from serai.engines.timetable.cosplib.plan import Plan

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Choices:
    """What a model may choose from; what is left out does not become a variable."""

    sessions: Mask
    """By submission and session: where it may stand."""
    cells: Mask
    """By track, session and room: which it may use."""

    @classmethod
    def all_of(cls, instance: Instance) -> Choices:
        """Return everything that fits."""
        slots = np.array([session.slots for session in instance.sessions])
        needed = np.array([submission.slots for submission in instance.submissions])
        return cls(
            sessions=needed[:, None] <= slots[None, :],
            cells=np.ones(
                (len(instance.tracks), len(instance.sessions), len(instance.rooms)), np.bool_
            ),
        )


class Formulation:
    """The variables, and the rules that always hold. `terms.formulate` adds the objective."""

    def __init__(self, instance: Instance, mode: Mode, choices: Choices) -> None:
        self.instance = instance
        self.mode = mode
        self.model = cp_model.CpModel()
        self.stands: dict[tuple[int, int], IntVar] = {}
        """By submission and session: it stands there."""
        self.runs: dict[tuple[int, int], IntVar] = {}
        """By track and session: it runs then."""
        self.uses: dict[tuple[int, int], dict[int, IntVar]] = {}
        """By track and session, then room: it has that room."""
        self.has: dict[int, dict[int, IntVar]] = {}
        """By track, then room: it has that room at some time."""
        self.parallel: dict[tuple[int, int], IntVar] = {}
        """By track and session: rooms beyond the first. Not in objective E, which allows none."""
        self._choose(choices)
        self._hold()
        self._share_rooms()
        if mode is Mode.EXACT:
            self._keep_exact_rules()

    def _choose(self, choices: Choices) -> None:
        """Make the variables; a submission stands somewhere, and its track then runs."""
        boolean = self.model.new_bool_var
        for s, k in np.argwhere(choices.sessions).tolist():
            self.stands[s, k] = boolean(f"s{s}k{k}")
        for t, members in enumerate(self.instance.of_track):
            if members:
                self.has[t] = {}
            for k in range(len(self.instance.sessions)):
                rooms = np.flatnonzero(choices.cells[t, k]).tolist()
                if not rooms or not any((s, k) in self.stands for s in members):
                    continue
                self.runs[t, k] = boolean(f"t{t}k{k}")
                self.uses[t, k] = {r: boolean(f"t{t}k{k}r{r}") for r in rooms}
                for r, uses in self.uses[t, k].items():
                    has = self.has[t].setdefault(r, boolean(f"t{t}r{r}"))
                    self.model.add_implication(uses, has)
        for s, submission in enumerate(self.instance.submissions):
            options = []
            for k in range(len(self.instance.sessions)):
                stands = self.stands.get((s, k))
                if stands is None:
                    continue
                if (runs := self.runs.get((submission.track, k))) is None:
                    self.model.add(stands == 0)
                    continue
                self.model.add_implication(stands, runs)
                options.append(stands)
            self.model.add_exactly_one(options)

    def _hold(self) -> None:
        """The rooms of a track in a session hold its submissions, and none is empty."""
        for (t, k), runs in self.runs.items():
            members = [s for s in self.instance.of_track[t] if (s, k) in self.stands]
            standing = [self.stands[s, k] for s in members]
            needed = [self.instance.submissions[s].slots for s in members]
            slots = self.instance.sessions[k].slots
            self.model.add_bool_or([*standing, ~runs])
            rooms = sum(self.uses[t, k].values())
            most = min(len(self.uses[t, k]), len(members)) - 1
            if self.mode is Mode.EXACT or most == 0:
                self.model.add(rooms == runs)
                self.model.add(cp_model.LinearExpr.weighted_sum(standing, needed) <= slots * runs)
                continue
            self.parallel[t, k] = more = self.model.new_int_var(0, most, f"t{t}k{k}more")
            self.model.add(rooms == runs + more)
            self.model.add(more <= most * runs)
            self.model.add(rooms <= sum(standing))
            self.model.add(cp_model.LinearExpr.weighted_sum(standing, needed) <= slots * rooms)
            large = [s for s, n in zip(standing, needed, strict=True) if 2 * n > slots]
            if len(large) > 1:
                self.model.add(sum(large) <= rooms)

    def _share_rooms(self) -> None:
        """A room holds one track at a time."""
        cells: dict[tuple[int, int], list[IntVar]] = {}
        for (_, k), uses in self.uses.items():
            for r, variable in uses.items():
                cells.setdefault((k, r), []).append(variable)
        for sharing in cells.values():
            self.model.add_at_most_one(sharing)

    def _keep_exact_rules(self) -> None:
        """One room a track, few sessions, and no presenter in two rooms in one session."""
        for t, rooms in self.has.items():
            self.model.add_exactly_one(rooms.values())
            runs = [self.runs[t, k] for k in self.sessions_of(t)]
            self.model.add(sum(runs) <= self.instance.most_sessions(t))
        for a, b in self.instance.presenter_pairs:
            if self.instance.submissions[a].track != self.instance.submissions[b].track:
                for k in range(len(self.instance.sessions)):
                    if (a, k) in self.stands and (b, k) in self.stands:
                        self.model.add_at_most_one(self.stands[a, k], self.stands[b, k])

    def minimize(self, costs: Iterable[tuple[int, IntVar]]) -> None:
        """Set the objective: variables, each with what one of it costs."""
        priced = list(costs)
        self.model.minimize(
            cp_model.LinearExpr.weighted_sum(
                [variable for _, variable in priced], [cost for cost, _ in priced]
            )
        )

    def sessions_of(self, track: int) -> list[int]:
        """Return the sessions that a track may run in."""
        return [k for k in range(len(self.instance.sessions)) if (track, k) in self.runs]

    def hint(self, plan: Plan) -> None:
        """Begin from a plan."""
        at = {(s, place.session) for s, place in enumerate(plan.places)}
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for key, variable in self.stands.items():
            self.model.add_hint(variable, key in at)
        rooms: dict[int, set[int]] = {}
        for (t, _k), held in plan.rooms_at.items():
            rooms.setdefault(t, set()).update(held)
        for key, variable in self.runs.items():
            held = plan.rooms_at.get(key, [])
            self.model.add_hint(variable, bool(held))
            for r, uses in self.uses[key].items():
                self.model.add_hint(uses, r in held)
            if key in self.parallel:
                self.model.add_hint(self.parallel[key], max(0, len(held) - 1))
        for t, has in self.has.items():
            for r, variable in has.items():
                self.model.add_hint(variable, r in rooms.get(t, ()))

    def chosen(
        self, value: Callable[[IntVar], bool]
    ) -> tuple[list[int], dict[tuple[int, int], list[int]]]:
        """Return the session of each submission, and the rooms by track and session."""
        sessions = [-1] * len(self.instance.submissions)
        for (s, k), variable in self.stands.items():
            if value(variable):
                sessions[s] = k
        rooms = {
            key: held
            for key, uses in self.uses.items()
            if (held := [r for r, variable in uses.items() if value(variable)])
        }
        return sessions, rooms
