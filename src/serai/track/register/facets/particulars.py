"""Facets of what a record says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.track.register.catalogue.columns import NOT_KNOWN, UNKNOWN_YEAR, Columns, Mask
from serai.track.register.facets.facet import ChoiceFacet, Facet, Option, YesNoFacet
from serai.track.register.models import FACILITIES, InstrumentType, RecordKind, Status


class KindFacet(ChoiceFacet):
    """What the records are records of."""

    parameter = "kind"
    label = _("Kind")
    choices = RecordKind


class StatusFacet(ChoiceFacet):
    """Where the records stand."""

    parameter = "status"
    label = _("Status")
    choices = Status


class InstrumentFacet(ChoiceFacet):
    """What sort of instrument the agreements are. Other records have none."""

    parameter = "instrument"
    is_common = False
    label = _("Instrument")
    choices = InstrumentType


class Group(models.TextChoices):
    """Kinds of records that are often looked at together."""

    FACILITIES = "facilities", _("Facilities")


class GroupFacet(Facet):
    """Several kinds under one name."""

    parameter = "group"
    label = _("Group")
    advice = _("it may be: facilities.")
    has_options = False

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {value: str(Group(value).label) for value in values if value in Group.values}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        return columns.is_one_of("kind", FACILITIES)


class CountedFacet(YesNoFacet):
    """Whether the records count in totals."""

    parameter = "counted"
    is_common = False
    label = _("Counts in totals")


class YearFacet(Facet):
    """The year in which something began: the first that is dated about it."""

    parameter = "year"
    label = _("Year")
    advice = _("it must be a year such as 2023, or unknown.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {
            value: str(_("not known")) if value == UNKNOWN_YEAR else value
            for value in values
            if value == UNKNOWN_YEAR or re.fullmatch(r"[12][0-9]{3}", value)
        }

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        years = [0 if value == UNKNOWN_YEAR else int(value) for value in values]
        found: Mask = np.isin(columns.values["year"], years)
        return found

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = np.bincount(columns.values["year"][mask], minlength=1)
        options = [
            Option(str(year), str(year), int(counts[year]))
            for year in reversed(np.flatnonzero(counts).tolist())
            if year
        ]
        if counts[0]:
            options.append(Option(UNKNOWN_YEAR, str(_("not known")), int(counts[0])))
        return options


class Quality(models.TextChoices):
    """How well a record is documented, in three steps."""

    GOOD = "good", _("70 points or more")
    FAIR = "fair", _("40 to 69 points")
    POOR = "poor", _("fewer than 40 points")


_POINTS = {Quality.GOOD: (70, 100), Quality.FAIR: (40, 69), Quality.POOR: (0, 39)}


class QualityFacet(Facet):
    """How well the records are documented (`quality`)."""

    parameter = "quality"
    is_common = False
    label = _("Quality")
    advice = _("it may be good, fair or poor.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {value: str(Quality(value).label) for value in values if value in Quality.values}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        points = columns.values["quality"]
        found = np.zeros(columns.size, np.bool_)
        for value in values:
            first, last = _POINTS[Quality(value)]
            found |= (points >= first) & (points <= last)
        return found

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = np.bincount(columns.values["quality"][mask], minlength=NOT_KNOWN + 1)
        options = [
            Option(step.value, str(step.label), int(counts[first : last + 1].sum()))
            for step, (first, last) in _POINTS.items()
        ]
        return [option for option in options if option.count]
