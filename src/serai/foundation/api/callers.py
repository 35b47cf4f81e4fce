"""Who a request comes from, and what they may do."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest
from django.utils import timezone

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.api import problems
from serai.foundation.api.models import Token
from serai.foundation.api.operations import digest_of
from serai.foundation.api.scopes import READ
from serai.foundation.api.shapes import Reader

__all__ = ["Caller", "Reader", "caller_of", "identify"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a token, or nobody in particular."""

    token: Token | None = None

    @property
    def reader(self) -> Reader:
        """For whom things are looked up: nobody in particular without the scope to read."""
        if self.token is None or READ not in self.token.scopes:
            return AnonymousUser()
        return self.token.user

    @property
    def user(self) -> User:
        """Who acts. Raises ProblemError where nobody does."""
        if self.token is None:
            raise problems.AUTHENTICATION_REQUIRED.error(
                "Send a token: Authorization: Bearer serai_…",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return self.token.user

    def require_scope(self, scope: str) -> None:
        """Raise ProblemError unless the token was made for this."""
        user = self.user
        assert self.token is not None
        if scope not in self.token.scopes:
            raise problems.INSUFFICIENT_SCOPE.error(
                f"This token of {user} was not made for “{scope}”.", scope=scope
            )

    def require(self, permission: str, target: object = None) -> None:
        """Raise ProblemError unless the user has a permission."""
        if not may(self.user, permission, target):
            raise problems.NOT_PERMITTED.error(
                "You are not entrusted with this.", permission=permission
            )


def caller_of(request: HttpRequest) -> Caller:
    """Return who the guard found a request to come from."""
    return cast("Any", request).caller  # type: ignore[no-any-return]


def identify(request: HttpRequest) -> Caller:
    """Find out who sends a request. Raises ProblemError for a token that is not good.

    Sessions are not looked at: what a browser sends along by itself proves no intention.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return Caller()
    scheme, _space, secret = header.partition(" ")
    token = _token_of(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise problems.INVALID_TOKEN.error(
            "The token is unknown, over or revoked, or its user is no longer active.",
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    return Caller(token)


def _token_of(secret: str) -> Token | None:
    digest = digest_of(secret)
    token = Token.objects.select_related("user").filter(digest=digest).first()
    today = timezone.localdate()
    if token is None or not hmac.compare_digest(token.digest, digest):
        return None
    is_over = token.expires_on is not None and token.expires_on < today
    if token.revoked_at is not None or is_over or not token.user.is_active:
        return None
    if token.last_used_on != today:
        # The day is enough to see which tokens are still needed, and costs one write a day.
        try:
            Token.objects.filter(pk=token.pk).update(last_used_on=today)
        except OperationalError:
            if settings.DEBUG:
                raise
    return token
