"""By what the register can be narrowed. One class a sort of facet; a new one touches no view.

A facet reads the values of its parameter, marks the records that have one of them, and counts how
many records of a set have each. It does both on the columns (`catalogue.columns`).
"""

from serai.track.register.facets.directory import (
    CountryFacet,
    FieldFacet,
    GoalFacet,
    PartyFacet,
    RegionFacet,
    ThemeFacet,
)
from serai.track.register.facets.facet import Facet, Option
from serai.track.register.facets.particulars import (
    CountedFacet,
    GroupFacet,
    InstrumentFacet,
    KindFacet,
    QualityFacet,
    StatusFacet,
    YearFacet,
)
from serai.track.register.facets.pictures import BoxFacet, PlacedFacet, TogetherFacet

__all__ = ["FACETS", "Facet", "Option"]

FACETS: tuple[Facet, ...] = (
    KindFacet(), GroupFacet(), InstrumentFacet(), StatusFacet(), ThemeFacet(), RegionFacet(),
    CountryFacet(), YearFacet(), FieldFacet(), GoalFacet(), PartyFacet(), PlacedFacet(),
    CountedFacet(), QualityFacet(), BoxFacet(), TogetherFacet(),
)  # fmt: skip
"""Every facet, in the order in which the page offers them."""
