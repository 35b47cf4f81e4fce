"""People who sign in."""

from __future__ import annotations

from itertools import count

from django.test import Client

from serai.foundation.accounts.models import Role, RoleAssignment, User

_numbers = count(1)

PASSWORD = "reeds and willows 7"


def user_with(*roles: Role, email: str = "", name: str = "", password: str | None = None) -> User:
    """Create a user who holds the given roles of the installation."""
    number = next(_numbers)
    called = roles[0].value if roles else "delegate"
    user = User.objects.create_user(
        email or f"{called}{number}@example.org",
        password,
        name=name or f"{called.title()} {number}",
    )
    for role in roles:
        RoleAssignment.objects.create(user=user, role=role)
    return user


def signed_in(user: User) -> Client:
    """Return a browser in which the user is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user  # type: ignore[attr-defined]
    return client
