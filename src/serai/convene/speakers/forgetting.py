"""What a speaker gets a copy of, and what is forgotten with them."""

from __future__ import annotations

from typing import Any

from django_scopes import scopes_disabled

from serai.convene.programme.models import Participation
from serai.convene.speakers.models import Answer, Speaker
from serai.convene.timetable.models import Availability
from serai.foundation.accounts.models import User
from serai.foundation.accounts.queries import register_personal_data
from serai.foundation.directory.erasing import also_forget
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import Program, erase
from serai.foundation.record.snapshots import snapshot

ERASURE = Program("erasure of a person")


@also_forget
def forget_speaker(person: Person) -> None:
    """Take away what the person said of themselves and answered, in every edition."""
    with scopes_disabled():
        for speaker in Speaker.objects.filter(person=person):
            # Answers and letters name the person only through their speaker.
            erase(actor=ERASURE, target=speaker, includes_references=True)
            speaker.delete()
        Answer.objects.filter(participation__person=person).delete()


def tell_speaker(user: User) -> list[dict[str, Any]]:
    """What is stored about somebody as a speaker: what they said, answered, and when they come."""
    with scopes_disabled():
        return [
            {
                "edition": row.edition.slug,
                "said": snapshot(row),
                "takes_part": [
                    {**snapshot(part), "answer": snapshot(part.answer)}
                    if hasattr(part, "answer") else snapshot(part)
                    for part in Participation.objects.filter(
                        person=row.person_id, edition=row.edition_id
                    ).select_related("answer")
                ],
                "times": [
                    snapshot(time) for time in Availability.objects.filter(
                        person=row.person_id, edition=row.edition_id
                    )
                ],
                "letters": [snapshot(letter) for letter in row.letters.all()],
            }
            for row in Speaker.objects.filter(person__user=user).select_related("edition")
        ]  # fmt: skip


register_personal_data("as_a_speaker", tell_speaker)
