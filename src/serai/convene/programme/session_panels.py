"""What later rooms add to the public page of a session.

    register_session_panel(SessionPanel("materials", 10, "proceedings/panel.html", query))

A panel is the same for everybody, as the page is. It reads inside the scope of the edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from serai.convene.editions.models import Edition
from serai.convene.programme.released import ReleasedProgramme, ReleasedSession

PanelQuery = Callable[[Edition, ReleasedProgramme, ReleasedSession], Mapping[str, Any] | None]
"""Returns the context of the panel's template, or None where there is nothing to show."""


@dataclass(frozen=True, slots=True)
class SessionPanel:
    """A part of the page of a session; lower positions stand first."""

    key: str
    position: int
    template: str
    query: PanelQuery


_panels: dict[str, SessionPanel] = {}


def register_session_panel(panel: SessionPanel) -> None:
    """Add a panel to the page of every session."""
    if panel.key in _panels:
        raise ValueError(f"The panel {panel.key!r} is registered twice.")
    _panels[panel.key] = panel


def session_panels(
    edition: Edition, programme: ReleasedProgramme, session: ReleasedSession
) -> Iterator[SafeString]:
    """Render the panels of a session that have something to show, in order."""
    for panel in sorted(_panels.values(), key=lambda panel: (panel.position, panel.key)):
        context = panel.query(edition, programme, session)
        if context is not None:
            html = render_to_string(panel.template, {"edition": edition, **context})
            yield mark_safe(html)  # noqa: S308 - it comes out of an escaping template
