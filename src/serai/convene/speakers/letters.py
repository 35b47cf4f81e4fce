"""Asking speakers, and reminding them: letters wait in an outbox until the desk sends them.

Each goes to one person, once, in their language, with their personal link. Who has no address stays
in the outbox until somebody writes one down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import capfirst
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.released import programme_of
from serai.convene.programme.releasing.notices import Address, register_addresses
from serai.convene.speakers.links import address_of, last_day
from serai.convene.speakers.models import Letter, LetterKind, Speaker
from serai.convene.speakers.operations import open_link, saved_speaker
from serai.convene.speakers.queries import Standing, taking_part
from serai.convene.speakers.showing import parts_of
from serai.convene.speakers.verbs import LETTER, LETTER_SENT, SPEAKER
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
)
from serai.foundation.translation import render_text


@transaction.atomic
def write_letters(
    *, actor: Actor, edition: Edition, people: Collection[Person], kind: LetterKind
) -> list[Letter]:
    """Put letters to some of `taking_part` into the outbox.

    Invited is who was not yet, reminded who was and has left something open; everybody else is
    passed over, and so is who has a letter waiting.
    """
    written = []
    with scope(edition=edition):
        waiting = set(
            Letter.objects.filter(told_at=None).values_list("speaker__person_id", flat=True)
        )
        for person in people:
            if person.pk in waiting or not _wants(Standing(person), kind):
                continue
            speaker = saved_speaker(actor=actor, edition=edition, person=person)
            open_link(actor=actor, speaker=speaker)
            written.append(create_object(
                actor=actor, verb=LETTER.added, instance=Letter(speaker=speaker, kind=kind),
                root=speaker,
            ))  # fmt: skip
    return written


def _wants(standing: Standing, kind: LetterKind) -> bool:
    was_asked = standing.speaker is not None and standing.speaker.asked_at is not None
    if kind == LetterKind.INVITATION:
        return not was_asked
    return was_asked and bool(standing.open or standing.lacks)


@transaction.atomic
def set_note(*, actor: Actor, edition: Edition, note: Any) -> None:
    """Give every letter that waits these words of the desk's own. Raises ValidationError."""
    with scope(edition=edition):
        for letter in waiting_letters():
            change_object(
                actor=actor, verb=LETTER.changed, instance=letter, changes={"note": note},
                root=letter.speaker,
            )  # fmt: skip


@transaction.atomic
def discard_letters(*, actor: Actor, letters: Iterable[Letter]) -> None:
    """Take letters out of the outbox; those that were sent stay."""
    for letter in letters:
        with scope(edition=letter.speaker.edition):
            if letter.told_at is None:
                delete_object(
                    actor=actor, verb=LETTER.removed, instance=letter, root=letter.speaker
                )


def waiting_letters() -> list[Letter]:
    """The letters in the outbox of the edition in scope, oldest first."""
    rows = Letter.objects.filter(told_at=None).select_related(
        "speaker__edition", "speaker__person__user"
    )
    return list(rows.prefetch_related("speaker__person__names"))


@register_addresses
def addresses(edition: Edition, people: Collection[Person]) -> dict[int, Address]:
    """Where speakers are told what a release of the programme changes for them."""
    with scope(edition=edition):
        speakers = list(Speaker.objects.filter(person__in=people).select_related("person__user"))
    return {
        each.person_id: Address(email, language_of(each))
        for each in speakers
        if (email := address_to(each))
    }


def address_to(speaker: Speaker) -> str:
    """Where letters to a speaker go: what the desk wrote down, else the address of the account."""
    user = speaker.person.user
    return speaker.email or (user.email if user is not None and user.is_active else "")


def language_of(speaker: Speaker) -> str:
    """The language in which a speaker is written to."""
    user = speaker.person.user
    return speaker.language or (user.language if user else "") or settings.LANGUAGE_CODE


def message_of(letter: Letter) -> EmailMessage:
    """The letter as it is sent, in the language of its reader. Read inside the scope."""
    speaker = letter.speaker
    edition = speaker.edition
    with translation.override(language_of(speaker)):
        standing = Standing(taking_part().get(pk=speaker.person_id))
        parts = parts_of(standing.parts, edition, programme_of(edition), speaker.time_zone)
        context = {
            "name": speaker.person.display_name(),
            "edition": render_text(edition.name).text,
            "is_reminder": letter.kind == LetterKind.REMINDER,
            "parts": [part for part in parts if part.answer is None],
            "lacks": [capfirst(str(lack.label)) for lack in standing.lacks],
            "note": render_text(letter.note).text,
            "link": address_of(speaker),
            "until": last_day(edition),
        }
        return EmailMessage(
            render_to_string("speakers/mails/letter_subject.txt", context).strip(),
            render_to_string("speakers/mails/letter.txt", context),
            to=[address_to(speaker)],
        )


@transaction.atomic
def mark_sent(*, actor: Actor, letter: Letter) -> None:
    """Write down that a letter was sent, and when its reader was first asked."""
    now = timezone.now()
    change_object(
        actor=actor, verb=LETTER_SENT, instance=letter, changes={"told_at": now},
        root=letter.speaker,
    )  # fmt: skip
    if letter.speaker.asked_at is None:
        change_object(
            actor=actor, verb=SPEAKER.changed, instance=letter.speaker, changes={"asked_at": now}
        )
