"""Writing accounts. Passwords and codes are the business of allauth and never enter the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from serai.foundation.accounts import verbs
from serai.foundation.accounts.models import Role, User
from serai.foundation.record.operations import (
    Actor,
    Program,
    change_object,
    erase,
    erase_actor,
    record,
    sync_parts,
)
from serai.foundation.record.snapshots import snapshot

RECORDED = ("email", "name", "language", "is_active")
EDITABLE = frozenset({"name", "language"})


@transaction.atomic
def invite_user(
    *,
    actor: Actor,
    email: str,
    name: str = "",
    language: str = "",
    roles: Iterable[str] = (),
    send: bool = True,
) -> User:
    """Create a user who signs in by a code sent to the address, and tell them so by e-mail.

    Raises ValidationError, for an address that has an account already too.
    """
    user = User(email=User.objects.normalize_email(email).lower(), name=name, language=language)
    user.set_unusable_password()
    user.full_clean()
    user.save(force_insert=True)
    user.expect_sign_in()
    record(actor=actor, verb=verbs.INVITED, target=user, after=_recorded(user, invited=True))
    set_roles(actor=actor, user=user, roles=roles)
    if send:
        transaction.on_commit(lambda: _send_invitation(user))
    return user


@transaction.atomic
def record_sign_up(*, user: User) -> None:
    """Record that somebody made an account for themselves."""
    record(actor=user, verb=verbs.SIGNED_UP, target=user, after=_recorded(user, signed_up=True))


def _recorded(user: User, **more: Any) -> dict[str, Any]:
    # What is more than columns cannot be undone: an account ends by erasure only.
    return {**snapshot(user, RECORDED), **more}


def _send_invitation(user: User) -> None:
    language = user.language or settings.LANGUAGE_CODE
    with translation.override(language):
        address = settings.BASE_URL + reverse("account_request_login_code")
        context = {"user": user, "address": address, "base_url": settings.BASE_URL}
        subject = render_to_string("accounts/invitation_subject.txt", context).strip()
        text = render_to_string("accounts/invitation.txt", context)
    send_mail(subject, text, None, [user.email])


@transaction.atomic
def change_user(
    *,
    actor: Actor,
    user: User,
    changes: Mapping[str, Any],
    roles: Iterable[str] | None = None,
) -> User:
    """Change the name, the language and, unless None, the roles of a user.

    Raises ValidationError.
    """
    unknown = set(changes) - EDITABLE
    if unknown:
        raise ValueError(f"Not to be changed here: {', '.join(sorted(unknown))}.")
    change_object(actor=actor, verb=verbs.CHANGED, instance=user, changes=changes)
    if roles is not None:
        set_roles(actor=actor, user=user, roles=roles)
    return user


@transaction.atomic
def set_roles(*, actor: Actor, user: User, roles: Iterable[str]) -> None:
    """Give a user exactly these roles. Raises ValidationError if no administrator would be left."""
    wanted = set(roles)
    rows = [{"role": role} for role in Role if role in wanted]
    sync_parts(
        actor=actor, verbs=verbs.ROLE_VERBS, root=user, parts=user.role_assignments, rows=rows,
        match=["role"],
    )  # fmt: skip
    user.__dict__.pop("installation_roles", None)
    _require_an_administrator("roles")


@transaction.atomic
def deactivate_user(*, actor: Actor, user: User) -> None:
    """Keep a user from signing in, and sign them out. Raises ValidationError."""
    if actor == user:
        raise ValidationError(_("You cannot deactivate yourself."))
    change_object(actor=actor, verb=verbs.DEACTIVATED, instance=user, changes={"is_active": False})
    _require_an_administrator()


@transaction.atomic
def reactivate_user(*, actor: Actor, user: User) -> None:
    """Let a user sign in again."""
    change_object(actor=actor, verb=verbs.REACTIVATED, instance=user, changes={"is_active": True})


@transaction.atomic
def record_new_email(*, user: User, before: str, after: str) -> None:
    """Record that somebody signs in with another e-mail address from now on."""
    record(
        actor=user, verb=verbs.EMAIL_CHANGED, target=user,
        before={"email": before}, after={"email": after, "confirmed": True},
    )  # fmt: skip


@transaction.atomic
def erase_account(*, user: User) -> None:
    """Delete an account at the wish of the person, with their name in the record.

    What they did stays on record, by nobody's name. Raises ValidationError if no administrator
    would be left.
    """
    person = Program(str(_("the person concerned")))
    erase_actor(actor=person, user=user)
    erase(actor=person, target=user)
    record(actor=person, verb=verbs.ERASED, target=user, label="", after={"erased": True})
    had_administrator = _administrators().exists()
    user.delete()
    if had_administrator:
        _require_an_administrator()


def _administrators() -> models.QuerySet[User]:
    return User.objects.filter(is_active=True).filter(
        models.Q(is_superuser=True) | models.Q(role_assignments__role=Role.ADMINISTRATOR)
    )


def _require_an_administrator(field: str | None = None) -> None:
    """Raise unless somebody can still manage users.

    Asked after the change was recorded: whoever records holds the lock of the chain, so two who
    remove each other at the same moment cannot both succeed.
    """
    if _administrators().exists() or not User.objects.filter(is_active=True).exists():
        return
    message = _("Somebody must remain administrator. Give another person the role first.")
    raise ValidationError({field: message} if field else message)
