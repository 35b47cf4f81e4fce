"""Who may do what on the whole installation."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from factories.accounts import user_with
from serai.foundation.accounts.models import Role, User
from serai.foundation.accounts.permissions import may

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_manage_users(role: Role) -> None:
    assert may(user_with(role), "accounts.manage_users") is (role is Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_enters_the_desk(role: Role) -> None:
    assert may(user_with(role), "accounts.enter_desk")


def test_nobody_without_a_role_enters_the_desk() -> None:
    assert not may(user_with(), "accounts.enter_desk")
    assert not may(AnonymousUser(), "accounts.enter_desk")


def test_a_deactivated_user_may_nothing() -> None:
    user = user_with(Role.ADMINISTRATOR)
    user.is_active = False
    assert not may(user, "accounts.enter_desk")


def test_a_superuser_may_everything() -> None:
    user = User.objects.create_superuser("root@example.org", "reeds and willows 7")
    assert may(user, "accounts.manage_users")


def test_a_misspelt_permission_raises() -> None:
    with pytest.raises(LookupError, match=r"accounts\.manage_user"):
        may(AnonymousUser(), "accounts.manage_user")
