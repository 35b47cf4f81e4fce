"""Turning releases back into programmes, each parsed once and kept in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from serai.convene.editions.models import Edition
from serai.convene.programme.released.drawing import drawn
from serai.convene.programme.released.things import ReleasedProgramme
from serai.convene.programme.released.writing import as_snapshot, from_snapshot
from serai.foundation.releases.kinds import ReleaseKind, register_release_kind
from serai.foundation.releases.models import Release
from serai.foundation.releases.queries import Version, latest_versions, snapshot_of

PROGRAMME = register_release_kind(
    ReleaseKind("programme", _("Programme"), Edition, lambda edition: as_snapshot(drawn(edition)))
)

KEPT = 200
"""How many programmes stay parsed in memory."""


def programme_in(release: Release) -> ReleasedProgramme:
    """The programme that a release says."""
    return replace(from_snapshot(snapshot_of(release)), number=release.number, at=release.at)


def latest_programmes(editions: Iterable[Edition]) -> dict[str, ReleasedProgramme]:
    """The programme that everybody reads, by the code of the edition; nothing before a release."""
    versions = latest_versions(PROGRAMME, [edition.code for edition in editions])
    programmes = released_as(versions.values())
    return {code: programmes[version] for code, version in versions.items()}


def programme_of(edition: Edition) -> ReleasedProgramme | None:
    """The programme of an edition that everybody reads; None while nothing is released."""
    return latest_programmes([edition]).get(edition.code)


_kept: dict[Version, ReleasedProgramme] = {}


def released_as(versions: Iterable[Version]) -> dict[Version, ReleasedProgramme]:
    """The programmes that some releases say; those not in memory are read with one query."""
    wanted = list(versions)
    found = {version: _kept[version] for version in wanted if version in _kept}
    missing = {version.release: version for version in wanted if version not in found}
    if missing:
        for release in Release.objects.filter(pk__in=missing):
            version = missing[release.pk]
            found[version] = _kept[version] = programme_in(release)
        for version in list(_kept)[: max(len(_kept) - KEPT, 0)]:
            _kept.pop(version, None)
    return found
