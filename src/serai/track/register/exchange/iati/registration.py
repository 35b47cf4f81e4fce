"""IATI among the formats of the register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.track.register.exchange.formats import Format, register_format
from serai.track.register.exchange.iati.activities import stream_activities
from serai.track.register.exchange.iati.organisations import stream_organisations
from serai.track.register.exchange.xml_reading import read_xml

register_format(
    Format(
        name="iati",
        label=_("IATI activities 2.03"),
        extension="xml",
        media_type="application/xml",
        stream=stream_activities,
        read=read_xml,
        loses=_(
            "The terms and legal events of agreements, the lists of elements, and which source "
            "supports which field. Shares between countries and fields are even, because the "
            "register does not know them. Bounds of figures stay on the page of the record."
        ),
        bytes_per_record=3000,
        position=60,
    )
)
register_format(
    Format(
        name="iati-organisations",
        label=_("IATI organisations 2.03"),
        extension="xml",
        media_type="application/xml",
        stream=stream_organisations,
        loses=_("Everything but the names, identifiers and websites of the organisations."),
        bytes_per_record=800,
        position=61,
    )
)
