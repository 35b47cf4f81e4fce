"""A first plan within a moment, and better ones by moving one session after another.

Sessions are put, the most constrained first, where they cost least; one that has no free place
takes the place of others, which then look for theirs. Improvement is a heat bath: a session is
taken out and put back at a place drawn by its price, ever more greedily (simulated annealing).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from serai.engines.timetable.compiling import Compiled
from serai.engines.timetable.layout import Mask, Numbers
from serai.engines.timetable.terms import Occupancy, Pair, Situation, Term

Places = dict[int, tuple[int, int]]
"""Slot and room of each placed session."""

CLOSED = np.int64(10**6)
WARM, COLD = 8.0, 0.3
"""The temperatures at the beginning and end, in units of a low weight."""


@dataclass
class Search:
    """A plan that is being built and improved. `more` says whether there is time."""

    compiled: Compiled
    seed: int
    more: Callable[[], bool]

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        self.situation = self.compiled.situation()
        self.visits: dict[int, Numbers] = {}
        self.free = [int(mask.sum()) for mask in self.compiled.open]
        self.distance: Callable[[int], Numbers] | None = None
        self.lean = self._lean()

    def places(self) -> Places:
        situation = self.situation
        return {i: (slot, situation.room[i]) for i, slot in enumerate(situation.start) if slot >= 0}

    def _lean(self) -> list[int]:
        """How many sessions have to come after each, less those that have to come before it."""
        lean = [0] * len(self.free)
        for term in self.compiled.terms:
            if isinstance(term, Pair) and term.weight is None and term.behind is None:
                first, second = term.sessions
                lean[first] += 1
                lean[second] -= 1
        return lean

    def scale(self) -> float:
        """What one step of temperature is worth: a small difference in price between places."""
        steps = []
        placed = [i for i, slot in enumerate(self.situation.start) if slot >= 0]
        for session in self.random.permutation(placed)[:40]:
            at = self.situation.start[session], self.situation.room[session]
            self.situation.take(session)
            hard, soft = self.situation.prices(session)
            self.situation.place(session, *at)
            prices = soft[(hard == 0) & self.compiled.open[session]]
            if len(prices):
                steps += [int(each) for each in np.unique(prices - prices.min())[1:4]]
        return float(np.percentile(steps, 25)) if steps else 1.0

    def load(self, plan: Places) -> None:
        """Begin from a plan; what stands where it may not is left out."""
        for session, (slot, room) in plan.items():
            if self.compiled.open[session][slot, room]:
                hard, _ = self.situation.prices(session)
                if not hard[slot, room]:
                    self.situation.place(session, slot, room)

    def construct(self, only: Sequence[int] | None = None) -> bool:
        """Place what is not placed yet. Whether all that must be held is."""
        compiled, situation = self.compiled, self.situation
        degrees = [len(numbers) for numbers in situation.of]
        exclusive = [any(getattr(compiled.terms[n], "exclusive", ()) and i in
                         compiled.terms[n].exclusive for n in situation.of[i])  # type: ignore[attr-defined]
                     for i in range(len(degrees))]  # fmt: skip
        chosen = range(len(situation.start)) if only is None else only
        waiting = [i for i in chosen if situation.start[i] < 0]
        waiting.sort(
            key=lambda i: (not exclusive[i], self.free[i] / (1 + degrees[i]), -self._length(i))
        )
        tries = 20 * len(waiting) + 500
        while waiting and tries and self.more():
            tries -= 1
            session = waiting.pop(0)
            hard, soft = situation.prices(session)
            closed = ~self.compiled.open[session]
            soft += (np.arange(len(soft)) * self.lean[session])[:, None].astype(np.int64)
            if closed.all():
                if compiled.penalties[session] is None:
                    return False
                continue
            hard[closed] = CLOSED
            if self.distance is not None:
                soft = np.minimum(soft, 999) + 1000 * self.distance(session)
            if (hard == 0).any():
                self._put(session, np.where(hard == 0, soft, np.iinfo(np.int64).max))
                continue
            if compiled.penalties[session] is not None:
                continue
            visits = self.visits.setdefault(session, np.zeros_like(hard))
            cell = self._least(hard * 20 + visits * 15 + np.minimum(soft, 10))
            visits[cell] += 1
            waiting = self._force(session, *cell) + waiting
        return not waiting

    def _length(self, session: int) -> int:
        layout = self.compiled.layout
        return layout.steps[session] + layout.setup[session] + layout.clearing[session]

    def _least(self, prices: Numbers) -> tuple[int, int]:
        """One of the cheapest places, drawn."""
        flat = prices.ravel()
        cheapest = np.flatnonzero(flat == flat.min())
        slot, room = divmod(int(self.random.choice(cheapest)), prices.shape[1])
        return slot, room

    def _put(self, session: int, prices: Numbers) -> None:
        self.situation.place(session, *self._least(prices))

    def _force(self, session: int, slot: int, room: int) -> list[int]:
        """Place a session and take out those that stand in its way."""
        situation = self.situation
        situation.place(session, slot, room)
        thrown: list[int] = []
        for number in situation.of[session]:
            term = self.compiled.terms[number]
            if term.weight is not None or len(term.sessions) < 2:
                continue
            if not self._price(number, session):
                continue
            rivals = [o for o in term.sessions if o != session and self._near(term, session, o)]
            self.random.shuffle(rivals)
            for rival in rivals:
                before = self._price(number, session)
                if not before:
                    break
                at = situation.start[rival], situation.room[rival]
                situation.take(rival)
                if self._price(number, session) < before:
                    thrown.append(rival)
                else:
                    situation.place(rival, *at)
        if any(
            self._price(number, session)
            for number in situation.of[session]
            if self.compiled.terms[number].weight is None
        ):
            # Something is in the way that no other session causes.
            situation.take(session)
            thrown.append(session)
        return thrown

    def _near(self, term: Term, session: int, other: int) -> bool:
        situation = self.situation
        if situation.start[other] < 0:
            return False
        if isinstance(term, Pair):
            return True
        if isinstance(term, Occupancy):
            return situation.room[other] == situation.room[session]
        layout = situation.layout
        return layout.day[situation.start[other]] == layout.day[situation.start[session]]

    def _price(self, number: int, session: int) -> int:
        """What a placed session adds to a term where it stands."""
        situation, term = self.situation, self.compiled.terms[number]
        slot, room = situation.start[session], situation.room[session]
        costs: Numbers = np.zeros(
            (situation.layout.slots, len(situation.layout.rooms)), dtype=np.int64
        )
        kept = situation.kept[number]
        put = type(term).put is not Term.put
        if put:
            term.put(situation, kept, session, -1)
        situation.start[session] = -1
        term.price(situation, kept, session, costs, 1)
        situation.start[session] = slot
        if put:
            term.put(situation, kept, session, 1)
        return int(costs[slot, room])

    def improve(
        self,
        steps: int,
        done: Callable[[int], float],
        report: Callable[[int], None] | None = None,
    ) -> Places:
        """Move sessions one after another; the best plan found, which is then the situation's.

        At most so many steps; `done` says how far it is (0–1) after a step, which sets the
        temperature; `report` is told how much cheaper than at the beginning the best is.
        """
        situation, compiled = self.situation, self.compiled
        movable = [i for i, free in enumerate(self.free) if free > 1]
        best, change, lowest = self.places(), 0, 0
        if not movable:
            return best
        scale, heat = self.scale(), WARM
        for step in range(steps):
            if step % 16 == 0:
                if not self.more() or done(step) >= 1:
                    break
                heat = scale * WARM * (COLD / WARM) ** done(step)
            session = movable[int(self.random.integers(len(movable)))]
            penalty = compiled.penalties[session]
            at = situation.start[session], situation.room[session]
            placed = at[0] >= 0
            if placed:
                situation.take(session)
            hard, soft = situation.prices(session)
            cells = np.flatnonzero((hard == 0) & compiled.open[session])
            now = int(soft[at]) if placed else penalty or 0
            if not len(cells):
                continue
            costs = soft.ravel()[cells]
            chosen = self._draw(costs, penalty, heat)
            if chosen is None:
                change += (penalty or 0) - now
            else:
                slot, room = divmod(int(cells[chosen]), soft.shape[1])
                situation.place(session, slot, room)
                change += int(costs[chosen]) - now
            if change < lowest:
                lowest, best = change, self.places()
                if report:
                    report(lowest)
        self._restore(best)
        return best

    def _draw(self, costs: Numbers, penalty: int | None, heat: float) -> int | None:
        """The number of a place drawn by its price; None to leave the session out."""
        all_costs = costs if penalty is None else np.append(costs, penalty)
        weights = np.exp(-(all_costs - all_costs.min()) / heat)
        total = np.cumsum(weights)
        drawn = int(np.searchsorted(total, self.random.random() * total[-1], "right"))
        drawn = min(drawn, len(all_costs) - 1)
        return None if drawn == len(costs) else drawn

    def _restore(self, plan: Places) -> None:
        for session, slot in enumerate(self.situation.start):
            if slot >= 0 and plan.get(session) != (slot, self.situation.room[session]):
                self.situation.take(session)
        for session, (slot, room) in plan.items():
            if self.situation.start[session] < 0:
                self.situation.place(session, slot, room)


def cost_of(compiled: Compiled, plan: Places) -> int:
    """What a plan costs by the terms, session by session as they are placed."""
    situation: Situation = compiled.situation()
    total = 0
    for session, (slot, room) in plan.items():
        _, soft = situation.prices(session)
        total += int(soft[slot, room])
        situation.place(session, slot, room)
    for session, penalty in enumerate(compiled.penalties):
        if penalty is not None and session not in plan:
            total += penalty
    return total


def is_open(masks: Sequence[Mask], plan: Places) -> bool:
    """Whether every session stands where it may stand by itself."""
    return all(masks[session][place] for session, place in plan.items())
