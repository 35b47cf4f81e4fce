"""Choosing among many things in many rows: the options are read once, for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from serai.foundation.directory.models import Country
from serai.foundation.languages import collation
from serai.foundation.web.desk import DeskForm

Choices = list[tuple[Any, str | Promise]]


def choices_of(rows: Iterable[models.Model]) -> Choices:
    """Return rows as options of a select, by name. Read once, for all rows of a form."""
    place = collation()
    named = sorted(((row.pk, str(row)) for row in rows), key=lambda each: place(each[1]))
    return [("", "–"), *named]


def country_choices() -> Choices:
    """The countries by name."""
    return choices_of(Country.objects.all())


class PlainSelect(forms.Select):
    """A select written without a template for each option: it may hold hundreds, in many rows."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        attributes = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(attributes), options)


def offer(field: Any, choices: Choices) -> None:
    """Let a field choose among options that were read before."""
    if type(field.widget) is forms.Select:
        field.widget = PlainSelect(attrs=field.widget.attrs)
        field.widget.is_required = field.required
    field.choices = choices


class ChoosingForm(DeskForm):
    """A form whose selects show options that were read once for many forms, and read as words."""

    def __init__(
        self, *args: Any, choices: dict[str, Choices] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for column in self.fields.values():
            if isinstance(column, forms.TypedChoiceField):
                words: Any = column.choices
                column.choices = [
                    (value, capfirst(str(label)) if value else "–") for value, label in words
                ]
        for name, offered in (choices or {}).items():
            offer(self.fields[name], offered)
