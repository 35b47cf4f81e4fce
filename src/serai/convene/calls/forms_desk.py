"""Forms of the desk of the calls. Times are typed as they stand on the clocks of the edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField

from serai.convene.calls.models import (
    SUBMISSION_KINDS,
    Call,
    Question,
    Submission,
    SubmissionState,
    Tag,
)
from serai.convene.editions.models import Edition
from serai.convene.programme.forms import DayInput, LocalTimeField, ProgrammeForm
from serai.convene.programme.local_time import LocalTime, LocalTimeError
from serai.convene.programme.models import Section
from serai.foundation.identity import new_code
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import TranslatedTextField, texts_of
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import DeskForm, FilterForm

END_OF_DAY = LocalTime(time(23, 59))


def moment_of(
    form: forms.Form | DeskForm, name: str, edition: Edition, *, otherwise: LocalTime
) -> datetime | None:
    """Read the moment that the fields ``name_day`` and ``name_time`` give, putting a fault at the
    time. None without a day.
    """
    day = form.cleaned_data.get(f"{name}_day")
    if day is None:
        return None
    local: LocalTime = form.cleaned_data.get(f"{name}_time") or otherwise
    try:
        return local.on(day, edition.zone)
    except LocalTimeError:
        form.add_error(
            f"{name}_time", ValidationError(_("The clocks change then: give another time."))
        )
        return None


class CallForm(ProgrammeForm):
    """A call: what it asks for, and when."""

    opens_day = forms.DateField(label=gettext_lazy("Opens on"), widget=DayInput)
    opens_time = LocalTimeField(
        label=gettext_lazy("At"), required=False, help_text=gettext_lazy("Empty: 00:00.")
    )
    closes_day = forms.DateField(
        label=gettext_lazy("Closes on"), widget=DayInput, required=False,
        help_text=gettext_lazy("Empty: it stays open."),
    )  # fmt: skip
    closes_time = LocalTimeField(
        label=gettext_lazy("At"), required=False, help_text=gettext_lazy("Empty: 23:59.")
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What may be proposed"), widget=forms.CheckboxSelectMultiple
    )
    lengths = forms.CharField(
        label=gettext_lazy("Minutes to choose from"), required=False,
        help_text=gettext_lazy("Numbers with commas between, such as 15, 30. Empty: not asked."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, language_name(code)) for code in LANGUAGE_CODES],
        help_text=gettext_lazy("None chosen: those of the edition."),
    )  # fmt: skip

    class Meta:
        model = Call
        fields: ClassVar = [
            "title", "text", "opens_day", "opens_time", "closes_day", "closes_time", "is_public",
            "kinds", "lengths", "languages", "activity", "section", "most_speakers",
            "summary_words", "description_words", "asks_section", "asks_fields",
        ]  # fmt: skip
        field_classes: ClassVar = {
            "activity": SafeModelChoiceField,
            "section": SafeModelChoiceField,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(code, capfirst(str(label))) for code, label in SUBMISSION_KINDS]
        row: Call = self.instance
        self.initial["lengths"] = ", ".join(str(each) for each in row.lengths)
        for name, moment in (("opens", row.opens_at), ("closes", row.closes_at)):
            if moment:
                self.initial[f"{name}_day"] = moment.astimezone(self.edition.zone).date()
                self.initial[f"{name}_time"] = str(LocalTime.of(moment, self.edition.zone))

    def clean_lengths(self) -> list[int]:
        """Return the minutes as numbers."""
        parts = self.cleaned_data["lengths"].replace(";", ",").replace("،", ",").split(",")
        try:
            return [int(part) for part in parts if part.strip()]
        except ValueError:
            raise ValidationError(_("Write numbers of minutes, such as 15, 30.")) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens = moment_of(self, "opens", self.edition, otherwise=LocalTime(time(0)))
        closes = moment_of(self, "closes", self.edition, otherwise=END_OF_DAY)
        if opens and closes and closes <= opens:
            self.add_error("closes_day", _("It must close after it opens."))
        if opens:
            self.instance.opens_at = opens
        self.instance.closes_at = closes
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Return the columns to write, with the two moments that were typed in four fields."""
        moments = {"opens_at": self.instance.opens_at, "closes_at": self.instance.closes_at}
        return {**super().changes(), **moments}


