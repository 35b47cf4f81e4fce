"""Keeping worker processes alive: one that ends is started again."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

logger = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds that a worker has to put its job back into the queue before it is ended."""
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0
"""A worker that lived so many seconds is started again at once when it ends."""


@dataclass
class _Place:
    """The place of one worker: the process in it, and when the next one may be started."""

    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    not_before: float = field(default_factory=monotonic)


def keep_workers(count: int, *, options: Sequence[str] = (), stopping: Event) -> None:
    """Run so many worker processes until ``stopping`` is set, then end them.

    A worker that ends by itself or by force is replaced; one that ends again and again soon after
    its start is replaced ever more slowly. Workers end by themselves when this process is gone.
    """
    command = [sys.executable, "-m", "serai", "worker", f"--parent={os.getpid()}", *options]
    places = [_Place() for _number in range(count)]
    try:
        while not stopping.wait(0.2):
            for place in places:
                _tend(place, command)
    finally:
        _end([place.process for place in places if place.process is not None])


def _tend(place: _Place, command: Sequence[str]) -> None:
    """Start the worker of a place where there is none, and notice when one has ended."""
    now = monotonic()
    if place.process is None:
        if now >= place.not_before:
            place.process, place.started_at = subprocess.Popen(command), now  # noqa: S603
        return
    status = place.process.poll()
    if status is None:
        return
    place.failures = 0 if now - place.started_at > HEALTHY_AFTER else place.failures + 1
    pause = min(LONGEST_PAUSE, 2.0**place.failures / 2) if place.failures else 0
    logger.warning("A worker ended with status %s; it is started again.", status)
    place.process, place.not_before = None, now + pause


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    until = monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.0, until - monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
