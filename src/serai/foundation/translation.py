"""Content in several languages.

A translated column holds one text per language of the interface. Where the reader's language is
missing the text of another stands in for it, and the page marks it as a stand-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import get_language
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.strings import LazyI18nString as TranslatedText

from serai.foundation.languages import LANGUAGE_CODES, RIGHT_TO_LEFT

__all__ = [
    "LANGUAGE_CODES",
    "RIGHT_TO_LEFT",
    "Rendering",
    "TranslatedCharField",
    "TranslatedText",
    "TranslatedTextField",
    "render_text",
    "texts_of",
]


class _Checked:
    """Holds each language of a translated column to what is asked of the column.

    The column itself sees one mapping, which is never empty and has no length of its own.
    """

    blank: bool
    max_length: int | None
    error_messages: dict[str, Any]

    def validate(self, value: object, model_instance: models.Model | None) -> None:
        """Raise ValidationError where a text is missing, too long or not storable."""
        texts = texts_of(value)
        if not self.blank and not any(text.strip() for text in texts.values()):
            raise ValidationError(self.error_messages["blank"], code="blank")
        for text in texts.values():
            ProhibitNullCharactersValidator()(text)
            if self.max_length is not None:
                MaxLengthValidator(self.max_length)(text)


class TranslatedCharField(_Checked, I18nCharField):  # type: ignore[misc]
    """A line of text in several languages."""

    def deconstruct(self) -> Any:
        """Name the column's own class in migrations: there is no difference in the database."""
        name, _path, arguments, options = super().deconstruct()
        return name, "i18nfield.fields.I18nCharField", arguments, options


class TranslatedTextField(_Checked, I18nTextField):  # type: ignore[misc]
    """A text of several lines in several languages."""

    def deconstruct(self) -> Any:
        """Name the column's own class in migrations: there is no difference in the database."""
        name, _path, arguments, options = super().deconstruct()
        return name, "i18nfield.fields.I18nTextField", arguments, options


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text as one reader gets it, with the language it is really in."""

    text: str
    language: str
    is_fallback: bool

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, for the ``dir`` attribute."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


def texts_of(value: object) -> dict[str, str]:
    """Return the non-empty texts of a translated value by language code."""
    data: Any = value.data if isinstance(value, TranslatedText) else value
    if data is None:
        return {}
    if isinstance(data, Mapping):
        return {code: str(text) for code, text in data.items() if text}
    return {settings.LANGUAGE_CODE: str(data)} if str(data) else {}


def render_text(value: object, language: str | None = None) -> Rendering:
    """Choose the text for a language: that language, else English, else the first there is."""
    wanted = language or get_language() or settings.LANGUAGE_CODE
    texts = texts_of(value)
    for code in (wanted, settings.LANGUAGE_CODE, *texts):
        if code in texts:
            return Rendering(texts[code], code, is_fallback=code != wanted)
    return Rendering("", wanted, is_fallback=False)
