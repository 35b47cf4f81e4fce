"""Processes that a benchmark starts, asks over HTTP, and weighs: time, processor time, memory."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import quote

PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


class Usage(NamedTuple):
    """What some processes, and all that they started, used so far or use now."""

    processor_seconds: float
    memory_mib: int


def usage(roots: Sequence[int]) -> Usage:
    """Return what processes and those they started use; what is shared counts for each."""
    parents, used = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(entry.name)] = int(stat[1])
                # The time of children counts from when they have ended.
                used[int(entry.name)] = (sum(map(int, stat[11:15])) / TICKS, int(stat[21]) * PAGE)
    family = dict.fromkeys(roots)
    grown = True
    while grown:
        children = {child for child, parent in parents.items() if parent in family}
        grown = not children <= family.keys()
        family.update(dict.fromkeys(children))
    known = [used[each] for each in family if each in used]
    return Usage(sum(time for time, _size in known), sum(size for _time, size in known) >> 20)


class Watch:
    """How long a block took, on the clock and on the processors, and the most memory in it."""

    def __init__(self, roots: Sequence[int], *, every: float = 0.5) -> None:
        self._roots = roots
        self._every = every
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.seconds = self.processor_seconds = 0.0
        self.memory_before = self.memory_most = 0

    def _look(self) -> None:
        while not self._done.wait(self._every):
            self.memory_most = max(self.memory_most, usage(self._roots).memory_mib)

    def __enter__(self) -> Self:
        self._first = usage(self._roots)
        self.memory_before = self.memory_most = self._first.memory_mib
        self._began = time.perf_counter()
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.seconds = time.perf_counter() - self._began
        self._done.set()
        self._thread.join()
        last = usage(self._roots)
        self.processor_seconds = last.processor_seconds - self._first.processor_seconds
        self.memory_most = max(self.memory_most, last.memory_mib)


class Reader:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=900)

    def _ask(self, address: str) -> http.client.HTTPResponse:
        self._connection.request("GET", quote(address, safe="/?&=%+:*.,-"))
        answer = self._connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"{address} answers {answer.status}: {answer.read()[:500]!r}")
        return answer

    def milliseconds(self, address: str) -> float:
        """Ask for an address; return how long the whole answer took."""
        began = time.perf_counter()
        self._ask(address).read()
        return 1000 * (time.perf_counter() - began)

    def download(self, address: str, path: Path) -> None:
        """Write an answer to a file."""
        with path.open("wb") as file:
            shutil.copyfileobj(self._ask(address), file)


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[int]:
    """Run a server until the block ends; give its process id."""
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
    try:
        for _attempt in range(6000):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(log.read_text()) from None
                time.sleep(0.05)
        yield process.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def spread(times: Sequence[float]) -> str:
    """Write median, 95th and 99th percentile as cells of a table."""
    ordered = sorted(times)
    cut = [ordered[min(int(len(ordered) * share), len(ordered) - 1)] for share in (0.95, 0.99)]
    return f"{statistics.median(times):.0f} | {cut[0]:.0f} | {cut[1]:.0f}"
