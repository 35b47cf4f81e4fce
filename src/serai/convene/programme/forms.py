"""Forms of the programme desk.

Times are typed as they stand on the clocks of the edition and become moments in UTC here.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField

from serai.convene.editions.models import Edition
from serai.convene.programme.local_time import (
    AmbiguousTimeError,
    LocalTime,
    LocalTimeError,
    NonexistentTimeError,
    WrongOffsetError,
    day_of_end,
)
from serai.convene.programme.models import (
    Activity,
    ActivityOrganiser,
    Contribution,
    Equipment,
    Outcome,
    Participation,
    Room,
    Section,
    Session,
    check_day,
)
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import ChooserField, DeskForm, part_formset
from serai.track.evidence.models import Claim

DayInput = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _languages_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        required=False,
        choices=[(code, language_name(code)) for code in LANGUAGE_CODES],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: not announced."),
    )


def _equipment_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=gettext_lazy("Equipment"),
        required=False,
        choices=Equipment.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class LocalTimeField(forms.Field):
    """A time of day in the zone of the edition: 09:00, with an offset where it needs one."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "time", "maxlength": 20})

    def to_python(self, value: Any) -> LocalTime | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return LocalTime.parse(text)
        except LocalTimeError:
            raise ValidationError(
                _("“%(value)s” is not a time of day: write 09:00."), params={"value": text}
            ) from None


class ClockField(LocalTimeField):
    """A time of every day, so without an offset; midnight is read as 00:00 and as 24:00."""

    def to_python(self, value: Any) -> time | None:  # type: ignore[override]
        local = super().to_python(value)
        if local is None:
            return None
        if local.offset is None:
            return local.time_of_day
        raise ValidationError(
            _("“%(value)s” is not a time of day: write 09:00."), params={"value": value}
        )

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class ProgrammeForm(DeskForm):
    """Base of the forms of one edition: what they offer to choose belongs to it."""

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        self.edition = edition
        if self.instance.pk is None:
            self.instance.edition = edition
        offered = {
            "section": Section.objects.all,
            "activity": lambda: Activity.objects.select_related("edition"),
            "session": lambda: Session.objects.select_related("activity"),
            "room": Room.objects.all,
            "venue": edition.venues.all,
            "topics": edition.topics.all,
            "stated": lambda: Claim.objects.select_related("source"),
        }
        for name, rows in offered.items():
            if name in self.fields:
                self.fields[name].queryset = rows()  # type: ignore[attr-defined]


class SectionForm(ProgrammeForm):
    """A section."""

    class Meta:
        model = Section
        fields: ClassVar = ["name", "description"]


class RoomForm(ProgrammeForm):
    """A room."""

    equipment = _equipment_field()

    class Meta:
        model = Room
        fields: ClassVar = ["name", "venue", "capacity", "equipment", "booths"]


class ActivityForm(ProgrammeForm):
    """An activity."""

    languages = _languages_field()

    class Meta:
        model = Activity
        fields: ClassVar = [
            "kind", "name_disclosure", "name", "section", "summary", "access", "languages",
            "is_main", "topics", "stated", "is_public",
        ]  # fmt: skip
        field_classes: ClassVar = {"section": SafeModelChoiceField}
        widgets: ClassVar = {"topics": forms.CheckboxSelectMultiple}


