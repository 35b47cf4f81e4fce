"""Keeping an agenda.

It is not written into the record of changes: what somebody wants to attend is their own business,
and nothing that others see depends on it. It goes with the account and is in its copy of the data.
"""

from __future__ import annotations

from collections.abc import Collection

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from serai.convene.agenda.models import Favourite, Feed
from serai.convene.editions.models import Edition
from serai.foundation.accounts.models import User

MOST = 1000
"""How many sessions of an edition one person may star."""

_SIGNER = signing.Signer(sep=".", salt="serai.agenda.feed")


@transaction.atomic
def change_agenda(
    *, actor: User, edition: Edition, add: Collection[str] = (), remove: Collection[str] = ()
) -> None:
    """Star sessions and take stars away, by the codes of the sessions.

    What is starred already stays so: a device that merges its stars loses none of the account's.
    Raises ValidationError for too many.
    """
    starred = Favourite.objects.filter(user=actor, edition=edition)
    starred.filter(session__in=remove).delete()
    if starred.exclude(session__in=add).count() + len(set(add)) > MOST:
        raise ValidationError(_("An agenda holds at most %d sessions.") % MOST)
    Favourite.objects.bulk_create(
        [Favourite(user=actor, edition=edition, session=code) for code in dict.fromkeys(add)],
        ignore_conflicts=True,
    )


@transaction.atomic
def open_feed(*, actor: User, edition: Edition) -> Feed:
    """Give the agenda an address for calendars; one that is there already stays."""
    feed, _is_new = Feed.objects.get_or_create(user=actor, edition=edition)
    if not feed.is_active:
        feed.is_active = True
        feed.save(update_fields=["is_active"])
    return feed


@transaction.atomic
def close_feed(*, actor: User, edition: Edition) -> None:
    """Revoke the address for good; the next that is opened is another."""
    Feed.objects.filter(user=actor, edition=edition, is_active=True).update(
        is_active=False, serial=F("serial") + 1
    )


def token_of(feed: Feed) -> str:
    """The secret part of the address of a feed."""
    return _SIGNER.sign(f"{feed.pk}-{feed.serial}")


def feed_of(token: str) -> Feed | None:
    """The feed that a token opens; None for one that was never given or has been revoked."""
    try:
        key, _dash, serial = _SIGNER.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return (
        Feed.objects.filter(pk=key, serial=serial, is_active=True, user__is_active=True)
        .select_related("user", "edition")
        .first()
    )
