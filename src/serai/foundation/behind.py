"""A thread that asks the database for this one, in its transaction, while this one goes on.

Whoever writes very many rows waits for PostgreSQL most of the time, and could make the next ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_WAITING = 2
"""How many pieces may wait for the one that is worked at: more would only fill memory."""


def map_behind(work: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Generator[Result]:
    """Give what comes of each piece, in their order.

    The thread has the connection of this one as long as the generator runs. So neither ``pieces``
    nor whoever asks for the results may ask the database meanwhile. What ``work`` raises is raised
    here, and nothing is worked at any more. SQLite works in this process: there is no thread then,
    for it would not wait but take turns.
    """
    if connection.vendor == "sqlite":
        yield from map(work, pieces)
        return
    shared = connections[DEFAULT_DB_ALIAS]
    waiting: deque[Future[Result]] = deque()
    shared.inc_thread_sharing()
    thread = ThreadPoolExecutor(1, "behind", _use, (shared,))
    try:
        for piece in pieces:
            waiting.append(thread.submit(work, piece))
            if len(waiting) > _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        thread.shutdown(cancel_futures=True)
        shared.dec_thread_sharing()


def _use(shared: BaseDatabaseWrapper) -> None:
    connections[DEFAULT_DB_ALIAS] = shared
