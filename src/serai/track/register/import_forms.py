"""The form by which a file is brought to be imported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.web.desk import ChooserField
from serai.track.evidence.models import Source
from serai.track.register.exchange.importing import format_of, readable_formats


class ImportForm(forms.Form):
    """A file, and what its records rest on."""

    upload = forms.FileField(
        label=gettext_lazy("File"), max_length=255,
        help_text=gettext_lazy("CSV, XLSX, JSON, JSON Lines, GeoJSON, Parquet or IATI."),
    )  # fmt: skip
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), required=False,
        help_text=gettext_lazy("Only where the ending of the file does not tell."),
    )  # fmt: skip
    source = ChooserField(
        label=gettext_lazy("Source"), required=False,
        queryset=Source.objects.filter(kind="dataset"),
        help_text=gettext_lazy("What the new records cite; or describe it here:"),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title of the dataset"), required=False, max_length=400
    )
    address = forms.URLField(
        label=gettext_lazy("Address"), required=False, max_length=1000, assume_scheme="https"
    )
    licence = forms.CharField(
        label=gettext_lazy("Licence"), required=False, max_length=300,
        help_text=gettext_lazy("For example: CC BY 4.0."),
    )  # fmt: skip
    retrieved_on = forms.DateField(
        label=gettext_lazy("Retrieved"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chooser = self.fields["format"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [
            ("", _("by the ending")),
            *((name, str(each.label)) for name, each in readable_formats().items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if upload := cleaned.get("upload"):
            try:
                cleaned["format"] = format_of(upload.name, cleaned.get("format") or "").name
            except ValidationError as error:
                self.add_error("format", error.messages[0])
        if cleaned.get("address") and not (cleaned.get("title") or cleaned.get("source")):
            self.add_error("title", _("Give the dataset a title."))
        return cleaned
