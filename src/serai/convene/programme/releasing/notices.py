"""Telling people by e-mail what a release changes for them, and only that.

Told are those who take part in what changed and whose address is known, in their language; one
message a person a release, with their sessions that changed as a calendar file. An address is that
of an account, or what a later room knows of the people of an edition (`register_addresses`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.ical import RemovedSession, calendar
from serai.convene.programme.models import ReleaseNotice
from serai.convene.programme.released import (
    PROGRAMME,
    ReleasedProgramme,
    programme_in,
)
from serai.convene.programme.releasing.changes import Change, changes_between
from serai.foundation.directory.models import Person
from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.work import Work
from serai.foundation.releases.models import Release
from serai.foundation.releases.queries import releases_of
from serai.foundation.translation import render_text

FILE_NAME = "sessions.ics"


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is written to, and in which language."""

    email: str
    language: str


FindAddresses = Callable[[Edition, Collection[Person]], Mapping[int, Address]]
"""The addresses of people in an edition, by their keys; without those of whom none is known."""
_registered: list[FindAddresses] = []


def register_addresses(find: FindAddresses) -> FindAddresses:
    """Let a later room say where people of an edition are written to; it goes before accounts."""
    _registered.append(find)
    return find


def addresses_of(edition: Edition, people: Collection[Person]) -> dict[int, Address]:
    """Where people are written to, by their keys; without those who cannot be told."""
    users = {person.pk: person.user for person in people if person.user is not None}
    found = {
        key: Address(user.email, user.language or settings.LANGUAGE_CODE)
        for key, user in users.items()
        if user.is_active
    }
    for find in _registered:
        found |= find(edition, people)
    return found


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody whom a release concerns; without an address they cannot be told."""

    person: Person
    name: str
    changes: list[tuple[Change, list[str]]]
    """Each change with the sentences that concern them."""
    address: Address | None


def concerned_by(changes: Iterable[Change], edition: Edition) -> list[Concerned]:
    """Everybody whom some changes concern, those who can be told first, in order of name."""
    changes = list(changes)
    codes = frozenset[str]().union(*(change.people for change in changes))
    people = Person.objects.filter(code__in=codes).select_related("user").prefetch_related("names")
    addresses = addresses_of(edition, list(people))
    found = [
        Concerned(person, person.display_name(), [
            (change, sentences)
            for change in changes
            if (sentences := change.concerning(person.code))
        ], addresses.get(person.pk))
        for person in people
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.address is None, each.name.casefold()))


@job("programme.tell_release", label=_("Tell those whom a release concerns"))
def tell_release(work: Work, *, release: int) -> Result:
    """Send what has not been sent yet of the messages of a release."""
    made = Release.objects.get(pk=release)
    telling = _Telling(made)
    waiting = list(
        ReleaseNotice.objects.filter(release=made, told_at=None)
        .select_related("person__user")
        .order_by("pk")
    )
    for place, notice in enumerate(waiting):
        work.progress(done=place, total=len(waiting))
        if message := telling.message_to(notice.person):
            message.send()
        # At once: a worker that is killed now begins after this one.
        ReleaseNotice.objects.filter(pk=notice.pk).update(told_at=timezone.now())
    return {"href": reverse("programme_desk:releases", args=[telling.edition.slug])}


class _Telling:
    """Writes the messages of one release, working out the changes once for each language."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.edition = Edition.objects.get(code=release.subject)
        self.after = programme_in(release)
        earlier = releases_of(PROGRAMME, release.subject).filter(number__lt=release.number).first()
        self.before: ReleasedProgramme | None = programme_in(earlier) if earlier else None
        self._changes: dict[str, list[Change]] = {}

    def message_to(self, person: Person) -> EmailMessage | None:
        """The message to a person, in their language; None with nothing to say or no address."""
        address = addresses_of(self.edition, [person]).get(person.pk)
        if address is None:
            return None
        language = address.language
        with translation.override(language):
            if language not in self._changes:
                self._changes[language] = changes_between(self.before, self.after, self.edition)
            own = [
                (change, sentences)
                for change in self._changes[language]
                if (sentences := change.concerning(person.code))
            ]
            if not own:
                return None
            context = {
                "name": person.display_name(),
                "edition": render_text(self.edition.name).text,
                "number": self.release.number,
                "note": render_text(self.release.note).text,
                "changes": own,
                "base_url": settings.BASE_URL,
                "programme": settings.BASE_URL
                + reverse("programme:programme", args=[self.edition.slug]),
            }
            message = EmailMessage(
                render_to_string("programme/mails/release_subject.txt", context).strip(),
                render_to_string("programme/mails/release.txt", context),
                to=[address.email],
            )
            sessions = {change.session for change, _sentences in own if change.session}
            if sessions:
                message.attach(FILE_NAME, self._calendar(sessions).decode(), "text/calendar")
            return message

    def _calendar(self, codes: set[str]) -> bytes:
        """The sessions with these codes as they are now, and those that are cancelled."""
        held = [each for each in self.after.sessions if each.code in codes]
        gone = [
            RemovedSession(each, self.before, self.release.number)
            for each in (self.before.sessions if self.before else ())
            if self.before and each.code in codes and each.code not in self.after.session_named
        ]
        page = reverse("programme:programme", args=[self.edition.slug])
        return calendar(
            render_text(self.edition.name).text, self.after, held, gone,
            base=page.removesuffix("programme/"),
        )  # fmt: skip
