"""Content in several languages.

A translated column holds one text per language of the interface. Where the reader's language is
missing the text of another stands in for it, and the page marks it as a stand-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from i18nfield.fields import I18nCharField as TranslatedCharField
from i18nfield.fields import I18nTextField as TranslatedTextField
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
