"""A second process shares the work; what comes out is the same without it."""

from __future__ import annotations

import os
import sys
from functools import partial

import pytest

from serai.foundation.beside import Beside

WHO = "__import__('os').getpid()"
ENDS = f"{WHO} == {{here}} or __import__('os').kill({WHO}, 9)"


def test_another_process_works_too_and_its_results_come_in_order(prompt_beside: None) -> None:
    with Beside() as second:
        pieces = [f"{number}, {WHO}" for number in range(100)]
        found = [result for _piece, result in second.map(partial, (eval,), pieces)]
        assert [number for number, _process in found] == list(range(100))
        others = {process for _number, process in found} - {os.getpid()}
        results = [result for _piece, result in second.map(partial, (int,), map(str, range(99)))]
    assert results == list(range(99))
    assert len(others) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(others.pop(), 0)


def test_few_pieces_start_nothing() -> None:
    with Beside() as second:
        found = list(second.map(partial, (eval,), [WHO] * 3))
    assert found == [(WHO, os.getpid())] * 3


def test_a_process_that_ends_before_its_time_takes_nothing_along(
    prompt_beside: None,
) -> None:
    with Beside() as second:
        pieces = [ENDS.format(here=os.getpid())] * 20
        assert [result for _piece, result in second.map(partial, (eval,), pieces)] == [True] * 20


def test_a_process_that_cannot_be_started_is_done_without(
    monkeypatch: pytest.MonkeyPatch, prompt_beside: None
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Beside() as second:
        assert [result for _piece, result in second.map(partial, (int,), "123")] == [1, 2, 3]


def test_a_fault_of_the_work_is_raised_here(prompt_beside: None) -> None:
    with Beside() as second, pytest.raises(ValueError, match="invalid literal"):
        list(second.map(partial, (int,), ["1", "two"]))
