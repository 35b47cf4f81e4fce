"""Writers that wait for another one: which of them may, and how to tell that it was too long."""

from __future__ import annotations

import sqlite3
from typing import Final

from django.db import OperationalError, connection

_LOCK_NOT_AVAILABLE: Final = "55P03"
"""The SQLSTATE of PostgreSQL after ``lock_timeout``."""


def is_taken(error: BaseException | None) -> bool:
    """Tell whether the database refused because another writer had it for too long.

    Nothing is wrong with what was asked then, and nothing of it was done: later it can be.
    """
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.OperationalError):
        # The lowest byte says what happened, the others how.
        return cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(cause, "sqlstate", None) == _LOCK_NOT_AVAILABLE


def wait_for_others() -> None:
    """Let this transaction wait for other writers as long as it takes.

    On SQLite it need not: it has the only lock already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 0")
