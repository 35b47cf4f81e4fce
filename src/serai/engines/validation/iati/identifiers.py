"""Identifiers that a file gives twice: whoever reads it cannot tell which one is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from serai.engines.validation.iati.paths import Paths
from serai.engines.validation.verdicts import Fault, Severity

_IDENTIFIERS = (
    "/iati-activities/iati-activity/iati-identifier",
    "/iati-organisations/iati-organisation/organisation-identifier",
)


def identifier_faults(tree: Any) -> Iterator[Fault]:
    """Give each identifier that stood in the file before."""
    paths = Paths(tree)
    for path in _IDENTIFIERS:
        first: dict[str, int] = {}
        for element in tree.xpath(path):
            value = (element.text or "").strip()
            if not value:
                continue
            if value in first:
                yield Fault(
                    element.sourceline,
                    "identifier:once",
                    f"“{value}” was given in line {first[value]} already. Each must be different.",
                    Severity.ERROR,
                    paths.path(element),
                )
            first.setdefault(value, element.sourceline)
