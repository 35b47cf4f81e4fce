"""The navigation of the public pages. Rooms add themselves in ``ready()`` of their app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Destination:
    """A page that the navigation leads to, by the name of its address."""

    label: str | _StrPromise
    url_name: str
    position: int


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One line of the navigation as it stands on one page.

    ``is_here`` is true on the page itself, ``is_current`` also on the pages below it.
    """

    label: str | _StrPromise
    href: str
    is_here: bool
    is_current: bool


_destinations: dict[str, Destination] = {}


def register_navigation(label: str | _StrPromise, url_name: str, position: int) -> None:
    """Add a page to the public navigation; a name that is already there is replaced."""
    _destinations[url_name] = Destination(label, url_name, position)


def resolve(url_name: str) -> str:
    """Return the address of a name, or an empty text where no such address is installed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def navigation_entries(path: str) -> list[NavigationEntry]:
    """Return the navigation for the page at ``path``, without the names that lead nowhere."""
    entries = []
    for destination in sorted(_destinations.values(), key=lambda entry: entry.position):
        href = resolve(destination.url_name)
        if href:
            # The home page lies above every other page, yet is not the place where they are.
            is_home = href.strip("/").count("/") == 0
            entries.append(
                NavigationEntry(
                    label=destination.label,
                    href=href,
                    is_here=path == href,
                    is_current=path == href if is_home else path.startswith(href),
                )
            )
    return entries
