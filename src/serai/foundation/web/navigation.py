"""The navigation of the public pages. Rooms add themselves in ``ready()`` of their app."""

from __future__ import annotations

from collections.abc import Iterable
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
_account_pages: dict[str, Destination] = {}


def register_navigation(label: str | _StrPromise, url_name: str, position: int) -> None:
    """Add a page to the public navigation; a name that is already there is replaced."""
    _destinations[url_name] = Destination(label, url_name, position)


def register_account_page(label: str | _StrPromise, url_name: str, position: int) -> None:
    """Add a page to those that belong to the reader, on the page of the account."""
    _account_pages[url_name] = Destination(label, url_name, position)


def account_pages() -> list[Destination]:
    """Return the pages that belong to the reader, in their order."""
    return sorted(_account_pages.values(), key=lambda page: page.position)


def resolve(url_name: str) -> str:
    """Return the address of a name, or an empty text where no such address is installed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def navigation_entries(path: str) -> list[NavigationEntry]:
    """Return the public navigation for the page at ``path``."""
    ordered = sorted(_destinations.values(), key=lambda destination: destination.position)
    return entries_for(ordered, path)


def entries_for(destinations: Iterable[Destination], path: str) -> list[NavigationEntry]:
    """Return what leads from the page at ``path`` to the destinations that are installed.

    The page itself is marked, and so is the nearest destination above it.
    """
    found = [(destination, resolve(destination.url_name)) for destination in destinations]
    above = [href for _destination, href in found if href and path.startswith(href)]
    nearest = max(above, key=len, default="")
    # The first part of the path is the language: what stands directly below it is a home page,
    # which lies above every other page, yet is not the place where they are.
    if nearest.strip("/").count("/") == 0 and nearest != path:
        nearest = ""
    return [
        NavigationEntry(
            label=destination.label,
            href=href,
            is_here=href == path,
            is_current=href == nearest,
        )
        for destination, href in found
        if href
    ]
