"""Who takes part in an edition, what they said, and what is missing.

All of it is read inside the scope of the edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from serai.convene.proceedings.models import Material, MaterialKind
from serai.convene.programme.models import (
    Contribution,
    Participation,
    ParticipationRole,
    Session,
)
from serai.convene.programme.queries import SPEAKING_ROLES
from serai.convene.speakers.models import Answer, AnswerState, Speaker
from serai.convene.timetable.models import Availability
from serai.foundation.directory.models import Person
from serai.foundation.directory.queries import people_by_name
from serai.foundation.translation import render_text

SHOWING_ROLES = frozenset({ParticipationRole.KEYNOTE, ParticipationRole.SPEAKER})
"""Who is expected to have slides."""

_WITH_PLACE = (
    "edition", "person__user", "activity", "session__activity", "session__room",
    "contribution__activity", "contribution__session__activity", "contribution__session__room",
    "answer",
)  # fmt: skip


class Answered(TextChoices):
    """How far somebody is with answering; several may hold where they have several parts."""

    NOT_ASKED = "not_asked", _("not asked yet")
    SILENT = "silent", _("asked, and silent")
    CONFIRMED = "confirmed", _("confirmed everything")
    DECLINED = "declined", _("declined something")


class Lack(TextChoices):
    """What somebody who comes has not given yet."""

    BIOGRAPHY = "biography", _("biography")
    TIMES = "times", _("when they are there")
    SLIDES = "slides", _("slides")


def own_participations(person: Person) -> list[Participation]:
    """What a person takes part in, in the order of time, what has none last."""
    rows = Participation.objects.filter(person=person).select_related(*_WITH_PLACE)
    return sorted(rows, key=_moment)


def session_of(participation: Participation) -> Session | None:
    """The session that somebody takes part in, as far as it is known."""
    if participation.contribution:
        return participation.contribution.session
    return participation.session


def answer_of(participation: Participation) -> Answer | None:
    """The answer to a participation; None while there is none."""
    return getattr(participation, "answer", None)


def shown_with(participation: Participation) -> Session | Contribution | None:
    """What slides of a participation go with; None where it is in an activity as a whole."""
    found: Session | Contribution | None = participation.contribution or participation.session
    return found


def has_slides(participation: Participation) -> bool:
    """Tell whether there are slides where somebody speaks, or nothing they could go with."""
    target = shown_with(participation)
    return target is None or any(
        material.kind == MaterialKind.SLIDES for material in target.materials.all()
    )


def _moment(participation: Participation) -> tuple[datetime, int]:
    session = session_of(participation)
    last = datetime.max.replace(tzinfo=UTC)
    return (session.starts_at if session and session.starts_at else last), participation.pk


def taking_part() -> QuerySet[Any]:
    """Everybody who takes part in the edition in scope, by name, with what `Standing` reads."""
    parts = Participation.objects.select_related(*_WITH_PLACE).prefetch_related(
        "session__materials", "contribution__materials"
    )
    return people_by_name(
        Person.objects.filter(Exists(_parts()))
        .annotate(
            asked_at=Subquery(Speaker.objects.filter(person=OuterRef("pk")).values("asked_at")[:1]),
        )
        .select_related("user", "country")
        .prefetch_related(
            "names",
            Prefetch("participations", parts, to_attr="own_parts"),
            Prefetch("speaking", Speaker.objects.select_related("edition"), to_attr="own_row"),
            Prefetch("availabilities", Availability.objects.all(), to_attr="own_times"),
        )
    )


def having_answered(people: QuerySet[Any], answered: str) -> QuerySet[Any]:
    """Those of `taking_part` who are so far with answering."""
    is_open = Exists(_parts().filter(answer=None))
    match Answered(answered):
        case Answered.NOT_ASKED:
            return people.filter(is_open, asked_at=None)
        case Answered.SILENT:
            return people.filter(is_open, asked_at__isnull=False)
        case Answered.DECLINED:
            return people.filter(Exists(_parts().filter(answer__state=AnswerState.DECLINED)))
        case Answered.CONFIRMED:
            return people.filter(~Exists(_parts().exclude(answer__state=AnswerState.CONFIRMED)))


def lacking(people: QuerySet[Any], lack: str) -> QuerySet[Any]:
    """Those of `taking_part` who come and have not given something yet."""
    coming = _parts().exclude(answer__state=AnswerState.DECLINED)
    own = Speaker.objects.filter(person=OuterRef("pk"))
    match Lack(lack):
        case Lack.BIOGRAPHY:
            return people.filter(
                Exists(coming.filter(role__in=SPEAKING_ROLES)),
                ~Exists(own.exclude(biography__in=("", "{}"))),
            )
        case Lack.TIMES:
            return people.filter(
                Exists(coming),
                ~Exists(own.filter(is_there_throughout=True)),
                ~Exists(Availability.objects.filter(person=OuterRef("pk"))),
            )
        case Lack.SLIDES:
            showing = coming.filter(role__in=SHOWING_ROLES).exclude(session=None, contribution=None)
            slides = {"kind": MaterialKind.SLIDES}
            empty = showing.exclude(
                Exists(Material.objects.filter(contribution=OuterRef("contribution"), **slides))
                | Exists(Material.objects.filter(session=OuterRef("session"), **slides))
            )
            return people.filter(Exists(empty))


def in_role(people: QuerySet[Any], role: str) -> QuerySet[Any]:
    """Those of `taking_part` who have a role somewhere."""
    return people.filter(Exists(_parts().filter(role=role)))


def _parts() -> QuerySet[Participation]:
    rows: QuerySet[Participation] = Participation.objects.filter(person=OuterRef("pk"))
    return rows


@dataclass(frozen=True)
class Standing:
    """Where a person of `taking_part` stands, from what was read with them."""

    person: Person

    @cached_property
    def parts(self) -> Sequence[Participation]:
        """What they take part in, in the order of time."""
        return sorted(self.person.own_parts, key=_moment)  # type: ignore[attr-defined]

    @cached_property
    def speaker(self) -> Speaker | None:
        """What they said of themselves, if anything."""
        found = self.person.own_row  # type: ignore[attr-defined]
        return found[0] if found else None

    @property
    def has_times(self) -> bool:
        """Whether they said when they are there."""
        throughout = self.speaker is not None and self.speaker.is_there_throughout
        return throughout or bool(self.person.own_times)  # type: ignore[attr-defined]

    @property
    def confirmed(self) -> int:
        """How many parts they confirmed."""
        return self._answered(AnswerState.CONFIRMED)

    @property
    def declined(self) -> int:
        """How many parts they declined."""
        return self._answered(AnswerState.DECLINED)

    @property
    def open(self) -> int:
        """How many parts have no answer."""
        return len(self.parts) - self.confirmed - self.declined

    def _answered(self, state: AnswerState) -> int:
        return sum((given := answer_of(part)) is not None and given.state == state
                   for part in self.parts)  # fmt: skip

    @property
    def lacks(self) -> list[Lack]:
        """What is still missing of somebody who comes."""
        coming = [
            part for part in self.parts
            if not ((given := answer_of(part)) and given.state == AnswerState.DECLINED)
        ]  # fmt: skip
        roles = {part.role for part in coming}
        speaker = self.speaker
        found = []
        if roles & SPEAKING_ROLES and not (speaker and render_text(speaker.biography).text):
            found.append(Lack.BIOGRAPHY)
        if coming and not self.has_times:
            found.append(Lack.TIMES)
        if any(part.role in SHOWING_ROLES and not has_slides(part) for part in coming):
            found.append(Lack.SLIDES)
        return found