class SessionForm(ProgrammeForm):
    """A session, with its times on the clocks of the edition."""

    starts_at = LocalTimeField(label=gettext_lazy("Starts"), required=False)
    ends_at = LocalTimeField(label=gettext_lazy("Ends"), required=False)
    ends_next_day = forms.BooleanField(label=gettext_lazy("Ends on the next day"), required=False)
    languages = _languages_field()
    equipment = _equipment_field()

    class Meta:
        model = Session
        fields: ClassVar = [
            "activity", "title", "summary", "description", "day", "starts_at", "ends_at",
            "ends_next_day", "duration", "room", "is_locked", "expected", "equipment", "languages",
        ]  # fmt: skip
        field_classes: ClassVar = {"activity": SafeModelChoiceField, "room": SafeModelChoiceField}
        widgets: ClassVar = {"day": DayInput}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        zone = self.edition.zone
        self.fields["starts_at"].help_text = _(
            "In the time zone %(zone)s, as 09:00. Empty: not announced."
        ) % {"zone": self.edition.time_zone}
        self.fields["day"].help_text = _("Empty: not announced.")
        self.fields["room"].help_text = _("Empty: not announced.")
        session: Session = self.instance
        starts, ends = session.starts_at, session.ends_at
        for name, moment in (("starts_at", starts), ("ends_at", ends)):
            self.initial[name] = str(LocalTime.of(moment, zone)) if moment else ""
        if starts and ends:
            self.initial["ends_next_day"] = (
                ends.astimezone(zone).date() > starts.astimezone(zone).date()
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            check_day(cleaned.get("day"), self.edition)
        except ValidationError as error:
            self.add_error(None, error)
        day: date | None = cleaned.get("day")
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if (starts or ends) and day is None and "day" not in self.errors:
            self.add_error("day", _("Give the day of this time, or leave the times empty."))
        is_next = bool(cleaned.get("ends_next_day"))
        last_day = day and day_of_end(day, starts, ends, is_next=is_next)
        cleaned["starts_at"] = self._moment("starts_at", starts, day)
        cleaned["ends_at"] = self._moment("ends_at", ends, last_day)
        return cleaned

    def _moment(self, name: str, local: LocalTime | None, day: date | None) -> datetime | None:
        if local is None or day is None:
            return None
        values = {"time": str(local), "zone": self.edition.time_zone}
        try:
            return local.on(day, self.edition.zone)
        except NonexistentTimeError:
            message = _("The clocks of %(zone)s skip %(time)s on this day. Write another time.")
        except WrongOffsetError:
            message = _(
                "%(zone)s has another offset at %(time)s on this day. Leave the offset out."
            )
        except AmbiguousTimeError as error:
            values |= {
                "first": f"{local}{error.offsets[0]}",
                "second": f"{local}{error.offsets[1]}",
            }
            message = _(
                "The clocks of %(zone)s show %(time)s twice on this day. "
                "Write %(first)s for the first time, %(second)s for the second."
            )
        self.add_error(name, message % values)
        return None


class ContributionForm(ProgrammeForm):
    """A contribution."""

    class Meta:
        model = Contribution
        fields: ClassVar = [
            "kind", "title_disclosure", "title", "session", "activity", "abstract",
        ]  # fmt: skip
        field_classes: ClassVar = {
            "session": SafeModelChoiceField,
            "activity": SafeModelChoiceField,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["activity"].help_text = _("Where the session is known, its activity is taken.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        session = cleaned.get("session")
        if session is not None:
            cleaned["activity"] = session.activity
        return cleaned


class OrganiserForm(forms.ModelForm):  # type: ignore[type-arg]
    """An organisation that holds an activity."""

    class Meta:
        model = ActivityOrganiser
        fields: ClassVar = ["organisation"]
        field_classes: ClassVar = {"organisation": ChooserField}


class ParticipationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person in an activity, session or contribution."""

    class Meta:
        model = Participation
        fields: ClassVar = ["person", "role", "position_held"]
        field_classes: ClassVar = {"person": ChooserField}

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            self.instance.edition = edition


OrganiserFormSet = part_formset(
    OrganiserForm,
    "organisers",
    label=gettext_lazy("Held by"),
    add_label=gettext_lazy("Add an organisation"),
)


class OutcomeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A record that came of an activity."""

    class Meta:
        model = Outcome
        fields: ClassVar = ["kind", "record"]
        field_classes: ClassVar = {"record": partial(ChooserField, kind="published-record")}


OutcomeFormSet = part_formset(
    OutcomeForm,
    "outcomes",
    label=gettext_lazy("What came of it"),
    help_text=gettext_lazy("Records of the register that were announced, signed or shown here."),
    add_label=gettext_lazy("Add a record"),
)


class ParticipationFormSet(part_formset(  # type: ignore[misc]
    ParticipationForm, "participations", label=gettext_lazy("People"),
    help_text=gettext_lazy("With the position they hold or held at that time."),
    add_label=gettext_lazy("Add a person"),
)):  # fmt: skip
    """The people of an activity, session or contribution."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "edition": self.instance.edition}


class AssignForm(forms.Form):
    """The same change to several activities or sessions; a field left empty changes nothing."""

    UNCHANGED: ClassVar = ("", gettext_lazy("Leave as it is"))

    def changes(self) -> dict[str, Any]:
        """Return the columns to set, with their values."""
        return {name: value for name, value in self.cleaned_data.items() if self[name].data}


def _part_field(model: type[Section | Room], label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=lambda: [
            AssignForm.UNCHANGED,
            ("none", _("Not announced")),
            *((part.code, str(part)) for part in model.objects.all()),
        ],
        coerce=lambda code: model.objects.filter(code=code).first(),
    )


class AssignActivitiesForm(AssignForm):
    """Section and publication of several activities."""

    section = _part_field(Section, gettext_lazy("Section"))
    is_public = forms.TypedChoiceField(
        label=gettext_lazy("Public"),
        required=False,
        choices=[
            AssignForm.UNCHANGED,
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No")),
        ],
        coerce=lambda answer: answer == "yes",
    )


class AssignSessionsForm(AssignForm):
    """Day and room of several sessions. A session with a time keeps it on the new day."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Empty: leave as it is. Times of day stay the same."),
    )
    room = _part_field(Room, gettext_lazy("Room"))
