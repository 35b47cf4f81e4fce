"""The first people of an installation, who cannot have been let in by anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from serai.foundation.accounts.models import Role, User
from serai.foundation.accounts.operations import invite_user
from serai.foundation.record.operations import Actor


@transaction.atomic
def enrol(
    *, actor: Actor, email: str, name: str, roles: Sequence[Role] = (), password: str | None = None
) -> User:
    """Let a person sign in: with the password if there is one, else by e-mail code.

    Nothing is sent, and the address counts as confirmed: who enrols somebody here has the whole
    installation in their hands. Raises django.core.exceptions.ValidationError.
    """
    if password is not None:
        validate_password(password, User(email=email, name=name))
    user = invite_user(actor=actor, email=email.strip(), name=name.strip(), roles=roles, send=False)
    user.expect_sign_in(is_confirmed=True)
    if password is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def has_administrator() -> bool:
    """Tell whether anybody can let others in."""
    return User.objects.filter(is_active=True, role_assignments__role=Role.ADMINISTRATOR).exists()


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who exists in a demo only."""

    email: str
    name: str
    role: Role | None
    work: str


DEMO_PEOPLE = (
    DemoPerson(
        "secretariat@serai.example", "Example secretariat", Role.SECRETARIAT,
        "prepares the edition and its programme",
    ),
    DemoPerson(
        "analyst@serai.example", "Example analyst", Role.ANALYST,
        "weighs claims and answers for the figures",
    ),
    DemoPerson(
        "editor@serai.example", "Example register editor", Role.EDITOR,
        "keeps the register of the cooperation",
    ),
    DemoPerson(
        "reviewer@serai.example", "Example reviewer", None,
        "reviews what was submitted to the sample call",
    ),
    DemoPerson("delegate@serai.example", "Example delegate", None, "comes as a participant"),
    DemoPerson(
        "administrator@serai.example", "Example administrator", Role.ADMINISTRATOR,
        "lets people in and may do everything",
    ),
)  # fmt: skip


def enrol_demo_people(*, actor: Actor) -> list[tuple[DemoPerson, User]]:
    """Make sure that the people of the demo are there, and return them."""
    found = {user.email: user for user in User.objects.filter(email__endswith="@serai.example")}
    # An installation without an administrator takes nobody else in.
    for person in sorted(DEMO_PEOPLE, key=lambda person: person.role is not Role.ADMINISTRATOR):
        if person.email not in found:
            found[person.email] = enrol(
                actor=actor,
                email=person.email,
                name=person.name,
                roles=[person.role] if person.role else [],
            )
    return [(person, found[person.email]) for person in DEMO_PEOPLE]
