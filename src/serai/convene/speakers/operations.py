"""What a speaker says, whether they say it themselves or the desk writes it down for them.

Every operation takes a `Speaker` that may not be saved yet: the row is made by the first thing
that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.calls.models import Submission, SubmissionSpeaker
from serai.convene.calls.operations.confirming import register_confirmation, settle_confirmation
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Participation
from serai.convene.programme.verbs import PARTICIPATIONS
from serai.convene.speakers.models import Answer, AnswerState, Speaker
from serai.convene.speakers.queries import (
    answer_of,
    own_participations,
    session_of,
    shown_with,
)
from serai.convene.speakers.verbs import ANSWER, LINK_OPENED, LINK_REVOKED, SPEAKER
from serai.convene.timetable.models import Availability
from serai.convene.timetable.setting import remove_availability, save_availability
from serai.foundation.directory.models import Person
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    Program,
    change_object,
    create_object,
    delete_object,
)
from serai.foundation.translation import texts_of

LINK_HOLDER = Program("personal link")
"""Who acts where somebody answers by their link, without an account."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a participation."""

    state: AnswerState
    reason: str = ""


@transaction.atomic
def saved_speaker(*, actor: Actor, edition: Edition, person: Person) -> Speaker:
    """The row of a person in an edition, made if there is none.

    The e-mail address is that of a submission of theirs, where one has it.
    """
    with scope(edition=edition):
        # Who comes second waits here and finds the row.
        Person.objects.select_for_update().get(pk=person.pk)
        found: Speaker | None = Speaker.objects.filter(person=person).first()
        if found is None:
            submitted = SubmissionSpeaker.objects.filter(person=person).exclude(email="")
            email = submitted.order_by("-pk").values_list("email", flat=True).first() or ""
            new = Speaker(edition=edition, person=person, email=email)
            found = create_object(actor=actor, verb=SPEAKER.added, instance=new)
        return found


@transaction.atomic
def answer(
    *, actor: Actor, participation: Participation, reply: Reply, is_on_behalf: bool = False
) -> Answer:
    """Confirm a participation or decline it; another answer replaces the last.

    Raises ValidationError.
    """
    edition = participation.edition
    with scope(edition=edition):
        speaker = saved_speaker(actor=actor, edition=edition, person=participation.person)
        session = session_of(participation)
        values = {
            "state": reply.state,
            "reason": reply.reason,
            "starts_at": session.starts_at if session else None,
            "at": timezone.now(),
            "is_on_behalf": is_on_behalf,
        }
        given: Answer | None = Answer.objects.filter(participation=participation).first()
        if given is None:
            given = create_object(
                actor=actor, verb=ANSWER.added, root=speaker,
                instance=Answer(participation=participation, **values),
            )  # fmt: skip
        else:
            change_object(
                actor=actor, verb=ANSWER.changed, instance=given, changes=values, root=speaker
            )
        _tell_call(actor, participation)
        return given


def _tell_call(actor: Actor, participation: Participation) -> None:
    """Let the submission behind a talk be confirmed as soon as everybody in it has confirmed."""
    submission: Submission | None = getattr(shown_with(participation), "submission", None)
    if submission is not None:
        settle_confirmation(actor=actor, submission=submission)


@register_confirmation
def have_confirmed(submission: Submission) -> bool:
    """Tell whether everybody in what a submission became has confirmed, and there is somebody."""
    became = submission.session or submission.contribution
    parts = became.participations.all() if became else Participation.objects.none()
    return parts.exists() and not parts.exclude(answer__state=AnswerState.CONFIRMED).exists()


@transaction.atomic
def answer_all(*, actor: Actor, speaker: Speaker, is_on_behalf: bool = False) -> int:
    """Confirm all that has no answer yet, and return how many that were."""
    with scope(edition=speaker.edition):
        silent = [
            each for each in own_participations(speaker.person)
            if answer_of(each) is None
        ]  # fmt: skip
        for each in silent:
            answer(
                actor=actor, participation=each, reply=Reply(AnswerState.CONFIRMED),
                is_on_behalf=is_on_behalf,
            )  # fmt: skip
        return len(silent)


