"""From sessions and rooms to a plan: who stands in which room of a track, and in which slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, permutations

from ortools.sat.python import cp_model

from serai.engines.timetable.cosplib.budget import new_solver
from serai.engines.timetable.cosplib.instance import Instance, Mode, Term
from serai.engines.timetable.cosplib.plan import Cell, Place, Plan

MOST_PERMUTED = 5
"""Up to so many submissions of a cell all orders are tried; beyond, exchanges of two."""
IDLE = -1
"""Stands for a slot in which nothing happens."""


def arrange(
    instance: Instance,
    mode: Mode,
    sessions: Sequence[int],
    rooms: Mapping[tuple[int, int], Sequence[int]],
) -> Plan | None:
    """Return the plan for a session of each submission and the rooms by track and session.

    None where the submissions of a track do not fit into its rooms one by one, though their sum
    does.
    """
    held: dict[tuple[int, int], list[int]] = {}
    for at, session in enumerate(sessions):
        held.setdefault((instance.submissions[at].track, session), []).append(at)
    cells: dict[Cell, list[int]] = {}
    for key, members in held.items():
        shared = _share(instance, key[1], members, sorted(rooms.get(key, ())))
        if shared is None:
            return None
        cells.update({Cell(key[1], room): inside for room, inside in shared.items()})
    cells = dict(sorted(cells.items()))
    _put_in_order(instance, cells)
    if mode is Mode.EXTENDED:
        _part_in_time(instance, cells)
    return _placed(instance, cells)


def _share(
    instance: Instance, session: int, members: list[int], rooms: Sequence[int]
) -> dict[int, list[int]] | None:
    """Share the submissions of a track between its rooms in a session; leave no room empty."""
    slots = instance.sessions[session].slots
    needed = [instance.submissions[at].slots for at in members]
    if not rooms or sum(needed) > slots * len(rooms):
        return None
    if len(rooms) == 1:
        return {rooms[0]: members}
    model = cp_model.CpModel()
    inside = [[model.new_bool_var("") for _ in rooms] for _ in members]
    for options in inside:
        model.add_exactly_one(options)
    for column in range(len(rooms)):
        chosen = [options[column] for options in inside]
        model.add(cp_model.LinearExpr.weighted_sum(chosen, needed) <= slots)
        model.add_bool_or(chosen)
    model.minimize(sum(_sharing_costs(instance, model, members, rooms, inside)))
    solver = new_solver()
    solver.parameters.max_deterministic_time = 0.5
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return {
        room: [at for at, options in zip(members, inside, strict=True) if solver.value(options[c])]
        for c, room in enumerate(rooms)
    }


def _sharing_costs(
    instance: Instance,
    model: cp_model.CpModel,
    members: list[int],
    rooms: Sequence[int],
    inside: list[list[cp_model.IntVar]],
) -> Iterable[cp_model.LinearExprT]:
    """What it costs who stands in which room: penalties, conflicts, and leaving the order."""
    row = dict(zip(members, inside, strict=True))
    for at, options in row.items():
        for room, option in zip(rooms, options, strict=True):
            penalty = int(instance.submission_room[at, room])
            yield instance.weight(Term.SUBMISSIONS_ROOMS) * penalty * option
    pairs = (
        (Term.PRESENTERS, instance.presenter_pairs),
        (Term.ATTENDEES, instance.attendee_pairs),
    )
    for term, conflicts in pairs:
        for a, b in conflicts if instance.weight(term) else ():
            if a in row and b in row:
                together = model.new_bool_var("")
                for one, other in zip(row[a], row[b], strict=True):
                    model.add_implication(together, one).only_enforce_if(other)
                yield instance.weight(term) * (1 - together)
    ordered = sorted(
        (at for at in members if instance.submissions[at].order),
        key=lambda at: instance.submissions[at].order,
    )
    for a, b in pairwise(ordered):
        back = model.new_bool_var("")
        first, second = (
            sum(column * option for column, option in enumerate(row[at])) for at in (a, b)
        )
        model.add(second >= first).only_enforce_if(~back)
        yield max(1, instance.weight(Term.ORDER)) * back


def _put_in_order(instance: Instance, cells: dict[Cell, list[int]]) -> None:
    """Let the submissions that have a place in their track stand at it, if its cell reaches it.

    The cells must be in the order of sessions and rooms.
    """
    passed = [0] * len(instance.tracks)
    for cell, members in cells.items():
        track = instance.submissions[members[0]].track
        first = passed[track]
        passed[track] += len(members)
        wanted: dict[int, int] = {}
        for at in members:
            index = instance.submissions[at].order - 1 - first
            if 0 <= index < len(members):
                wanted.setdefault(index, at)
        rest = iter([at for at in members if at not in wanted.values()])
        cells[cell] = [
            wanted[index] if index in wanted else next(rest) for index in range(len(members))
        ]


def _part_in_time(instance: Instance, cells: dict[Cell, list[int]]) -> None:
    """Change the order within cells where that keeps people from being wanted twice at once.

    Slots that stay free may come before and between submissions.
    """
    clashes = _clashes(instance, cells)
    if not clashes:
        return
    starts: dict[int, tuple[Cell, int]] = {}
    for cell, members in cells.items():
        needed = sum(instance.submissions[at].slots for at in members)
        members.extend([IDLE] * (instance.sessions[cell.session].slots - needed))
        starts.update(_starts(instance, cell, members))

    def price(cell: Cell, order: Sequence[int]) -> int:
        total = 0
        for at, (_, start) in _starts(instance, cell, order).items():
            for other, weight in clashes.get(at, {}).items():
                where, begins = starts[other]
                if where.session == cell.session and where != cell:
                    ends = min(
                        start + instance.submissions[at].slots,
                        begins + instance.submissions[other].slots,
                    )
                    total += weight * max(0, ends - max(start, begins))
        return total

    improved = True
    while improved:
        improved = False
        for cell, members in cells.items():
            now = price(cell, members) if any(at in clashes for at in members) else 0
            if not now:
                continue
            best = min(_orders(instance, members), key=lambda order: price(cell, order))
            if price(cell, best) < now:
                cells[cell] = list(best)
                starts.update(_starts(instance, cell, best))
                improved = True


def _clashes(instance: Instance, cells: dict[Cell, list[int]]) -> dict[int, dict[int, int]]:
    """Return by submission which others of its session cost how much for each slot at once."""
    found: dict[int, dict[int, int]] = {}
    session = {at: cell.session for cell, members in cells.items() for at in members}
    ordered = (
        pair
        for members in instance.of_track
        for pair in combinations([at for at in members if instance.submissions[at].order], 2)
    )
    for term, pairs in (
        (Term.PRESENTERS_AT_ONCE, instance.presenter_pairs),
        (Term.ATTENDEES_AT_ONCE, instance.attendee_pairs),
        (Term.ORDER, ordered),
    ):
        weight = instance.weight(term)
        for a, b in pairs if weight else ():
            if session[a] == session[b]:
                for one, other in ((a, b), (b, a)):
                    row = found.setdefault(one, {})
                    row[other] = row.get(other, 0) + weight
    return found


def _orders(instance: Instance, members: list[int]) -> Iterator[Sequence[int]]:
    """Yield the order of a cell, and others in which who has a place in their track keeps it."""
    yield members
    places = _ordered_places(instance, members)
    orders: Iterable[Sequence[int]]
    if len(members) <= MOST_PERMUTED:
        orders = permutations(members)
    else:
        orders = (_exchanged(members, i, j) for i, j in combinations(range(len(members)), 2))
    for order in orders:
        if _ordered_places(instance, order) == places:
            yield order


def _ordered_places(instance: Instance, order: Sequence[int]) -> dict[int, int]:
    standing = [at for at in order if at != IDLE]
    return {at: i for i, at in enumerate(standing) if instance.submissions[at].order}


def _exchanged(members: list[int], i: int, j: int) -> list[int]:
    order = list(members)
    order[i], order[j] = order[j], order[i]
    return order


def _starts(instance: Instance, cell: Cell, members: Sequence[int]) -> dict[int, tuple[Cell, int]]:
    found, slot = {}, 0
    for at in members:
        if at == IDLE:
            slot += 1
            continue
        found[at] = (cell, slot)
        slot += instance.submissions[at].slots
    return found


def _placed(instance: Instance, cells: Mapping[Cell, Sequence[int]]) -> Plan:
    places: dict[int, Place] = {}
    for cell, members in cells.items():
        for at, (_, slot) in _starts(instance, cell, members).items():
            places[at] = Place(cell.session, cell.room, slot)
    return Plan(instance, tuple(places[at] for at in range(len(instance.submissions))))
