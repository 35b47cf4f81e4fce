"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from serai.foundation.languages import LANGUAGE_CODES, RIGHT_TO_LEFT


def site(request: HttpRequest) -> dict[str, Any]:
    """The language of the page, its direction, and its address in every language."""
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    here = request.get_full_path()
    return {
        "base_url": settings.BASE_URL,
        "is_demo": settings.DEMO,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "translations": [
            {"code": code, "address": translate_url(here, code), "is_current": code == language}
            for code in LANGUAGE_CODES
        ],
    }
