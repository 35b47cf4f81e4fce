"""The releases of a programme one after the other, each with what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from serai.convene.editions.models import Edition
from serai.convene.programme.released import PROGRAMME
from serai.convene.programme.released.reading import released_as
from serai.convene.programme.releasing.changes import Change, changes_between
from serai.foundation.releases.queries import Version, releases_of


@dataclass(frozen=True)
class ReleaseShown:
    """A release as the list of changes shows it."""

    edition: Edition
    number: int
    at: datetime
    note: Any
    version: Version
    earlier: Version | None

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"release-{self.number}"

    @cached_property
    def changes(self) -> list[Change]:
        """What it changed, in the active language; of the first release, nothing."""
        if self.earlier is None:
            return []
        programmes = released_as([self.earlier, self.version])
        return changes_between(programmes[self.earlier], programmes[self.version], self.edition)


def history_of(edition: Edition) -> Sequence[ReleaseShown]:
    """Every release of a programme, the latest first; what they say is read when it is shown."""
    rows = list(
        releases_of(PROGRAMME, edition.code).values_list(
            "number", "at", "note", "pk", "digest", "forgotten"
        )
    )
    versions = [Version(*row[3:]) for row in rows]
    return [
        ReleaseShown(edition, number, at, note, version, earlier)
        for (number, at, note, *_rest), version, earlier in zip(
            rows, versions, [*versions[1:], None], strict=False
        )
    ]
