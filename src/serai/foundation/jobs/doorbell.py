"""Waking a worker that waits: by a file beside the database on SQLite, by NOTIFY on PostgreSQL.

Nobody relies on it: a worker that did not hear looks by itself a second later.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic

from django.db import connection, transaction

from serai.foundation.jobs.marks import directory

CHANNEL = "serai_jobs"
GLANCE = 0.1
"""Seconds between two looks at the file."""


def ring() -> None:
    """Call a worker once the transaction is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")  # Delivered at the commit.
    elif connection.vendor == "sqlite":
        transaction.on_commit(_touch)


def _touch() -> None:
    bell = directory() / "bell"
    bell.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    bell.touch()


def _rung_at() -> int:
    try:
        return (directory() / "bell").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


class Listener:
    """Hears the bell, from the moment it is made: make it before looking into the queue."""

    def __init__(self) -> None:
        self._heard = _rung_at() if connection.vendor == "sqlite" else 0

    def wait(self, seconds: float, *, stopping: Event) -> None:
        """Wait until somebody rings, the time is over, or the worker shall stop."""
        wait = self._for_notification if connection.vendor == "postgresql" else self._for_file
        wait(monotonic() + seconds, stopping.wait)

    def _for_file(self, until: float, pause: Callable[[float], bool]) -> None:
        while monotonic() < until and not pause(GLANCE):
            rung = _rung_at()
            if rung != self._heard:
                self._heard = rung
                return

    def _for_notification(self, until: float, pause: Callable[[float], bool]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        while monotonic() < until and not pause(0):
            if list(connection.connection.notifies(timeout=GLANCE * 5, stop_after=1)):
                return
