"""A programme as JSON, and back."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from serai.convene.programme.released.things import ReleasedProgramme
from serai.foundation.releases.kinds import Snapshot

_programmes = TypeAdapter(ReleasedProgramme)


def as_json(programme: ReleasedProgramme) -> dict[str, Any]:
    """Write a programme as JSON values; what is empty or as usual is left out."""
    written: dict[str, Any] = _programmes.dump_python(programme, mode="json", exclude_defaults=True)
    return written


def as_snapshot(programme: ReleasedProgramme) -> Snapshot:
    """Write a programme for a release, with its people apart."""
    content = as_json(programme)
    return Snapshot(content, content.pop("people", {}))


def from_snapshot(snapshot: Snapshot) -> ReleasedProgramme:
    """Read what `as_snapshot` wrote."""
    return _programmes.validate_python(snapshot.whole)
