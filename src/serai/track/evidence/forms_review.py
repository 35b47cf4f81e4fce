"""Forms of the review: uploading documents, and the values of a proposal."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.web.desk import FilterForm
from serai.foundation.web.desk.choosers import ChooserField
from serai.foundation.web.forms import SeveralFilesField
from serai.track.evidence.models import (
    Document,
    DocumentState,
    Proposal,
    ProposalKind,
    ProposalState,
)
from serai.track.evidence.operations import editable_values
from serai.track.evidence.presentation import language_in_words

REVIEWERS = [(1, gettext_lazy("one person")), (2, gettext_lazy("two people"))]
MOST_FILES = 100


class UploadForm(forms.Form):
    """One or many files, or a text that is pasted."""

    uploads = SeveralFilesField(
        label=gettext_lazy("Files"), required=False, max_length=255,
        help_text=gettext_lazy("Plain text, Markdown, HTML, PDF or DOCX; several at once."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Or a text"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    address = forms.URLField(
        label=gettext_lazy("Address"), required=False, max_length=1000, assume_scheme="https",
        help_text=gettext_lazy("Where it stands on the web. It is noted, and never fetched."),
    )  # fmt: skip
    published_on = forms.DateField(
        label=gettext_lazy("Published"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Where the file does not say it."),
    )  # fmt: skip
    reviewers = forms.TypedChoiceField(
        label=gettext_lazy("Reviewed by"), choices=REVIEWERS, coerce=int,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reviewers"].initial = settings.EVIDENCE_REVIEWERS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        files, text = cleaned.get("uploads") or [], (cleaned.get("text") or "").strip()
        if not files and not text and not self.errors:
            raise ValidationError({"uploads": _("Choose a file, or paste a text.")})
        if len(files) > MOST_FILES:
            raise ValidationError(
                {"uploads": _("Choose at most %(most)s files at once; `serai ingest` reads whole "
                            "folders.") % {"most": MOST_FILES}}
            )  # fmt: skip
        if cleaned.get("address") and len(files) + bool(text) > 1:
            raise ValidationError({"address": _("An address belongs to one file or text.")})
        return cleaned


class ReviewersForm(forms.ModelForm):  # type: ignore[type-arg]
    """How many people review a document."""

    class Meta:
        model = Document
        fields: ClassVar = ["reviewers"]

    reviewers = forms.TypedChoiceField(
        label=gettext_lazy("Reviewed by"), choices=REVIEWERS, coerce=int, widget=forms.RadioSelect
    )


class ProposalForm(forms.ModelForm):  # type: ignore[type-arg]
    """The values of a proposal, those that its kind has, with the revision that was shown."""

    class Meta:
        model = Proposal
        fields: ClassVar = [
            "value", "upper_value", "qualifier", "unit", "subject", "scope", "quantity",
            "state_of_affairs", "as_of", "as_of_basis", "attributed_to", "indicator", "name",
            "name_key",
        ]  # fmt: skip

    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = editable_values(self.instance.kind)
        for name in self._meta.fields or ():
            if name not in kept:
                del self.fields[name]
        for name in ("value", "upper_value"):
            if name in self.fields and self.initial.get(name) is not None:
                self.initial[name] = f"{self.initial[name].normalize():f}"
        self.initial["revision"] = self.instance.revision

    def values(self) -> dict[str, Any]:
        """The values as they were typed, by the names that the operations take."""
        return {
            name: self.cleaned_data[name]
            for name in self.cleaned_data
            if name not in {"note", "revision", "words", "start", "place"}
        }

    def _post_clean(self) -> None:
        """Leave the proposal as it is: what becomes of the values the operation says."""


class MissedForm(ProposalForm):
    """Words that the engine missed: as they stand in the text, or by their place."""

    words = forms.CharField(
        label=gettext_lazy("Words"), required=False, max_length=300,
        help_text=gettext_lazy("Exactly as they stand in the text."),
    )  # fmt: skip
    start = forms.IntegerField(
        label=gettext_lazy("From character"), required=False, min_value=0,
        help_text=gettext_lazy("Needed only where the words stand in the text several times."),
    )  # fmt: skip

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        self._document = document
        super().__init__(*args, **options)
        self.order_fields(["words", "start"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        words, start = cleaned.get("words") or "", cleaned.get("start")
        text = self._document.text
        place = text.find(words, start or 0) if words else -1
        if place < 0:
            raise ValidationError({"words": _("These words do not stand in the text.")})
        if start is None and text.count(words) > 1:
            raise ValidationError(
                {"start": _("They stand there %(count)s times, first at character %(first)s. "
                            "Say from which character on to look.")
                 % {"count": text.count(words), "first": place}}
            )  # fmt: skip
        cleaned["place"] = place, place + len(words)
        return cleaned


def _languages() -> list[tuple[str, str]]:
    """The languages that documents are in."""
    found = Document.objects.exclude(language="").order_by("language").values_list("language")
    named = [(code, language_in_words(code)) for (code,) in found.distinct()]
    return [("", _("All")), *sorted(named, key=lambda each: each[1])]


class DocumentFilter(FilterForm):
    """What narrows the list of documents."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("", gettext_lazy("All")), *DocumentState.choices],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=_languages,
    )  # fmt: skip


class ProposalFilter(FilterForm):
    """What narrows the queue of proposals."""

    lookups = {"language": "document__language"}

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("", gettext_lazy("All")), *ProposalState.choices],
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False,
        choices=[("", gettext_lazy("All")), *ProposalKind.choices],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=_languages,
    )  # fmt: skip
    document = ChooserField(Document.objects.all(), label=gettext_lazy("Document"), required=False)
    indicator: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("Figure"), required=False, queryset=None, to_field_name="slug",
        empty_label=gettext_lazy("All"),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["indicator"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = apps.get_model("figures", "Indicator")._default_manager.all()
