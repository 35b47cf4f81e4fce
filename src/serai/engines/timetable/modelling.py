"""The CP-SAT model: a literal for each place of each session, and what terms say about them.

A Boolean model on the grid of slots and rooms, not one of intervals: the grid is fixed, domains
are cut before the model is built, and its relaxation is tight (see `docs/explanation`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from serai.engines.timetable.compiling import Compiled
from serai.engines.timetable.layout import Mask, Numbers
from serai.engines.timetable.terms import Cells, Term

Literal = Any
"""A literal of CP-SAT."""


class Model:
    """A model of all terms; `soft` leaves the terms that only cost out, or in."""

    def __init__(
        self,
        compiled: Compiled,
        *,
        soft: bool = True,
        open_places: Sequence[Mask] | None = None,
        assume: bool = False,
        rooms: bool = True,
        terms: Iterable[Term] | None = None,
        sessions: Iterable[int] | None = None,
    ) -> None:
        """Build the model.

        With `assume` each hard demand hangs on a literal of its own (see `demands`). Without
        `rooms` it holds times alone, each place standing for all rooms of its slot: a relaxation
        that is many times smaller, in which rooms are only counted.
        """
        self.compiled = compiled
        self.layout = compiled.layout
        self.cp = cp_model.CpModel()
        self.assume = assume
        self.rooms = rooms
        self.demands: dict[tuple[Term | int, Hashable], Literal] = {}
        self._said: dict[Hashable, Term] = {}
        self.places: list[dict[tuple[int, int], Literal]] = []
        self.starts: list[dict[int, Literal]] = []
        self.stays: list[dict[int, Literal]] = []
        self.held: list[Literal | None] = []
        self._covering: dict[int, dict[int, list[Literal]]] = {}
        self._ladders: dict[int, tuple[list[int], list[Literal]]] = {}
        self._costs: list[tuple[Literal, int]] = []
        self._offset = 0
        chosen = None if sessions is None else set(sessions)
        masks = compiled.open if open_places is None else open_places
        for number in range(len(self.layout.sessions)):
            mask = masks[number] if chosen is None or number in chosen else None
            if mask is not None and not rooms:
                mask = np.asarray(mask.any(axis=1))[:, None]
            self._session(number, mask)
        for term in compiled.terms if terms is None else terms:
            if term.weight is None or (soft and term.weight):
                term.constrain(self)
        if not rooms:
            self._cheapest_rooms()
        if soft:
            for number, penalty in enumerate(compiled.penalties):
                held = self.held[number]
                if penalty is not None and held is not None:
                    self._costs.append((held, -penalty))
                    self._offset += penalty

    def _session(self, number: int, mask: Mask | None) -> None:
        cp = self.cp
        if mask is None:
            for each in (self.places, self.starts, self.stays):
                each.append({})
            self.held.append(cp.new_constant(0))
            return
        slots, rooms = np.nonzero(mask)
        places = {
            (int(slot), int(room)): cp.new_bool_var("")
            for slot, room in zip(slots, rooms, strict=True)
        }
        self.places.append(places)
        self.starts.append(self._sums(places, 0))
        self.stays.append(self._sums(places, 1))
        held: Literal | None = None
        if self.assume and self.compiled.penalties[number] is None:
            held = cp.new_bool_var("")
            self.demands[number, None] = held
        elif self.compiled.penalties[number] is not None:
            held = cp.new_bool_var("")
        self.held.append(held)
        for literals in (self.starts[-1], self.stays[-1]):
            if held is None:
                cp.add_exactly_one(literals.values())
            else:
                cp.add_exactly_one([*literals.values(), held.Not()])

    def _sums(self, places: Mapping[tuple[int, int], Literal], axis: int) -> dict[int, Literal]:
        """A literal for each slot (axis 0) or room (axis 1): one of its places is taken."""
        grouped: dict[int, list[Literal]] = defaultdict(list)
        for key, literal in places.items():
            grouped[key[axis]].append(literal)
        found: dict[int, Literal] = {}
        for key_, literals in grouped.items():
            if len(literals) == 1:
                found[key_] = literals[0]
            else:
                found[key_] = self.cp.new_bool_var("")
                self.cp.add_exactly_one([*literals, found[key_].Not()])
        return found

    def _cheapest_rooms(self) -> None:
        """Without rooms a start costs what it costs in its cheapest room."""
        shape = (self.layout.slots, len(self.layout.rooms))
        prices: dict[int, Numbers] = defaultdict(lambda: np.zeros(shape, dtype=np.int64))
        for term in self.compiled.terms:
            if isinstance(term, Cells) and term.weight:
                prices[term.sessions[0]] += term.units * term.weight
        for number, price in prices.items():
            closed = ~self.compiled.open[number]
            least = np.where(closed, np.iinfo(np.int64).max, price).min(axis=1)
            for slot, start in self.starts[number].items():
                if least[slot]:
                    self._costs.append((start, int(least[slot])))

    # What terms say

    def literal(self, name: str = "") -> Literal:
        return self.cp.new_bool_var(name)

    def covering(self, session: int) -> dict[int, list[Literal]]:
        """For each slot the starts with which the session covers it."""
        if session not in self._covering:
            found: dict[int, list[Literal]] = defaultdict(list)
            for slot, start in self.starts[session].items():
                for each in range(slot, slot + self.layout.steps[session]):
                    found[each].append(start)
            self._covering[session] = found
        return self._covering[session]

    def demand(self, term: Term, key: Hashable = None) -> list[Literal]:
        """On what a hard statement of a term hangs; nothing where nothing is assumed."""
        if not self.assume or term.weight is not None:
            return []
        # What reads the same is one demand: who gives it up gives up all of it.
        values = repr(sorted(term.values.items()))
        said = (term.rule, *term.sessions), term.people, term.rooms, values, key
        subject = self._said.setdefault(said, term)
        if (subject, key) not in self.demands:
            self.demands[subject, key] = self.cp.new_bool_var("")
        return [self.demands[subject, key]]

    def forbid(self, term: Term, session: int, mask: Mask | Numbers) -> None:
        """The session stands at no place of the mask (already cut where nothing is assumed)."""
        if not self.assume:
            return
        (demand,) = self.demand(term)
        whole = np.broadcast_to(mask, (self.layout.slots, len(self.layout.rooms)))
        if mask.shape[0] == 1:
            for room, there in self.stays[session].items():
                if mask[0, room]:
                    self.cp.add_implication(demand, there.Not())
        elif mask.shape[1] == 1:
            for slot, start in self.starts[session].items():
                if mask[slot, 0]:
                    self.cp.add_implication(demand, start.Not())
        else:
            for place, literal in self.places[session].items():
                if whole[place]:
                    self.cp.add_implication(demand, literal.Not())

    def one_of(
        self, term: Term, literals: Sequence[Literal], *, unless: Literal | None = None,
        key: Hashable = None,
    ) -> None:  # fmt: skip
        """At most one of the literals, unless `unless`."""
        if len(literals) < 2:
            return
        if unless is not None:
            self.cp.add(cp_model.LinearExpr.sum(list(literals)) - unless <= 1)
        elif demand := self.demand(term, key):
            self.cp.add(cp_model.LinearExpr.sum(list(literals)) <= 1).only_enforce_if(demand)
        else:
            self.cp.add_at_most_one(literals)

    def any_of(self, term: Term, literals: Sequence[Literal]) -> None:
        """One of the literals or more."""
        self.cp.add_bool_or(literals).only_enforce_if(self.demand(term))

    def imply_any(self, literal: Literal, others: Sequence[Literal]) -> None:
        self.cp.add_bool_or(others).only_enforce_if(literal)

    def unheld(self, session: int) -> list[Literal]:
        """The literal that the session is not held; nothing where it must be."""
        held = self.held[session]
        return [] if held is None else [held.Not()]

    def order(self, term: Term, first: int, second: int, lag: int) -> None:
        """The second begins `lag` minutes after the end of the first, or later."""
        slots, ladder = self._ladder(first)
        later, others = self._ladder(second)
        minute = self.layout.minute
        for slot, reached in zip(slots, ladder, strict=True):
            ends = minute[slot] + self.layout.duration[first] + lag
            right = next((k for k, t in enumerate(later) if minute[t] >= ends), None)
            if right == 0:
                continue
            allowed = [] if right is None else [others[right]]
            self.any_of(term, [reached.Not(), *allowed, *self.unheld(second)])

    def _ladder(self, session: int) -> tuple[list[int], list[Literal]]:
        """For each possible start, the literal that the session begins then or later."""
        if session not in self._ladders:
            slots = sorted(self.starts[session])
            ladder: list[Literal] = []
            for slot in reversed(slots):
                start = self.starts[session][slot]
                if ladder:
                    reached = self.cp.new_bool_var("")
                    self.cp.add_exactly_one([reached.Not(), ladder[-1], start])
                else:
                    reached = start
                ladder.append(reached)
            self._ladders[session] = slots, ladder[::-1]
        return self._ladders[session]

    def cost(self, term: Term, literal: Literal, units: int) -> None:
        if units and term.weight:
            self._costs.append((literal, units * term.weight))

    def amount(self, term: Term, most: int) -> Literal:
        """A number of units that the term is broken by."""
        amount = self.cp.new_int_var(0, most, "")
        if term.weight:
            self._costs.append((amount, term.weight))
        return amount

    def at_most(
        self, term: Term, literals: Sequence[Literal], allowed: int, excess: Literal | None
    ) -> None:
        if len(literals) <= allowed:
            return
        total = cp_model.LinearExpr.sum(list(literals))
        if excess is not None:
            self.cp.add(total - excess <= allowed)
        else:
            self.cp.add(total <= allowed).only_enforce_if(self.demand(term))

    def within(
        self, term: Term, lacks: Sequence[tuple[Sequence[tuple[Literal, int]], int]]
    ) -> None:
        """Each weighted sum stays within its supply, or the largest lack is paid for."""
        tight = [(d, s) for d, s in lacks if sum(weight for _, weight in d) > s]
        if not tight:
            return
        most = max(sum(weight for _, weight in demand) - supply for demand, supply in tight)
        excess = None if term.weight is None else self.amount(term, most)
        for demand, supply in tight:
            literals, weights = zip(*demand, strict=True)
            total = cp_model.LinearExpr.weighted_sum(list(literals), list(weights))
            if excess is not None:
                self.cp.add(total - excess <= supply)
            else:
                self.cp.add(total <= supply).only_enforce_if(self.demand(term))

    def spread(self, term: Term, uses: Sequence[Sequence[Literal]]) -> None:
        """How many of the uses are used, beyond one."""
        used = []
        for literals in uses:
            use = self.cp.new_bool_var("")
            used.append(use)
            for literal in literals:
                self.cp.add_implication(literal, use)
        if term.weight is None:
            self.one_of(term, used)
        elif len(used) > 1:
            amount = self.amount(term, len(used) - 1)
            self.cp.add(amount >= cp_model.LinearExpr.sum(used) - 1)

    def beyond_days(
        self, term: Term, unfollowed: Sequence[Literal], days: Sequence[Sequence[Literal]]
    ) -> None:
        """How many are not followed beyond one for each day that is used."""
        used = []
        for literals in days:
            use = self.cp.new_bool_var("")
            used.append(use)
            self.cp.add_bool_or([*literals, use.Not()])
        amount = self.amount(term, len(unfollowed))
        total = cp_model.LinearExpr.sum(list(unfollowed)) - cp_model.LinearExpr.sum(used)
        self.cp.add(amount >= total)

    def level(self, term: Term, groups: Sequence[Sequence[Literal]], tolerance: int) -> None:
        """By how much the largest group exceeds the smallest beyond the tolerance."""
        most = max(len(group) for group in groups)
        highest, lowest = (self.cp.new_int_var(0, most, "") for _ in range(2))
        for group in groups:
            total = cp_model.LinearExpr.sum(list(group))
            self.cp.add(highest >= total)
            self.cp.add(lowest <= total)
        amount = self.amount(term, most)
        self.cp.add(amount >= highest - lowest - tolerance)

    # Solving

    @property
    def objective(self) -> Any:
        literals = [literal for literal, _ in self._costs]
        weights = [weight for _, weight in self._costs]
        return cp_model.LinearExpr.weighted_sum(literals, weights) + self._offset

    def minimise(self) -> None:
        self.cp.minimize(self.objective)

    def complete_hint(self) -> None:
        """Hint what follows from the hinted places as well: a hint with holes is often lost."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.fix_variables_to_their_hinted_value = True
        solver.parameters.max_deterministic_time = 1
        solver.parameters.stop_after_first_solution = True
        if solver.solve(self.cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            values = list(solver.response_proto.solution)
            self.cp.clear_hints()  # type: ignore[no-untyped-call]
            self.cp.proto.solution_hint.vars.extend(range(len(values)))
            self.cp.proto.solution_hint.values.extend(values)

    def hint(self, plan: Mapping[int, tuple[int, int]]) -> None:
        """Begin from a plan: all places, starts and rooms are hinted."""
        for number, places in enumerate(self.places):
            at = plan.get(number)
            if at is not None and not self.rooms:
                at = at[0], 0
            for place, literal in places.items():
                self.cp.add_hint(literal, at == place)
            self._hint_sums(number, at)
            held = self.held[number]
            if held is not None and places:
                self.cp.add_hint(held, at is not None)

    def _hint_sums(self, number: int, at: tuple[int, int] | None) -> None:
        known = {literal.index for literal in self.places[number].values()}
        for axis, literals in enumerate((self.starts[number], self.stays[number])):
            for key, literal in literals.items():
                if literal.index not in known:
                    self.cp.add_hint(literal, at is not None and at[axis] == key)

    def plan(self, value: Any) -> dict[int, tuple[int, int]]:
        """The places whose literals are true; `value` says which are."""
        return {
            number: place
            for number, places in enumerate(self.places)
            for place, literal in places.items()
            if value(literal)
        }
