"""The languages of the interface: the six of the United Nations, by Django's codes."""

from __future__ import annotations

from django.utils.translation import get_language

LANGUAGE_CODES: tuple[str, ...] = ("en", "zh-hans", "fr", "ru", "ar", "es")
RIGHT_TO_LEFT = frozenset({"ar"})

_LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans"}


def tag_of(code: str) -> str:
    """Return the BCP 47 tag of a language, as other programs write it."""
    return {"zh-hans": "zh-Hans"}.get(code, code)


def interface_language(code: str) -> str:
    """Return the language of the interface under which a text in some language is kept."""
    return {"zh": "zh-hans"}.get(code, code if code in LANGUAGE_CODES else "en")


def locale_of(language: str | None = None) -> str:
    """Return the CLDR locale for a language, by default the active one.

    English is written as the United Nations write it: 6 November 2023.
    """
    code = language or get_language() or "en"
    return _LOCALES.get(code, code)
