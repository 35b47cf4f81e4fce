"""Facets of what the directory holds: countries, regions, fields, themes, organisations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serai.foundation.directory.models import Country, Field, Goal, Organisation, Region, Theme
from serai.foundation.translation import render_text
from serai.track.register.catalogue.bits import Mask
from serai.track.register.catalogue.columns import Columns
from serai.track.register.facets.facet import Facet, Option, RelatedFacet


class CountryFacet(RelatedFacet):
    """The countries that take part."""

    parameter = "country"
    label = _("Country")
    advice = _("it must be the ISO 3166-1 code of a country, such as KE.")
    model = Country
    sorts_by_count = True


class FieldFacet(RelatedFacet):
    """The OECD fields of science."""

    parameter = "field"
    is_common = False
    label = _("Field of science")
    advice = _("it must be the code of an OECD field of science, such as 4.1.")
    model = Field


class ThemeFacet(RelatedFacet):
    """The themes of the programme."""

    parameter = "theme"
    label = _("Theme")
    advice = _("it must be the code of a theme.")
    model = Theme
    key = "code"


class GoalFacet(RelatedFacet):
    """The Sustainable Development Goals."""

    parameter = "goal"
    is_common = False
    label = _("Sustainable development goal")
    advice = _("it must be the number of a Sustainable Development Goal, 1 to 17.")
    model = Goal

    def named(self, values: Sequence[str]) -> dict[str, str]:
        if not all(re.fullmatch(r"[1-9][0-9]?", value) for value in values):
            return {}
        return super().named(values)

    def label_of(self, row: Any) -> str:
        return f"{row.pk} {super().label_of(row)}"


class PartyFacet(RelatedFacet):
    """The organisations that take part, in any role: those with the most records are offered."""

    parameter = "party"
    is_common = False
    label = _("Organisation")
    advice = _("it must be the code of an organisation.")
    model = Organisation
    key = "code"
    offered = 10

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        keys = [row.pk for row in self.rows(values)]
        return columns.pairs[self.parameter].mask(columns.size, keys)

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = columns.pairs[self.parameter].most(mask, self.offered)
        rows = self.model._default_manager.filter(pk__in=counts)
        options = [Option(row.code, self.label_of(row), counts[row.pk]) for row in rows]
        return sorted(options, key=lambda option: (-option.count, option.label))


class RegionFacet(Facet):
    """The regions of UN M49 in which the countries lie. The five continents are offered."""

    parameter = "region"
    label = _("Region")
    advice = _("it must be the UN M49 code of a region, such as 002 for Africa.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        rows = Region.objects.filter(pk__in=values)
        return {row.code: render_text(row.name).text for row in rows}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        return columns.having("region", values)

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        # A record counts once for a continent, however many countries of it take part.
        counts = columns.counts("region", mask)
        offered = columns.once((self.parameter, get_language()), _continents)
        options = [Option(code, label, counts[code]) for code, label in offered if code in counts]
        return sorted(options, key=lambda option: (-option.count, option.label))


def _continents() -> list[tuple[str, str]]:
    return [
        (region.code, render_text(region.name).text)
        for region in Region.objects.filter(parent=None)
    ]
