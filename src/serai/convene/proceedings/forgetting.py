"""What the proceedings forget with a person whose data is erased.

Published minutes are forgotten with all releases, by the programme. Materials belong to the
session: the desk takes away those that the person asks for.
"""

from __future__ import annotations

from django_scopes import scopes_disabled

from serai.convene.proceedings.models import ActionItem, Attendance, RunningItem
from serai.foundation.directory.erasing import also_forget
from serai.foundation.directory.models import Person


@also_forget
def forget_in_proceedings(person: Person) -> None:
    """Take away that the person was there, what they were to do, and when they were to speak."""
    with scopes_disabled():
        Attendance.objects.filter(person=person).delete()
        ActionItem.objects.filter(person=person).update(person=None)
        RunningItem.objects.filter(person=person).update(person=None)
