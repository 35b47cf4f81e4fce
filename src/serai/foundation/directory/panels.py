"""What later rooms add to the public pages of organisations, people and countries.

The register, the editions and others each show there what they know; the directory does not import
them. The address decides everything on a public page, so a query may not look at the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django_scopes import scopes_disabled

from serai.foundation.directory.models import Country, Organisation, Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Panel(Generic[T]):
    """One section of a page, under a heading."""

    key: str
    label: str | _StrPromise
    template: str
    query: Callable[[T], Mapping[str, Any] | None]
    position: int


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """A section as it stands on one page."""

    key: str
    label: str | _StrPromise
    body: SafeString


class Panels(Generic[T]):
    """The panels of one kind of page."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._panels: dict[str, Panel[T]] = {}

    def register(
        self,
        key: str,
        label: str | _StrPromise,
        template: str,
        query: Callable[[T], Mapping[str, Any] | None],
        position: int = 100,
    ) -> None:
        """Add a panel: the query returns the context of the template, or None to show nothing.

        The template also gets the object, as ``organisation``, ``person`` or ``country``. The page
        draws the label as a heading of the second level. A query must take a constant number of
        statements and return only what is public; no scope of an edition is active.
        """
        if key in self._panels:
            raise ValueError(f"The panel {key!r} of {self._name} pages is registered twice.")
        self._panels[key] = Panel(key, label, template, query, position)

    def draw(self, shown: T) -> list[DrawnPanel]:
        """Draw the panels that have something to show, in order."""
        drawn = []
        with scopes_disabled():
            for panel in sorted(self._panels.values(), key=lambda one: (one.position, one.key)):
                context = panel.query(shown)
                if context is not None:
                    html = render_to_string(panel.template, {self._name: shown, **context})
                    body = mark_safe(html)  # noqa: S308 - it comes out of an escaping template
                    drawn.append(DrawnPanel(panel.key, panel.label, body))
        return drawn


organisation_panels: Panels[Organisation] = Panels("organisation")
person_panels: Panels[Person] = Panels("person")
country_panels: Panels[Country] = Panels("country")

register_organisation_panel = organisation_panels.register
register_person_panel = person_panels.register
register_country_panel = country_panels.register
