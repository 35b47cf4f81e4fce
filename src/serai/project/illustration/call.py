"""A sample call as a committee finds it: submissions, reviews, conflicts of interest, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import serai
from serai.convene.calls.exchange.importing import import_submissions
from serai.convene.calls.models import Call, Outcome, Reviewer, Submission
from serai.convene.calls.reviewing.deciding import Place, accept, decide, identity_of
from serai.convene.calls.reviewing.letters import send_letters
from serai.convene.calls.reviewing.operations import (
    add_reviewers,
    change_reviewer,
    distribute_evenly,
    give_review,
    state_conflict,
)
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Activity, Participation, Session
from serai.convene.speakers.models import AnswerState
from serai.convene.speakers.operations import Reply, answer
from serai.foundation.accounts.models import User
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import Actor

FILES = Path(serai.__file__).parent / "examples" / "timetable_illustration"
REVIEWERS = ("reviewer", "analyst", "editor")
"""Accounts of the demo; the first finds work to do."""
SCORES = {"sample-1": (5, 4), "sample-2": (2, 3), "sample-4": (4, 4), "sample-5": (4, 5)}
"""Those of each submission by both criteria; every reviewer after the first gives one less."""
ACCEPTED, ITS_SPEAKER = "sample-1", "sample-speaker-8-illustration"
REJECTED = "sample-2"
RELATED, DECLARED = "sample-3", "sample-6"
"""A submission from the institute of the last reviewer, and one with which another is involved."""


def review_submissions(*, actor: Actor, edition: Edition, accounts: Mapping[str, User]) -> None:
    """Receive the sample submissions, review most of them, accept one and reject one.

    Whoever was accepted is told, and has confirmed before. Who was rejected is not told yet.
    """
    call = Call.objects.get(key="talks-illustration")
    path = FILES / "submissions.csv"
    import_submissions(actor=actor, call=call, content=path.read_bytes(), name=path.name)
    found = {each.identifier: each for each in call.submissions.select_related("edition", "call")}
    users = [accounts[name] for name in REVIEWERS]
    reviewers = add_reviewers(actor=actor, call=call, addresses=[user.email for user in users])
    _first, second, third = reviewers
    related = found[RELATED].speakers.get().organisation
    change_reviewer(actor=actor, reviewer=third, changes={"organisation": related})
    state_conflict(
        actor=users[1], reviewer=second, submission=found[DECLARED],
        reason="Sample reason: we have written a paper together.",
    )  # fmt: skip
    distribute_evenly(actor=actor, call=call)
    for user, reviewer in zip(users, reviewers, strict=True):
        _review(user, reviewer, found)
    _decide(accounts["secretariat"], found)


def _review(actor: User, reviewer: Reviewer, found: Mapping[str, Submission]) -> None:
    criteria = list(reviewer.call.criteria.all())
    is_first = actor.email.startswith(REVIEWERS[0])
    for identifier, scores in SCORES.items():
        submission = found[identifier]
        is_asked = submission.assignments.filter(reviewer=reviewer).exists()
        # What is neither accepted nor rejected still waits for the reviewer of the demo.
        if not is_asked or (is_first and identifier not in {ACCEPTED, REJECTED}):
            continue
        give_review(
            actor=actor, reviewer=reviewer, submission=submission,
            values={"comment": "A sample review: clear, and of use to others."},
            scores={
                each.pk: max(each.lowest, score - (not is_first))
                for each, score in zip(criteria, scores, strict=True)
            },
        )  # fmt: skip


def _decide(actor: User, found: Mapping[str, Submission]) -> None:
    accepted = found[ACCEPTED]
    place = Place(
        Activity.objects.get(key="young-scientists-forum-illustration"),
        Session.objects.get(key="young-scientists-forum-illustration-session2"),
    )
    person = Person.objects.get(key=ITS_SPEAKER)
    [decision] = accept(
        actor=actor, submissions=[accepted], place=place,
        people={identity_of(each): person for each in accepted.speakers.all()},
        note="Sample reason: both reviewers would go and listen.",
    )  # fmt: skip
    for part in Participation.objects.filter(person=person):
        answer(actor=actor, participation=part, reply=Reply(AnswerState.CONFIRMED))
    send_letters(actor=actor, call=accepted.call, decisions=[decision])
    decide(actor=actor, submissions=[found[REJECTED]], outcome=Outcome.REJECTED)