class QuestionForm(DeskForm):
    """A question, with its options one a line in each language."""

    options = TranslatedTextField(blank=True).formfield(
        label=gettext_lazy("Options"), required=False,
        help_text=gettext_lazy(
            "One a line. In another language the same options in the same order."
        ),
    )  # fmt: skip

    class Meta:
        model = Question
        fields: ClassVar = [
            "label", "help", "sort", "options", "is_required", "most_words",
            "is_for_reviewers",
        ]  # fmt: skip

    def __init__(self, *args: Any, call: Call, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            self.instance.call = call
        self.initial["options"] = {
            code: "\n".join(str(each["label"].get(code, "")) for each in self.instance.options)
            for code in LANGUAGE_CODES
            if any(each["label"].get(code) for each in self.instance.options)
        }

    def clean_options(self) -> list[dict[str, Any]]:
        """Return the options; one that was there before keeps its code."""
        lines = {
            code: text.strip().splitlines()
            for code, text in texts_of(self.cleaned_data["options"]).items()
            if text.strip()
        }
        if len({len(each) for each in lines.values()}) > 1:
            raise ValidationError(_("Give as many options in each language."))
        count = max(map(len, lines.values()), default=0)
        made: list[dict[str, Any]] = []
        for at in range(count):
            label = {code: each[at].strip() for code, each in lines.items() if each[at].strip()}
            if label:
                made.append({"code": "", "label": label})
        self._keep_codes(made)
        return made

    def _keep_codes(self, made: list[dict[str, Any]]) -> None:
        """Know options again by their words, and a reworded one by its place."""
        earlier = list(self.instance.options)
        for each in made:
            same = [
                old for old in earlier
                if any(old["label"].get(code) == text for code, text in each["label"].items())
            ]  # fmt: skip
            if same:
                each["code"] = same[0]["code"]
                earlier.remove(same[0])
        if len(made) == len(self.instance.options):
            for each, old in zip(made, list(self.instance.options), strict=True):
                if not each["code"] and old in earlier:
                    each["code"] = old["code"]
        for each in made:
            each["code"] = each["code"] or new_code()[:6]


class SortForm(DeskForm):
    """Where a submission belongs, and what the desk notes of it."""

    tag_names = forms.CharField(
        label=gettext_lazy("Tags"), required=False, max_length=500,
        help_text=gettext_lazy("With commas between. New ones are made."),
    )  # fmt: skip
    extended_day = forms.DateField(
        label=gettext_lazy("May be sent and changed until"), widget=DayInput, required=False,
        help_text=gettext_lazy("Empty: until the call closes."),
    )  # fmt: skip
    extended_time = LocalTimeField(
        label=gettext_lazy("At"), required=False, help_text=gettext_lazy("Empty: 23:59.")
    )

    class Meta:
        model = Submission
        fields: ClassVar = ["section", "tag_names", "extended_day", "extended_time", "desk_note"]
        field_classes: ClassVar = {"section": SafeModelChoiceField}
        widgets: ClassVar = {"desk_note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        section: Any = self.fields["section"]
        section.queryset = Section.objects.all()
        row: Submission = self.instance
        self.initial["tag_names"] = ", ".join(str(each) for each in row.tags.all())
        if row.extended_until:
            zone = row.edition.zone
            self.initial["extended_day"] = row.extended_until.astimezone(zone).date()
            self.initial["extended_time"] = str(LocalTime.of(row.extended_until, zone))

    def clean_tag_names(self) -> list[str]:
        """Return the tags, each once."""
        names = [" ".join(part.split()) for part in self.cleaned_data["tag_names"].split(",")]
        if any(len(name) > 60 for name in names):
            raise ValidationError(_("A tag has at most 60 characters."))
        return list(dict.fromkeys(filter(None, names)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["extended_until"] = moment_of(
            self, "extended", self.instance.edition, otherwise=END_OF_DAY
        )
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Return the columns to write, with the moment that was typed in two fields."""
        return {**super().changes(), "extended_until": self.cleaned_data["extended_until"]}


class TogetherForm(forms.Form):
    """The same change to several submissions; a field left alone changes nothing."""

    KEEP = ("keep", gettext_lazy("Leave as it is"))

    tag = forms.CharField(label=gettext_lazy("Add the tag"), required=False, max_length=60)
    section = forms.ChoiceField(label=gettext_lazy("Section"), initial="keep")
    extended_day = forms.DateField(
        label=gettext_lazy("May be sent and changed until"), widget=DayInput, required=False
    )
    extended_time = LocalTimeField(
        label=gettext_lazy("At"), required=False, help_text=gettext_lazy("Empty: 23:59.")
    )

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*args, **options)
        self.edition = edition
        self.sections = {each.code: each for each in Section.objects.all()}
        offered = [(code, str(each)) for code, each in self.sections.items()]
        section: Any = self.fields["section"]
        section.choices = [self.KEEP, ("none", "–"), *offered]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["until"] = moment_of(self, "extended", self.edition, otherwise=END_OF_DAY)
        return cleaned

    def columns(self) -> dict[str, Any]:
        """The columns that change."""
        chosen = self.cleaned_data["section"]
        return {} if chosen == "keep" else {"section": self.sections.get(chosen)}


class SubmissionFilter(FilterForm):
    """Filters of the submissions of a call."""

    lookups: Mapping[str, str] = {
        "section": "section__code", "tag": "tags__name", "country": "speakers__country",
    }  # fmt: skip

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("", gettext_lazy("any")), *SubmissionState.choices],
    )  # fmt: skip
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    tag = forms.ChoiceField(label=gettext_lazy("Tag"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False,
        choices=[("", gettext_lazy("any")), *SUBMISSION_KINDS],
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = Tag.objects.order_by("name").values_list("name", flat=True).distinct()
        sections = [(each.code, str(each)) for each in Section.objects.all()]
        any_of = ("", _("any"))
        for name, choices in (("section", sections), ("tag", [(each, each) for each in names])):
            field: Any = self.fields[name]
            field.choices = [any_of, *choices]

    def apply(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return super().apply(rows).distinct()
