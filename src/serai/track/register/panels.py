"""What the register shows on the pages of organisations and countries, and what later rooms show on
the page of a record (`register_record_panel`).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from serai.foundation.directory.models import Country, Organisation
from serai.foundation.directory.panels import (
    Panels,
    register_country_panel,
    register_organisation_panel,
)
from serai.track.register import queries
from serai.track.register.filters import RecordFilter
from serai.track.register.models import Record
from serai.track.register.presentation import line

SHOWN = 10

record_panels: Panels[Record] = Panels("record")
register_record_panel = record_panels.register


def register() -> None:
    """Add the panels; called when the app is ready."""
    template = "register/parts/panel.html"
    register_organisation_panel("records", _("In the register"), template, _of_organisation, 20)
    register_country_panel("records", _("In the register"), template, _of_country, 20)


def _of_organisation(organisation: Organisation) -> dict[str, Any] | None:
    return _panel("party", organisation.code)


def _of_country(country: Country) -> dict[str, Any] | None:
    return _panel("country", country.code)


def _panel(parameter: str, value: str) -> dict[str, Any] | None:
    wanted = RecordFilter(chosen={parameter: (value,)})
    selection = wanted.select()
    if not len(selection):
        return None
    return {
        "lines": [line(record) for record in queries.in_order(selection[:SHOWN])],
        "count": len(selection),
        "is_more": len(selection) > SHOWN,
        "href": wanted.address(),
    }
