"""The forms of a speaker. Times are typed as they stand on the speaker's own clocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from itertools import product
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from serai.convene.editions.forms import TimeZoneInput
from serai.convene.proceedings.models import Material, MaterialAccess
from serai.convene.proceedings.operations import ALLOWED
from serai.convene.programme.models import Contribution, Participation, Session
from serai.convene.speakers.models import Speaker
from serai.convene.speakers.queries import shown_with
from serai.convene.timetable.forms import AvailabilityForm
from serai.convene.timetable.models import Availability, Presence
from serai.foundation.file_kinds import FileKindError, kind_of
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import texts_of
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import DeskForm
from serai.foundation.web.templatetags.serai import date_text

LANGUAGES = [(code, language_name(code)) for code in LANGUAGE_CODES]


class DeclineForm(forms.Form):
    """Why somebody does not come."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Only the desk reads it."),
    )  # fmt: skip


class ZoneForm(DeskForm):
    """On whose clocks a speaker types and reads times."""

    class Meta:
        model = Speaker
        fields: ClassVar = ["time_zone"]
        widgets: ClassVar = {"time_zone": TimeZoneInput}
        help_texts: ClassVar = {
            "time_zone": gettext_lazy(
                "Write a part of the name to search: Shanghai. Empty: that of the conference."
            )
        }


class AboutForm(DeskForm):
    """What may be printed about a speaker."""

    position_held: Any = Participation._meta.get_field("position_held").formfield(
        label=gettext_lazy("Position, as it should be printed"), required=False
    )

    class Meta:
        model = Speaker
        fields: ClassVar = ["position_held", "biography", "is_biography_public"]
        help_texts: ClassVar = {
            "biography": gettext_lazy("A few sentences in your own language, or in several."),
            "is_biography_public": gettext_lazy(
                "It appears with the next release of the programme. "
                "Without this only the desk reads it."
            ),
        }

    def __init__(self, *args: Any, parts: Iterable[Participation], **options: Any) -> None:
        super().__init__(*args, **options)
        held = (part.position_held for part in parts if texts_of(part.position_held))
        self.initial["position_held"] = next(held, None)

    @property
    def has_other_position(self) -> bool:
        """Whether the position was changed."""
        typed = texts_of(self.cleaned_data.get("position_held"))
        return typed != texts_of(self.initial["position_held"])


