"""Forms of the timetable desk. Times are typed as they stand on the clocks of the edition."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField

from serai.convene.editions.forms import TimeZoneInput
from serai.convene.editions.models import Edition, check_time_zone
from serai.convene.programme.forms import ClockField, DayInput, LocalTimeField, ProgrammeForm
from serai.convene.programme.local_time import LocalTime, LocalTimeError, day_of_end
from serai.convene.programme.models import Room, Session
from serai.convene.timetable.models import (
    Availability,
    Candidate,
    Frame,
    HappeningKind,
    Level,
    OpenSlots,
    PlanKind,
    RuleKind,
)
from serai.convene.timetable.rules import Strictness, levels_of, rules_of_edition
from serai.foundation.directory.models import Person
from serai.foundation.web.desk import ChooserField, DeskForm, part_formset
from serai.foundation.web.templatetags.serai import moment_text


class FrameForm(DeskForm):
    """The hours of an edition, and how strictly it keeps each rule."""

    class Meta:
        model = Frame
        fields: ClassVar = ["opens_at", "closes_at", "step", "walking"]
        field_classes: ClassVar = {"opens_at": ClockField, "closes_at": ClockField}
        widgets: ClassVar = {"opens_at": ClockField.widget, "closes_at": ClockField.widget}
        help_texts: ClassVar = {
            "closes_at": gettext_lazy(
                "24:00 is midnight; a time before the beginning is after it."
            ),
        }

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.edition = edition
        self.initial["closes_at"] = str(self.instance.end)
        for kind, (level, weight) in rules_of_edition().items():
            self.fields[f"level_{kind}"] = forms.ChoiceField(
                label=kind.label, choices=levels_of(kind), initial=level
            )
            self.fields[f"weight_{kind}"] = forms.IntegerField(
                label=gettext_lazy("Weight"), min_value=1, max_value=10_000, initial=weight
            )

    def hours(self) -> list[Any]:
        """The fields of the hours."""
        return [self[name] for name in self.Meta.fields]

    def rules(self) -> list[tuple[Any, Any]]:
        """The two fields of each rule."""
        return [(self[f"level_{kind}"], self[f"weight_{kind}"]) for kind in RuleKind]

    def chosen_rules(self) -> dict[RuleKind, Strictness]:
        """How strictly each rule is to be kept."""
        values = self.cleaned_data
        return {
            kind: Strictness(Level(values[f"level_{kind}"]), values[f"weight_{kind}"])
            for kind in RuleKind
        }


class AvailabilityForm(ProgrammeForm):
    """A time at which a person or a room can, cannot or would rather not be used."""

    first_day = forms.DateField(label=gettext_lazy("From"), widget=DayInput)
    first_time = LocalTimeField(
        label=gettext_lazy("At"), required=False, help_text=gettext_lazy("Empty: the whole day.")
    )
    last_day = forms.DateField(
        label=gettext_lazy("Until"), widget=DayInput, required=False,
        help_text=gettext_lazy("Empty: the same day."),
    )  # fmt: skip
    last_time = LocalTimeField(
        label=gettext_lazy("At"), required=False, help_text=gettext_lazy("Empty: the whole day.")
    )

    class Meta:
        model = Availability
        fields: ClassVar = [
            "person", "room", "presence", "first_day", "first_time", "last_day",
            "last_time", "is_daily", "time_zone", "note",
        ]  # fmt: skip
        widgets: ClassVar = {"time_zone": TimeZoneInput()}
        field_classes: ClassVar = {"person": ChooserField, "room": SafeModelChoiceField}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        row: Availability = self.instance
        if row.pk is not None:
            for name, moment in (("first", row.starts_at), ("last", row.ends_at)):
                self.initial[f"{name}_day"] = moment.astimezone(row.zone).date()
                self.initial[f"{name}_time"] = str(LocalTime.of(moment, row.zone))
        elif self.edition.starts_on:
            self.initial.setdefault("first_day", self.edition.starts_on)

    def clean_time_zone(self) -> str:
        """Refuse what is no time zone before the times are read by it."""
        name: str = self.cleaned_data["time_zone"]
        if name:
            check_time_zone(name)
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and not last:
            times = cleaned.get("first_time"), cleaned.get("last_time")
            last = day_of_end(first, *times, is_next=False)
        if first and last and "time_zone" not in self.errors:
            starts = self._moment("first_time", first)
            ends = self._moment("last_time", last)
            if starts and ends:
                self.instance.starts_at, self.instance.ends_at = starts, ends
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Return the columns to write, with the two moments that were typed in four fields."""
        return {
            **super().changes(),
            "starts_at": self.instance.starts_at,
            "ends_at": self.instance.ends_at,
        }

    def _zone(self) -> ZoneInfo:
        """The clocks that the times were read from."""
        name = self.cleaned_data.get("time_zone")
        return ZoneInfo(name) if name else self.edition.zone

    def _moment(self, name: str, day: date) -> datetime | None:
        local = self.cleaned_data.get(name)
        if local is None:
            local = LocalTime(time(0))
            day += timedelta(days=name == "last_time")
        try:
            moment: datetime = local.on(day, self._zone())
        except LocalTimeError:
            self.add_error(name, ValidationError(_("The clocks change then: give another time.")))
            return None
        return moment


