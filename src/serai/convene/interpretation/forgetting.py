"""What interpretation forgets with a person whose data is erased."""

from __future__ import annotations

from django_scopes import scopes_disabled

from serai.convene.interpretation.models import Interpreter
from serai.foundation.directory.erasing import also_forget
from serai.foundation.directory.models import Person


@also_forget
def forget_interpreter(person: Person) -> None:
    """Take away that and where the person interpreted, in every edition."""
    with scopes_disabled():
        Interpreter.objects.filter(person=person).delete()
