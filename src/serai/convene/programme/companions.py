"""What later rooms add to the public pages of a programme: a head, and a tab of their own.

    register_companion(Companion("agenda/head.html", "agenda:agenda", _("My agenda")))

The head stands in the ``<head>`` of every page of the programme and sees its context. It must not
depend on the reader: the pages are the same for everybody. A companion without a head only has the
tab; with ``is_shown`` it stands in the programmes of the editions of which that is true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from serai.convene.editions.models import Edition

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Companion:
    """A template for the head, and the page that the tab leads to."""

    head: str
    url_name: str
    label: _StrPromise
    is_shown: Callable[[Edition], bool] | None = None


_registered: list[Companion] = []


def register_companion(companion: Companion) -> None:
    """Add to the public pages of every programme."""
    _registered.append(companion)


def companions() -> list[Companion]:
    """What was registered with a head, in order."""
    return [each for each in _registered if each.head]


def programme_tabs(edition: Edition, here: str) -> list[dict[str, Any]]:
    """The pages of a programme one beside the other; ``here`` is the name of the open one."""
    pages: list[tuple[str, Any]] = [
        ("programme:programme", _("Programme")),
        ("programme:now", _("Now and next")),
        ("programme:speakers", _("Speakers")),
        *(
            (each.url_name, each.label)
            for each in _registered
            if each.is_shown is None or each.is_shown(edition)
        ),
    ]
    return [
        {"label": label, "href": reverse(name, args=[edition.slug]), "is_active": name == here}
        for name, label in pages
    ]
