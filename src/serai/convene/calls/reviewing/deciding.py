"""Deciding what becomes of submissions, and putting those that are accepted into the programme.

A decision holds the lock of its submission: of two chairs who decide at the same moment one is
first, and the other is told what was decided. Deciding the same twice changes nothing. Nobody
outside the committee learns of a decision before its letter goes, so it can be undone until then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from serai.convene.calls.models import (
    SESSION,
    Decision,
    Outcome,
    Submission,
    SubmissionSpeaker,
    SubmissionState,
)
from serai.convene.calls.reviewing.queries import SETTLED, decision_of
from serai.convene.calls.reviewing.verbs import BECAME, DECISION, SPEAKER_FOUND
from serai.convene.programme import operations as programme
from serai.convene.programme.models import (
    Activity,
    Contribution,
    ContributionKind,
    ParticipationRole,
    Session,
)
from serai.foundation.accounts.models import User
from serai.foundation.directory.models import Person
from serai.foundation.directory.operations import create_person, delete_person
from serai.foundation.folding import fold
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
)

ROLES = {
    ContributionKind.KEYNOTE: ParticipationRole.KEYNOTE,
    ContributionKind.PANEL: ParticipationRole.PANELLIST,
}
_CHUNK = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the programme something accepted goes.

    With ``session`` it becomes a contribution of it; without one a session of ``activity``, or with
    ``is_contribution`` a contribution to it whose session is not known yet.
    """

    activity: Activity
    session: Session | None = None
    is_contribution: bool = False


People = Mapping[str, Person | None]
"""Who the speakers are, by `identity_of`; None stands for somebody new to the directory."""


def identity_of(speaker: SubmissionSpeaker) -> str:
    """What makes two speakers the same without asking: the same name at the same address."""
    if speaker.email:
        return f"{fold(speaker.name)} <{speaker.email.lower()}>"
    return f"{fold(speaker.name)} #{speaker.pk}"


def unknown_speakers(submissions: Iterable[Submission]) -> list[SubmissionSpeaker]:
    """The speakers of whom nobody has said who they are in the directory, each identity once."""
    found: dict[str, SubmissionSpeaker] = {}
    for submission in submissions:
        for speaker in submission.speakers.all():
            if speaker.person_id is None:
                found.setdefault(identity_of(speaker), speaker)
    return list(found.values())


def candidates(speakers: Iterable[SubmissionSpeaker]) -> dict[str, list[Person]]:
    """For each identity the people of the directory that it may be: the same words in the name,
    or the same address.
    """
    speakers = list(speakers)
    found: dict[str, dict[int, Person]] = defaultdict(dict)
    for start in range(0, len(speakers), _CHUNK):
        chunk = speakers[start : start + _CHUNK]
        addresses = {each.email.lower() for each in chunk if each.email}
        by_account = Q(user__email__in=addresses)
        known = SubmissionSpeaker.objects.filter(email__in=[e.email for e in chunk if e.email])
        named = {
            person: address.lower()
            for person, address in known.exclude(person=None).values_list("person_id", "email")
        }
        called = Q()
        for speaker in chunk:
            words = Q()
            for word in fold(speaker.name).split():
                words &= Q(names__words__contains=word)
            called |= words
        people = (
            Person.objects.filter(by_account | Q(pk__in=named) | called)
            .select_related("country", "user")
            .prefetch_related("names")
            .distinct()
        )
        for person in people:
            names = {frozenset(fold(name.text).split()) for name in person.names.all()}
            own = {person.user.email.lower()} if person.user else set()
            own |= {named[person.pk]} if person.pk in named else set()
            for speaker in chunk:
                is_called = frozenset(fold(speaker.name).split()) in names
                if is_called or (speaker.email and speaker.email.lower() in own):
                    found[identity_of(speaker)][person.pk] = person
    return {identity: list(people.values()) for identity, people in found.items()}


@transaction.atomic
def decide(
    *, actor: Actor, submissions: Iterable[Submission], outcome: Outcome, note: str = ""
) -> list[Decision]:
    """Put submissions on the waiting list, or reject them; all of them or none.

    Returns the decisions that were made; what was decided so already is left alone. Raises
    ValidationError where something else was decided.
    """
    if outcome == Outcome.ACCEPTED:
        raise ValueError("What is accepted needs a place: use accept().")
    made = []
    for submission in _in_order(submissions):
        with scope(edition=submission.edition):
            if _may_decide(submission, outcome):
                made.append(_decision(actor, submission, outcome, note))
    return made


