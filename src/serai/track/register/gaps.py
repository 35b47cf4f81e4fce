"""What a record lacks before readers can rely on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from serai.foundation.translation import texts_of
from serai.track.register.models import Record, Status


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing; serious where the record should not be published like this.

    ``page`` names the page of the desk on which it can be filled in.
    """

    text: str
    page: str
    is_serious: bool = False


def gaps(record: Record) -> list[Gap]:
    """Say what is missing from a record, the most serious first."""
    found = []
    if not record.citations.exists():
        found.append(
            Gap(_("There is no source, so nobody can check it."), "sources", is_serious=True)
        )
    if not texts_of(record.summary):
        found.append(Gap(_("There is no summary."), "particulars", is_serious=True))
    if not record.countries.exists():
        found.append(Gap(_("No country takes part."), "particulars", is_serious=True))
    if not record.parties.exists():
        found.append(Gap(_("There is no party."), "parties"))
    if record.is_agreement and not record.legal_events.exists():
        found.append(Gap(_("There is no legal event, so the status is not known."), "events"))
    elif record.status == Status.UNKNOWN:
        found.append(Gap(_("The status is not known."), "events"))
    if record.year is None:
        found.append(Gap(_("No date is known."), "events"))
    if not (record.fields.exists() or record.themes.exists()):
        found.append(Gap(_("There is no field of science and no theme."), "particulars"))
    return found
