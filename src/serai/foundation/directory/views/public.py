"""What everybody may read of the directory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.foundation.directory import presentation, queries
from serai.foundation.directory.models import (
    Country,
    Organisation,
    OrganisationKind,
    Person,
    Region,
)
from serai.foundation.directory.panels import country_panels, organisation_panels, person_panels
from serai.foundation.directory.parameters import choice, page_of, search_words
from serai.foundation.folding import fold
from serai.foundation.web.pages import public_page
from serai.foundation.web.templatetags.serai import query_string

PAGE_SIZE = 50
PREVIEW = 12
# The groups of the United Nations, by the word in the address and the column of the country.
GROUPS = {
    "ldc": "is_least_developed",
    "lldc": "is_landlocked_developing",
    "sids": "is_small_island_developing",
}


@public_page
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All organisations by name, with search and filters."""
    words = search_words(request)
    kind = choice(request, "kind", OrganisationKind.values)
    chains = queries.region_chains()
    region = choice(request, "region", _largest(chains))
    countries = {country.code: country for country in queries.countries_by_name()}
    country = choice(request, "country", countries)
    found = queries.matching_organisations(words)
    if country:
        found = found.filter(country=country)
    in_region = (
        found.filter(country__region__in=queries.within(chains, region)) if region else found
    )
    shown = in_region.filter(kind=kind) if kind else in_region
    of_kind = found.filter(kind=kind) if kind else found
    groups = [
        _kind_facet(request, in_region, kind),
        _region_facet(request, of_kind, chains, region),
    ]
    return render(
        request,
        "directory/organisation_list.html",
        {
            "page": page_of(request, shown, PAGE_SIZE),
            "words": words,
            "country": countries.get(country),
            "kept": {"kind": kind, "region": region, "country": country},
            "facets": groups,
            "is_narrowed": bool(words or kind or region or country),
        },
    )


