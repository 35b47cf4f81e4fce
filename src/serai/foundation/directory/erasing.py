"""Forgetting a person: what identifies them goes, what they took part in stays.

Other rooms say here what they know of a person beside a reference to them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from serai.foundation.directory import verbs
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import Actor, erase, record

Forget = Callable[[Person], None]

_also_forget: list[Forget] = []


def also_forget(forget: Forget) -> Forget:
    """Have a room forget what it knows of a person too. It must not record what it takes away."""
    _also_forget.append(forget)
    return forget


@transaction.atomic
def erase_person(*, actor: Actor, person: Person) -> None:
    """Erase all that identifies a person, here and in the record of changes; for good.

    The row stays, without a name, so that what they took part in still counts them. Erasing twice
    changes nothing.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_erased:
        return
    person.names.all().delete()
    person.positions.all().delete()
    person.honorific, person.country, person.orcid = "", None, None
    person.user = person.key = None
    person.save()
    for forget in _also_forget:
        forget(person)
    erase(actor=actor, target=person, includes_references=True)
    record(actor=actor, verb=verbs.PERSON_ERASED, target=person, label="", after={"erased": True})
