"""People who take part and are asked, for tests."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_scopes import scopes_disabled

from factories.directory import make_person
from serai.convene.editions.models import Edition
from serai.convene.speakers.models import Letter, LetterKind, Speaker
from serai.foundation.directory.models import Person


def make_speaker(edition: Edition, person: Person | None = None, **fields: Any) -> Speaker:
    """Somebody who was asked to answer."""
    fields.setdefault("asked_at", timezone.now())
    with scopes_disabled():
        speaker: Speaker = Speaker.objects.create(
            edition=edition, person=person or make_person(), **fields
        )
    return speaker


def make_letter(speaker: Speaker, kind: LetterKind = LetterKind.INVITATION) -> Letter:
    """A letter that waits in the outbox."""
    with scopes_disabled():
        letter: Letter = Letter.objects.create(speaker=speaker, kind=kind)
    return letter
