"""Writes records and organisations as entities of CERIF-XML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from serai.foundation.dates import PartialDate
from serai.foundation.directory.models import Organisation
from serai.foundation.translation import texts_of
from serai.track.register.exchange.cerif.vocabulary import (
    ENTITY_OF,
    EQUIPMENT,
    EVENT,
    FORD,
    IDENTIFIERS,
    KINDS,
    NAMESPACE,
    ORGANISATION,
    ORGANISATION_TYPE,
    ORGANISATION_TYPES,
    PROJECT,
    STATUSES,
    entity_id,
    tag,
)
from serai.track.register.exchange.names import Names
from serai.track.register.exchange.organisations import KnownOrganisation
from serai.track.register.exchange.shape import Plain
from serai.track.register.exchange.xml import LANG, Element, add, add_texts, address, clean
from serai.track.register.models import PartyRole, RecordKind

_OWNERS = frozenset({PartyRole.OWNER, PartyRole.HOST, PartyRole.OPERATOR, PartyRole.PARTY})
_ORGANISERS = frozenset({PartyRole.HOST, PartyRole.OPERATOR, PartyRole.OWNER})


def record_entity(plain: Plain, names: Names) -> Element:
    """Write a record as the entity that its kind stands for."""
    kind = RecordKind(plain["kind"])
    entity = ENTITY_OF[kind]
    element = _entity(entity, plain["code"])
    _classify(element, "Type", KINDS, f"{KINDS}#{plain['kind']}")
    {PROJECT: _project, EQUIPMENT: _equipment, EVENT: _event}[entity](element, plain, names)
    return element


def _entity(entity: str, code: str) -> Element:
    return etree.Element(tag(entity), {"id": entity_id(entity, code)}, nsmap={None: NAMESPACE})


def _classify(parent: Element, name: str, scheme: str, value: str) -> None:
    add(parent, tag(name), address(value), scheme=scheme)


def _texts(parent: Element, name: str, texts: Mapping[str, str]) -> None:
    add_texts(parent, tag(name), texts, default=None)


def _identifiers(parent: Element, plain: Plain) -> None:
    for identifier in plain["identifiers"]:
        scheme, _colon, value = identifier.partition(":")
        add(parent, tag("Identifier"), value, type=f"{IDENTIFIERS}:{scheme}")


def _dates(parent: Element, plain: Plain) -> None:
    """Write the dates that are known to the day: the profile has no others."""
    for name, written in (("StartDate", plain["started_on"]), ("EndDate", plain["ended_on"])):
        stated = PartialDate.parse(written) if written else None
        if stated and stated.precision == "day" and not stated.approximate:
            add(parent, tag(name), stated.earliest.isoformat())


def _subjects(parent: Element, plain: Plain, names: Names, name: str = "Subject") -> None:
    for field in plain["fields"]:
        _classify(parent, name, FORD, f"{FORD}#{field}")
    if name == "Subject":
        for theme in plain["themes"]:
            _texts(parent, "Keyword", names.themes[theme])


def _party(parent: Element, name: str, party: tuple[Any, ...], names: Names) -> None:
    """Write who takes part: an organisation, a country, or what a source calls somebody."""
    _role, organisation, country, as_written = party
    known = names.organisations.get(organisation)
    link = add(parent, tag(name))
    if as_written:
        add(link, tag("DisplayName"), as_written)
    if known:
        link.append(named_organisation(known))
        return
    unit = add(link, tag(ORGANISATION))
    _texts(unit, "Name", names.countries[country] if country else {"en": as_written})


def _project(element: Element, plain: Plain, names: Names) -> None:
    _texts(element, "Title", plain["name"])
    _identifiers(element, plain)
    _dates(element, plain)
    parties = [party for party in plain["parties"] if party[0] != PartyRole.FUNDER]
    if parties:
        consortium = add(element, tag("Consortium"))
        # The schema wants partners first, contractors then.
        for name, is_it in (("Partner", False), ("Contractor", True)):
            for party in parties:
                if (party[0] == PartyRole.BUILDER) is is_it:
                    _party(consortium, name, party, names)
    for party in plain["parties"]:
        if party[0] == PartyRole.FUNDER:
            _party(add(element, tag("Funded")), "By", party, names)
    _subjects(element, plain, names)
    _texts(element, "Abstract", plain["summary"])
    _classify(element, "Status", STATUSES, f"{STATUSES}#{plain['status']}")


def _equipment(element: Element, plain: Plain, names: Names) -> None:
    _texts(element, "Name", plain["name"])
    _identifiers(element, plain)
    _texts(element, "Description", plain["summary"])
    for party in plain["parties"]:
        if party[0] in _OWNERS:
            _party(element, "Owner", party, names)
    _subjects(element, plain, names, "Classification")
    _classify(element, "Classification", STATUSES, f"{STATUSES}#{plain['status']}")


def _event(element: Element, plain: Plain, names: Names) -> None:
    _texts(element, "Name", plain["name"])
    if plain["place_name"]:
        place = plain["place_name"]
        add(element, tag("Place"), place.get("en") or next(iter(place.values())))
    if plain["place_country"]:
        add(element, tag("Country"), plain["place_country"])
    _dates(element, plain)
    _texts(element, "Description", plain["summary"])
    _subjects(element, plain, names)
    for name, belongs in (
        ("Organizer", lambda role: role in _ORGANISERS),
        ("Sponsor", lambda role: role == PartyRole.FUNDER),
        ("Partner", lambda role: role not in {*_ORGANISERS, PartyRole.FUNDER}),
    ):
        for party in plain["parties"]:
            known = names.organisations.get(party[1])
            if known and belongs(party[0]):
                add(element, tag(name)).append(named_organisation(known))


def named_organisation(known: KnownOrganisation) -> Element:
    """Write an organisation where something else names it."""
    element = _entity(ORGANISATION, known.code)
    _texts(element, "Name", known.name)
    if "ror" in known.identifiers:
        add(element, tag("RORID"), f"https://ror.org/{known.identifiers['ror']}")
    return element


def organisation_entity(organisation: Organisation) -> Element:
    """Write an organisation with all that the profile has of it.

    Its identifiers and the organisation that it is a part of should be loaded.
    """
    element = _entity(ORGANISATION, organisation.code)
    kind = ORGANISATION_TYPE.get(organisation.kind)  # type: ignore[call-overload]
    if kind:
        _classify(element, "Type", ORGANISATION_TYPES, f"{ORGANISATION_TYPES}#{kind}")
    short = texts_of(organisation.short_name)
    if short:
        add(element, tag("Acronym"), short.get("en") or next(iter(short.values())))
    _texts(element, "Name", texts_of(organisation.name))
    identifiers = {each.scheme: each.value for each in organisation.identifiers.all()}
    if ror := identifiers.pop("ror", ""):
        add(element, tag("RORID"), f"https://ror.org/{ror}")
    if isni := identifiers.pop("isni", ""):
        groups = (isni[start : start + 4] for start in range(0, 16, 4))
        add(element, tag("ISNI"), " ".join(groups))
    for scheme, value in identifiers.items():
        add(element, tag("Identifier"), value, type=f"{IDENTIFIERS}:{scheme}")
    if organisation.website:
        add(element, tag("ElectronicAddress"), address(organisation.website))
    if organisation.parent is not None:
        unit = add(add(element, tag("PartOf")), tag(ORGANISATION))
        unit.set("id", entity_id(ORGANISATION, organisation.parent.code))
        _texts(unit, "Name", texts_of(organisation.parent.name))
    return element


DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"


def _dublin_core() -> Element:
    return etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})


def _dc(parent: Element, name: str, text: str, language: str | None = None) -> None:
    child = add(parent, f"{{{DC}}}{name}", clean(text))
    if language:
        child.set(LANG, language)


def record_dublin_core(plain: Plain, names: Names, page: str) -> Element:
    """Write a record in unqualified Dublin Core, which every repository offers."""
    element = _dublin_core()
    add_texts(element, f"{{{DC}}}title", plain["name"], default=None)
    for field in plain["fields"]:
        _dc(element, "subject", names.fields[field].get("en", field), "en")
    add_texts(element, f"{{{DC}}}description", plain["summary"], default=None)
    if plain["started_on"]:
        _dc(element, "date", plain["started_on"].rstrip("~"))
    _dc(element, "type", plain["kind"])
    _dc(element, "identifier", page)
    for code in plain["countries"]:
        _dc(element, "coverage", names.countries[code].get("en", code), "en")
    return element


def organisation_dublin_core(organisation: Organisation, page: str) -> Element:
    """Write an organisation in unqualified Dublin Core."""
    element = _dublin_core()
    add_texts(element, f"{{{DC}}}title", texts_of(organisation.name), default=None)
    _dc(element, "type", "organisation")
    _dc(element, "identifier", page)
    return element
