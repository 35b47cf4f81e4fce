"""How forms are drawn: one column, labels above, help beside, errors at the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draws every form and field with the templates of this room."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"


class _SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files."""

    widget = _SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        faults: list[str] = []
        for each in given:
            try:
                super().clean(each, initial)
            except ValidationError as error:
                faults += [f"{each.name}: {message}" for message in error.messages]
        if faults:
            raise ValidationError(faults)
        return list(given)
