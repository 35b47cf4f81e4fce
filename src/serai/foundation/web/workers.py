"""Service workers: the constants that one is told, what all share, and what it does itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import HttpResponse

_SHARED = Path(__file__).parent / "kept_pages.js"


def worker_text(own: Path, constants: Mapping[str, Any]) -> str:
    """Put a service worker together; ``constants`` are JSON values by their name in ``own``."""
    told = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items())
    return told + _SHARED.read_text("utf-8") + own.read_text("utf-8")


def worker_response(text: str) -> HttpResponse:
    """Answer with a service worker; it may answer for the addresses that begin as its own does."""
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")
