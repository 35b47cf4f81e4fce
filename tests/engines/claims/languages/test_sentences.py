"""Figures in Chinese, French, Russian, Spanish and Arabic on sentences written for them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from engines.claims.expected import Case, cases
from engines.claims.test_figures import states
from serai.engines.claims.figures import find_figures
from serai.engines.claims.text import CanonicalText

CASES = cases(Path(__file__).parent / "sentences")


def test_there_are_enough_sentences() -> None:
    counted = Counter(case.file for case in CASES)
    assert set(counted) == {"zh.txt", "fr.txt", "ru.txt", "es.txt", "ar.txt"}
    assert min(counted.values()) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}:{case.line}")
def test_sentence_states_exactly_what_it_states(case: Case) -> None:
    text = CanonicalText(case.text, case.file.removesuffix(".txt"))
    left = find_figures(text)
    faults = []
    for readings in case.stated:
        hit = next((f for f in left if any(states(f, each) for each in readings)), None)
        if hit is not None:
            left.remove(hit)
        elif not readings[0].optional:
            faults.append(f"missing {readings[0]}")
    faults += [f"not stated: {f.value} {f.value_max} {f.qualifier} {f.unit}" for f in left]
    assert faults == []
