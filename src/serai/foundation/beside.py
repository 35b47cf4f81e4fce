"""A second process of this program that computes for the first one, as Python uses one processor.

It reads no database and shares nothing: what it works with is sent to it, and what it makes is sent
back. Where there is one processor only, where it cannot be started or when it ends before its time,
the first process does everything itself, to the same outcome. It ends with the first, however that
ends, for then nobody writes to it any more.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import IO, Any, Self, TypeVar

from serai.foundation.bulk import prompt_threads

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_WORTH = 3
"""After how many pieces a second process pays: it needs a second or two to begin."""
_SENT = 4
"""How many pieces are at the second process, so that it need not wait while the first one works at
a piece of its own and at what has come back.
"""
_WAITING = 8
"""How many pieces may wait for one before them."""

_PIPE = 1 << 20
"""Bytes that a pipe holds: a piece, so that whoever sends it need not wait."""


class Beside:
    """The second process; a context manager. It is started by the first work that is worth it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_lost = (os.cpu_count() or 1) < 2
        # Threads that wait for pipes. Orders are answered in their order.
        self._sender = ThreadPoolExecutor(1, "beside-sender")
        self._receiver = ThreadPoolExecutor(1, "beside-receiver")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None:
            # Killed first, so that the threads wait for nothing any more.
            self._process.kill()
        for thread in (self._sender, self._receiver):
            thread.shutdown(cancel_futures=True)
        if self._process is not None:
            with suppress(OSError), self._process:
                pass

    def map(
        self,
        make: Callable[..., Callable[[Piece], Result]],
        arguments: tuple[Any, ...],
        pieces: Iterable[Piece],
    ) -> Generator[tuple[Piece, Result]]:
        """Give each piece, in their order, and what ``make(*arguments)`` makes of it.

        Both processes call ``make`` once and share the pieces as each has time; between two results
        the caller may work on the first. ``make`` has to be importable, everything else picklable.
        """
        own = cache(lambda: make(*arguments))
        ready: Future[Any] | None = None
        waiting: deque[tuple[Piece, Future[Result]]] = deque()

        def first() -> tuple[Piece, Result]:
            piece, coming = waiting.popleft()
            try:
                return piece, coming.result()
            except (OSError, EOFError):
                self._is_lost = True
                return piece, own()(piece)

        def has_room() -> bool:
            """Whether the second process should get a piece, lest it wait for one."""
            if self._is_lost or ready is None or not ready.done():
                return False
            self._is_lost = ready.exception() is not None
            sent = sum(not coming.done() for _piece, coming in waiting)
            return not self._is_lost and sent < _SENT and len(waiting) < _WAITING

        with prompt_threads():
            for number, piece in enumerate(pieces):
                if ready is None and (self._process or number >= _WORTH) and not self._is_lost:
                    ready = self._begin(make, arguments)
                if has_room():
                    waiting.append((piece, self._ask(_WORK, piece)))
                else:
                    made: Future[Result] = Future()
                    made.set_result(own()(piece))
                    waiting.append((piece, made))
                while waiting and not has_room():
                    if not waiting[0][1].done() and len(waiting) <= _WAITING:
                        break
                    yield first()
            while waiting:
                yield first()

    def _begin(self, make: Callable[..., Any], arguments: tuple[Any, ...]) -> Future[Any]:
        """Have the second process make what works; start it before, if need be."""
        if self._process is None:
            try:
                self._process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-m", __name__],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=_PIPE,
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
                )  # fmt: skip
            except OSError as error:
                failed: Future[Any] = Future()
                failed.set_exception(error)
                return failed
        return self._ask(_MAKE, (make, arguments))

    def _ask(self, order: int, what: Any) -> Future[Any]:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        sent = self._sender.submit(_send, process.stdin, (order, what))
        return self._receiver.submit(_answer, sent, process.stdout)


_MAKE, _WORK = range(2)


def _send(stream: IO[bytes], what: Any) -> None:
    written = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    stream.write(len(written).to_bytes(8))
    stream.write(written)
    stream.flush()


def _answer(sent: Future[None], stream: IO[bytes]) -> Any:
    sent.result()
    return _received(stream)


def _received(stream: IO[bytes]) -> Any:
    """Read what the other process sent. Raises EOFError where it has ended."""
    length = int.from_bytes(stream.read(8))
    written = stream.read(length)
    if not length or len(written) < length:
        raise EOFError
    return pickle.loads(written)  # noqa: S301


def _serve() -> None:
    """Do what the first process orders, until it ends."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What is printed is no answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The first process hears it too.
    _set_up()
    gc.freeze()
    gc.set_threshold(50_000)
    work: Callable[[Any], Any] = repr
    with suppress(EOFError, BrokenPipeError):
        while True:
            order, what = _received(incoming)
            if order == _MAKE:
                make, arguments = what
                work = make(*arguments)
            _send(outgoing, work(what) if order == _WORK else None)


def _set_up() -> None:
    """Read the models, and leave out what apps do when they are ready: nobody asks here for desks,
    jobs and formats, and reading those takes twice as long as all the rest.
    """
    import django
    from django.apps import AppConfig

    create = AppConfig.create

    def create_quietly(entry: str) -> AppConfig:
        config = create(entry)
        config.ready = lambda: None  # type: ignore[method-assign]
        return config

    AppConfig.create = staticmethod(create_quietly)  # type: ignore[method-assign]
    django.setup()


if __name__ == "__main__":
    _serve()
