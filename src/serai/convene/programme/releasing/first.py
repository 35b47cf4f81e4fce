"""The first release of programmes that were public before there were releases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations import Migration
from django_scopes import scopes_disabled

from serai.convene.editions.models import Edition
from serai.convene.programme.released import PROGRAMME
from serai.foundation.record.operations import Program
from serai.foundation.releases.operations import release
from serai.foundation.releases.queries import latest_versions

MIGRATION = ("programme", "0005_first_releases")


def release_what_was_public(*, plan: Sequence[tuple[Migration, bool]] = (), **_signal: Any) -> None:
    """Release every programme with a public activity, once, when an installation learns to.

    It hangs on the migration and not in it: a snapshot is drawn up by the code of today, which a
    migration must not use, and all tables are as that code knows them once all migrations ran.
    """
    if not any(
        (migration.app_label, migration.name) == MIGRATION and not is_undone
        for migration, is_undone in plan
    ):
        return
    with scopes_disabled():
        editions = list(Edition.objects.filter(activities__is_public=True).distinct())
    released = latest_versions(PROGRAMME, [edition.code for edition in editions])
    for edition in editions:
        if edition.code not in released:
            release(
                actor=Program("serai migrate"), kind=PROGRAMME, subject=edition,
                note={"en": "As it was before programmes were released."},
            )  # fmt: skip
