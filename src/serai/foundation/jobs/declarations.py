"""What can be done as a job. A room declares its jobs in its ``tasks.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from serai.foundation.jobs.work import Work

Result = dict[str, Any] | None
"""What a job leaves behind: ``summary`` (a sentence), ``href`` (where to go on), ``problems`` (a
list of objects with any of ``file``, ``line``, ``field``, ``rule``, ``message``), and whatever else
the room wants to read there. Plain JSON values.
"""

DEFAULT_QUEUE = "default"
DAILY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of job: its name in the database, its label for readers, and what it does."""

    name: str
    label: str | _StrPromise
    function: Callable[..., Result]
    queue: str
    atomic: bool
    every: timedelta | None
    when: Callable[[], bool] | None

    def __call__(self, work: Work, **arguments: Any) -> Result:
        """Do it here and now."""
        return self.function(work, **arguments)


_kinds: dict[str, JobKind] = {}


def job(
    name: str,
    *,
    label: str | _StrPromise,
    queue: str = DEFAULT_QUEUE,
    atomic: bool = False,
    every: timedelta | None = None,
    when: Callable[[], bool] | None = None,
) -> Callable[[Callable[..., Result]], JobKind]:
    """Declare a function ``(work, **arguments) -> result`` to be a kind of job.

    A job may be begun again after the worker that did it was killed. So it either is ``atomic``:
    all of it happens in one transaction together with the note that it is done, exactly once; or
    what it writes may be written twice without a difference, in transactions of its own
    (`Work.transaction`). ``every`` starts it by itself: once in each such span of time, counted
    from midnight UTC, without arguments. ``when`` starts it by itself whenever there is something
    to do and none of its kind waits or runs: workers ask every few seconds, so it must be cheap.
    """

    def declare(function: Callable[..., Result]) -> JobKind:
        if name in _kinds:
            raise ValueError(f"The job {name!r} is declared twice.")
        kind = JobKind(name, label, function, queue, atomic, every, when)
        _kinds[name] = kind
        return kind

    return declare


def kind_named(name: str) -> JobKind:
    """Return a declared kind of job. Raises LookupError for any other name."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(
            f"No job is called {name!r}; declare it in the room's tasks.py."
        ) from None


def recurring_kinds() -> list[JobKind]:
    """Return the kinds that start by themselves, the most frequent first, then by name."""
    found = [(kind.every, kind.name, kind) for kind in _kinds.values() if kind.every is not None]
    return [kind for _every, _name, kind in sorted(found, key=lambda each: each[:2])]


def watching_kinds() -> list[JobKind]:
    """Return the kinds that start by themselves when there is something to do, by name."""
    return [kind for _name, kind in sorted(_kinds.items()) if kind.when is not None]
