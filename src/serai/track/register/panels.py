"""What the register shows on the pages of organisations and countries."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from serai.foundation.directory.models import Country, Organisation
from serai.foundation.directory.panels import register_country_panel, register_organisation_panel
from serai.track.register import queries
from serai.track.register.filters import RecordFilter
from serai.track.register.presentation import line

SHOWN = 10


def register() -> None:
    """Add the panels; called when the app is ready."""
    template = "register/parts/panel.html"
    register_organisation_panel("records", _("In the register"), template, _of_organisation, 20)
    register_country_panel("records", _("In the register"), template, _of_country, 20)


def _of_organisation(organisation: Organisation) -> dict[str, Any] | None:
    return _panel(queries.records_of_organisation(organisation), "party", organisation.code)


def _of_country(country: Country) -> dict[str, Any] | None:
    return _panel(queries.records_of_country(country), "country", country.code)


def _panel(records: queries.Records, parameter: str, value: str) -> dict[str, Any] | None:
    count = records.count()
    if not count:
        return None
    latest = queries.for_list(records).order_by("-changed_at", "-pk")[:SHOWN]
    return {
        "lines": [line(record) for record in latest],
        "count": count,
        "is_more": count > SHOWN,
        "href": RecordFilter(chosen={parameter: (value,)}).address(),
    }
