"""Forms of the desk: sources, claims, and what is decided about them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField, I18nTextInput

from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web.desk import ChooserField, DeskForm, FilterForm
from serai.track.evidence.models import (
    Claim,
    LinkKind,
    Qualifier,
    Rank,
    Review,
    Source,
    SourceKind,
)


class SourceForm(DeskForm):
    """The particulars of a document."""

    class Meta:
        model = Source
        fields: ClassVar = [
            "title", "kind", "publisher", "publisher_as_written", "published_on", "dateline",
            "language", "is_machine_translated", "is_official", "address", "rights",
            "retrieved_on", "sha256", "length", "note",
        ]  # fmt: skip
        field_classes: ClassVar = {"publisher": ChooserField}
        widgets: ClassVar = {"retrieved_on": forms.DateInput(attrs={"type": "date"})}

    address = forms.URLField(
        label=_("Address"), required=False, max_length=1000, assume_scheme="https"
    )


class ClaimForm(DeskForm):
    """What a source states, taken down."""

    class Meta:
        model = Claim
        fields: ClassVar = [
            "source", "start", "end", "locator", "quote", "subject", "written", "qualifier",
            "value", "upper_value", "unit", "kind", "indicator", "scope", "state", "as_of",
            "as_of_basis", "attributed_to", "speaker", "note",
        ]  # fmt: skip
        field_classes: ClassVar = {"source": ChooserField, "speaker": ChooserField}
        widgets: ClassVar = {"quote": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["indicator"].help_text = _("The figure that the claim is to speak for.")
        self.fields["written"].help_text = _("Letter by letter, with its qualifier: “over 80”.")
        self.fields["qualifier"].initial = Qualifier.EXACT
        for name in ("value", "upper_value"):
            if self.initial.get(name) is not None:
                # Without the zeros that the column adds.
                self.initial[name] = f"{self.initial[name].normalize():f}"


class ReviewForm(forms.Form):
    """A decision about a claim, with its reason."""

    review_note = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed to dispute or to reject. Readers see it."),
        # In a single line, Enter would press the first button, which accepts.
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    review = forms.ChoiceField(choices=Review.choices, widget=forms.HiddenInput)


class RankForm(DeskForm):
    """Which claim speaks for a figure."""

    class Meta:
        model = Claim
        fields: ClassVar = ["rank", "rank_reason"]

    rank = forms.ChoiceField(label=_("Rank"), choices=Rank.choices, widget=forms.RadioSelect)


class CorrectionForm(DeskForm):
    """What the editors correct, beside the words of the source."""

    class Meta:
        model = Claim
        fields: ClassVar = ["correction", "correction_source"]
        field_classes: ClassVar = {"correction_source": ChooserField}


class LinkForm(forms.Form):
    """How a claim stands to another."""

    kind = forms.ChoiceField(label=_("This claim"), choices=LinkKind.choices)
    other = ChooserField(Claim.objects.none(), label=_("Other claim"))
    note = I18nFormField(
        label=_("Note"), required=False, widget=I18nTextInput, locales=LANGUAGE_CODES
    )

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["other"]
        assert isinstance(field, ChooserField)
        field.queryset = Claim.objects.exclude(pk=claim.pk)
        field.within = {"near": claim.code}


class SourceFilter(FilterForm):
    """What narrows the list of sources."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *SourceKind.choices]
    )


class ClaimFilter(FilterForm):
    """What narrows the queue of claims."""

    review = forms.ChoiceField(
        label=_("Decision"), required=False, choices=[("", _("All")), *Review.choices]
    )
    indicator: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Figure"), required=False, queryset=None, to_field_name="slug", empty_label=_("All")
    )
    source = ChooserField(Source.objects.all(), label=_("Source"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Figures build on evidence, so their model is only known once all apps are.
        field = self.fields["indicator"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = apps.get_model("figures", "Indicator")._default_manager.all()
