"""Facets to which the map, the timeline and the network lead: exactly what a mark stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext_lazy as _

from serai.foundation.directory.models import Country, Organisation
from serai.foundation.translation import render_text
from serai.track.register.catalogue.bits import Mask
from serai.track.register.catalogue.columns import Columns
from serai.track.register.facets.facet import Facet, YesNoFacet

_DEGREES = r"-?\d{1,3}(?:\.\d{1,5})?"
_BOX = re.compile(",".join([f"({_DEGREES})"] * 4))


class PlacedFacet(YesNoFacet):
    """Whether the records have a point on the map."""

    parameter = "placed"
    is_common = False
    label = _("Place on the map")


class BoxFacet(Facet):
    """A rectangle of the earth: west, south, east and north; the east edge and the north edge are
    not part of it, so that neighbours share no record.
    """

    parameter = "box"
    label = _("Part of the map")
    advice = _("it must be west,south,east,north in degrees, such as 60,20,80,40.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        found = {}
        for value in values:
            match = _BOX.fullmatch(value)
            if match:
                west, south, east, north = map(float, match.groups())
                if -180 <= west < east <= 181 and -90 <= south < north <= 91:
                    found[value] = f"{south:g}° – {north:g}°, {west:g}° – {east:g}°"
        return found

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        latitude, longitude = columns.values["latitude"], columns.values["longitude"]
        found = np.zeros(columns.size, np.bool_)
        for value in values:
            west, south, east, north = map(float, value.split(","))
            found |= (
                (longitude >= west) & (longitude < east) & (latitude >= south) & (latitude < north)
            )
        return found


class TogetherFacet(Facet):
    """Two countries, or two organisations, that both take part: ``CN.PK``, or two codes."""

    parameter = "together"
    label = _("Together")
    advice = _("it must be two codes of countries or of organisations, such as CN.PK.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        codes = {code for value in values for code in value.split(".")}
        names = {
            row.code: render_text(row.name).text
            for model in (Country, Organisation)
            for row in model._default_manager.filter(code__in=codes)
        }
        found = {}
        for value in values:
            one, dot, other = value.partition(".")
            if dot and one != other and one in names and other in names:
                found[value] = f"{names[one]} – {names[other]}"
        return found

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        found = np.zeros(columns.size, np.bool_)
        for value in values:
            one, _dot, other = value.partition(".")
            found |= self._taking_part(columns, one) & self._taking_part(columns, other)
        return found

    def _taking_part(self, columns: Columns, code: str) -> Mask:
        countries = columns.having("country", [code])
        keys = Organisation.objects.filter(code=code).values_list("pk", flat=True)
        return countries | columns.pairs["party"].mask(columns.size, keys)
