"""Giving submissions to reviewers, evenly. Plain data in, plain data out.

A flow of least cost: every review that is wanted flows from its submission to a reviewer who may
take it. The n-th submission of a reviewer costs 2n + 1, so the sum is the sum of the squares of
all loads, and the cheapest of the largest flows is the most even of the fullest assignments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True)
class Able:
    """A reviewer as the assignment sees them.

    ``may`` are the submissions they may get, those they have already left out; ``has`` is how many
    they have, ``most`` how many they take at most.
    """

    reviewer: int
    may: frozenset[int]
    has: int = 0
    most: int | None = None


def distribute(missing: Mapping[int, int], reviewers: list[Able]) -> list[tuple[int, int]]:
    """Return pairs (reviewer, submission) that give each submission the reviews it misses.

    As many as there can be; of all such assignments one with the most even loads. The same input
    gives the same pairs.
    """
    flow = min_cost_flow.SimpleMinCostFlow()
    submissions = sorted(key for key, count in missing.items() if count > 0)
    source, sink = 0, 1
    node = {key: 2 + place for place, key in enumerate(submissions)}
    for key in submissions:
        flow.add_arc_with_capacity_and_unit_cost(source, node[key], missing[key], 0)
    pairs: dict[int, tuple[int, int]] = {}
    wanted = sum(missing[key] for key in submissions)
    for place, each in enumerate(sorted(reviewers, key=lambda able: able.reviewer)):
        here = 2 + len(submissions) + place
        for key in sorted(each.may & node.keys()):
            arc = flow.add_arc_with_capacity_and_unit_cost(node[key], here, 1, 0)
            pairs[arc] = each.reviewer, key
        room = len(each.may) if each.most is None else max(0, each.most - each.has)
        for number in range(each.has, each.has + min(room, len(each.may))):
            flow.add_arc_with_capacity_and_unit_cost(here, sink, 1, 2 * number + 1)
    if not pairs:
        return []
    flow.set_node_supply(source, wanted)
    flow.set_node_supply(sink, -wanted)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"The assignment of reviewers ended as {status}.")
    return [pair for arc, pair in pairs.items() if flow.flow(arc)]
