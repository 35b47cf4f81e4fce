"""Answers to harvesters, as XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from lxml import etree

from serai.track.register.exchange.cerif.entities import OAI_DC
from serai.track.register.exchange.cerif.vocabulary import NAMESPACE as CERIF
from serai.track.register.exchange.cerif.vocabulary import SCHEMA, SETS
from serai.track.register.exchange.iati.vocabulary import publisher
from serai.track.register.exchange.oai import repository
from serai.track.register.exchange.oai.protocol import (
    CERIF_PREFIX,
    DC_PREFIX,
    EPOCH,
    ProtocolError,
    check_prefix,
    datestamp,
    harvest_of,
)
from serai.track.register.exchange.oai.repository import Item
from serai.track.register.exchange.xml import Element, add, clean

OAI = "http://www.openarchives.org/OAI/2.0/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OAI_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_COMPATIBILITY = "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Service_Compatibility"
_SET_NAMES = {
    "openaire_cris_projects": "Projects, programmes, agreements and platforms",
    "openaire_cris_equipments": "Joint laboratories, centres, parks and workshops",
    "openaire_cris_events": "Training runs",
    "openaire_cris_orgunits": "Organisations",
}
_FORMATS = {
    CERIF_PREFIX: (SCHEMA, CERIF),
    DC_PREFIX: (f"{OAI}oai_dc.xsd", OAI_DC),
}
_HOST = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9\-]*(\.[a-zA-Z0-9][a-zA-Z0-9\-]*)+")
_EMAIL = re.compile(r"\S+@(\S+\.)+\S+")


def answer(arguments: Mapping[str, str] | ProtocolError, *, base_url: str, address: str) -> bytes:
    """Answer a request: its arguments, or what was wrong with them.

    ``base_url`` is the address of the site, ``address`` that of the repository.
    """
    root = etree.Element(
        f"{{{OAI}}}OAI-PMH",
        {f"{{{_XSI}}}schemaLocation": f"{OAI} {OAI}OAI-PMH.xsd"},
        nsmap={None: OAI, "xsi": _XSI},
    )
    _add(root, "responseDate", datestamp(timezone.now()))
    request = _add(root, "request", address)
    try:
        if isinstance(arguments, ProtocolError):
            raise arguments
        for name, value in arguments.items():
            request.set(name, clean(value))
        _VERBS[arguments["verb"]](root, dict(arguments), base_url, address)
    except ProtocolError as error:
        for begun in root[2:]:
            root.remove(begun)
        _add(root, "error", str(error)).set("code", error.code)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: Element, name: str, text: str = "") -> Element:
    return add(parent, f"{{{OAI}}}{name}", text)


def _identify(root: Element, _arguments: dict[str, str], base_url: str, address: str) -> None:
    identify = _add(root, "Identify")
    host = repository.repository_identifier()
    _add(identify, "repositoryName", publisher())
    _add(identify, "baseURL", address)
    _add(identify, "protocolVersion", "2.0")
    email = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    _add(identify, "adminEmail", email if _EMAIL.fullmatch(email) else f"nobody@{host}.invalid")
    _add(identify, "earliestDatestamp", datestamp(EPOCH))
    _add(identify, "deletedRecord", "transient")
    _add(identify, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    if _HOST.fullmatch(host):
        about = etree.SubElement(
            _add(identify, "description"),
            f"{{{_OAI_IDENTIFIER}}}oai-identifier",
            nsmap={None: _OAI_IDENTIFIER},
        )
        for name, text in (
            ("scheme", "oai"), ("repositoryIdentifier", host), ("delimiter", ":"),
            ("sampleIdentifier", f"oai:{host}:Projects/0123456789"),
        ):  # fmt: skip
            add(about, f"{{{_OAI_IDENTIFIER}}}{name}", text)
    service = etree.SubElement(
        _add(identify, "description"), f"{{{CERIF}}}Service", {"id": "Services/1"},
        nsmap={None: CERIF},
    )  # fmt: skip
    compatibility: Element = etree.SubElement(
        service, f"{{{_COMPATIBILITY}}}Compatibility", nsmap={None: _COMPATIBILITY}
    )
    compatibility.text = f"{_COMPATIBILITY}#1.2"
    add(service, f"{{{CERIF}}}Name", publisher())
    add(service, f"{{{CERIF}}}WebsiteURL", base_url)
    add(service, f"{{{CERIF}}}OAIPMHBaseURL", address)


def _list_metadata_formats(
    root: Element, arguments: dict[str, str], _base_url: str, _address: str
) -> None:
    if "identifier" in arguments:
        repository.find(arguments["identifier"])
    formats = _add(root, "ListMetadataFormats")
    for prefix, (schema, namespace) in _FORMATS.items():
        each = _add(formats, "metadataFormat")
        _add(each, "metadataPrefix", prefix)
        _add(each, "schema", schema)
        _add(each, "metadataNamespace", namespace)


def _list_sets(root: Element, arguments: dict[str, str], _base_url: str, _address: str) -> None:
    if "resumptionToken" in arguments:
        raise ProtocolError("badResumptionToken", "The list of sets has no tokens.")
    sets = _add(root, "ListSets")
    for name, label in _SET_NAMES.items():
        each = _add(sets, "set")
        _add(each, "setSpec", name)
        _add(each, "setName", label)


def _get_record(root: Element, arguments: dict[str, str], base_url: str, _address: str) -> None:
    check_prefix(arguments["metadataPrefix"])
    item = repository.find(arguments["identifier"])
    written = repository.metadata([item], arguments["metadataPrefix"], base_url)
    _add_record(_add(root, "GetRecord"), item, written)


def _list_items(root: Element, arguments: dict[str, str], base_url: str, _address: str) -> None:
    harvest = harvest_of(arguments)
    items, after, has_more = repository.listed(harvest)
    parent = _add(root, arguments["verb"])
    if arguments["verb"] == "ListIdentifiers":
        for item in items:
            _add_header(parent, item)
    else:
        written = repository.metadata(items, harvest.prefix, base_url)
        for item in items:
            _add_record(parent, item, written)
    if has_more or harvest.cursor:
        # The last piece of a list that was given in pieces ends with an empty token.
        token = _add(parent, "resumptionToken", after.token() if has_more else "")
        token.set("completeListSize", str(max(after.total, after.cursor)))
        token.set("cursor", str(harvest.cursor))


def _add_record(parent: Element, item: Item, written: Mapping[Item, Element]) -> None:
    record = _add(parent, "record")
    _add_header(record, item)
    if item in written:
        _add(record, "metadata").append(written[item])


def _add_header(parent: Element, item: Item) -> None:
    header = _add(parent, "header")
    if item.is_deleted:
        header.set("status", "deleted")
    _add(header, "identifier", item.identifier)
    _add(header, "datestamp", datestamp(item.changed))
    _add(header, "setSpec", SETS[item.entity])


_VERBS = {
    "Identify": _identify,
    "ListMetadataFormats": _list_metadata_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_items,
    "ListRecords": _list_items,
}
