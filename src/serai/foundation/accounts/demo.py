"""Signing in as one of the example people, by a link, on a demonstration only."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from serai.foundation.accounts.models import User

_SALT = "serai.accounts.demo"


def demo_sign_in_path(user: User) -> str:
    """Return the path that signs somebody in as the user. Raises RuntimeError outside of a demo."""
    if not settings.DEMO:
        raise RuntimeError("Sign-in links are for demonstrations only.")
    return reverse("accounts:demo_sign_in", kwargs={"token": signing.dumps(user.pk, salt=_SALT)})


def user_of_token(token: str) -> User | None:
    """Return the active user that a link means, or None."""
    try:
        key = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, is_active=True).first()