class NeedsForm(DeskForm):
    """What a speaker needs, and in which language they are written to."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages I can speak in"), required=False, choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("So that interpreters can be asked in time."),
    )  # fmt: skip

    class Meta:
        model = Speaker
        fields: ClassVar = ["is_remote", "languages", "equipment", "accessibility", "language"]
        widgets: ClassVar = {
            "equipment": forms.Textarea(attrs={"rows": 3}),
            "accessibility": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name_languages(self.fields["language"])


class ContactForm(DeskForm):
    """How the desk reaches a speaker."""

    class Meta:
        model = Speaker
        fields: ClassVar = ["email", "language"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name_languages(self.fields["language"])


def _name_languages(field: Any) -> None:
    field.choices = [("", "–"), *LANGUAGES]


class TimeForm(AvailabilityForm):
    """A time at which a speaker is there, is not, or would rather not be asked."""

    class Meta(AvailabilityForm.Meta):
        fields: ClassVar = [
            "presence", "first_day", "first_time", "last_day", "last_time", "is_daily", "note",
        ]  # fmt: skip

    def __init__(
        self, *args: Any, zone: ZoneInfo, others: Sequence[Availability], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.zone, self.others = zone, others

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        row: Availability = self.instance
        if self.errors or row.starts_at is None or row.ends_at is None:
            return cleaned
        # The columns are put on the row only after this.
        row.presence, row.is_daily = cleaned["presence"], cleaned["is_daily"]
        row.time_zone = self.zone.key
        if row.ends_at <= row.starts_at:
            self.add_error("last_time", _("The end must come after the beginning."))
        else:
            self._check_edition(row)
            self._check_others(row)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Return the columns to write, with the clocks on which it was said."""
        return {**super().changes(), "time_zone": self.zone.key}

    def _check_edition(self, row: Availability) -> None:
        """Refuse what lies before or after the days of the edition as a whole."""
        first, last = self.edition.starts_on, self.edition.ends_on
        if first is None or last is None:
            return
        zone = self.edition.zone
        opens = datetime.combine(first, time(), tzinfo=zone)
        closes = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
        if row.ends_at <= opens or row.starts_at >= closes:
            text = _(
                "The conference is from %(start)s to %(end)s on your clocks: "
                "this time lies outside of it."
            )
            written = {"start": self._written(opens), "end": self._written(closes)}
            self.add_error("first_day", text % written)

    def _check_others(self, row: Availability) -> None:
        """Refuse what contradicts or repeats something that was said before."""
        for other in self.others:
            if _contradict(row, other):
                text = _(
                    "You have said already: %(when)s, from %(start)s to %(end)s. "
                    "Take that away first, or write another time."
                )
                written = {
                    "when": other.get_presence_display(),
                    "start": self._written(other.starts_at),
                    "end": self._written(other.ends_at),
                }
                self.add_error("first_day", text % written)

    def _written(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{date_text(local.date())}, {local:%H:%M}"

    def _zone(self) -> ZoneInfo:
        return self.zone


def _contradict(first: Availability, second: Availability) -> bool:
    """Tell whether two times cannot both be meant.

    Whoever is there for some time may be away for a part of it, but not for all of it.
    """
    kinds = {first.presence, second.presence}
    if kinds == {Presence.THERE, Presence.UNWANTED}:
        return False
    pairs = product(first.spans(), second.spans())
    if kinds == {Presence.THERE, Presence.AWAY}:
        if first.presence == Presence.AWAY:
            pairs = ((there, away) for away, there in pairs)  # type: ignore[assignment]
        return any(away[0] <= there[0] and there[1] <= away[1] for there, away in pairs)
    return any(one[0] < other[1] and other[0] < one[1] for one, other in pairs)


class SlidesForm(forms.Form):
    """A file or a link to show, where somebody speaks."""

    place = forms.ChoiceField(label=pgettext_lazy("slides", "For"))
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, max_length=255,
        help_text=gettext_lazy("A PDF file or a presentation."),
    )  # fmt: skip
    link = forms.URLField(
        label=gettext_lazy("Or a link"), required=False, max_length=1000, assume_scheme="https"
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=[("", "–"), *LANGUAGES]
    )
    access = forms.ChoiceField(
        label=gettext_lazy("Who may have it"), choices=MaterialAccess.choices,
        initial=MaterialAccess.PEOPLE,
    )  # fmt: skip

    def __init__(self, *args: Any, parts: Sequence[Participation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places: dict[str, Session | Contribution | Material] = {}
        labels = {}
        for part in parts:
            target = shown_with(part)
            if target is None:
                continue
            self.places[f"new-{part.pk}"] = target
            labels[f"new-{part.pk}"] = str(target)
            if isinstance(target, Contribution):
                # What goes with a session may belong to somebody else.
                for material in target.materials.all():
                    name = f"replace-{material.pk}"
                    self.places[name] = material
                    labels[name] = _("Instead of: %(name)s") % {"name": material.current or ""}
        self.fields["place"].choices = list(labels.items())  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read, and what is no document by its content."""
        file = self.cleaned_data.get("file")
        limit = settings.MATERIAL_BYTES
        if file and file.size > limit:
            raise ValidationError(
                _("The file has %(size)s MB; at most %(limit)s MB are taken.")
                % {"size": -(-file.size // 2**20), "limit": limit // 2**20}
            )
        if file:
            try:
                kind_of(file.read(), file_name=file.name, allowed=ALLOWED)
            except FileKindError as error:
                raise ValidationError(str(error)) from None
            file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("link")):
            self.add_error("file", _("Choose files, or give a link."))
        return cleaned

    def chosen(self) -> Session | Contribution | Material:
        """Where the slides go, or what they replace."""
        return self.places[self.cleaned_data["place"]]
