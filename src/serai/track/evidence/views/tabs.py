"""The tabs between the pages of the evidence desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def tabs(here: str) -> list[dict[str, Any]]:
    """Return the tabs; ``here`` is the name of the address that is open."""
    pages = (
        ("documents", _("Documents")), ("queue", _("Proposals")), ("claims", _("Claims")),
        ("sources", _("Sources")), ("agreement", pgettext("between reviewers", "Agreement")),
    )  # fmt: skip
    return [
        {"label": label, "href": reverse(f"evidence_desk:{name}"), "is_active": name == here}
        for name, label in pages
    ]
