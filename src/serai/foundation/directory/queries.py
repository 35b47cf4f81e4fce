"""Reading the directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from serai.foundation.directory.models import (
    CodeRedirect,
    Country,
    Organisation,
    Person,
    PersonName,
    Position,
    Region,
)
from serai.foundation.folding import fold
from serai.foundation.identity import Identified

M = TypeVar("M", bound=Identified)


def country_choices() -> list[tuple[str, str]]:
    """Return every country by code and name, as choices of a form, in the order of the active
    language.
    """
    named = [(country.code, str(country)) for country in Country.objects.all()]
    return sorted(named, key=lambda choice: fold(choice[1]))


def region_chains() -> dict[str, list[Region]]:
    """Return for each region code the region and those above it, the largest first."""
    by_code = {region.code: region for region in Region.objects.all()}
    chains: dict[str, list[Region]] = {}
    for code, region in by_code.items():
        chain = [region]
        while chain[0].parent_id:
            chain.insert(0, by_code[chain[0].parent_id])
        chains[code] = chain
    return chains


def within(chains: Mapping[str, list[Region]], code: str) -> list[str]:
    """Return the codes of a region and of every region inside it."""
    return [
        inner for inner, chain in chains.items() if any(region.code == code for region in chain)
    ]


def countries_by_name() -> list[Country]:
    """Return every country in the order of its name in the active language."""
    return sorted(Country.objects.all(), key=lambda country: fold(str(country)))


def organisations() -> QuerySet[Organisation]:
    """Return all organisations with what a list of them shows."""
    return Organisation.objects.select_related("country", "parent")


def matching_organisations(words: str) -> QuerySet[Organisation]:
    """Return the organisations in whose names, in any language, all the words occur."""
    found = organisations()
    for word in fold(words).split():
        found = found.filter(words__contains=word)
    return found


def people() -> QuerySet[Person]:
    """Return all people with names and positions, in the order of their preferred names."""
    preferred = PersonName.objects.filter(person=OuterRef("pk")).order_by("-is_preferred", "pk")
    return (
        Person.objects.select_related("country")
        .prefetch_related(
            "names", Prefetch("positions", Position.objects.select_related("organisation"))
        )
        .annotate(sort_name=Subquery(preferred.values("sort_name")[:1]))
        .order_by("sort_name", "pk")
    )


def matching_people(words: str) -> QuerySet[Person]:
    """Return the people who are called so in one of their names."""
    found = people()
    for word in fold(words).split():
        named = PersonName.objects.filter(person=OuterRef("pk"), words__contains=word)
        found = found.filter(models.Exists(named))
    return found


def positions_in(organisation: Organisation) -> QuerySet[Position]:
    """Return who held what position in an organisation, the latest first."""
    return organisation.positions.select_related("person").prefetch_related("person__names")


def organisations_by_country() -> dict[str, int]:
    """Return how many organisations each country has."""
    counted = (
        Organisation.objects.filter(country__isnull=False)
        .order_by()
        .values_list("country")
        .annotate(count=Count("pk"))
    )
    return dict(counted)


def redirected(model: type[M], code: str) -> str | None:
    """Return the code of the object that an object with this former code was merged into."""
    return (
        CodeRedirect.objects.filter(kind=model._meta.label_lower, code=code)
        .values_list("target", flat=True)
        .first()
    )


def codes_of(thing: Identified) -> set[str]:
    """The code of an object, and those of the objects that were merged into it."""
    merged = CodeRedirect.objects.filter(kind=thing._meta.label_lower, target=thing.code)
    return {thing.code, *merged.values_list("code", flat=True)}


def former_key(model: type[M], key: str) -> M | None:
    """Return the object into which the one was merged that a data file calls by this key."""
    redirect = CodeRedirect.objects.filter(kind=model._meta.label_lower, key=key).first()
    return model._default_manager.filter(code=redirect.target).first() if redirect else None
