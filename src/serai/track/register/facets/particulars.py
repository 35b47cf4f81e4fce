"""Facets of what a record says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.track.register.catalogue.bits import Mask
from serai.track.register.catalogue.columns import UNKNOWN_YEAR, Columns
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

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {value: str(Group(value).label) for value in values if value in Group.values}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        return columns.having("kind", FACILITIES)


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
        return columns.having("year", years)

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = columns.counts("year", mask)
        unknown = counts.pop(0, 0)
        options = [
            Option(str(year), str(year), counts[year]) for year in sorted(counts, reverse=True)
        ]
        if unknown:
            options.append(Option(UNKNOWN_YEAR, str(_("not known")), unknown))
        return options


class Quality(models.TextChoices):
    """How well a record is documented, in three steps."""

    GOOD = "good", _("70 points or more")
    FAIR = "fair", _("40 to 69 points")
    POOR = "poor", _("fewer than 40 points")


_STEPS = {Quality.GOOD: 2, Quality.FAIR: 1, Quality.POOR: 0}
"""The number of each step among `catalogue.columns.QUALITY_STEPS`."""


class QualityFacet(Facet):
    """How well the records are documented (`quality`)."""

    parameter = "quality"
    is_common = False
    label = _("Quality")
    advice = _("it may be good, fair or poor.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {value: str(Quality(value).label) for value in values if value in Quality.values}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        return columns.having("quality", [_STEPS[Quality(value)] for value in values])

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = columns.counts("quality", mask)
        return [
            Option(step.value, str(step.label), counts[number])
            for step, number in _STEPS.items()
            if number in counts
        ]
