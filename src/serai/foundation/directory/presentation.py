"""How the directory is put into words, for readers and for machines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.foundation.directory.models import (
    Country,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    Region,
)
from serai.foundation.languages import LANGUAGE_CODES, locale_of
from serai.foundation.translation import TranslatedText, render_text, texts_of
from serai.foundation.web.context import direction, language_name
from serai.foundation.web.structured_data import structured_data
from serai.foundation.web.templatetags.serai import translated

_SCHEMA_TYPES = {
    OrganisationKind.GOVERNMENT: "GovernmentOrganization",
    OrganisationKind.LOCAL_GOVERNMENT: "GovernmentOrganization",
    OrganisationKind.UNIVERSITY: "CollegeOrUniversity",
    OrganisationKind.ACADEMY: "ResearchOrganization",
    OrganisationKind.INSTITUTE: "ResearchOrganization",
    OrganisationKind.COMPANY: "Corporation",
    OrganisationKind.MEDIA: "NewsMediaOrganization",
}


@dataclass(frozen=True, slots=True)
class LanguageText:
    """A text in one language, with what its markup needs."""

    code: str
    language: str
    direction: str
    text: str


def texts_by_language(value: TranslatedText) -> list[LanguageText]:
    """Return the texts of a translated value in the order of the languages of the interface."""
    texts = texts_of(value)
    return [
        LanguageText(code, language_name(code), direction(code), texts[code])
        for code in LANGUAGE_CODES
        if code in texts
    ]


def language_label(tag: str) -> str:
    """Name the language of a BCP 47 tag in the active language; an unknown tag stays as it is."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return tag
    reader = locale_of()
    return capfirst(locale.get_display_name(reader) or tag)


def link(target: Organisation | Person | Country) -> SafeString:
    """Link to the page of something by its name."""
    name = getattr(target, "name", None)
    text = str(target) if name is None else translated(name)
    return format_html('<a href="{}">{}</a>', target.get_absolute_url(), text)


def region_text(chain: Iterable[Region]) -> str:
    """Write a chain of regions, the largest first."""
    return " › ".join(str(region) for region in chain)


def group_labels(country: Country) -> list[str]:
    """Name the groups into which the United Nations put a country."""
    marks = [
        (country.is_least_developed, _("Least developed country")),
        (country.is_landlocked_developing, _("Landlocked developing country")),
        (country.is_small_island_developing, _("Small island developing state")),
    ]
    return [label for holds, label in marks if holds]


def organisation_facts(organisation: Organisation) -> list[tuple[str, Any]]:
    """What is known of an organisation beside its name and kind, as label and value."""
    facts: list[tuple[str, Any]] = []
    if organisation.country:
        facts.append((_("Country"), link(organisation.country)))
    if organisation.parent:
        facts.append((_("Part of"), link(organisation.parent)))
    if organisation.website:
        address = organisation.website
        text = address.removeprefix("https://").removeprefix("http://").rstrip("/")
        facts.append((
            _("Website"),
            format_html('<a href="{}" rel="external nofollow" dir="ltr">{}</a>', address, text),
        ))  # fmt: skip
    for identifier in organisation.identifiers.all():
        shown = format_html('<span dir="ltr">{}</span>', identifier.value)
        if identifier.address:
            shown = format_html(
                '<a href="{}" rel="external" dir="ltr">{}</a>', identifier.address, identifier.value
            )
        facts.append((identifier.get_scheme_display(), shown))
    return facts


def person_facts(person: Person) -> list[tuple[str, Any]]:
    """What is known of a person beside names and positions, as label and value."""
    facts: list[tuple[str, Any]] = []
    if person.country:
        facts.append((_("Country"), link(person.country)))
    if person.orcid:
        address = f"https://orcid.org/{person.orcid}"
        shown = format_html('<a href="{}" rel="external" dir="ltr">{}</a>', address, person.orcid)
        facts.append(("ORCID", shown))
    return facts


def country_facts(country: Country, chain: Iterable[Region]) -> list[tuple[str, Any]]:
    """What the reference data say of a country, as label and value."""
    facts: list[tuple[str, Any]] = []
    regions = region_text(chain)
    if regions:
        facts.append((_("Region"), regions))
    groups = group_labels(country)
    if groups:
        facts.append((_("Groups"), format_html_join("", "<div>{}</div>", ((g,) for g in groups))))
    codes = f"{country.code} · {country.alpha3} · {country.numeric}"
    facts.append((_("ISO 3166-1 codes"), format_html('<span dir="ltr">{}</span>', codes)))
    return facts


def position_stop(position: Position, *, shows_person: bool = False) -> dict[str, Any]:
    """One position as a station of the route component."""
    title: Any = translated(position.title)
    stop: dict[str, Any] = {"date": position_dates(position), "state": "done"}
    if shows_person:
        person = position.person
        return stop | {
            "title": str(person), "href": person.get_absolute_url(), "text": title,
        }  # fmt: skip
    text = link(position.organisation) if position.organisation else ""
    return stop | {"title": title, "text": text}


def position_dates(position: Position) -> str:
    """Say when a position was held, as far as anybody knows."""
    if position.since and position.until:
        return f"{position.since.display()} – {position.until.display()}"
    if position.since:
        return _("since %(date)s") % {"date": position.since.display()}
    if position.until:
        return _("until %(date)s") % {"date": position.until.display()}
    if position.as_of:
        return _("known on %(date)s") % {"date": position.as_of.display()}
    return ""


def organisation_data(organisation: Organisation) -> SafeString:
    """Describe an organisation in the words of schema.org."""
    return structured_data(_organisation(organisation) | {
        "alternateName": _other_texts(organisation.name, organisation.short_name),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": each.scheme, "value": each.value}
            for each in organisation.identifiers.all()
        ],
        "sameAs": [each.address for each in organisation.identifiers.all() if each.address],
        "address": {"@type": "PostalAddress", "addressCountry": organisation.country_id}
        if organisation.country_id else None,
        "parentOrganization": _organisation(organisation.parent) if organisation.parent else None,
    })  # fmt: skip


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return {
        "@type": _SCHEMA_TYPES.get(OrganisationKind(organisation.kind), "Organization"),
        "@id": settings.BASE_URL + organisation.get_absolute_url(),
        "name": str(organisation),
        "url": organisation.website,
    }


def person_data(person: Person) -> SafeString:
    """Describe a person in the words of schema.org."""
    shown = person.display_name()
    latest = next(iter(person.positions.all()), None)
    organisation = latest.organisation if latest else None
    return structured_data({
        "@type": "Person",
        "@id": settings.BASE_URL + person.get_absolute_url(),
        "name": shown,
        "alternateName": sorted({name.text for name in person.names.all()} - {shown}),
        "honorificPrefix": person.honorific,
        "jobTitle": render_text(latest.title).text if latest else "",
        "affiliation": _organisation(organisation) if organisation else None,
        "sameAs": [f"https://orcid.org/{person.orcid}"] if person.orcid else [],
    })  # fmt: skip


def country_data(country: Country) -> SafeString:
    """Describe a country in the words of schema.org."""
    return structured_data({
        "@type": "Country",
        "@id": settings.BASE_URL + country.get_absolute_url(),
        "name": str(country),
        "alternateName": _other_texts(country.name),
        "identifier": country.code,
    })  # fmt: skip


def _other_texts(name: TranslatedText, *more: TranslatedText) -> list[str]:
    shown = render_text(name).text
    texts = [text for value in (name, *more) for text in texts_of(value).values()]
    return [text for text in dict.fromkeys(texts) if text != shown]
