"""By what the register can be narrowed. One class a sort of facet; a new one touches no view.

A facet reads the values of its parameter, marks the records that have one of them, and counts how
many records of a set have each. It does both on the columns (`catalogue.columns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serai.foundation.directory.models import Country, Field, Goal, Organisation, Region, Theme
from serai.foundation.translation import render_text
from serai.foundation.web.parameters import ParameterError
from serai.track.register.catalogue.columns import Columns, Mask
from serai.track.register.models import FACILITIES, InstrumentType, RecordKind, Status


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, and how many records have it."""

    value: str
    label: str
    count: int


class Facet:
    """One parameter of the address of the register."""

    parameter: ClassVar[str]
    label: ClassVar[Any]
    advice: ClassVar[Any]
    """What the parameter may be, as a sentence for whoever typed something else."""
    has_options = True
    """Whether its values are offered on the page. Others are reached by links from elsewhere."""

    def named(self, values: Sequence[str]) -> dict[str, str]:
        """Return the label of each value that exists; what does not exist is missing."""
        raise NotImplementedError

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        """Mark the rows that have one of the values."""
        raise NotImplementedError

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        """Count the marked rows that have each value, in the order in which readers look for it."""
        raise NotImplementedError

    def advice_text(self) -> str:
        """The advice, in the active language."""
        return str(self.advice)

    def refuse(self) -> ParameterError:
        """The error for a value that does not exist."""
        return ParameterError(self.parameter, self.advice_text())


class ChoiceFacet(Facet):
    """A column with a fixed list of values, in the order of the list."""

    choices: ClassVar[type[models.TextChoices]]

    def named(self, values: Sequence[str]) -> dict[str, str]:
        labels = {str(value): capfirst(str(label)) for value, label in self.choices.choices}
        return {value: labels[value] for value in values if value in labels}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        return columns.is_one_of(self.parameter, values)

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = columns.counts(self.parameter, mask)
        return [
            Option(str(value), capfirst(str(label)), counts[value])
            for value, label in self.choices.choices
            if counts.get(value)
        ]  # fmt: skip

    def advice_text(self) -> str:
        return str(_("it may be one of: %s.") % ", ".join(self.choices.values))


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


class YesNo(models.TextChoices):
    """An answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class YesNoFacet(Facet):
    """A column that says yes or no."""

    advice = _("it may be yes or no.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {value: str(YesNo(value).label) for value in values if value in YesNo.values}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        found: Mask = np.isin(columns.values[self.parameter], [each == "yes" for each in values])
        return found

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        yes = int(np.count_nonzero(columns.values[self.parameter] & mask))
        counts = {YesNo.YES: yes, YesNo.NO: int(np.count_nonzero(mask)) - yes}
        return [
            Option(answer.value, str(answer.label), count)
            for answer, count in counts.items()
            if count
        ]


class CountedFacet(YesNoFacet):
    """Whether the records count in totals."""

    parameter = "counted"
    label = _("Counts in totals")


class PlacedFacet(YesNoFacet):
    """Whether the records have a point on the map."""

    parameter = "placed"
    label = _("Place on the map")


class YearFacet(Facet):
    """The year in which something began: the first that is dated about it."""

    parameter = "year"
    label = _("Year")
    advice = _("it must be a year such as 2023.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {value: value for value in values if re.fullmatch(r"[12][0-9]{3}", value)}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        found: Mask = np.isin(columns.values["year"], [int(value) for value in values])
        return found

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = np.bincount(columns.values["year"][mask], minlength=1)
        return [
            Option(str(year), str(year), int(counts[year]))
            for year in reversed(np.flatnonzero(counts).tolist())
            if year
        ]


class RelatedFacet(Facet):
    """Something of the directory that records refer to, any number each."""

    model: ClassVar[type[models.Model]]
    key = "pk"
    sorts_by_count = False

    def rows(self, values: Iterable[Any]) -> list[Any]:
        """The rows of the directory with these keys as they stand in addresses."""
        try:
            return list(self.model._default_manager.filter(**{f"{self.key}__in": values}))
        except ValueError:
            return []

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {str(getattr(row, self.key)): self.label_of(row) for row in self.rows(values)}

    def mask(self, columns: Columns, values: Sequence[str]) -> Mask:
        keys = [row.pk for row in self.rows(values)]
        return columns.pairs[self.parameter].mask(columns.size, keys)

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        counts = columns.pairs[self.parameter].counts(mask)
        rows = self.model._default_manager.all()
        options = [
            Option(str(getattr(row, self.key)), self.label_of(row), counts[row.pk])
            for row in rows
            if row.pk in counts
        ]
        if self.sorts_by_count:
            options.sort(key=lambda option: (-option.count, option.label))
        return options

    def label_of(self, row: Any) -> str:
        """What a reader calls it."""
        return render_text(row.name, get_language()).text


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
    label = _("Organisation")
    advice = _("it must be the code of an organisation.")
    model = Organisation
    key = "code"
    offered = 10

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
        codes = frozenset[str]().union(*(columns.regions[value] for value in values))
        return columns.pairs["country"].mask(columns.size, codes)

    def options(self, columns: Columns, mask: Mask) -> list[Option]:
        # A record counts once for a continent, however many countries of it take part.
        options = []
        for region in Region.objects.filter(parent=None):
            inside = columns.kept(
                (self.parameter, region.code), lambda code=region.code: self.mask(columns, [code])
            )
            if count := int(np.count_nonzero(inside & mask)):
                options.append(Option(region.code, render_text(region.name).text, count))
        return sorted(options, key=lambda option: (-option.count, option.label))


FACETS: tuple[Facet, ...] = (
    KindFacet(), GroupFacet(), InstrumentFacet(), StatusFacet(), ThemeFacet(), RegionFacet(),
    CountryFacet(), YearFacet(), FieldFacet(), GoalFacet(), PartyFacet(), PlacedFacet(),
    CountedFacet(),
)  # fmt: skip
"""Every facet, in the order in which the page offers them."""
