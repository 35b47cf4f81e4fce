"""Who must not judge what: conflicts of interest, declared, or found in names and addresses.

What is found is found anew whenever it is asked, so that a speaker who is added later, or another
organisation, counts at once. The desk may lift a conflict, found or declared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.convene.calls.models import Call, Conflict, Reviewer, Submission, SubmissionState
from serai.foundation.directory.models import Person
from serai.foundation.folding import fold

PUBLIC_DOMAINS = frozenset([
    "126.com", "163.com", "aol.com", "foxmail.com", "gmail.com", "gmx.de", "gmx.net",
    "googlemail.com", "hotmail.com", "icloud.com", "inbox.ru", "list.ru", "live.com", "mail.com",
    "mail.ru", "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "qq.com",
    "sina.com", "sohu.com", "web.de", "yahoo.com", "yandex.com", "yandex.ru", "yeah.net",
])  # fmt: skip
"""Where anybody may have an address, so that sharing it says nothing."""


class Ground(models.TextChoices):
    """Why a reviewer must not judge a submission."""

    DECLARED = "declared", _("declared")
    PERSON = "person", _("same person")
    ORGANISATION = "organisation", _("same organisation")
    DOMAIN = "domain", _("same domain of e-mail addresses")
    COUNTRY = "country", _("own country")


@dataclass(slots=True)
class _Marks:
    """What one side of a conflict is known by."""

    people: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)

    def add_address(self, address: str) -> None:
        """An e-mail address: whose it is, and where."""
        address = address.strip().lower()
        if "@" in address:
            self.people.add(address)
            domain = address.rpartition("@")[2]
            if domain not in PUBLIC_DOMAINS:
                self.domains.add(domain)

    def grounds(self, other: _Marks, *, with_country: bool) -> list[Ground]:
        """What the two have in common."""
        shared = [
            (Ground.PERSON, self.people & other.people),
            (Ground.ORGANISATION, self.organisations & other.organisations),
            (Ground.DOMAIN, self.domains & other.domains),
            (Ground.COUNTRY, with_country and self.countries & other.countries),
        ]
        return [ground for ground, common in shared if common]


class Conflicts:
    """The conflicts of interest of a call, read at once.

    Works inside the scope of the edition, with a constant number of queries.
    """

    def __init__(self, call: Call, reviewers: Iterable[Reviewer] | None = None) -> None:
        rules = getattr(call, "reviewing", None)
        self._with_country = bool(rules and rules.hides_own_country)
        known = call.reviewers.all() if reviewers is None else reviewers
        self.reviewers = list(known)
        models.prefetch_related_objects(
            self.reviewers, "user__person__names", "user__person__positions__organisation"
        )
        self._reviewers = {each.pk: _marks_of_reviewer(each) for each in self.reviewers}
        self._submissions = {
            each.pk: _marks_of_submission(each)
            for each in call.submissions.exclude(state=SubmissionState.DRAFT)
            .select_related("submitter")
            .prefetch_related("speakers")
        }
        self.stated: dict[tuple[int, int], Conflict] = {
            (each.reviewer_id, each.submission_id): each
            for each in Conflict.objects.filter(reviewer__call=call)
        }

    def between(self, reviewer: int, submission: int) -> list[Ground]:
        """The grounds why a reviewer must not judge a submission, given by their keys."""
        stated = self.stated.get((reviewer, submission))
        if stated is not None and stated.is_lifted:
            return []
        found = self.found(reviewer, submission)
        return [Ground.DECLARED, *found] if stated is not None else found

    def found(self, reviewer: int, submission: int) -> list[Ground]:
        """What names and addresses show by themselves, whatever was declared or lifted."""
        if reviewer not in self._reviewers or submission not in self._submissions:
            return []
        one, other = self._reviewers[reviewer], self._submissions[submission]
        return one.grounds(other, with_country=self._with_country)

    def all(self) -> list[tuple[int, int, list[Ground]]]:
        """Every pair with a conflict, and those that were lifted: reviewer, submission, grounds."""
        return [
            (reviewer, submission, grounds)
            for reviewer in self._reviewers
            for submission in self._submissions
            if (grounds := self.between(reviewer, submission))
            or (reviewer, submission) in self.stated
        ]


def _marks_of_reviewer(reviewer: Reviewer) -> _Marks:
    marks = _Marks()
    if reviewer.organisation:
        marks.organisations.add(fold(reviewer.organisation))
    if reviewer.country_id:
        marks.countries.add(reviewer.country_id)
    user = reviewer.user
    if user is None:
        return marks
    marks.people.add(f"account {user.pk}")
    marks.add_address(user.email)
    if user.name:
        marks.people.add(fold(user.name))
    person: Person | None = getattr(user, "person", None)
    if person is not None:
        marks.people.add(f"person {person.pk}")
        marks.people.update(fold(name.text) for name in person.names.all())
        marks.countries.update(filter(None, [person.country_id]))
        for position in person.positions.all():
            if position.organisation is not None and position.until is None:
                marks.organisations.update(position.organisation.words.splitlines())
    return marks


def _marks_of_submission(submission: Submission) -> _Marks:
    marks = _Marks()
    if submission.submitter is not None:
        marks.people.add(f"account {submission.submitter.pk}")
        marks.add_address(submission.submitter.email)
    for speaker in submission.speakers.all():
        marks.people.add(fold(speaker.name))
        marks.add_address(speaker.email)
        if speaker.person_id:
            marks.people.add(f"person {speaker.person_id}")
        if speaker.organisation:
            marks.organisations.add(fold(speaker.organisation))
        if speaker.country_id:
            marks.countries.add(speaker.country_id)
    return marks
