"""Making a release, and forgetting people in all of them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.record.chain import as_stored
from serai.foundation.record.operations import Actor, record
from serai.foundation.releases.kinds import Json, ReleaseKind, Snapshot
from serai.foundation.releases.models import Release
from serai.foundation.releases.queries import (
    fingerprint,
    latest,
    personal_digest,
    release_digest,
    snapshot_of,
)
from serai.foundation.releases.verbs import RELEASED


class DraftMovedError(ValidationError):
    """The draft is no longer what was looked at before it was released."""


class UnchangedError(ValidationError):
    """Nothing differs from the last release."""


@transaction.atomic
def release(
    *,
    actor: Actor,
    kind: ReleaseKind,
    subject: Any,
    note: Mapping[str, str] | None = None,
    expected: str | None = None,
    again: Release | None = None,
) -> Release:
    """Release what is public of a subject now, or ``again`` what an earlier release says.

    ``note`` says by language what is new. With ``expected``, the fingerprint of the snapshot that
    somebody looked at, nothing else is released. Whoever comes second waits, and gets the next
    number. Raises DraftMovedError or UnchangedError.
    """
    _wait_for_turn(subject)
    last = latest(kind, subject.code)
    snapshot = snapshot_of(again) if again else kind.draw(subject)
    snapshot = Snapshot(as_stored(snapshot.content), as_stored(dict(snapshot.people)))
    if expected is not None and fingerprint(snapshot) != expected:
        raise DraftMovedError(
            _("The draft has changed while you looked at it. Look at the changes once more.")
        )
    if last is not None and snapshot_of(last) == snapshot:
        raise UnchangedError(_("Nothing has changed since the last release."))
    made = Release(
        kind=kind.name,
        subject=subject.code,
        number=last.number + 1 if last else 1,
        note=dict(note or {}),
        content=snapshot.content,
        personal={code: _sealed(says) for code, says in snapshot.people.items()},
        at=timezone.now(),
        by=actor if isinstance(actor, User) else None,
    )
    made.digest = release_digest(made)
    made.save(force_insert=True)
    record(
        actor=actor, verb=RELEASED, target=made, root=subject,
        label=f"{kind.label} {made.number}",
        after={"release": made.number, "digest": made.digest, "again": again and again.number},
    )  # fmt: skip
    return made


def _wait_for_turn(subject: models.Model) -> None:
    """Let nobody else release the same thing until this transaction ends."""
    type(subject)._base_manager.select_for_update().get(pk=subject.pk)


def _sealed(says: Json) -> Json:
    salt = secrets.token_hex(16)
    return {"digest": personal_digest(salt, says), "salt": salt, "says": says}


@transaction.atomic
def forget_in_releases(*, codes: Collection[str]) -> int:
    """Take what is said of a person out of every release, for good; return out of how many.

    ``codes`` are those that the person has and had. It is part of the erasure of the person, which
    records it. What releases say besides stays, and stays provable.
    """
    count = 0
    # The one thing that is ever changed of a release; its manager refuses every other.
    releases = Release._base_manager
    for pk, personal in releases.values_list("pk", "personal").iterator(chunk_size=50):
        said = [code for code in codes if "says" in personal.get(code, {})]
        if said:
            for code in said:
                personal[code] = {"digest": personal[code]["digest"]}
            releases.filter(pk=pk).update(
                personal=personal, forgotten=models.F("forgotten") + len(said)
            )
            count += 1
    return count
