"""By what the register can be narrowed. One class a sort of facet; a new one touches no view.

A facet reads the values of its parameter, narrows a set of records to those that have one of them,
and counts how many records of a set have each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Count, Value, When
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serai.foundation.directory.models import Country, Field, Goal, Organisation, Region, Theme
from serai.foundation.translation import render_text
from serai.foundation.web.parameters import ParameterError
from serai.track.register.models import (
    FACILITIES,
    AgreementTerms,
    InstrumentType,
    Party,
    Record,
    RecordKind,
    Status,
)

Records = models.QuerySet[Record]


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

    def narrow(self, records: Records, values: Sequence[str]) -> Records:
        """Keep the records that have one of the values."""
        raise NotImplementedError

    def options(self, records: Records) -> list[Option]:
        """Count the records that have each value, in the order in which readers look for them."""
        raise NotImplementedError

    def refuse(self) -> ParameterError:
        """The error for a value that does not exist."""
        return ParameterError(self.parameter, str(self.advice))


class ChoiceFacet(Facet):
    """A column with a fixed list of values, in the order of the list."""

    choices: ClassVar[type[models.TextChoices]]
    column: ClassVar[str]

    def named(self, values: Sequence[str]) -> dict[str, str]:
        labels = {str(value): capfirst(str(label)) for value, label in self.choices.choices}
        return {value: labels[value] for value in values if value in labels}

    def narrow(self, records: Records, values: Sequence[str]) -> Records:
        return records.filter(**{f"{self.column}__in": values})

    def options(self, records: Records) -> list[Option]:
        counts = dict(records.order_by().values_list(self.column).annotate(count=Count("pk")))
        return [
            Option(str(value), capfirst(str(label)), counts[value])
            for value, label in self.choices.choices
            if counts.get(value)
        ]  # fmt: skip

    def refuse(self) -> ParameterError:
        return ParameterError(
            self.parameter, _("it may be one of: %s.") % ", ".join(self.choices.values)
        )


class KindFacet(ChoiceFacet):
    """What the records are records of."""

    parameter = "kind"
    label = _("Kind")
    choices = RecordKind
    column = "kind"


class StatusFacet(ChoiceFacet):
    """Where the records stand."""

    parameter = "status"
    label = _("Status")
    choices = Status
    column = "status"


class InstrumentFacet(ChoiceFacet):
    """What sort of instrument the agreements are. Other records have none."""

    parameter = "instrument"
    label = _("Instrument")
    choices = InstrumentType
    column = "agreement__instrument"

    def narrow(self, records: Records, values: Sequence[str]) -> Records:
        having = AgreementTerms.objects.filter(instrument__in=values)
        return records.filter(pk__in=having.values("record_id"))


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

    def narrow(self, records: Records, values: Sequence[str]) -> Records:
        return records.filter(kind__in=sorted(FACILITIES))


class YesNo(models.TextChoices):
    """An answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class CountedFacet(Facet):
    """Whether the records count in totals."""

    parameter = "counted"
    label = _("Counts in totals")
    advice = _("it may be yes or no.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {value: str(YesNo(value).label) for value in values if value in YesNo.values}

    def narrow(self, records: Records, values: Sequence[str]) -> Records:
        return records.filter(counts_in_totals__in=[value == YesNo.YES for value in values])

    def options(self, records: Records) -> list[Option]:
        counts = dict(
            records.order_by().values_list("counts_in_totals").annotate(count=Count("pk"))
        )
        return [
            Option(answer.value, str(answer.label), counts[answer == YesNo.YES])
            for answer in YesNo
            if counts.get(answer == YesNo.YES)
        ]


class YearFacet(Facet):
    """The year in which something began: the first that is dated about it."""

    parameter = "year"
    label = _("Year")
    advice = _("it must be a year such as 2023.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        return {value: value for value in values if re.fullmatch(r"[12][0-9]{3}", value)}

    def narrow(self, records: Records, values: Sequence[str]) -> Records:
        return records.filter(year__in=[int(value) for value in values])

    def options(self, records: Records) -> list[Option]:
        found = records.exclude(year=None).order_by().values_list("year")
        counts = dict(found.annotate(count=Count("pk")))
        return [
            Option(str(year), str(year), count)
            for year, count in sorted(counts.items(), reverse=True)
        ]


class RelatedFacet(Facet):
    """Something of the directory that records refer to, any number each."""

    model: ClassVar[type[models.Model]]
    through: ClassVar[Any]
    reference: ClassVar[str]
    key = "pk"
    sorts_by_count = False

    def named(self, values: Sequence[str]) -> dict[str, str]:
        try:
            rows = list(self.model._base_manager.filter(**{f"{self.key}__in": values}))
        except ValueError:
            return {}
        return {str(getattr(row, self.key)): self.label_of(row) for row in rows}

    def narrow(self, records: Records, values: Sequence[str]) -> Records:
        having = self.through._base_manager.filter(**{f"{self.reference}__{self.key}__in": values})
        return records.filter(pk__in=having.values("record_id"))

    def options(self, records: Records) -> list[Option]:
        counts = dict(
            self.through._base_manager.filter(record__in=records.order_by())
            .values_list(f"{self.reference}_id")
            .annotate(count=Count("record_id"))
        )
        rows = self.model._default_manager.filter(pk__in=counts)
        options = [
            Option(str(getattr(row, self.key)), self.label_of(row), counts[row.pk]) for row in rows
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
    through = Record.countries.through
    reference = "country"
    sorts_by_count = True


class FieldFacet(RelatedFacet):
    """The OECD fields of science."""

    parameter = "field"
    label = _("Field of science")
    advice = _("it must be the code of an OECD field of science, such as 4.1.")
    model = Field
    through = Record.fields.through
    reference = "field"


class ThemeFacet(RelatedFacet):
    """The themes of the programme."""

    parameter = "theme"
    label = _("Theme")
    advice = _("it must be the code of a theme.")
    model = Theme
    through = Record.themes.through
    reference = "theme"
    key = "code"


class GoalFacet(RelatedFacet):
    """The Sustainable Development Goals."""

    parameter = "goal"
    label = _("Sustainable development goal")
    advice = _("it must be the number of a Sustainable Development Goal, 1 to 17.")
    model = Goal
    through = Record.goals.through
    reference = "goal"

    def named(self, values: Sequence[str]) -> dict[str, str]:
        if not all(re.fullmatch(r"[1-9][0-9]?", value) for value in values):
            return {}
        return super().named(values)

    def label_of(self, row: Any) -> str:
        return f"{row.pk} {super().label_of(row)}"


class PartyFacet(RelatedFacet):
    """The organisations that take part, in any role."""

    parameter = "party"
    label = _("Organisation")
    advice = _("it must be the code of an organisation.")
    has_options = False
    model = Organisation
    through = Party
    reference = "organisation"
    key = "code"


class RegionFacet(Facet):
    """The regions of UN M49 in which the countries lie. The five continents are offered."""

    parameter = "region"
    label = _("Region")
    advice = _("it must be the UN M49 code of a region, such as 002 for Africa.")

    def named(self, values: Sequence[str]) -> dict[str, str]:
        rows = Region.objects.filter(pk__in=values)
        return {row.code: render_text(row.name).text for row in rows}

    def narrow(self, records: Records, values: Sequence[str]) -> Records:
        inside = self._inside()
        codes = {code for value in values for code in inside[value]}
        having = Record.countries.through._base_manager.filter(country__region__in=codes)
        return records.filter(pk__in=having.values("record_id"))

    def options(self, records: Records) -> list[Option]:
        regions = {region.code: region for region in Region.objects.all()}
        inside = self._inside(regions.values())
        continents = [region for region in regions.values() if region.parent_id is None]
        if not continents:
            return []
        # A record counts once for a continent, however many countries of it take part.
        participations: models.QuerySet[Any] = Record.countries.through._base_manager.all()
        counts = dict(
            participations.filter(record__in=records.order_by())
            .annotate(
                continent=Case(
                    *(
                        When(country__region__in=inside[region.code], then=Value(region.code))
                        for region in continents
                    ),
                    output_field=models.CharField(),
                )
            )
            .exclude(continent=None)
            .values_list("continent")
            .annotate(count=Count("record_id", distinct=True))
        )
        options = [
            Option(region.code, render_text(region.name).text, counts[region.code])
            for region in continents
            if region.code in counts
        ]
        return sorted(options, key=lambda option: (-option.count, option.label))

    @staticmethod
    def _inside(regions: Any = None) -> dict[str, set[str]]:
        """For each region, the codes of all regions in it, its own among them."""
        parents = (
            {region.code: region.parent_id for region in regions}
            if regions is not None
            else dict(Region.objects.values_list("code", "parent_id"))
        )
        inside: dict[str, set[str]] = defaultdict(set)
        for code in parents:
            outer: str | None = code
            while outer is not None:
                inside[outer].add(code)
                outer = parents[outer]
        return inside


FACETS: tuple[Facet, ...] = (
    KindFacet(), GroupFacet(), InstrumentFacet(), StatusFacet(), ThemeFacet(), RegionFacet(),
    CountryFacet(), YearFacet(), FieldFacet(), GoalFacet(), PartyFacet(), CountedFacet(),
)  # fmt: skip
"""Every facet, in the order in which the page offers them."""