@transaction.atomic
def accept(
    *,
    actor: Actor,
    submissions: Iterable[Submission],
    place: Place,
    people: People | None = None,
    note: str = "",
) -> list[Decision]:
    """Accept submissions and put them into the programme with their speakers; all or none.

    ``people`` says who those speakers are that the directory may know; the others are added to it.
    Returns the decisions that were made; what was accepted already is left where it is. Raises
    ValidationError where something else was decided, or where it has to be said who somebody is.
    """
    submissions = _in_order(submissions)
    said = dict(people or {})
    made = []
    with scopes_disabled():
        # Before anybody is added: namesakes of one another are new people each.
        unknown = unknown_speakers(submissions)
        possible = candidates(each for each in unknown if identity_of(each) not in said)
    for submission in submissions:
        with scope(edition=submission.edition):
            if place.activity.edition_id != submission.edition_id:
                raise ValidationError(_("It belongs to another edition."))
            if not _may_decide(submission, Outcome.ACCEPTED):
                continue
            decision = _decision(actor, submission, Outcome.ACCEPTED, note)
            added = _identify(actor, submission, said, possible)
            became = _put(actor, submission, place)
            part = "session" if isinstance(became, Session) else "contribution"
            change_object(actor=actor, verb=BECAME, instance=submission, changes={part: became})
            if added:
                change_object(
                    actor=actor, verb=DECISION.changed, instance=decision,
                    changes={"people": added}, root=submission,
                )  # fmt: skip
            made.append(decision)
    return made


@transaction.atomic
def undo_decision(*, actor: Actor, submission: Submission) -> None:
    """Take a decision back that nobody was told of, with what it put into the programme.

    People whom it added to the directory go too, unless something else refers to them by now.
    Raises ValidationError once the letter has gone.
    """
    with scope(edition=submission.edition):
        _lock(submission)
        decision = decision_of(submission)
        if decision is None:
            raise ValidationError(_("Nothing is decided about “%(title)s”."), params={
                "title": submission
            })  # fmt: skip
        if decision.letters.exists():
            raise ValidationError(_("The letter about “%(title)s” has gone already."), params={
                "title": submission
            })  # fmt: skip
        if submission.session is not None and submission.session.contributions.exists():
            raise ValidationError(
                _("The session “%(title)s” has contributions by now. Move them first."),
                params={"title": submission.session},
            )
        added = list(decision.people.all())
        for part in ("session", "contribution"):
            became: Session | Contribution | None = getattr(submission, part)
            if became is not None:
                change_object(actor=actor, verb=BECAME, instance=submission, changes={part: None})
                programme.remove(actor=actor, instance=became)
        delete_object(actor=actor, verb=DECISION.removed, instance=decision, root=submission)
        for person in added:
            _forget_if_unused(actor, submission, person)
        earlier = submission.decisions.order_by("-pk").first()
        if earlier is not None:
            change_object(
                actor=actor, verb=DECISION.changed, instance=earlier,
                changes={"is_current": True}, root=submission,
            )  # fmt: skip


def _in_order(submissions: Iterable[Submission]) -> list[Submission]:
    """In one order for everybody, so that two who decide about many do not wait for each other."""
    return sorted(submissions, key=lambda submission: submission.pk)


def _lock(submission: Submission) -> None:
    Submission._base_manager.select_for_update().get(pk=submission.pk)
    submission.refresh_from_db(fields=["state", "session", "contribution"])


def _may_decide(submission: Submission, outcome: Outcome) -> bool:
    """Lock a submission; tell whether there is something to decide, False if it is so already."""
    _lock(submission)
    if submission.state in SETTLED:
        raise ValidationError(
            _("“%(title)s” cannot be decided: its state is “%(state)s”."),
            params={"title": submission, "state": submission.get_state_display()},
        )
    earlier = decision_of(submission)
    if earlier is None:
        return True
    if earlier.outcome == outcome:
        return False
    if earlier.outcome == Outcome.WAITLISTED and earlier.letters.exists():
        return True
    raise ValidationError(
        _("“%(title)s” is decided already: %(outcome)s, by %(who)s. Undo that first."),
        params={
            "title": submission,
            "outcome": earlier.get_outcome_display(),
            "who": earlier.decided_by or _("a program"),
        },
    )


