"""The first people of an installation, who cannot have been let in by anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.models import Role, RoleAssignment, User
from serai.foundation.record.operations import Actor, create_object, record
from serai.foundation.record.verbs import Erasure, register_verb

ENROLLED = register_verb("person.enrolled", _("enrolled"), erasure=Erasure.EVERYTHING)
ENTRUSTED = register_verb(
    "person.entrusted", _("entrusted with a role"), erasure=Erasure.EVERYTHING
)


@transaction.atomic
def enrol(
    *, actor: Actor, email: str, name: str, roles: Sequence[Role] = (), password: str | None = None
) -> User:
    """Let a person sign in: with the password if there is one, else by e-mail code.

    The address counts as confirmed. Raises django.core.exceptions.ValidationError.
    """
    user = User(email=email.strip().lower(), name=name.strip())
    if password is None:
        user.set_unusable_password()
    else:
        validate_password(password, user)
        user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(actor=actor, verb=ENROLLED, target=user, after={"email": user.email, "name": user.name})
    for role in roles:
        create_object(
            actor=actor, verb=ENTRUSTED, instance=RoleAssignment(user=user, role=role), root=user
        )
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
        "administrator@serai.example", "Example administrator", Role.ADMINISTRATOR,
        "lets people in and may do everything",
    ),
    DemoPerson("delegate@serai.example", "Example delegate", None, "comes as a participant"),
)  # fmt: skip


def enrol_demo_people(*, actor: Actor) -> list[tuple[DemoPerson, User]]:
    """Make sure that the people of the demo are there, and return them."""
    found = {user.email: user for user in User.objects.filter(email__endswith="@serai.example")}
    return [
        (
            person,
            found.get(person.email)
            or enrol(
                actor=actor,
                email=person.email,
                name=person.name,
                roles=[person.role] if person.role else [],
            ),
        )
        for person in DEMO_PEOPLE
    ]
