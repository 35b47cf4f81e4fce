"""Making and revoking tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.api import verbs
from serai.foundation.api.models import Token
from serai.foundation.api.scopes import all_scopes
from serai.foundation.identity import code_for_key
from serai.foundation.record.operations import Actor, record
from serai.foundation.record.snapshots import snapshot

PREFIX = "serai_"
"""What every secret begins with, so that people and scanners know one when they see it."""

_RECORDED = ("name", "scopes", "expires_on", "revoked_at")


class MadeAlreadyError(Exception):
    """The form that was sent has made its token; what was shown then is not shown again."""


def digest_of(secret: str) -> str:
    """The digest under which a secret is kept: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_token(
    *,
    actor: Actor,
    user: User,
    name: str,
    scopes: Iterable[str],
    expires_on: date | None = None,
    form_key: str = "",
) -> tuple[Token, str]:
    """Make a token and return it with its secret, which nobody can read again.

    ``expires_on`` is its last day; None: it lasts until it is revoked. The same ``form_key`` makes
    one token: raises MadeAlreadyError for another. Raises ValidationError.
    """
    code = code_for_key("api.token", f"{user.pk}:{form_key}") if form_key else ""
    if code and Token.objects.filter(code=code).exists():
        raise MadeAlreadyError
    wanted = sorted(set(scopes))
    if unknown := [scope for scope in wanted if scope not in all_scopes()]:
        known = ", ".join(all_scopes())
        raise ValidationError(
            {
                "scopes": _("There is no scope “%(scope)s”. There are: %(known)s.")
                % {"scope": unknown[0], "known": known}
            }
        )
    if not wanted:
        raise ValidationError({"scopes": _("Choose what the token may be used for.")})
    if expires_on is not None and expires_on < timezone.localdate():
        raise ValidationError({"expires_on": _("This day is over.")})
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        user=user, name=name, digest=digest_of(secret), scopes=wanted, expires_on=expires_on,
        code=code,
    )  # fmt: skip
    token.full_clean(exclude=["code"])
    try:
        with transaction.atomic():
            token.save(force_insert=True)
    except IntegrityError:
        raise MadeAlreadyError from None  # By the same form, at this moment.
    record(
        actor=actor,
        verb=verbs.TOKEN_CREATED,
        target=token,
        root=user,
        after={**snapshot(token, _RECORDED), "made": True},
    )
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, token: Token) -> None:
    """End a token at once, and for ever. Nothing happens to one that was revoked already."""
    current = Token.objects.select_for_update().get(pk=token.pk)
    if current.revoked_at is not None:
        return
    before = snapshot(current, _RECORDED)
    token.revoked_at = current.revoked_at = timezone.now()
    current.save(update_fields=["revoked_at"])
    record(
        actor=actor,
        verb=verbs.TOKEN_REVOKED,
        target=current,
        root=current.user,
        before=before,
        after={**snapshot(current, _RECORDED), "revoked": True},
    )
