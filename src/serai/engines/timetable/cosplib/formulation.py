"""The timetable of a conference as a model for CP-SAT.

Time slots are not in it: a plan says which session each submission stands in and which rooms each
track has in a session; `arranging` finds the rest. A track may run in several rooms at once. The
model sees the sum of their slots and not which submission is in which of them, so it may allow a
little more than there is: its bounds are true, and plans made from it are measured again. The same
holds for rooms in a pool, of which each counts as the cheapest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import IntVar

from serai.engines.timetable.cosplib.instance import Instance, Mode, Penalties
from serai.engines.timetable.cosplib.plan import Plan

Mask = NDArray[np.bool_]


Pools = Sequence[Sequence[int]]
"""Rooms in groups: a model counts the rooms of a group and does not tell them apart."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a model has come to."""

    sessions: list[int]
    """Of each submission."""
    rooms: dict[tuple[int, int], dict[int, int]]
    """By track and session: how many rooms of which pool."""


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


@dataclass(frozen=True, slots=True)
class Group:
    """Submissions of a track that nothing tells apart: same length, same costs, no conflicts."""

    members: tuple[int, ...]
    track: int
    slots: int


class Formulation:
    """The variables, and the rules that always hold. `terms.formulate` adds the objective."""

    def __init__(
        self, instance: Instance, mode: Mode, choices: Choices, pools: Pools | None = None
    ) -> None:
        self.instance = instance
        self.mode = mode
        self.pools = pools or tuple((room,) for room in range(len(instance.rooms)))
        self.model = cp_model.CpModel()
        self.groups = _groups(instance, mode, choices)
        self.group_of = {s: g for g, group in enumerate(self.groups) for s in group.members}
        self.groups_of_track: dict[int, list[int]] = {}
        for g, group in enumerate(self.groups):
            self.groups_of_track.setdefault(group.track, []).append(g)
        self.stands: dict[tuple[int, int], IntVar] = {}
        """By group and session: how many stand there. Of a group of one that is a Boolean."""
        self.runs: dict[tuple[int, int], IntVar] = {}
        """By track and session: it runs then."""
        self.uses: dict[tuple[int, int], dict[int, IntVar]] = {}
        """By track and session, then pool: how many rooms of the pool it has."""
        self.has: dict[int, dict[int, IntVar]] = {}
        """By track, then pool: how many rooms of the pool it has at one time or another."""
        self.parallel: dict[tuple[int, int], IntVar] = {}
        """By track and session: rooms beyond the first. Not in objective E, which allows none."""
        self._choose(choices)
        self._hold()
        self._share_rooms()
        if mode is Mode.EXACT:
            self._keep_exact_rules()

    def _choose(self, choices: Choices) -> None:
        """Make the variables; every submission stands somewhere."""
        in_pool = np.zeros((len(self.instance.rooms), len(self.pools)), np.int64)
        for p, pool in enumerate(self.pools):
            in_pool[list(pool), p] = 1
        rooms_of_pool = choices.cells.astype(np.int64) @ in_pool
        for t, groups in self.groups_of_track.items():
            self.has[t] = {}
            for k, session in enumerate(self.instance.sessions):
                sizes = {p: n for p, n in enumerate(rooms_of_pool[t, k].tolist()) if n}
                standing = [g for g in groups if choices.sessions[self.groups[g].members[0], k]]
                rooms = 1 if self.mode is Mode.EXACT else sum(sizes.values())
                if not sizes or not standing:
                    continue
                for g in standing:
                    most = len(self.groups[g].members)
                    if rooms == 1:
                        most = min(most, session.slots // self.groups[g].slots)
                    self.stands[g, k] = self.model.new_int_var(0, most, f"g{g}k{k}")
                self.runs[t, k] = self.model.new_bool_var(f"t{t}k{k}")
                self.uses[t, k] = {
                    p: self.model.new_int_var(0, min(size, rooms), f"t{t}k{k}p{p}")
                    for p, size in sizes.items()
                }
                self._remember(t, self.uses[t, k])
        for g, group in enumerate(self.groups):
            options = [
                self.stands[g, k]
                for k in range(len(self.instance.sessions))
                if (g, k) in self.stands
            ]
            if len(group.members) == 1:
                self.model.add_exactly_one(options)
            else:
                self.model.add(sum(options) == len(group.members))

    def _remember(self, track: int, uses: dict[int, IntVar]) -> None:
        """What a track uses in a session it has."""
        for p, variable in uses.items():
            if p not in self.has[track]:
                size = 1 if self.mode is Mode.EXACT else len(self.pools[p])
                self.has[track][p] = self.model.new_int_var(0, size, f"t{track}p{p}")
            self.model.add(variable <= self.has[track][p])

    def _hold(self) -> None:
        """The rooms of a track in a session hold its submissions, and none is empty."""
        weighted_sum = cp_model.LinearExpr.weighted_sum
        for (t, k), runs in self.runs.items():
            groups = [g for g in self.groups_of_track[t] if (g, k) in self.stands]
            standing = [self.stands[g, k] for g in groups]
            needed = [self.groups[g].slots for g in groups]
            slots = self.instance.sessions[k].slots
            for g, stands in zip(groups, standing, strict=True):
                if len(self.groups[g].members) == 1:
                    self.model.add_implication(stands, runs)
            self.model.add(sum(standing) >= runs)
            rooms = sum(self.uses[t, k].values())
            most = self._most_rooms(t, k) - 1
            if most == 0:
                self.model.add(rooms == runs)
                self.model.add(weighted_sum(standing, needed) <= slots * runs)
                continue
            self.parallel[t, k] = more = self.model.new_int_var(0, most, f"t{t}k{k}more")
            self.model.add(rooms == runs + more)
            self.model.add(more <= most * runs)
            self.model.add(rooms <= sum(standing))
            self.model.add(weighted_sum(standing, needed) <= slots * rooms)
            large = [s for s, n in zip(standing, needed, strict=True) if 2 * n > slots]
            if large:
                self.model.add(sum(large) <= rooms)

    def _most_rooms(self, track: int, session: int) -> int:
        """In how many rooms a track can run at once; each needs a submission."""
        if self.mode is Mode.EXACT:
            return 1
        rooms = sum(len(self.pools[p]) for p in self.uses[track, session])
        groups = (g for g in self.groups_of_track[track] if (g, session) in self.stands)
        return min(rooms, sum(len(self.groups[g].members) for g in groups))

    def _share_rooms(self) -> None:
        """A room holds one track at a time."""
        cells: dict[tuple[int, int], list[IntVar]] = {}
        for (_, k), uses in self.uses.items():
            for p, variable in uses.items():
                cells.setdefault((k, p), []).append(variable)
        for (_, p), sharing in cells.items():
            if len(self.pools[p]) == 1:
                self.model.add_at_most_one(sharing)
            else:
                self.model.add(sum(sharing) <= len(self.pools[p]))

    def _keep_exact_rules(self) -> None:
        """One room a track, few sessions, and no presenter in two rooms in one session."""
        for t, rooms in self.has.items():
            self.model.add(sum(rooms.values()) == 1)
            runs = [self.runs[t, k] for k in self.sessions_of(t)]
            self.model.add(sum(runs) <= self.instance.most_sessions(t))
        for a, b in self.instance.presenter_pairs:
            if self.instance.submissions[a].track != self.instance.submissions[b].track:
                for here, there in self.meetings(a, b):
                    self.model.add_at_most_one(here, there)

    def meetings(self, one: int, other: int) -> Iterator[tuple[IntVar, IntVar]]:
        """Yield the Booleans by which two submissions stand in the same session, for each.

        Two of a track are taken to share a room wherever they fit into one.
        """
        a, b = self.group_of[one], self.group_of[other]
        together = self.groups[a].track == self.groups[b].track
        for k, session in enumerate(self.instance.sessions):
            if (a, k) in self.stands and (b, k) in self.stands:
                room_for_both = self.groups[a].slots + self.groups[b].slots <= session.slots
                if not (together and room_for_both):
                    yield self.stands[a, k], self.stands[b, k]

    def minimize(self, costs: Iterable[tuple[int, IntVar]]) -> None:
        """Set the objective: variables, each with what one of it costs."""
        priced = list(costs)
        self.model.minimize(
            cp_model.LinearExpr.weighted_sum(
                [variable for _, variable in priced], [cost for cost, _ in priced]
            )
        )

    def cheapest(self, penalties: Penalties, pool: int) -> int:
        """Return the lowest of the penalties that are given by room."""
        return int(penalties[list(self.pools[pool])].min())

    def sessions_of(self, track: int) -> list[int]:
        """Return the sessions that a track may run in."""
        return [k for k in range(len(self.instance.sessions)) if (track, k) in self.runs]

    def hint(self, plan: Plan) -> None:
        """Begin from a plan."""
        count = Counter((self.group_of[s], place.session) for s, place in enumerate(plan.places))
        rooms: dict[int, set[int]] = {}
        for (t, _), held in plan.rooms_at.items():
            rooms.setdefault(t, set()).update(held)
        for key, variable in self.stands.items():
            self.model.add_hint(variable, count[key])
        for key, variable in self.runs.items():
            held = plan.rooms_at.get(key, [])
            self.model.add_hint(variable, bool(held))
            for p, uses in self.uses[key].items():
                self.model.add_hint(uses, len(set(self.pools[p]).intersection(held)))
            if key in self.parallel:
                self.model.add_hint(self.parallel[key], max(0, len(held) - 1))
        for t, has in self.has.items():
            for p, variable in has.items():
                self.model.add_hint(variable, len(rooms[t].intersection(self.pools[p])))

    def chosen(self, value: Callable[[IntVar], int]) -> Chosen:
        """Return what the model has come to."""
        sessions = [-1] * len(self.instance.submissions)
        left = [list(group.members) for group in self.groups]
        for (g, k), variable in self.stands.items():
            for _ in range(value(variable)):
                sessions[left[g].pop()] = k
        rooms = {
            key: {p: number for p, variable in uses.items() if (number := value(variable))}
            for key, uses in self.uses.items()
        }
        return Chosen(sessions, {key: held for key, held in rooms.items() if held})


def _groups(instance: Instance, mode: Mode, choices: Choices) -> list[Group]:
    """Group the submissions that are alike and have the same choices."""
    found: dict[tuple[object, ...], list[int]] = {}
    for s, kind in enumerate(instance.kinds[mode]):
        found.setdefault((kind, choices.sessions[s].tobytes()), []).append(s)
    return [
        Group(tuple(members), instance.submissions[members[0]].track,
              instance.submissions[members[0]].slots)
        for members in found.values()
    ]  # fmt: skip
