"""What the timetable forgets with a person whose data is erased."""

from __future__ import annotations

from django_scopes import scopes_disabled

from serai.convene.timetable.models import Availability, Candidate
from serai.foundation.directory.erasing import also_forget
from serai.foundation.directory.models import Person


@also_forget
def forget_availability(person: Person) -> None:
    """Take away when the person could be there, and why not, and where they might have spoken."""
    with scopes_disabled():
        Availability.objects.filter(person=person).delete()
        Candidate.objects.filter(person=person).delete()
