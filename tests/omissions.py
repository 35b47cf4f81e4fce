"""What a run leaves out, and says so in one line: tests that need what this machine has not.

With ``SERAI_TEST_FORBID_OMISSIONS`` set whatever is missing is an error. With ``SERAI_TEST_AGAIN``
set, for a run on a second database, what no database can make a difference to is left out as well.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("SERAI_SHARED") or Path(__file__).resolve().parents[2] / "shared")
"""Real data that others wrote, beside the checkout or where ``SERAI_SHARED`` says."""


def chromium_path() -> str | None:
    """Return where Chromium is, if it is anywhere."""
    return shutil.which(os.environ.get("CHROMIUM") or "chromium")


REACHING = frozenset({"db", "transactional_db", "live_server", "installation", "empty_home"})
"""Fixtures that open the database of the tests, or have other processes make one beside it."""


@dataclass(frozen=True)
class Need:
    """What the tests of one marker need."""

    marker: str
    is_met: Callable[[], object]
    what: str
    missing: str


NEEDS = (
    Need(
        "browser",
        chromium_path,
        "the tests in a browser",
        "Chromium is not installed: apt-get install chromium",
    ),
    Need(
        "shared",
        (SHARED / "data").is_dir,
        "the tests on real data of others",
        "there is no directory ../shared, and SERAI_SHARED names no other",
    ),
)


def unmet() -> list[Need]:
    """The needs that this machine does not meet."""
    return [need for need in NEEDS if not need.is_met()]


def reaches_database(item: pytest.Item) -> bool:
    """Whether a test can reach a database: pytest-django keeps all others from it."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return bool(item.get_closest_marker("django_db")) or not REACHING.isdisjoint(fixtures)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("SERAI_TEST_FORBID_OMISSIONS"):
        for need in unmet():
            raise pytest.UsageError(need.missing)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    markers = {need.marker for need in unmet()}
    is_again = bool(os.environ.get("SERAI_TEST_AGAIN"))
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        is_left_out = any(map(item.get_closest_marker, markers)) or (
            is_again and not reaches_database(item)
        )
        (left_out if is_left_out else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for need in unmet():
        terminalreporter.write_line(f"Left out: {need.what} ({need.missing}).")
