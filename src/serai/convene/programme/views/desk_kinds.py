"""What the desk of a programme edits: sections, rooms, activities, sessions, contributions.

They are edited alike; here stands in what they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.convene.editions.forms import CitationFormSet
from serai.convene.programme import operations
from serai.convene.programme.forms import (
    ActivityForm,
    AssignActivitiesForm,
    AssignForm,
    AssignSessionsForm,
    ContributionForm,
    OrganiserFormSet,
    OutcomeFormSet,
    ParticipationFormSet,
    ProgrammeForm,
    RoomForm,
    SectionForm,
    SessionForm,
)
from serai.convene.programme.models import (
    Access,
    Activity,
    ActivityKind,
    Contribution,
    ContributionKind,
    Disclosure,
    Room,
    Section,
    Session,
)
from serai.convene.programme.times import clock
from serai.convene.programme.wording import AWAITED
from serai.foundation.web.desk import Column, FilterForm, PartFormSet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Missing = Mapping[str, tuple["_StrPromise", Q]]


@dataclass(frozen=True, slots=True)
class DeskKind:
    """One kind of object at the desk. ``missing`` are the gaps it can have, by name."""

    name: str
    model: type[operations.ProgrammePart]
    form: type[ProgrammeForm]
    plural: _StrPromise
    add_label: _StrPromise
    save: Callable[..., Any]
    argument: str
    columns: Sequence[Column]
    rows: Callable[[], QuerySet[Any]]
    search: Sequence[str]
    formsets: Mapping[str, type[PartFormSet]]
    missing: Missing
    filters: Mapping[str, tuple[_StrPromise, Sequence[tuple[str, Any]]]]
    assign: type[AssignForm] | None = None
    previews: bool = False

    def filter_form(self) -> type[FilterForm] | None:
        """Make the filters of the list: the gaps, and the kinds where there are some."""
        if not self.missing and not self.filters:
            return None
        gaps = {name: test for name, (_label, test) in self.missing.items()}

        class Filters(FilterForm):
            def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
                missing = self.cleaned_data.pop("missing", "")
                rows = super().apply(rows)
                return rows.filter(gaps[missing]) if missing else rows

        for name, (label, choices) in self.filters.items():
            Filters.base_fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[("", _("All")), *choices]
            )
        if gaps:
            choices = [(name, label) for name, (label, _test) in self.missing.items()]
            Filters.base_fields["missing"] = forms.ChoiceField(
                label=gettext_lazy("Missing"), required=False, choices=[("", _("All")), *choices]
            )
        return Filters


def _when(session: Session) -> str:
    if session.starts_at is None:
        return str(AWAITED.time)
    starts = clock(session.starts_at, session.edition.zone).text
    ends = clock(session.ends_at, session.edition.zone).text if session.ends_at else ""
    return f"{starts}–{ends}" if ends else starts


def _or(path: str, otherwise: object) -> Callable[[Any], Any]:
    """Read a column, or say what is missing."""
    return lambda row: getattr(row, path) or str(otherwise)


_NAMELESS = Q(name_disclosure=Disclosure.TO_BE_ANNOUNCED)

KINDS: dict[str, DeskKind] = {
    kind.name: kind
    for kind in (
        DeskKind(
            name="activities",
            model=Activity,
            form=ActivityForm,
            plural=gettext_lazy("Activities"),
            add_label=gettext_lazy("Add an activity"),
            save=operations.save_activity,
            argument="activity",
            columns=(
                Column(gettext_lazy("Name"), str, sort="name"),
                Column(gettext_lazy("Kind"), "get_kind_display", sort="kind"),
                Column(gettext_lazy("Section"), _or("section", AWAITED.section)),
                Column(gettext_lazy("Sessions"), "session_count", is_number=True),
                Column(gettext_lazy("Public"), "is_public", sort="is_public"),
            ),
            rows=lambda: Activity.objects.select_related("section", "edition")
            .annotate(session_count=Count("sessions"))
            .order_by(F("section__position").asc(nulls_last=True), "section", "position", "pk"),
            search=("name", "summary"),
            formsets={
                "organisers": OrganiserFormSet,
                "outcomes": OutcomeFormSet,
                "participations": ParticipationFormSet,
                "citations": CitationFormSet,
            },
            missing={
                "name": (gettext_lazy("Name"), _NAMELESS),
                "section": (gettext_lazy("Section"), Q(section=None)),
                "sessions": (gettext_lazy("Sessions"), Q(sessions=None)),
                "access": (gettext_lazy("Access"), Q(access=Access.UNKNOWN)),
                "public": (gettext_lazy("Publication"), Q(is_public=False)),
            },
            filters={"kind": (gettext_lazy("Kind"), ActivityKind.choices)},
            assign=AssignActivitiesForm,
            previews=True,
        ),
        DeskKind(
            name="sessions",
            model=Session,
            form=SessionForm,
            plural=gettext_lazy("Sessions"),
            add_label=gettext_lazy("Add a session"),
            save=operations.save_session,
            argument="session",
            columns=(
                Column(gettext_lazy("Title"), str),
                Column(gettext_lazy("Activity"), "activity", sort="activity__name"),
                Column(gettext_lazy("Day"), _or("day", AWAITED.day), sort="day"),
                Column(gettext_lazy("Time"), _when, sort="starts_at"),
                Column(gettext_lazy("Room"), _or("room", AWAITED.room), sort="room__position"),
                Column(gettext_lazy("Seats"), "room.capacity", is_number=True),
            ),
            rows=lambda: Session.objects.select_related("activity", "room", "edition"),
            search=("title", "activity__name"),
            formsets={
                "participations": ParticipationFormSet,
                "citations": CitationFormSet,
            },
            missing={
                "day": (gettext_lazy("Day"), Q(day=None)),
                "time": (gettext_lazy("Time"), Q(starts_at=None)),
                "room": (gettext_lazy("Room"), Q(room=None)),
            },
            filters={},
            assign=AssignSessionsForm,
            previews=True,
        ),
        DeskKind(
            name="contributions",
            model=Contribution,
            form=ContributionForm,
            plural=gettext_lazy("Contributions"),
            add_label=gettext_lazy("Add a contribution"),
            save=operations.save_contribution,
            argument="contribution",
            columns=(
                Column(gettext_lazy("Title"), str, sort="title"),
                Column(gettext_lazy("Kind"), "get_kind_display", sort="kind"),
                Column(gettext_lazy("Activity"), _or("activity", AWAITED.activity)),
                Column(gettext_lazy("People"), "people_count", is_number=True),
            ),
            rows=lambda: Contribution.objects.select_related("activity", "session").annotate(
                people_count=Count("participations")
            ),
            search=("title", "abstract"),
            formsets={
                "participations": ParticipationFormSet,
                "citations": CitationFormSet,
            },
            missing={
                "title": (
                    gettext_lazy("Title"), Q(title_disclosure=Disclosure.TO_BE_ANNOUNCED)
                ),
                "session": (gettext_lazy("Session"), Q(session=None)),
                "people": (gettext_lazy("People"), Q(participations=None)),
            },
            filters={"kind": (gettext_lazy("Kind"), ContributionKind.choices)},
        ),
        DeskKind(
            name="sections",
            model=Section,
            form=SectionForm,
            plural=gettext_lazy("Sections"),
            add_label=gettext_lazy("Add a section"),
            save=operations.save_section,
            argument="section",
            columns=(
                Column(gettext_lazy("Name"), "name"),
                Column(gettext_lazy("Activities"), "activity_count", is_number=True),
            ),
            rows=lambda: Section.objects.annotate(activity_count=Count("activities")),
            search=("name",),
            formsets={"citations": CitationFormSet},
            missing={"activities": (gettext_lazy("Activities"), Q(activities=None))},
            filters={},
        ),
        DeskKind(
            name="rooms",
            model=Room,
            form=RoomForm,
            plural=gettext_lazy("Rooms"),
            add_label=gettext_lazy("Add a room"),
            save=operations.save_room,
            argument="room",
            columns=(
                Column(gettext_lazy("Name"), "name"),
                Column(gettext_lazy("Venue"), "venue"),
                Column(gettext_lazy("Seats"), "capacity", is_number=True),
                Column(gettext_lazy("Sessions"), "session_count", is_number=True),
            ),
            rows=lambda: Room.objects.select_related("venue").annotate(
                session_count=Count("sessions")
            ),
            search=("name",),
            formsets={"citations": CitationFormSet},
            missing={"seats": (gettext_lazy("Seats"), Q(capacity=None))},
            filters={},
        ),
    )
}  # fmt: skip
