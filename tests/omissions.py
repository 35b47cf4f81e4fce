"""What a run leaves out, and says so in one line: tests that need what this machine has not.

With ``SERAI_TEST_FORBID_OMISSIONS`` set whatever is missing is an error.
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


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("SERAI_TEST_FORBID_OMISSIONS"):
        for need in unmet():
            raise pytest.UsageError(need.missing)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    markers = {need.marker for need in unmet()}
    left_out = [item for item in items if any(map(item.get_closest_marker, markers))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for need in unmet():
        terminalreporter.write_line(f"Left out: {need.what} ({need.missing}).")
