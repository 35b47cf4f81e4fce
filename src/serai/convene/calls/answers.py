"""The answers to the questions of a call: their form fields, and what they say in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.convene.calls.models import Question, QuestionSort
from serai.convene.calls.words import count_words
from serai.foundation.languages import locale_of
from serai.foundation.private_files import PrivateFiles
from serai.foundation.translation import render_text
from serai.foundation.web.wording import written_number

FILES = PrivateFiles("submissions")
MOST_BYTES = 20 * 1024 * 1024
"""How large a file of an answer may be."""

_SALT = "serai.calls.file"


class MostWords:
    """Validator: a text has at most so many words."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, text: str) -> None:
        """Raise ValidationError for a longer text."""
        words = count_words(text)
        if words > self.most:
            raise ValidationError(
                _("At most %(most)s words; these are %(words)s."),
                params={"most": self.most, "words": words},
            )


def words_allowed(most: int) -> str:
    """Say how many words there may be."""
    text = ngettext("At most %(count)s word.", "At most %(count)s words.", most)
    return text % {"count": most}


class FileWidget(forms.ClearableFileInput):
    """A file that is kept while the rest of the form is corrected, by a signed value beside it."""

    template_name = "calls/parts/file_input.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        uploaded = files.get(name)
        if uploaded is not None:
            return uploaded
        return None if data.get(f"{name}-clear") else read_kept(data.get(f"{name}-kept", ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-kept" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = forms.FileInput.get_context(self, name, None, attrs)
        if isinstance(value, dict):
            context["kept"] = {**value, "token": signing.dumps(value, salt=_SALT)}
        return context


def keep(upload: Any) -> dict[str, Any]:
    """Keep an uploaded file; the same bytes are kept once."""
    upload.seek(0)
    return {"sha256": FILES.keep(upload.read()), "name": upload.name[:200], "size": upload.size}


def read_kept(token: str) -> dict[str, Any] | None:
    """Read what a form says of a file that was received before; None where it says nothing true."""
    try:
        value = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return value if isinstance(value, dict) else None


class FileAnswerField(forms.Field):
    """A file; its value says where it is kept."""

    widget = FileWidget

    def clean(self, value: Any) -> dict[str, Any] | None:
        """Keep an uploaded file and return its name, size and hash. Raises ValidationError."""
        if value is None or isinstance(value, dict):
            self.validate(value)
            return value
        if value.size > MOST_BYTES:
            raise ValidationError(
                _("The file is too large: at most %(most)s MB."),
                params={"most": MOST_BYTES // 1024 // 1024},
            )
        if not value.size:
            raise ValidationError(_("The file is empty."))
        return keep(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show again what is kept by now, not what was sent."""
        if data is None or isinstance(data, dict):
            return data
        return keep(data) if 0 < data.size <= MOST_BYTES else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is kept."""
        return bool(initial != data)


def field_for(question: Question, *, is_final: bool) -> forms.Field:
    """Make the field of a question. A draft may leave out what is required."""
    options: dict[str, Any] = {
        "label": render_text(question.label).text,
        "help_text": render_text(question.help).text,
        "required": question.is_required and is_final,
    }
    limits = [MostWords(question.most_words)] if question.most_words and is_final else []
    if question.most_words and question.sort in (QuestionSort.LINE, QuestionSort.TEXT):
        allowed = words_allowed(question.most_words)
        options["help_text"] = " ".join(filter(None, [options["help_text"], allowed]))
    choices = [(each["code"], question.option_label(each["code"])) for each in question.options]
    field: forms.Field
    match QuestionSort(question.sort):
        case QuestionSort.LINE:
            field = forms.CharField(max_length=500, validators=limits, **options)
        case QuestionSort.TEXT:
            field = forms.CharField(
                max_length=20_000, validators=limits,
                widget=forms.Textarea(attrs={"rows": 5}), **options,
            )  # fmt: skip
        case QuestionSort.NUMBER:
            field = forms.DecimalField(max_digits=15, decimal_places=4, **options)
        case QuestionSort.DATE:
            field = forms.DateField(
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options
            )
        case QuestionSort.ADDRESS:
            field = forms.URLField(max_length=1000, assume_scheme="https", **options)
        case QuestionSort.YES:
            field = forms.BooleanField(**options)
        case QuestionSort.ONE:
            widget = forms.RadioSelect if len(choices) <= 6 else forms.Select
            empty = [] if len(choices) <= 6 else [("", "–")]
            field = forms.ChoiceField(choices=[*empty, *choices], widget=widget, **options)
        case QuestionSort.SEVERAL:
            field = forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **options
            )
        case QuestionSort.FILE:
            field = FileAnswerField(**options)
    return field


def as_stored(value: Any) -> Any:
    """Write a cleaned value as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def is_answer(value: Any) -> bool:
    """Tell whether something was answered; a number of 0 is an answer."""
    return value is not None and value is not False and value not in ("", [])


def in_words(question: Question, value: Any) -> str:
    """Write an answer for people; an empty text where there is none."""
    if not is_answer(value):
        return ""
    match QuestionSort(question.sort):
        case QuestionSort.ONE:
            return question.option_label(str(value))
        case QuestionSort.SEVERAL:
            codes = value if isinstance(value, list) else [value]
            return "; ".join(question.option_label(str(each)) for each in codes)
        case QuestionSort.YES:
            return str(_("yes"))
        case QuestionSort.NUMBER if isinstance(value, int | float):
            return written_number(Decimal(str(value)))
        case QuestionSort.DATE:
            return format_date(date.fromisoformat(str(value)), format="long", locale=locale_of())
        case QuestionSort.FILE:
            return str(value["name"])
    return str(value)
