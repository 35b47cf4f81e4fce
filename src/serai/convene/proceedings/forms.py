"""Forms of the proceedings."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_scopes.forms import SafeModelChoiceField
from i18nfield.forms import I18nFormField, I18nTextarea

from serai.convene.proceedings.models import (
    ActionItem,
    Attendance,
    Material,
    MaterialAccess,
    MaterialKind,
    MinutesDecision,
    MinutesSection,
    RunningItem,
)
from serai.convene.proceedings.operations import ALLOWED
from serai.convene.programme.models import Contribution, Session
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import ChooserField, DeskForm, part_formset
from serai.foundation.web.forms import SeveralFilesField
from serai.track.register.models import RecordKind

MomentInput = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


def _language_choices() -> list[tuple[str, str]]:
    return [("", "–"), *((code, language_name(code)) for code in LANGUAGE_CODES)]


def _files_help() -> str:
    return _("%(kinds)s; at most %(limit)s MB each.") % {
        "kinds": ", ".join(each.label for each in ALLOWED),
        "limit": settings.MATERIAL_BYTES // 2**20,
    }


class MaterialsForm(forms.Form):
    """One or many files, or a link, for a session or one of its contributions."""

    uploads = SeveralFilesField(label=gettext_lazy("Files"), required=False, max_length=255)
    link = forms.URLField(
        label=gettext_lazy("Or a link"), required=False, max_length=1000, assume_scheme="https",
        help_text=gettext_lazy("To a recording, for example. It is not fetched."),
    )  # fmt: skip
    contribution = forms.ChoiceField(label=gettext_lazy("Goes with"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=MaterialKind.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    access = forms.ChoiceField(
        label=gettext_lazy("Who may have it"), choices=MaterialAccess.choices,
        initial=MaterialAccess.PEOPLE, widget=forms.RadioSelect,
    )  # fmt: skip
    not_before = forms.DateTimeField(
        label=gettext_lazy("Not before"), required=False, widget=MomentInput
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session = session
        self.fields["uploads"].help_text = _files_help()
        _choose(self, "language", _language_choices())
        _choose(
            self, "contribution",
            [("", _("the session")), *((each.code, str(each)) for each in _parts(session))],
        )  # fmt: skip
        self.fields["not_before"].help_text = _zone_help(session)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("uploads")) == bool(cleaned.get("link")) and not self.errors:
            self.add_error("uploads", _("Choose files, or give a link."))
        return cleaned

    @property
    def target(self) -> Session | Contribution:
        """What the materials go with."""
        code = self.cleaned_data["contribution"]
        return next((each for each in _parts(self.session) if each.code == code), self.session)


class MaterialForm(DeskForm):
    """What is said of one material, and its next version."""

    upload = forms.FileField(label=gettext_lazy("New version"), required=False, max_length=255)
    link = forms.URLField(
        label=gettext_lazy("Or a link"), required=False, max_length=1000, assume_scheme="https"
    )

    class Meta:
        model = Material
        fields: ClassVar = ["title", "kind", "language", "access", "not_before"]
        widgets: ClassVar = {"access": forms.RadioSelect, "not_before": MomentInput}

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["upload"].help_text = _files_help()
        _choose(self, "language", _language_choices())
        self.fields["not_before"].help_text = _zone_help(session)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("upload") and cleaned.get("link"):
            self.add_error("link", _("Give a file or a link, not both."))
        return cleaned


class RunningItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """An item of a running order."""

    class Meta:
        model = RunningItem
        fields: ClassVar = ["minutes", "contribution", "title", "person", "cue"]
        field_classes: ClassVar = {"contribution": SafeModelChoiceField, "person": ChooserField}
        widgets: ClassVar = {"cue": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, session: Session | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["contribution"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Contribution.objects.filter(session=session)
        field.queryset = rows


RunningItemFormSet = part_formset(
    RunningItemForm, "items", label=pgettext_lazy("running order", "Items"),
    add_label=gettext_lazy("Add an item"), extra=1,
)  # fmt: skip


class _SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = MinutesSection
        fields: ClassVar = ["title", "text"]


class _DecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = MinutesDecision
        fields: ClassVar = ["text"]


class _ActionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ActionItem
        fields: ClassVar = ["text", "person", "organisation", "until"]
        field_classes: ClassVar = {"person": ChooserField, "organisation": ChooserField}
        widgets: ClassVar = {
            "until": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        }  # fmt: skip


class _AttendanceForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Attendance
        fields: ClassVar = ["person", "role", "presence"]
        field_classes: ClassVar = {"person": ChooserField}


PARTS = {
    "attendances": part_formset(
        _AttendanceForm, "attendances", label=pgettext_lazy("minutes", "Attendance"),
        add_label=gettext_lazy("Add a person"), maximum=1000,
    ),
    "sections": part_formset(
        _SectionForm, "sections", label=pgettext_lazy("minutes", "Text"),
        add_label=gettext_lazy("Add a section"),
    ),
    "decisions": part_formset(
        _DecisionForm, "decisions", label=pgettext_lazy("minutes", "Decisions"),
        add_label=gettext_lazy("Add a decision"),
    ),
    "actions": part_formset(
        _ActionForm, "actions", label=gettext_lazy("Action items"),
        add_label=gettext_lazy("Add an action item"),
    ),
}  # fmt: skip
"""The parts of minutes, each edited on a page of its own."""


class PublishForm(forms.Form):
    """What is said beside a version of minutes."""

    note = I18nFormField(
        label=gettext_lazy("Note"), required=False, widget=I18nTextarea,
        widget_kwargs={"attrs": {"rows": 2}}, localize=False,
        help_text=gettext_lazy("What is new in this version, if it is not the first."),
    )  # fmt: skip


class ProposeForm(forms.Form):
    """As what a decision is entered into the register."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=RecordKind.choices, initial=RecordKind.INITIATIVE
    )


def _parts(session: Session) -> list[Contribution]:
    return list(session.contributions.all())


def _choose(form: Any, name: str, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = choices


def _zone_help(session: Session) -> str:
    return _("In the time zone %(zone)s. Until then only the desk and chairs can open it.") % {
        "zone": session.edition.time_zone
    }
