"""What the programme forgets with a person whose data is erased."""

from __future__ import annotations

from django_scopes import scopes_disabled

from serai.convene.programme.models import Participation
from serai.foundation.directory.erasing import also_forget
from serai.foundation.directory.models import Person


@also_forget
def forget_positions(person: Person) -> None:
    """Take away the positions that a programme gives the person, in every edition."""
    with scopes_disabled():
        Participation.objects.filter(person=person).update(position_held="")
