"""The languages of the interface: the six of the United Nations, by Django's codes."""

from __future__ import annotations

from django.utils.translation import get_language

from serai.foundation.folding import fold

LANGUAGE_CODES: tuple[str, ...] = ("en", "zh-hans", "fr", "ru", "ar", "es")
RIGHT_TO_LEFT = frozenset({"ar"})

_LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans"}


def tag_of(code: str) -> str:
    """Return the BCP 47 tag of a language, as other programs write it."""
    return {"zh-hans": "zh-Hans"}.get(code, code)


def interface_language(code: str) -> str:
    """Return the language of the interface under which a text in some language is kept."""
    return {"zh": "zh-hans"}.get(code, code if code in LANGUAGE_CODES else "en")


def sort_key(text: str, language: str) -> bytes:
    """Return what names in a language are put in order by.

    Chinese goes by sound: GB 18030 has the 3,755 commonest characters in the order of their pinyin
    (those of GB 2312, level 1). Alphabets go by their letters without accents.
    """
    return text.encode("gb18030") if language == "zh-hans" else fold(text).encode()


def locale_of(language: str | None = None) -> str:
    """Return the CLDR locale for a language, by default the active one.

    English is written as the United Nations write it: 6 November 2023.
    """
    code = language or get_language() or "en"
    return _LOCALES.get(code, code)
