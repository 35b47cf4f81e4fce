"""Which pages show what rests on a source: those of public editions, and of series with one."""

from __future__ import annotations

from typing import Any

from serai.convene.editions.models import Edition, Series
from serai.track.evidence.citing_objects import register_citing


def _edition(part: Any) -> Edition | None:
    edition: Edition = part.edition
    return edition if edition.is_public else None


def _series(target: Any) -> Series | None:
    series: Series = target if isinstance(target, Series) else target.series
    is_public = any(edition.is_public for edition in series.editions.all())
    return series if is_public else None


register_citing("editions.edition")
register_citing(
    "editions.focustopic", "editions.venue", "editions.organiser", "editions.announcement",
    shown_by=_edition, related=("edition",),
)  # fmt: skip
register_citing("editions.series", shown_by=_series, prefetch=("editions",))
register_citing(
    "editions.milestone", "editions.host", shown_by=_series,
    related=("series",), prefetch=("series__editions",),
)  # fmt: skip
