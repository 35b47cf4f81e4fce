"""Forms of the register desk: a record, the terms of an agreement, and the parts of a record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.directory.choosing import (
    Choices,
    ChoosingForm,
    country_choices,
)
from serai.foundation.web.desk import (
    ChooserField,
    DeskForm,
    FilterForm,
    PartFormSet,
    part_formset,
)
from serai.track.evidence.models import Citation
from serai.track.register.filters import RecordFilter
from serai.track.register.models import (
    AGREEMENT_STATUSES,
    AgreementTerms,
    Element,
    LegalEvent,
    Measure,
    Party,
    Record,
    RecordKind,
    Relation,
    Stage,
    Status,
    StatusEvent,
)


class RecordForm(ChoosingForm):
    """The particulars of a record."""

    class Meta:
        model = Record
        fields: ClassVar = [
            "kind", "name", "name_as_written", "summary", "status", "countries",
            "countries_are_examples", "place_name", "place_country", "latitude", "longitude",
            "started_on", "ended_on", "themes", "fields", "goals", "part_of", "counts_in_totals",
            "counting_reason",
        ]  # fmt: skip
        field_classes: ClassVar = {"part_of": ChooserField}
        help_texts: ClassVar = {
            "summary": gettext_lazy("One or two sentences that say what it is."),
            "status": gettext_lazy(
                "Worked out from the events, where there are any. For an agreement it always is."
            ),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name in ("countries", "themes", "fields", "goals"):
            # Boxes to tick: a list in which a slip of the finger loses all that was chosen is none.
            fields[name].widget = forms.CheckboxSelectMultiple(attrs={"class": "choice-list"})
            fields[name].widget.choices = fields[name].choices
        fields["countries"].choices = self._chosen_first(country_choices())
        fields["place_country"].choices = country_choices()
        if self.instance.pk:
            fields["part_of"].queryset = Record.objects.exclude(pk=self.instance.pk)
            fields["part_of"].within = {"near": self.instance.code}
        if self.instance.pk and self.instance.is_agreement:
            del fields["status"]
        else:
            fields["status"].required = False
            fields["status"].choices = [
                (value, capfirst(str(label)))
                for value, label in Status.choices
                if value not in AGREEMENT_STATUSES - {Status.UNKNOWN, Status.SUPERSEDED}
            ]

    def _chosen_first(self, choices: Choices) -> Choices:
        """Put the countries of the record on top of the long list."""
        chosen = (
            set(self.instance.countries.values_list("pk", flat=True)) if self.instance.pk else set()
        )
        return sorted(
            (choice for choice in choices if choice[0]), key=lambda choice: choice[0] not in chosen
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if "status" in self.fields and (
            cleaned.get("kind") == RecordKind.AGREEMENT or not cleaned.get("status")
        ):
            cleaned["status"] = Status.UNKNOWN
        whole = cleaned.get("part_of")
        while whole is not None:
            if whole.pk == self.instance.pk:
                self.add_error("part_of", _("A record cannot be part of itself."))
                break
            whole = whole.part_of
        return cleaned


class TermsForm(ChoosingForm):
    """What only an agreement has."""

    class Meta:
        model = AgreementTerms
        fields: ClassVar = [
            "instrument", "covers_more", "entry_into_force_rule", "term_years", "renewal",
            "notice_months", "languages", "depositary", "treaty_series_number",
        ]  # fmt: skip


class PartsForm(DeskForm):
    """Stands for the record on pages that show only its parts."""

    class Meta:
        model = Record
        fields: ClassVar[list[str]] = []


class PartyForm(ChoosingForm):
    """Somebody who takes part."""

    class Meta:
        model = Party
        fields: ClassVar = ["role", "organisation", "country", "as_written"]
        field_classes: ClassVar = {"organisation": ChooserField}


class LegalEventForm(ChoosingForm):
    """A dated step in the life of an agreement."""

    class Meta:
        model = LegalEvent
        fields: ClassVar = ["kind", "on", "party", "place_name", "note"]


class StatusEventForm(ChoosingForm):
    """A dated step in the life of another record."""

    class Meta:
        model = StatusEvent
        fields: ClassVar = ["status", "on", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["status"]
        field.choices = [
            ("", "–"),
            *(
                (value, capfirst(str(label)))
                for value, label in Status.choices
                if value not in AGREEMENT_STATUSES - {Status.UNKNOWN, Status.SUPERSEDED}
            ),
        ]


class MeasureForm(DeskForm):
    """A number that describes the record."""

    class Meta:
        model = Measure
        fields: ClassVar = ["name", "value", "unit", "as_of", "note"]


class ElementForm(DeskForm):
    """An item of a list that the record is made of."""

    class Meta:
        model = Element
        fields: ClassVar = ["group", "name"]


class RelationForm(ChoosingForm):
    """A link to another record."""

    class Meta:
        model = Relation
        fields: ClassVar = ["kind", "other"]
        field_classes: ClassVar = {"other": ChooserField}


PartyFormSet = part_formset(
    PartyForm, "parties", label=gettext_lazy("Parties"), add_label=gettext_lazy("Add a party"),
    help_text=gettext_lazy(
        "An organisation or a country; where nobody is named, the words of the source."
    ),
)  # fmt: skip
LegalEventFormSet = part_formset(
    LegalEventForm, "legal_events", label=gettext_lazy("Legal events"),
    add_label=gettext_lazy("Add an event"),
    help_text=gettext_lazy(
        "The status follows from them. A signature alone does not bring an agreement into force."
    ),
)  # fmt: skip
StatusEventFormSet = part_formset(
    StatusEventForm, "status_events", label=gettext_lazy("Status events"),
    add_label=gettext_lazy("Add an event"),
    help_text=gettext_lazy("The latest one gives the status of the record."),
)  # fmt: skip
MeasureFormSet = part_formset(
    MeasureForm, "measures", label=gettext_lazy("Measures"),
    add_label=gettext_lazy("Add a measure"),
)  # fmt: skip
ElementFormSet = part_formset(
    ElementForm, "elements", label=gettext_lazy("Lists"), add_label=gettext_lazy("Add an item"),
    help_text=gettext_lazy("Principles, aspects, areas: the items that the record is made of."),
)  # fmt: skip
RelationFormSet = part_formset(
    RelationForm, "relations", label=gettext_lazy("Relations"),
    add_label=gettext_lazy("Add a relation"),
)  # fmt: skip


class CitationForm(ChoosingForm):
    """The place in a source on which something on the record rests."""

    supports = forms.ChoiceField(label=gettext_lazy("What it supports"))

    class Meta:
        model = Citation
        fields: ClassVar = ["source", "start", "end", "locator", "claim", "note"]
        field_classes: ClassVar = {
            "source": ChooserField,
            "claim": partial(ChooserField, siblings=["source"]),
        }

    field_order = ("supports",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            model = self.instance.content_type.model
            self.initial["supports"] = f"{model}.{self.instance.object_id}.{self.instance.field}"


class _CitationRows(PartFormSet):
    """The citations of a record and of all its parts, in one list."""

    def __init__(self, *args: Any, citations: models.QuerySet[Citation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.queryset = citations


class CitationFormSet(_CitationRows, part_formset(  # type: ignore[misc]
    CitationForm, "citations", label=gettext_lazy("Sources"),
    add_label=gettext_lazy("Add a source"), help_text=gettext_lazy(
        "Say for each fact where it is from: the source and the place in it."
    ),
)):  # fmt: skip
    """Rows of citations; made with ``citations`` and the choices of ``supports``."""


_CITABLE = (
    "name", "summary", "status", "countries", "place_name", "started_on", "ended_on", "themes",
    "fields", "goals", "parties",
)  # fmt: skip


def supports_choices(record: Record, parts: Iterable[models.Model]) -> Choices:
    """What a citation can support: the whole record, its fields, its parts."""
    choices: Choices = [("", "–"), (f"record.{record.pk}.", _("The record as a whole"))]
    for name in _CITABLE:
        field = Record._meta.get_field(name)
        label = getattr(field, "verbose_name", None) or _("parties")
        choices.append((f"record.{record.pk}.{name}", capfirst(str(label))))
    for part in parts:
        label = f"{capfirst(str(part._meta.verbose_name))}: {part}"
        choices.append((f"{part._meta.model_name}.{part.pk}.", label))
    return choices


class RecordFilterForm(FilterForm):
    """By what the desk list is narrowed."""

    words = forms.CharField(label=gettext_lazy("Search"), required=False,
                            max_length=200)  # fmt: skip
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (
            ("stage", Stage.choices), ("kind", RecordKind.choices), ("status", Status.choices),
        ):  # fmt: skip
            field: Any = self.fields[name]
            field.choices = [
                ("", _("all")),
                *((value, capfirst(str(label))) for value, label in choices),
            ]

    def apply(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        for name in ("stage", "kind", "status"):
            if value := self.cleaned_data.get(name):
                rows = rows.filter(**{name: value})
        if words := self.cleaned_data.get("words"):
            rows = RecordFilter(search=words).records(rows)
        return rows
