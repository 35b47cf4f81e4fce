"""What later rooms add to the page of an edition.

The programme, the exhibition and others each show a summary there; editions does not import them.
A panel reads inside the scope of the edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django_scopes import scope

from serai.convene.editions.models import Edition

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PanelQuery: TypeAlias = Callable[[Edition], Mapping[str, Any] | None]
"""Returns the context of the panel's template, or None where there is nothing to show."""


@dataclass(frozen=True, slots=True)
class EditionPanel:
    """One section of the page of an edition."""

    key: str
    position: int
    template: str
    query: PanelQuery


_panels: dict[str, EditionPanel] = {}


def register_edition_panel(key: str, position: int, template: str, query: PanelQuery) -> None:
    """Add a panel to the page of every edition; lower positions stand first.

    The template gets the context that the query returns, and ``edition``. It should begin with a
    heading of the second level.
    """
    if key in _panels:
        raise ValueError(f"The panel {key!r} is registered twice.")
    _panels[key] = EditionPanel(key, position, template, query)


@dataclass(frozen=True, slots=True)
class EditionTab:
    """A page of another room's desk that belongs to one edition."""

    label: str | _StrPromise
    url_name: str
    permission: str
    position: int


_tabs: dict[str, EditionTab] = {}


def register_edition_tab(
    url_name: str, label: str | _StrPromise, *, permission: str, position: int = 100
) -> None:
    """Add a desk page to the tabs of every edition at the desk.

    The address takes the slug of the edition; the tab is shown to people who have the permission
    in it.
    """
    if url_name in _tabs:
        raise ValueError(f"The tab {url_name!r} is registered twice.")
    _tabs[url_name] = EditionTab(label, url_name, permission, position)


def edition_tabs() -> list[EditionTab]:
    """The registered tabs in order."""
    return sorted(_tabs.values(), key=lambda tab: (tab.position, tab.url_name))


def render_panels(edition: Edition) -> Iterator[SafeString]:
    """Render the panels of an edition that have something to show, in order."""
    for panel in sorted(_panels.values(), key=lambda panel: (panel.position, panel.key)):
        with scope(edition=edition):
            context = panel.query(edition)
            if context is not None:
                html = render_to_string(panel.template, {"edition": edition, **context})
                yield mark_safe(html)  # noqa: S308 - it comes out of an escaping template
