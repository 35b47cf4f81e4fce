"""Which releases there are, and the proof that they are as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from django.db import models

from serai.foundation.record.chain import canonical
from serai.foundation.releases.kinds import Json, ReleaseKind, Snapshot
from serai.foundation.releases.models import Release


class Version(NamedTuple):
    """Which release, and what it still says: less, once somebody in it was forgotten."""

    release: int
    digest: str
    forgotten: int


def releases_of(kind: ReleaseKind, subject: str) -> models.QuerySet[Release]:
    """The releases of what has this code, the latest first."""
    found: models.QuerySet[Release] = Release.objects.filter(kind=kind.name, subject=subject)
    return found.order_by("-number")


def latest(kind: ReleaseKind, subject: str) -> Release | None:
    """The release that everybody reads; None before the first."""
    return releases_of(kind, subject).first()


def latest_versions(kind: ReleaseKind, subjects: Iterable[str]) -> dict[str, Version]:
    """Which release of each of these codes everybody reads, without reading what it says."""
    rows = (
        Release.objects.filter(kind=kind.name, subject__in=list(subjects))
        .order_by("number")
        .values_list("subject", "pk", "digest", "forgotten")
    )
    # A later number takes the place of an earlier one.
    return {subject: Version(pk, digest, forgotten) for subject, pk, digest, forgotten in rows}


def snapshot_of(release: Release) -> Snapshot:
    """What a release says, without those who were forgotten."""
    return Snapshot(release.content, release.people)


def fingerprint(snapshot: Snapshot) -> str:
    """Tell one state of a draft from another."""
    return hashlib.sha256(canonical(snapshot.whole).encode()).hexdigest()


def personal_digest(salt: str, says: Json) -> str:
    """The digest of what a release says of one person, which nobody can guess the text from."""
    return hashlib.sha256(f"{salt}{canonical(says)}".encode()).hexdigest()


def release_digest(release: Release) -> str:
    """The digest of all that a release says; of people, by the digests of theirs."""
    said = {
        "kind": release.kind, "subject": release.subject, "number": release.number,
        "content": release.content,
        "people": {code: held["digest"] for code, held in release.personal.items()},
    }  # fmt: skip
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def is_intact(release: Release) -> bool:
    """Tell whether a release says what it said when it was made, but for who was forgotten."""
    return release.digest == release_digest(release) and all(
        held["digest"] == personal_digest(held["salt"], held["says"])
        for held in release.personal.values()
        if "says" in held
    )
