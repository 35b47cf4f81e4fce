"""Who may do what with series and editions.

The secretariat of the installation manages all of them. Within one edition, a role in it does:
its secretariat manages everything of it, its programme editors the programme, its readers read
drafts. Everybody else does not know of an edition until it is public.
"""

from __future__ import annotations

from django.utils.functional import cached_property

from serai.convene.editions.models import Edition, EditionRole
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import (
    Predicate,
    grant,
    is_secretariat,
    predicate,
    widen,
)


class EditionRoles:
    """The roles of one user in all editions, read once for each user object."""

    def __init__(self, user: User) -> None:
        self._user = user

    @classmethod
    def of(cls, user: User) -> EditionRoles:
        """Return the roles that were read for this user object, or will be."""
        roles = user.__dict__.get("_edition_roles")
        if not isinstance(roles, EditionRoles):
            roles = user.__dict__["_edition_roles"] = cls(user)
        return roles

    @cached_property
    def by_edition(self) -> dict[int, frozenset[str]]:
        """The roles held in each edition, by its primary key."""
        roles: dict[int, frozenset[str]] = {}
        for edition, role in self._user.edition_role_assignments.values_list("edition", "role"):
            roles[edition] = roles.get(edition, frozenset()) | {role}
        return roles

    @classmethod
    def forget(cls, user: User) -> None:
        """Read them anew when they are next asked for."""
        user.__dict__.pop("_edition_roles", None)


def has_edition_role(*wanted: EditionRole) -> Predicate:
    """Return a predicate: the user holds one of the roles in the edition asked about."""

    def holds(user: User, edition: Edition | None = None) -> bool:
        if edition is None or edition.pk is None:
            return False
        held = EditionRoles.of(user).by_edition.get(edition.pk, frozenset())
        return not held.isdisjoint(wanted)

    return predicate(holds)


@predicate
def has_any_edition_role(user: User) -> bool:
    """Tell whether the user holds a role in some edition."""
    return bool(EditionRoles.of(user).by_edition)


may_manage_edition = is_secretariat | has_edition_role(EditionRole.SECRETARIAT)
may_edit_programme = may_manage_edition | has_edition_role(EditionRole.PROGRAMME_EDITOR)
may_read_drafts = may_edit_programme | has_edition_role(EditionRole.READER)

grant("editions.manage_series", is_secretariat)
grant("editions.add_edition", is_secretariat)
grant("editions.delete_edition", is_secretariat)
grant("editions.change_edition", may_manage_edition)
grant("editions.edit_programme", may_edit_programme)
grant("editions.read_draft", may_read_drafts)
grant("editions.enter_desk", is_secretariat | has_any_edition_role)

widen("accounts.enter_desk", has_any_edition_role)
