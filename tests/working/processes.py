"""Workers in processes of their own, on the database of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

import run_tests

PATIENCE = 180.0
"""Seconds until something counts as never coming: a busy machine takes its time."""


def until(condition: Callable[[], object]) -> None:
    """Wait for something to become true; fail when it does not."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "It never came to that."
        time.sleep(0.02)


def address_of_database(name: str = "") -> str:
    """The database of the tests, as an installation names it; or another one of its server."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    password = quote(of["PASSWORD"], safe="")
    return f"postgresql://{of['USER']}:{password}@{of['HOST']}:{of['PORT']}/{name or of['NAME']}"


class Workers:
    """Starts programs of an installation and ends them all in the end."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start ``serai`` with arguments; what it says goes to a file in the home."""
        with (self.home / f"log-{len(self.processes)}").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "serai", *arguments],
                env=os.environ | self._environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        return process

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a worker for the jobs of the tests, whose death shows within three seconds."""
        return self.start("worker", "--queue=test", "--lease=3", *options)

    def _environment(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "working.settings",
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "SERAI_HOME": str(self.home),
            "SERAI_DATABASE": address_of_database(),
        }

    def said(self) -> str:
        """Everything that the programs wrote."""
        return "".join(path.read_text() for path in sorted(self.home.glob("log-*")))


@pytest.fixture
def workers(transactional_db: None, tmp_path: Path) -> Iterator[Workers]:
    started = Workers(tmp_path)
    yield started
    for process in started.processes:
        process.kill()
        process.wait()


@pytest.fixture
def free_port() -> int:
    return run_tests.free_port()
