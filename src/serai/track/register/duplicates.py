"""Finding records that may describe the same thing.

Comparing each record with each other one would take forever, so only those are compared that share
one of their rarest words (blocking, as in record linkage after Fellegi and Sunter). How alike two
names are is the Dice coefficient of their words, each weighted by how rare it is in the register:
"laboratory" says little, "Zhanatas" says much. A person decides; nothing is merged by itself.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

ALIKE = 0.75
"""From this score on two records are proposed as duplicates."""
RAREST = 3
"""By how many of its rarest words a record is looked up."""
CROWD = 60
"""A word that more records share than this brings nobody together."""


class Reason(StrEnum):
    """Why two records may be one."""

    IDENTIFIER = "identifier"
    SAME_NAME = "same_name"
    ALIKE_NAME = "alike_name"
    COUNTRIES = "countries"
    YEAR = "year"
    PARTIES = "parties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is compared of a record. The words of its names are folded."""

    key: int
    kind: str
    names: tuple[frozenset[str], ...]
    countries: frozenset[str] = frozenset()
    year: int | None = None
    parties: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, ``first`` with the smaller key, how alike they are (0 to 1), and why."""

    first: int
    second: int
    score: float
    reasons: tuple[Reason, ...]


def find_pairs(
    candidates: Sequence[Candidate], *, progress: Callable[[int], None] = lambda _done: None
) -> Iterator[Pair]:
    """Compare the records that have something rare in common; yield those that are alike.

    ``progress`` is called now and then with the number of groups that were looked at.
    """
    common = Counter(
        word for each in candidates for word in frozenset().union(*each.names)
    )  # fmt: skip
    weight = _weights(common, len(candidates))
    seen: set[tuple[int, int]] = set()
    for done, block in enumerate(_blocks(candidates, common)):
        for one, other in combinations(sorted(block, key=lambda each: each.key), 2):
            if one.key != other.key and (one.key, other.key) not in seen:
                seen.add((one.key, other.key))
                pair = compare(one, other, weight)
                if pair.score >= ALIKE:
                    yield pair
        if done % 1000 == 0:
            progress(done)


def compare(one: Candidate, other: Candidate, weight: Callable[[str], float]) -> Pair:
    """Say how alike two records are. The same identifier settles it."""
    reasons = []
    name = max(
        (_dice(a, b, weight) for a in one.names for b in other.names if a and b), default=0.0
    )
    if name == 1:
        reasons.append(Reason.SAME_NAME)
    elif name >= ALIKE:
        reasons.append(Reason.ALIKE_NAME)
    score = name
    for reason, agreement in (
        (Reason.COUNTRIES, _agreement(one.countries, other.countries)),
        (Reason.PARTIES, _agreement(one.parties, other.parties)),
        (Reason.YEAR, _same_year(one.year, other.year)),
    ):
        if agreement is None:
            continue
        # What both say counts for or against; what one does not say counts for nothing.
        score += 0.1 * agreement
        if agreement > 0:
            reasons.append(reason)
    if one.identifiers & other.identifiers:
        score, reasons = 1.0, [Reason.IDENTIFIER, *reasons]
    return Pair(one.key, other.key, round(min(max(score, 0), 1), 3), tuple(reasons))


def _blocks(
    candidates: Iterable[Candidate], common: Mapping[str, int]
) -> Iterator[list[Candidate]]:
    by_word: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    by_identifier: dict[str, list[Candidate]] = defaultdict(list)
    for each in candidates:
        for name in each.names:
            for word in sorted(name, key=lambda word: (common[word], word))[:RAREST]:
                if 1 < common[word] <= CROWD:
                    by_word[each.kind, word].append(each)
        for identifier in each.identifiers:
            by_identifier[identifier].append(each)
    for found in (*by_identifier.values(), *by_word.values()):
        if len(found) > 1:
            yield found


def _weights(common: Mapping[str, int], total: int) -> Callable[[str], float]:
    def weight(word: str) -> float:
        return math.log(1 + total / common.get(word, 1))

    return weight


def _dice(one: frozenset[str], other: frozenset[str], weight: Callable[[str], float]) -> float:
    if one == other:
        return 1.0
    shared = sum(weight(word) for word in one & other)
    return 2 * shared / (sum(map(weight, one)) + sum(map(weight, other)))


def _agreement(one: frozenset[str], other: frozenset[str]) -> float | None:
    """From 1 (the same) over 0 (half) to -1 (nothing in common); None where one is silent."""
    if not one or not other:
        return None
    return 2 * len(one & other) / min(len(one), len(other)) - 1


def _same_year(one: int | None, other: int | None) -> float | None:
    if one is None or other is None:
        return None
    return {0: 1.0, 1: 0.0}.get(abs(one - other), -1.0)
