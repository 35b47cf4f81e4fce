"""Who may do what, as far as the whole installation is concerned.

Permissions are `rules` predicates named ``<room>.<verb>_<noun>``. Asking for a name that nobody
registered raises, so that a misspelt permission never silently refuses or grants.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import rules.permissions
import rules.predicates

from serai.foundation.accounts.models import Role, User

Predicate: TypeAlias = Any
"""A `rules` predicate; the library has no types."""

_is_active = rules.predicates.is_authenticated & rules.predicates.is_active


def predicate(test: Callable[..., bool]) -> Predicate:
    """Make a predicate of a function of the user, or of the user and the object asked about.

    Predicates combine with ``&``, ``|`` and ``~``. Nobody who is not signed in and active passes.
    """
    return _is_active & rules.predicates.Predicate(test, name=test.__qualname__)


def grant(permission: str, to: Predicate) -> None:
    """Register a permission and who has it."""
    rules.permissions.add_perm(permission, to)


def widen(permission: str, to: Predicate) -> None:
    """Give a registered permission to more people, from a room that knows more roles.

    Raises LookupError for a name that nobody registered.
    """
    if not rules.permissions.perm_exists(permission):
        raise LookupError(f"No permission is called {permission!r}.")
    rules.permissions.set_perm(permission, rules.permissions.permissions[permission] | to)


def may(user: Any, permission: str, target: object = None) -> bool:
    """Tell whether a user has a permission, which must be registered."""
    if not rules.permissions.perm_exists(permission):
        raise LookupError(f"No permission is called {permission!r}.")
    return bool(rules.permissions.has_perm(permission, user, target))


def has_role(*wanted: Role) -> Predicate:
    """Return a predicate: the user holds one of the installation roles, or is a superuser."""

    def holds(user: User) -> bool:
        return user.is_superuser or not user.installation_roles.isdisjoint(wanted)

    return predicate(holds)


is_administrator = has_role(Role.ADMINISTRATOR)
is_secretariat = has_role(Role.ADMINISTRATOR, Role.SECRETARIAT)
is_editor = has_role(Role.ADMINISTRATOR, Role.EDITOR)
is_analyst = has_role(Role.ADMINISTRATOR, Role.ANALYST)
is_any_staff = has_role(*Role)
is_signed_in = _is_active


grant("accounts.manage_users", is_administrator)
grant("accounts.enter_desk", is_any_staff)