def _decision(actor: Actor, submission: Submission, outcome: Outcome, note: str) -> Decision:
    earlier = decision_of(submission)
    if earlier is not None:
        change_object(
            actor=actor, verb=DECISION.changed, instance=earlier,
            changes={"is_current": False}, root=submission,
        )  # fmt: skip
    new = Decision(
        submission=submission, outcome=outcome, note=note,
        decided_by=actor if isinstance(actor, User) else None,
    )  # fmt: skip
    return create_object(actor=actor, verb=DECISION.added, instance=new, root=submission)


def _identify(
    actor: Actor,
    submission: Submission,
    said: dict[str, Person | None],
    possible: Mapping[str, list[Person]],
) -> list[Person]:
    """Say who the speakers of a submission are; return those who were added to the directory."""
    unknown = [each for each in submission.speakers.all() if each.person_id is None]
    added = []
    for speaker in unknown:
        identity = identity_of(speaker)
        if identity not in said and possible.get(identity):
            raise ValidationError(
                _("The directory knows a “%(name)s”: say whether it is the same person."),
                code="ask", params={"name": speaker.name},
            )  # fmt: skip
        person = said.get(identity)
        if person is None:
            person = create_person(
                actor=actor, values={"country": speaker.country}, names=[{"text": speaker.name}]
            )
            added.append(person)
            # The same speaker in the next submission is the same person.
            said[identity] = person
        change_object(
            actor=actor, verb=SPEAKER_FOUND, instance=speaker, changes={"person": person},
            root=submission,
        )  # fmt: skip
    return added


def _put(actor: Actor, submission: Submission, place: Place) -> Session | Contribution:
    language = submission.language or "en"
    role = ROLES.get(ContributionKind(submission.kind), ParticipationRole.SPEAKER) if (
        submission.kind in ContributionKind.values
    ) else ParticipationRole.SPEAKER  # fmt: skip
    participations: dict[int | None, dict[str, Any]] = {}
    for speaker in submission.speakers.select_related("person"):
        held = ", ".join(filter(None, [speaker.position_held, speaker.organisation]))
        participations.setdefault(
            speaker.person_id,
            {
                "person": speaker.person, "role": role, "position": len(participations),
                "position_held": {language: held[:300]} if held else {},
            },
        )  # fmt: skip

    def text(written: str) -> dict[str, str]:
        return {language: written} if written else {}

    if place.session is None and not place.is_contribution:
        return programme.save_session(
            actor=actor, edition=submission.edition, participations=list(participations.values()),
            values={
                "activity": place.activity, "title": text(submission.title),
                "summary": text(submission.summary), "description": text(submission.description),
                "languages": [language], "duration": submission.minutes,
            },
        )  # fmt: skip
    kind = submission.kind if submission.kind in ContributionKind.values else ContributionKind.TALK
    return programme.save_contribution(
        actor=actor, edition=submission.edition, participations=list(participations.values()),
        values={
            "activity": place.activity, "session": place.session, "kind": kind,
            "title": text(submission.title),
            "abstract": text(submission.description or submission.summary),
        },
    )  # fmt: skip


def is_for_session(submission: Submission) -> bool:
    """Tell whether a submission asks for a session of its own."""
    return submission.kind == SESSION


def _forget_if_unused(actor: Actor, submission: Submission, person: Person) -> None:
    elsewhere = SubmissionSpeaker._base_manager.filter(person=person).exclude(submission=submission)
    if elsewhere.exists():
        return
    try:
        with transaction.atomic():
            for speaker in submission.speakers.filter(person=person):
                change_object(
                    actor=actor, verb=SPEAKER_FOUND, instance=speaker, changes={"person": None},
                    root=submission,
                )  # fmt: skip
            delete_person(actor=actor, person=person)
    except ProtectedError:
        pass


UNDECIDED = (SubmissionState.SUBMITTED, SubmissionState.WAITLISTED)
"""The states in which a submission waits for a decision."""
