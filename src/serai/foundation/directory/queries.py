"""Reading the directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import get_language

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
from serai.foundation.languages import collation, own_script

M = TypeVar("M", bound=Identified)


def country_choices() -> list[tuple[str, str]]:
    """Return every country by code and name, as choices of a form, in the order of the active
    language.
    """
    named = [(country.code, str(country)) for country in Country.objects.all()]
    place = collation()
    return sorted(named, key=lambda choice: place(choice[1]))


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
    place = collation()
    return sorted(Country.objects.all(), key=lambda country: place(str(country)))


def organisations() -> QuerySet[Organisation]:
    """Return all organisations with what a list of them shows, by their names in the language of
    now.
    """
    found = Organisation.objects.select_related("country", "parent")
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return found.annotate(by_name=F("sort_name")).order_by("by_name", "pk")  # By its index.
    keys = (KeyTextTransform(each, "sort_keys") for each in (language, settings.LANGUAGE_CODE))
    return _by_name(found, Coalesce(*keys))


def matching_organisations(words: str) -> QuerySet[Organisation]:
    """Return the organisations in whose names, in any language, all the words occur."""
    found = organisations()
    for word in fold(words).split():
        found = found.filter(words__contains=word)
    return found


def people() -> QuerySet[Person]:
    """Return all people with names and positions, by their names in the language of now."""
    return people_by_name(
        Person.objects.select_related("country").prefetch_related(
            "names", Prefetch("positions", Position.objects.select_related("organisation"))
        )
    )


def people_by_name(people: QuerySet[Person]) -> QuerySet[Person]:
    """Put people in the order of the names that readers of the language of now get to see."""
    language = (get_language() or settings.LANGUAGE_CODE).lower()
    tags = dict.fromkeys((language, language.partition("-")[0], settings.LANGUAGE_CODE))
    # As `Person.name_for` chooses among them.
    chosen = Case(
        *(
            When(Q(language__iexact=tag) | Q(language__istartswith=f"{tag}-"), then=Value(place))
            for place, tag in enumerate(tags)
        ),
        default=Value(len(tags)),
    )
    names = PersonName.objects.filter(person=OuterRef("pk"))
    keys = names.order_by(chosen, "-is_preferred", "pk").values("sort_key")
    return _by_name(people, Subquery(keys[:1]))


def _by_name(rows: QuerySet[Any], key: Any) -> QuerySet[Any]:
    """Put rows in the order of a sort key, what is in the reader's own script first.

    The order is the column ``by_name``.
    """
    own = When(by_key__startswith=own_script(), then=Value("0"))
    first = Case(own, default=Value("1"), output_field=models.CharField())
    name = Concat(first, "by_key", output_field=models.TextField())
    named: QuerySet[Any] = rows.alias(by_key=key).annotate(by_name=name)
    return named.order_by("by_name", "pk")


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
