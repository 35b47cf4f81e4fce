"""Jobs that do what tests want: write rows, wait at a gate, fail."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from serai.foundation.dataset.problems import DatasetError, Problem
from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.models import Job, Recurrence
from serai.foundation.jobs.operations import ask_to_cancel
from serai.foundation.jobs.work import JobError, Work

QUEUE = "test"


@job("test.write_rows", label="Write rows", queue=QUEUE, atomic=True)
def write_rows(work: Work, *, rows: int, gate: str = "", stop: int = 0) -> Result:
    """Write rows that cannot be written twice; wait half way until the gate is open."""
    for number in range(1, rows + 1):
        Recurrence.objects.create(name=f"row {number}", span=number)
        if number == stop:
            _ask_to_cancel(work)
        work.progress(done=number, total=rows, message=f"row {number}")
        while number == rows // 2 and gate and not Path(gate).exists():
            work.progress(done=number, total=rows, message="at the gate")
            time.sleep(0.01)
    return {"summary": f"{rows} rows.", "href": "/en/"}


@job("test.write_each", label="Write each row", queue=QUEUE)
def write_each(work: Work, *, rows: int, gate: str = "", stop: int = 0) -> Result:
    """Write each row in a transaction of its own, in a way that may be repeated."""
    for number in range(1, rows + 1):
        with work.transaction():
            Recurrence.objects.get_or_create(name=f"row {number}", defaults={"span": number})
        if number == stop:
            _ask_to_cancel(work)
        work.progress(done=number, total=rows)
        while number == rows // 2 and gate and not Path(gate).exists():
            work.progress(done=number, total=rows, message="at the gate")
            time.sleep(0.01)
    return None


def _ask_to_cancel(work: Work) -> None:
    ask_to_cancel(actor=work.actor, job=Job.objects.get(code=work.id))


@job("test.fail", label="Fail", queue=QUEUE)
def fail(work: Work, *, how: str) -> Result:
    """Fail in one of the ways there are."""
    work.progress(done=2, total=3)
    problem = Problem("a.csv", 7, "year", "=not a year")
    raise {
        "refused": ValidationError("It is too late for that."),
        "told": JobError("The file is empty."),
        "fault": ZeroDivisionError("division by zero"),
        "problems": DatasetError([problem]),
    }[how]


@job("test.say", label="Say", queue=QUEUE)
def say(work: Work, **said: Any) -> Result:
    """Give back what was said."""
    return {"said": said, "by": str(work.actor)}


@job("test.list", label="Not an object", queue=QUEUE)
def give_a_list(_work: Work) -> Result:
    """Give back what no result may be."""
    return []  # type: ignore[return-value]