@transaction.atomic
def take_back_answer(*, actor: Actor, participation: Participation) -> None:
    """Forget the answer to a participation; without one nothing happens."""
    edition = participation.edition
    with scope(edition=edition):
        given = Answer.objects.filter(participation=participation).first()
        if given is not None:
            speaker = saved_speaker(actor=actor, edition=edition, person=participation.person)
            delete_object(actor=actor, verb=ANSWER.removed, instance=given, root=speaker)
            _tell_call(actor, participation)


@transaction.atomic
def describe(*, actor: Actor, speaker: Speaker, values: Mapping[str, Any]) -> Speaker:
    """Set what a speaker says of themselves. Raises ValidationError."""
    with scope(edition=speaker.edition):
        row = saved_speaker(actor=actor, edition=speaker.edition, person=speaker.person)
        change_object(actor=actor, verb=SPEAKER.changed, instance=row, changes=values)
        return row


@transaction.atomic
def set_position(*, actor: Actor, speaker: Speaker, position: Any) -> None:
    """Set the position under which the next release of the programme names a speaker everywhere.

    Raises ValidationError.
    """
    with scope(edition=speaker.edition):
        for part in own_participations(speaker.person):
            if texts_of(part.position_held) != texts_of(position):
                root = part.activity or part.session or part.contribution
                change_object(
                    actor=actor, verb=PARTICIPATIONS.changed, instance=part,
                    changes={"position_held": position}, root=root,
                )  # fmt: skip


@transaction.atomic
def add_time(*, actor: Actor, speaker: Speaker, values: Mapping[str, Any]) -> Availability:
    """Write down when a speaker is there, is not, or would rather not be asked.

    They are no longer there all the time then. Raises ValidationError.
    """
    with scope(edition=speaker.edition):
        row = saved_speaker(actor=actor, edition=speaker.edition, person=speaker.person)
        if row.is_there_throughout:
            describe(actor=actor, speaker=row, values={"is_there_throughout": False})
        return save_availability(
            actor=actor, edition=row.edition, values={**values, "person": row.person}
        )


@transaction.atomic
def remove_time(*, actor: Actor, speaker: Speaker, availability: Availability) -> Entry:
    """Take such a time away. Raises ValidationError for that of somebody else."""
    if availability.person_id != speaker.person_id:
        raise ValidationError(_("It is the time of somebody else."))
    return remove_availability(actor=actor, availability=availability)


@transaction.atomic
def be_there_throughout(*, actor: Actor, speaker: Speaker, times: Iterable[Availability]) -> None:
    """Say that a speaker is there all the time; what was said otherwise goes."""
    for each in times:
        remove_time(actor=actor, speaker=speaker, availability=each)
    describe(actor=actor, speaker=speaker, values={"is_there_throughout": True})


@transaction.atomic
def revoke_link(*, actor: Actor, speaker: Speaker) -> None:
    """Let the personal link lead nowhere any more, for good; the next one is another."""
    _set_link(actor, speaker, is_open=False)


@transaction.atomic
def open_link(*, actor: Actor, speaker: Speaker) -> None:
    """Give a new personal link, after the last was revoked."""
    _set_link(actor, speaker, is_open=True)


def _set_link(actor: Actor, speaker: Speaker, *, is_open: bool) -> None:
    with scope(edition=speaker.edition):
        row = saved_speaker(actor=actor, edition=speaker.edition, person=speaker.person)
        if row.is_link_open != is_open:
            change_object(
                actor=actor, verb=LINK_OPENED if is_open else LINK_REVOKED, instance=row,
                changes={"is_link_open": is_open, "serial": row.serial + (not is_open)},
            )  # fmt: skip
