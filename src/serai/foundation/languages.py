"""The languages of the interface: the six of the United Nations, by Django's codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

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


_OWN_LETTERS = str.maketrans({"й": "и\ue4c5", "Й": "и\ue4c5", "ñ": "n\ue4c5", "Ñ": "n\ue4c5"})
"""What is a letter of its own and no accent: it follows its neighbour, by the last sign of all."""
_BETWEEN_LETTERS = re.compile("[^\\w\\s\ue4c5]+")
_CHONGQING = "崇庆"
"""Said so, not as the first sign is by itself."""
_SCRIPTS = ((0x2E80, "4"), (0x0780, "5"), (0x0600, "3"), (0x0530, "5"), (0x0400, "2"))
"""The first sign of scripts, the last first, and the place of the script among others."""
_OWN_SCRIPT = {"ru": "2", "ar": "3", "zh-hans": "4"}


def sort_key(text: str) -> str:
    """Return what a name is put in order by, as letters and digits that every database sorts alike.

    Scripts stand apart. Chinese goes by sound: GB 18030 has the 3,755 commonest characters in the
    order of their pinyin (those of GB 2312, level 1), and alphabets in their own. These go by
    letters without accents; quotation marks and hyphens count for nothing.
    """
    folded = fold(unicodedata.normalize("NFC", text).translate(_OWN_LETTERS))
    folded = _BETWEEN_LETTERS.sub("", folded).replace("重庆", _CHONGQING)
    first = ord(next(filter(str.isalpha, folded), "a"))
    script = next((place for start, place in _SCRIPTS if first >= start), "1")
    return script + folded.encode("gb18030").hex()


def own_script(language: str | None = None) -> str:
    """Return how sort keys begin of what is written in the script of a language (by default the
    active one): it stands first in lists for those who read it.
    """
    return _OWN_SCRIPT.get(language or get_language() or "en", "1")


def collation(language: str | None = None) -> Callable[[str], tuple[bool, str]]:
    """Return by what texts are sorted for readers of a language, by default the active one."""
    own = own_script(language)

    def place(text: str) -> tuple[bool, str]:
        key = sort_key(text)
        return not key.startswith(own), key

    return place


def locale_of(language: str | None = None) -> str:
    """Return the CLDR locale for a language, by default the active one.

    English is written as the United Nations write it: 6 November 2023.
    """
    code = language or get_language() or "en"
    return _LOCALES.get(code, code)