@public_page
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation: its names, where it belongs, and what the other rooms know of it."""
    found = queries.organisations().prefetch_related("identifiers").filter(code=code).first()
    if found is None:
        return _elsewhere(Organisation, code, "directory:organisation")
    children = list(found.children.all()[: PREVIEW * 5])
    people = queries.positions_in(found)
    return render(
        request,
        "directory/organisation.html",
        {
            "organisation": found,
            "names": presentation.texts_by_language(found.name),
            "facts": presentation.organisation_facts(found),
            "children": children,
            "people": [presentation.position_stop(each, shows_person=True) for each in people],
            "panels": organisation_panels.draw(found),
            "data": presentation.organisation_data(found),
            "crumbs": [(_("Organisations"), reverse("directory:organisations")), (str(found), "")],
        },
    )


@public_page
def person(request: HttpRequest, code: str) -> HttpResponse:
    """One person: the names they go by, their positions, and what the other rooms know of them."""
    found = queries.people().filter(code=code).first()
    if found is None:
        return _elsewhere(Person, code, "directory:person")
    name = found.name_for()
    return render(
        request,
        "directory/person.html",
        {
            "person": found,
            "name": name,
            "names": [
                {"text": each, "language": presentation.language_label(each.language)}
                for each in found.names.all()
            ],
            "facts": presentation.person_facts(found),
            "positions": [presentation.position_stop(each) for each in found.positions.all()],
            "panels": person_panels.draw(found),
            "data": presentation.person_data(found),
        },
    )


@public_page
def country_list(request: HttpRequest) -> HttpResponse:
    """All countries and territories by name, with search and filters."""
    words = fold(search_words(request))
    chains = queries.region_chains()
    region = choice(request, "region", _largest(chains))
    group = choice(request, "group", GROUPS)
    counts = queries.organisations_by_country()
    found = [
        country
        for country in queries.countries_by_name()
        if all(word in country.words for word in words.split())
    ]
    inside = set(queries.within(chains, region))
    in_region = [each for each in found if not region or each.region_id in inside]
    shown = [each for each in in_region if not group or getattr(each, GROUPS[group])]
    in_group = [each for each in found if not group or getattr(each, GROUPS[group])]
    totals = Counter(
        chains[each.region_id][0].code for each in in_group if each.region_id in chains
    )
    rows = [
        {
            "country": each,
            "region": chains[each.region_id][-1] if each.region_id else None,
            "groups": presentation.group_labels(each),
            "organisations": counts.get(each.code, 0),
        }
        for each in shown
    ]
    labels = {
        "ldc": _("Least developed countries"),
        "lldc": _("Landlocked developing countries"),
        "sids": _("Small island developing states"),
    }
    facets = [
        {"label": _("Region"), "options": _region_options(request, totals, chains, region)},
        {"label": _("Group"), "options": [
            _option(request, "group", word, labels[word],
                    sum(getattr(each, column) for each in in_region), is_active=word == group)
            for word, column in GROUPS.items()
        ]},
    ]  # fmt: skip
    return render(
        request,
        "directory/country_list.html",
        {
            "rows": rows,
            "words": request.GET.get("q", "").strip(),
            "kept": {"region": region, "group": group},
            "facets": facets,
            "is_narrowed": bool(words or region or group),
        },
    )


@public_page
def country(request: HttpRequest, code: str) -> HttpResponse:
    """One country: its names, its groups, and what the other rooms know of it."""
    if code != code.upper():
        return redirect("directory:country", code=code.upper(), permanent=True)
    found = get_object_or_404(Country, pk=code)
    chains = queries.region_chains()
    organisations = queries.organisations().filter(country=found)
    shown = list(organisations[: PREVIEW + 1])
    return render(
        request,
        "directory/country.html",
        {
            "country": found,
            "names": presentation.texts_by_language(found.name),
            "facts": presentation.country_facts(found, chains.get(found.region_id or "", [])),
            "organisations": shown[:PREVIEW],
            "has_more": len(shown) > PREVIEW,
            "panels": country_panels.draw(found),
            "data": presentation.country_data(found),
            "crumbs": [
                (_("Countries and territories"), reverse("directory:countries")),
                (str(found), ""),
            ],
        },
    )


def _elsewhere(model: type[Organisation | Person], code: str, url_name: str) -> HttpResponse:
    """Send readers of a former address to where its object went; 404 where there was none."""
    target = queries.redirected(model, code)
    if target is None:
        raise Http404
    return redirect(url_name, code=target, permanent=True)


def _largest(chains: Mapping[str, list[Region]]) -> list[str]:
    return [code for code, chain in chains.items() if len(chain) == 1]


def _kind_facet(
    request: HttpRequest, rows: QuerySet[Organisation], chosen: str
) -> dict[str, Any]:  # fmt: skip
    counts = dict(rows.order_by().values_list("kind").annotate(count=Count("pk")))
    return {
        "label": _("Kind"),
        "options": [
            _option(request, "kind", kind.value, capfirst(str(kind.label)),
                    counts.get(kind.value, 0), is_active=kind == chosen)
            for kind in OrganisationKind
            if counts.get(kind.value) or kind == chosen
        ],
    }  # fmt: skip


def _region_facet(
    request: HttpRequest,
    rows: QuerySet[Organisation],
    chains: Mapping[str, list[Region]],
    chosen: str,
) -> dict[str, Any]:
    totals: Counter[str] = Counter()
    counted = rows.exclude(country__region=None).order_by()
    for code, count in counted.values_list("country__region").annotate(count=Count("pk")):
        totals[chains[code][0].code] += count
    return {"label": _("Region"), "options": _region_options(request, totals, chains, chosen)}


def _region_options(
    request: HttpRequest, totals: Counter[str], chains: Mapping[str, list[Region]], chosen: str
) -> list[dict[str, Any]]:
    return [
        _option(request, "region", code, str(chains[code][0]), totals[code],
                is_active=code == chosen)
        for code in _largest(chains)
        if totals[code] or code == chosen
    ]  # fmt: skip


def _option(
    request: HttpRequest, name: str, value: str, label: str, count: int, *, is_active: bool
) -> dict[str, Any]:
    """One choice of a facet; following an active one takes it back."""
    changes: dict[str, object] = {"page": None, name: None if is_active else value}
    return {
        "label": label,
        "count": count,
        "href": query_string(request, **changes),
        "is_active": is_active,
    }
