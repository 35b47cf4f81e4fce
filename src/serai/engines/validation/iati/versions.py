"""What the version means that an IATI file states.

2.01 and 2.02 differ from 2.03 in what may be said, hardly in how: such files are checked as they
are. Before 2.01 texts stood without <narrative> and codes were others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from serai.engines.validation.verdicts import Fault, Severity

CURRENT = "2.03"
NEARLY_THE_SAME = frozenset({"2.01", "2.02"})


def stated_version(root: Any) -> str:
    """Return the version that a file states, empty where it states none."""
    return (root.get("version") or "").strip()


def is_older(root: Any) -> bool:
    """Tell whether a file states a version before 2.01, or none."""
    return stated_version(root) not in {CURRENT, *NEARLY_THE_SAME}


def version_faults(root: Any, *, is_broken: bool) -> Iterator[Fault]:
    """Say of a file of another version what to do about it.

    A file that keeps to the schema of 2.03 all the same needs no more than its version changed.
    """
    version = stated_version(root)
    if version == CURRENT:
        return
    line = root.sourceline
    if version in NEARLY_THE_SAME:
        yield Fault(
            line, "version",
            f"The file states version {version}; it was checked as {CURRENT}, to which it should "
            "be brought.",
            Severity.WARNING,
        )  # fmt: skip
        return
    stated = f"states version {version}" if version else "states no version"
    if is_broken:
        yield Fault(
            line, "version",
            f"The file {stated} and does not keep to {CURRENT}. Versions before 2.01 wrote texts "
            "without <narrative> and had other codes: ask the publisher for the file in 2.03, or "
            "convert it with the IATI Secretariat's guidance for upgrading.",
        )  # fmt: skip
    else:
        yield Fault(
            line, "version",
            f'The file {stated} but keeps to {CURRENT}: write version="{CURRENT}".',
            Severity.WARNING,
        )  # fmt: skip
