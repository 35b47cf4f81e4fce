"""Drawing up the programme of an edition from the rows that the desk edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.models import (
    Access,
    Activity,
    ActivityKind,
    ActivityOrganiser,
    Contribution,
    ContributionKind,
    Disclosure,
    Outcome,
    OutcomeKind,
    Participation,
    ParticipationRole,
    Room,
    Section,
    Session,
)
from serai.convene.programme.released.biographies import biographies_of
from serai.convene.programme.released.things import (
    ReleasedActivity,
    ReleasedCitation,
    ReleasedContribution,
    ReleasedOrganiser,
    ReleasedOutcome,
    ReleasedParticipation,
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSection,
    ReleasedSession,
    ReleasedTopic,
    Texts,
    position_key,
)
from serai.foundation.directory.models import Person
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import texts_of
from serai.track.evidence.models import Citation, Claim, Review
from serai.track.register.queries import published


def drawn(edition: Edition, *, drafts: bool = False) -> ReleasedProgramme:
    """Draw up what is public of the programme of an edition; with ``drafts``, all of it.

    One query for each sort of thing, however many there are.
    """
    with scope(edition=edition):
        return _Drawing(edition, drafts=drafts).programme()


class _Drawing:
    """One reading of the rows, gathering who takes part."""

    def __init__(self, edition: Edition, *, drafts: bool) -> None:
        self.edition = edition
        self.people: dict[str, Person] = {}
        self.positions: Mapping[str, dict[str, Texts]] = defaultdict(dict)
        cited = Prefetch("citations", Citation.objects.select_related("source"))
        taking_part = Prefetch(
            "participations",
            Participation.objects.select_related("person__country").prefetch_related(
                "person__names", cited
            ),
        )
        self.sections = Section.objects.prefetch_related(cited)
        activities = Activity.objects.select_related("section").prefetch_related(
            "topics", cited, taking_part,
            # What is not public elsewhere is not told here, not even by its code.
            Prefetch("stated", Claim.objects.filter(review=Review.ACCEPTED)),
            Prefetch(
                "outcomes",
                Outcome.objects.filter(record__in=published()).select_related("record"),
            ),
            Prefetch("organisers", ActivityOrganiser.objects.select_related("organisation")),
        )  # fmt: skip
        self.activities = list(activities if drafts else activities.filter(is_public=True))
        shown = {activity.pk for activity in self.activities}
        codes = {activity.pk: activity.code for activity in self.activities}
        sessions = Session.objects.select_related("room").prefetch_related(cited, taking_part)
        self.sessions = [each for each in sessions if each.activity_id in shown]
        contributions = Contribution.objects.select_related("session").prefetch_related(taking_part)
        self.contributions = [
            each for each in contributions if each.activity_id is None or each.activity_id in shown
        ]
        self.codes = codes
        self.biographies = biographies_of(edition)

    def programme(self) -> ReleasedProgramme:
        """Everything in the order in which pages list it."""
        activities = tuple(self._activity(each) for each in self.activities)
        sessions = tuple(self._session(each) for each in self.sessions)
        contributions = tuple(self._contribution(each) for each in self.contributions)
        return ReleasedProgramme(
            time_zone=self.edition.time_zone,
            sections=tuple(
                ReleasedSection(
                    each.code, texts_of(each.name), texts_of(each.description),
                    _citations(each),
                )
                for each in self.sections
            ),
            topics=tuple(
                ReleasedTopic(each.code, texts_of(each.name)) for each in self.edition.topics.all()
            ),
            rooms=tuple(
                ReleasedRoom(
                    each.code, texts_of(each.name),
                    texts_of(each.venue.name) if each.venue else {}, each.capacity,
                )
                for each in Room.objects.select_related("venue")
            ),
            activities=activities,
            sessions=sessions,
            contributions=contributions,
            people={
                code: self._person(person)
                for code, person in sorted(self.people.items())
                if not person.is_erased
            },
        )  # fmt: skip

    def _activity(self, activity: Activity) -> ReleasedActivity:
        is_named = activity.name_disclosure == Disclosure.KNOWN
        return ReleasedActivity(
            code=activity.code,
            kind=ActivityKind(activity.kind),
            name=texts_of(activity.name) if is_named else {},
            section=activity.section.code if activity.section else None,
            summary=texts_of(activity.summary),
            access=Access(activity.access),
            languages=tuple(activity.languages),
            is_main=activity.is_main,
            is_public=activity.is_public,
            topics=tuple(topic.code for topic in activity.topics.all()),
            stated=tuple(claim.code for claim in activity.stated.all()),
            organisers=tuple(
                ReleasedOrganiser(each.organisation.code, texts_of(each.organisation.name))
                for each in activity.organisers.all()
            ),
            outcomes=tuple(
                ReleasedOutcome(OutcomeKind(each.kind), each.record.code)
                for each in activity.outcomes.all()
            ),
            participations=self._participations(activity),
            citations=_citations(activity),
        )

    def _session(self, session: Session) -> ReleasedSession:
        return ReleasedSession(
            code=session.code,
            activity=self.codes[session.activity_id],
            title=texts_of(session.title),
            summary=texts_of(session.summary),
            description=texts_of(session.description),
            day=session.day,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            room=session.room.code if session.room else None,
            position=session.position,
            languages=tuple(session.languages),
            foreign=session.foreign,
            participations=self._participations(session),
            citations=_citations(session),
        )

    def _contribution(self, contribution: Contribution) -> ReleasedContribution:
        is_titled = contribution.title_disclosure == Disclosure.KNOWN
        return ReleasedContribution(
            code=contribution.code,
            kind=ContributionKind(contribution.kind),
            activity=self.codes[contribution.activity_id] if contribution.activity_id else None,
            session=contribution.session.code if contribution.session else None,
            title=texts_of(contribution.title) if is_titled else {},
            abstract=texts_of(contribution.abstract),
            participations=self._participations(contribution),
        )

    def _participations(
        self, target: Activity | Session | Contribution
    ) -> tuple[ReleasedParticipation, ...]:
        found = []
        for part in target.participations.all():
            person = part.person
            self.people[person.code] = person
            if held := texts_of(part.position_held):
                self.positions[person.code][position_key(target.code, part.role)] = held
            found.append(
                ReleasedParticipation(person.code, ParticipationRole(part.role), _citations(part))
            )
        return tuple(found)

    def _person(self, person: Person) -> ReleasedPerson:
        return ReleasedPerson(
            code=person.code,
            names=released_names(person),
            country=person.country_id,
            orcid=person.orcid,
            positions=self.positions.get(person.code, {}),
            biography=self.biographies.get(person.code, {}),
        )


def released_names(person: Person) -> Texts:
    """The name for readers of English, and for those of other languages where theirs differs."""
    shown = {code: person.display_name(code) for code in LANGUAGE_CODES}
    return {code: name for code, name in shown.items() if code == "en" or name != shown["en"]}


def _citations(thing: Any) -> tuple[ReleasedCitation, ...]:
    rows: Iterable[Citation] = thing.citations.all()
    return tuple(
        ReleasedCitation(
            row.source.code, row.field, row.start, row.end, row.locator, texts_of(row.note)
        )
        for row in sorted(rows, key=lambda row: row.pk)
    )
