"""The personal link of a speaker: whoever has it can answer in their name.

It is signed and not stored, like the calendar address of an agenda. It stops with a revocation, and
some weeks after the edition.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from serai.convene.editions.models import Edition
from serai.convene.speakers.models import Speaker

AFTERWARDS = timedelta(days=30)
"""So long after the edition a link still works: slides are often handed in late."""

_SIGNER = signing.Signer(sep=".", salt="serai.speakers.part")


def token_of(speaker: Speaker) -> str:
    """The secret part of a personal link."""
    return _SIGNER.sign(f"{speaker.pk}-{speaker.serial}")


def address_of(speaker: Speaker) -> str:
    """The whole personal link, in the active language."""
    return settings.BASE_URL + reverse("speakers:linked_part", args=[token_of(speaker)])


def last_day(edition: Edition) -> date | None:
    """The last day on which links work; None where nobody knows when the edition ends."""
    return edition.ends_on + AFTERWARDS if edition.ends_on else None


def speaker_of(token: str) -> Speaker | None:
    """Whose link it is; None for one that was never given, is revoked, or whose time is over."""
    try:
        key, _dash, serial = _SIGNER.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    with scopes_disabled():
        speaker: Speaker | None = (
            Speaker.objects.filter(pk=key, serial=serial, is_link_open=True)
            .select_related("edition", "person__user")
            .first()
        )
    if speaker is None:
        return None
    last = last_day(speaker.edition)
    today = timezone.now().astimezone(speaker.edition.zone).date()
    return speaker if last is None or today <= last else None
