"""The letters that tell decisions: their texts, how they read, and sending each exactly once.

A letter is written when somebody sends it, and not changed any more. Before it is handed to the
mail server it is marked, so a worker that dies at that moment leaves it marked: whether it went is
not known, no program sends it again, and the desk is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope, scopes_disabled

from serai.convene.calls.models import (
    Call,
    Decision,
    Letter,
    LetterText,
    Outcome,
    Submission,
    SubmissionState,
)
from serai.convene.calls.operations.confirming import settle_confirmation
from serai.convene.calls.reviewing.conflicts import Conflicts
from serai.convene.calls.reviewing.verbs import LETTER, LETTER_TEXT, TOLD
from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.operations import start
from serai.foundation.jobs.work import Work
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.record.operations import Actor, change_object, create_object
from serai.foundation.translation import render_text, texts_of

PLACEHOLDERS = {
    "name": gettext_lazy("the name of whom it is to"),
    "title": gettext_lazy("the title of the submission"),
    "call": gettext_lazy("the title of the call"),
    "edition": gettext_lazy("the name of the edition"),
    "place": gettext_lazy("the activity or session that it is in"),
    "reasons": gettext_lazy("the reasons that stand with the decision"),
    "comments": gettext_lazy("what reviewers wrote for the authors, without their names"),
    "link": gettext_lazy("the address where they find their submission"),
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

_SUBJECT = gettext_lazy("{call}: your submission “{title}”")
_BODIES = {
    Outcome.ACCEPTED: gettext_lazy(
        "Dear {name},\n\nwe are glad to accept your submission “{title}” for {edition}. "
        "It is planned in “{place}”.\n\n{reasons}\n\n{comments}\n\nYou find it at {link}"
    ),
    Outcome.WAITLISTED: gettext_lazy(
        "Dear {name},\n\nyour submission “{title}” for {edition} is on the waiting list. "
        "We write again as soon as there is a place for it.\n\n{reasons}\n\n{comments}\n\n"
        "You find it at {link}"
    ),
    Outcome.REJECTED: gettext_lazy(
        "Dear {name},\n\nthank you for your submission “{title}” for {edition}. "
        "We are sorry that we cannot accept it.\n\n{reasons}\n\n{comments}\n\nYou find it at {link}"
    ),
}


def check_placeholders(texts: Mapping[str, str]) -> None:
    """Raise ValidationError for a placeholder that stands for nothing."""
    for text in texts.values():
        unknown = [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
        if unknown:
            raise ValidationError(
                _("{%(name)s} stands for nothing. There are: %(known)s."),
                params={
                    "name": unknown[0],
                    "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
                },
            )


def default_text(outcome: Outcome) -> tuple[dict[str, str], dict[str, str]]:
    """The subject and the text of a letter in every language, before anybody changed them."""
    subject, body = {}, {}
    for code in LANGUAGE_CODES:
        with translation.override(code):
            subject[code], body[code] = str(_SUBJECT), str(_BODIES[outcome])
    return subject, body


def set_text(
    *,
    actor: Actor,
    call: Call,
    outcome: Outcome,
    subject: Mapping[str, str],
    body: Mapping[str, str],
) -> LetterText:
    """Say what the letters about one outcome say. Raises ValidationError."""
    for name, texts in (("subject", subject), ("body", body)):
        try:
            check_placeholders(texts)
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from None
    values = {"subject": dict(subject), "body": dict(body)}
    with scope(edition=call.edition), transaction.atomic():
        rows = LetterText.objects.filter(call=call, outcome=outcome)
        found: LetterText | None = rows.first()
        if found is None:
            new = LetterText(call=call, outcome=outcome, **values)
            return create_object(actor=actor, verb=LETTER_TEXT.added, instance=new, root=call)
        change_object(
            actor=actor, verb=LETTER_TEXT.changed, instance=found, changes=values, root=call
        )
        return found


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it would go now. Without an address it cannot."""

    decision: Decision
    address: str
    language: str
    subject: str
    body: str