class SlotsForm(ProgrammeForm):
    """How many speaking slots of a session are still to be given."""

    class Meta:
        model = OpenSlots
        fields: ClassVar = ["session", "slots"]
        field_classes: ClassVar = {"session": SafeModelChoiceField}


class CandidateForm(forms.ModelForm):  # type: ignore[type-arg]
    """Somebody who may have one of them."""

    class Meta:
        model = Candidate
        fields: ClassVar = ["person"]
        field_classes: ClassVar = {"person": ChooserField}


CandidateFormSet = part_formset(
    CandidateForm,
    "candidates",
    label=gettext_lazy("Candidates"),
    help_text=gettext_lazy("Who may speak. A plan chooses, so that regions have their share."),
    add_label=gettext_lazy("Add a person"),
)


class PlacedSessionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Offers sessions with their places: those of one activity have the same name."""

    def label_from_instance(self, obj: Session) -> str:
        # Without a zone, for it is to be written as the clocks of the edition show it.
        local = obj.starts_at and obj.starts_at.astimezone(obj.edition.zone).replace(tzinfo=None)
        return ", ".join(str(part) for part in (obj, moment_text(local), obj.room) if part)


class Happening(forms.Form):
    """What happened, of which the timetable is to be repaired."""

    happening = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=HappeningKind.choices, widget=forms.RadioSelect,
    )  # fmt: skip
    person = ChooserField(
        Person.objects.all(), label=gettext_lazy("Who"), required=False
    )  # fmt: skip
    room: Any = forms.ModelChoiceField(None, label=gettext_lazy("Room"), required=False)
    session: Any = PlacedSessionField(None, label=gettext_lazy("Session"), required=False)
    day = forms.DateField(
        label=gettext_lazy("Arrives on"), widget=DayInput, required=False,
        help_text=gettext_lazy("For late arrivals."),
    )  # fmt: skip
    time = LocalTimeField(label=gettext_lazy("At"), required=False)

    NEEDS = {
        "person_unavailable": ("person",),
        "late_arrival": ("person", "day", "time"),
        "room_lost": ("room",),
        "session_cancelled": ("session",),
    }

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        self.edition = edition
        self.fields["room"].queryset = Room.objects.all()  # type: ignore[attr-defined]
        sessions = Session.objects.select_related("activity", "room", "edition")
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.NEEDS.get(cleaned.get("happening", ""), ()):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Say this too."))
        if cleaned.get("happening") == "late_arrival" and not self.errors:
            try:
                cleaned["arrives"] = cleaned["time"].on(cleaned["day"], self.edition.zone)
            except LocalTimeError:
                self.add_error("time", _("The clocks change then: give another time."))
        return cleaned

    def change(self) -> dict[str, Any]:
        """What happened, as the engine takes it."""
        values = self.cleaned_data
        kind = values["happening"]
        change: dict[str, Any] = {"change": kind}
        for name in self.NEEDS[kind]:
            if name in {"person", "room", "session"}:
                change[name] = values[name].code
        if kind == "late_arrival":
            change["arrives"] = values["arrives"].isoformat()
        return change


SECONDS = ((10, "10"), (60, "60"), (300, "300"))


class RunForm(forms.Form):
    """What the engine is to do, and how long it may take."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is to be done"), choices=PlanKind.choices,
        widget=forms.RadioSelect, initial=PlanKind.FILL,
    )  # fmt: skip
    seconds = forms.TypedChoiceField(
        label=gettext_lazy("Seconds"), choices=SECONDS, coerce=int, initial=60,
        help_text=gettext_lazy("It ends sooner where no plan can be better, or you cancel it."),
    )  # fmt: skip
