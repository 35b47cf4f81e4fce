"""What every template may use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info

from serai.foundation.languages import LANGUAGE_CODES, RIGHT_TO_LEFT


@dataclass(frozen=True, slots=True)
class PageTranslation:
    """The same page in one of the languages."""

    code: str
    name: str
    direction: str
    address: str
    is_current: bool


@cache
def language_name(code: str) -> str:
    """Return the name of a language in that language, with a capital where it has one."""
    name = str(get_language_info(code)["name_local"])
    return name[:1].upper() + name[1:]


def direction(code: str) -> str:
    """Return ``rtl`` or ``ltr`` for a language."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def translations(path: str, language: str) -> list[PageTranslation]:
    """Return the address of a page in every language.

    The language is the first part of the path and the rest is the same in all of them, so nothing
    need be resolved. A path without a language leads to the home pages.
    """
    _root, first, rest = ["", *path.lstrip("/").split("/", 1), ""][:3]
    if first not in LANGUAGE_CODES:
        rest = ""
    return [
        PageTranslation(
            code=code,
            name=language_name(code),
            direction=direction(code),
            address=f"/{code}/{rest}",
            is_current=code == language,
        )
        for code in LANGUAGE_CODES
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """The language of the page, its direction, and its address in every language."""
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    here = request.get_full_path()
    return {
        "base_url": settings.BASE_URL,
        "is_demo": settings.DEMO,
        "direction": direction(language),
        "home_address": f"/{language}/",
        "canonical_path": here,
        "translations": translations(here, language),
    }
