"""In which order delegations speak in a session, and how long.

The host first, then by rank or by alphabet; states that must not follow each other do not, by as
small a departure from that order as can be. Equal ranks speak equally long.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from serai.engines.timetable.problem import Person, Problem


@dataclass(frozen=True)
class Turn:
    """Who speaks, from which minute of the session, for how many minutes."""

    person: str
    start: int
    minutes: int


def speaking_order(
    problem: Problem,
    session: str,
    people: Sequence[str],
    *,
    by: Literal["rank", "alphabet"] = "rank",
    never_adjacent: Collection[frozenset[str]] = (),
    minutes: Mapping[int, int] | None = None,
) -> tuple[Turn, ...]:
    """The turns of a session.

    `never_adjacent` are pairs of countries (or delegations). `minutes` is how long a rank speaks;
    left out, the session is divided equally.

    Raises:
        ValueError: where no order keeps those pairs apart, or the session is too short.
    """
    host = problem.session[session].host
    known = [problem.person[name] for name in people]
    wanted = sorted(known, key=lambda each: _key(each, host, by))
    ordered = _apart(wanted, [], frozenset(never_adjacent))
    if ordered is None:
        raise ValueError("no order keeps apart who must not follow each other")
    length = problem.session[session].duration
    turns, start = [], 0
    for each in ordered:
        if minutes is None:
            share = length // max(len(ordered), 1)
        else:
            share = minutes.get(each.rank or 0, min(minutes.values()))
        turns.append(Turn(each.id, start, share))
        start += share
    if start > length:
        raise ValueError(f"the turns take {start} minutes, the session {length}")
    return tuple(turns)


def _key(person: Person, host: str, by: str) -> tuple[bool, int, str, str]:
    is_host = bool(host) and host in (person.country, person.delegation)
    rank = person.rank if by == "rank" and person.rank is not None else 10**6
    return not is_host, rank, person.country or person.delegation, person.id


def _apart(
    left: Sequence[Person], placed: list[Person], pairs: frozenset[frozenset[str]]
) -> list[Person] | None:
    """The first order, nearest to the one wanted, in which no pair follows each other."""
    if not left:
        return placed
    for number, each in enumerate(left):
        if placed and _are_pair(placed[-1], each, pairs):
            continue
        rest = [*left[:number], *left[number + 1 :]]
        found = _apart(rest, [*placed, each], pairs)
        if found is not None:
            return found
    return None


def _are_pair(first: Person, second: Person, pairs: frozenset[frozenset[str]]) -> bool:
    return any(
        frozenset((a, b)) in pairs
        for a in (first.country, first.delegation)
        for b in (second.country, second.delegation)
        if a and b
    )
