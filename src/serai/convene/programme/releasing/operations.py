"""Releasing a programme and telling those whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from serai.convene.editions.models import Edition
from serai.convene.programme.models import ReleaseNotice
from serai.convene.programme.released import PROGRAMME, programme_in
from serai.convene.programme.releasing.changes import changes_between
from serai.convene.programme.releasing.notices import concerned_by, tell_release
from serai.foundation.jobs.operations import start
from serai.foundation.record.operations import Actor
from serai.foundation.releases.models import Release
from serai.foundation.releases.operations import release
from serai.foundation.releases.queries import releases_of


@transaction.atomic
def release_programme(
    *,
    actor: Actor,
    edition: Edition,
    note: Mapping[str, str] | None = None,
    expected: str | None = None,
    again: Release | None = None,
    tell: bool = True,
) -> Release:
    """Release the draft of a programme, or ``again`` what an earlier release says.

    With ``tell``, each person whose own part has changed and whose address is known gets one
    e-mail, sent by a job. Raises what `foundation.releases.operations.release` raises.
    """
    made = release(
        actor=actor, kind=PROGRAMME, subject=edition, note=note, expected=expected, again=again
    )
    if not tell:
        return made
    last = releases_of(PROGRAMME, edition.code).filter(number__lt=made.number).first()
    changes = changes_between(programme_in(last) if last else None, programme_in(made), edition)
    told = [each.person for each in concerned_by(changes, edition) if each.address is not None]
    ReleaseNotice.objects.bulk_create(ReleaseNotice(release=made, person=each) for each in told)
    if told:
        start(
            actor=actor, job=tell_release, about=f"{edition} {made.number}",
            arguments={"release": made.pk},
        )  # fmt: skip
    return made
