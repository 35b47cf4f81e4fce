"""CERIF-XML among the formats of the register: it leaves over OAI-PMH, and is read from a file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.track.register.exchange.formats import Format, register_format
from serai.track.register.exchange.xml_reading import read_xml

register_format(
    Format(
        name="cerif",
        label=_("CERIF-XML 1.2"),
        extension="xml",
        media_type="application/xml",
        read=read_xml,
        loses=_(
            "Dates that are not known to the day, places, countries, numbers, goals, the terms and "
            "events of agreements, and what exactly each party does."
        ),
        position=70,
    )
)
