"""What the programme forgets with a person whose data is erased."""

from __future__ import annotations

from django_scopes import scopes_disabled

from serai.convene.programme.models import Participation
from serai.foundation.directory.erasing import also_forget
from serai.foundation.directory.models import Person
from serai.foundation.directory.queries import codes_of
from serai.foundation.releases.operations import forget_in_releases


@also_forget
def forget_positions(person: Person) -> None:
    """Take away the positions that a programme gives the person, in every edition."""
    with scopes_disabled():
        Participation.objects.filter(person=person).update(position_held="")


@also_forget
def forget_in_released_programmes(person: Person) -> None:
    """Take what releases say of the person out of all of them, not only out of the latest."""
    forget_in_releases(codes=codes_of(person))