class Letters:
    """Writes the letters of one call, having read once what they need."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self._texts = {
            each.outcome: (texts_of(each.subject), texts_of(each.body))
            for each in call.letter_texts.all()
        }
        conflicts = Conflicts(call)
        self._comments: dict[int, list[str]] = {}
        reviews = [
            review
            for reviewer in call.reviewers.prefetch_related("reviews")
            for review in reviewer.reviews.all()
        ]
        # Not in the order of the reviewers, by which they could be told from each other.
        for review in sorted(reviews, key=lambda each: each.comment_for_authors):
            is_clean = not conflicts.between(review.reviewer_id, review.submission_id)
            if review.comment_for_authors.strip() and is_clean:
                comments = self._comments.setdefault(review.submission_id, [])
                comments.append(review.comment_for_authors.strip())

    def draft(self, decision: Decision) -> Draft:
        """Write the letter about a decision, in the language of whom it is to."""
        submission = decision.submission
        speaker = next(iter(submission.speakers.all()), None)
        user = submission.submitter
        address = user.email if user else speaker.email if speaker else ""
        name = (user.name if user else "") or (speaker.name if speaker else "")
        wanted = (user.language if user else "") or submission.language
        language = wanted if wanted in LANGUAGE_CODES else settings.LANGUAGE_CODE
        outcome = Outcome(decision.outcome)
        subject, body = self._texts.get(outcome) or default_text(outcome)
        became = submission.session or submission.contribution
        with translation.override(language):
            place = ""
            if became is not None:
                place = str(getattr(became, "session", None) or became.activity or became)
            values = {
                "name": name or _("colleague"),
                "title": submission.title,
                "call": render_text(self.call.title).text,
                "edition": render_text(submission.edition.name).text,
                "place": place,
                "reasons": decision.note.strip(),
                "comments": "\n\n".join(self._comments.get(submission.pk, ())),
                "link": settings.BASE_URL + submission.get_absolute_url(),
            }
            return Draft(
                decision, address, language,
                " ".join(filled(render_text(subject).text, values).split())[:300],
                filled(render_text(body).text, values),
            )  # fmt: skip


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values into a text; a paragraph of nothing but empty placeholders is left out."""
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        written = _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), paragraph)
        if written.strip():
            paragraphs.append(written.strip())
    return "\n\n".join(paragraphs)


@transaction.atomic
def send_letters(*, actor: Actor, call: Call, decisions: Iterable[Decision]) -> list[Letter]:
    """Tell these decisions: from now on their submissions have that state, and letters go.

    What was told already, was withdrawn, or has no address is passed over. Returns the letters.
    """
    with scope(edition=call.edition):
        writer = Letters(call)
        made = []
        for decision in sorted(decisions, key=lambda each: each.submission_id):
            submission: Submission = Submission._base_manager.select_for_update().get(
                pk=decision.submission_id
            )
            current = Decision.objects.filter(
                pk=decision.pk, is_current=True, letters=None, submission__call=call
            ).first()
            if current is None or submission.state == SubmissionState.WITHDRAWN:
                continue
            draft = writer.draft(current)
            if not draft.address:
                continue
            change_object(
                actor=actor, verb=TOLD, instance=submission, changes={"state": current.outcome}
            )
            settle_confirmation(actor=actor, submission=submission)
            made.append(_written(actor, draft))
        if made:
            start(
                actor=actor, job=send_waiting, about=render_text(call.title).text,
                arguments={"call": call.pk},
            )  # fmt: skip
        return made


@transaction.atomic
def send_again(*, actor: Actor, letter: Letter) -> Letter:
    """Send a letter once more, word for word."""
    decision = letter.decision
    submission = decision.submission
    with scope(edition=submission.edition):
        draft = Draft(decision, letter.address, letter.language, letter.subject, letter.body)
        copy = _written(actor, draft, is_again=True)
        start(
            actor=actor, job=send_waiting, about=str(submission),
            arguments={"call": submission.call_id},
        )  # fmt: skip
        return copy


def _written(actor: Actor, draft: Draft, *, is_again: bool = False) -> Letter:
    letter = Letter(
        decision=draft.decision, address=draft.address, language=draft.language,
        subject=draft.subject, body=draft.body, is_again=is_again,
    )  # fmt: skip
    return create_object(
        actor=actor, verb=LETTER.added, instance=letter, root=draft.decision.submission
    )


@job("calls.send_letters", label=gettext_lazy("Send the letters of a call"))
def send_waiting(work: Work, *, call: int) -> Result:
    """Send the letters of a call that were written and not begun. None is begun twice."""
    with scopes_disabled():
        found = Call.objects.select_related("edition").get(pk=call)
        waiting = list(
            Letter.objects.filter(decision__submission__call=found, begun_at=None).order_by("pk")
        )
        problems = []
        for place, letter in enumerate(waiting):
            work.progress(done=place, total=len(waiting))
            row = Letter.objects.filter(pk=letter.pk)
            if not row.filter(begun_at=None).update(begun_at=timezone.now()):
                continue
            try:
                EmailMessage(letter.subject, letter.body, to=[letter.address]).send()
            except OSError as error:  # Of the network and of the mail server.
                problems.append({"field": letter.address, "message": capfirst(str(error))})
            else:
                row.update(sent_at=timezone.now())
        from django.urls import reverse

        return {
            "href": reverse("reviewing_desk:letters", args=[found.edition.slug, found.code]),
            "problems": problems,
        }
