"""How allauth works here: anybody may sign up, changes are recorded, languages are kept."""

from __future__ import annotations

from typing import Any, NamedTuple

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import email_changed
from allauth.core import context as allauth_context
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import translation

from serai.foundation.accounts.models import User
from serai.foundation.accounts.operations import record_new_email, record_sign_up
from serai.foundation.languages import LANGUAGE_CODES


class Site(NamedTuple):
    """What e-mails call this site, and where it is."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The settings that are more than a value."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Delegates and everybody else may make an account; it holds no role."""
        return True

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        """Keep the language in which somebody signed up, and record the new account."""
        code = getattr(request, "LANGUAGE_CODE", "")
        user.language = code if code in LANGUAGE_CODES else ""
        with transaction.atomic():
            saved: User = super().save_user(request, user, form, commit=commit)
            if commit:
                record_sign_up(user=saved)
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go on in the language of the person."""
        user = request.user
        code = user.language if isinstance(user, User) else ""
        with translation.override(code or translation.get_language()):
            return str(super().get_login_redirect_url(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of the person, in the name of the site and not of its host."""
        user = context.get("user")
        code = user.language if isinstance(user, User) else ""
        site = Site(name="Serai", domain=get_current_site(allauth_context.request).domain)
        with translation.override(code or translation.get_language()):
            super().send_mail(template_prefix, email, {**context, "current_site": site})


@receiver(email_changed)
def _email_changed(user: User, from_email_address: Any, to_email_address: Any, **_: Any) -> None:
    before = from_email_address.email if from_email_address else ""
    record_new_email(user=user, before=before, after=to_email_address.email)
