"""The organisations of records as organisations of IATI 2.03, and those of others as ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation
from lxml import etree

from serai.engines.validation import Severity, examine
from serai.foundation.dataset.problems import Problem
from serai.foundation.directory.importing import OrganisationRow
from serai.foundation.directory.models import Organisation, OrganisationKind
from serai.foundation.translation import texts_of
from serai.track.register.exchange.formats import ExportContext, Records
from serai.track.register.exchange.iati.activities import add_reporter, file_start
from serai.track.register.exchange.iati.vocabulary import (
    ORGANISATION_KINDS,
    OWN,
    organisation_reference,
    own,
    own_identifier,
    referred_organisation,
)
from serai.track.register.exchange.xml import (
    LANG,
    Element,
    add,
    add_texts,
    address,
    elements,
    own_text,
    tagged_language,
    texts_in,
    written,
)

WEB_PAGE = "B16"


def stream_organisations(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write the organisations that take part in records, each once."""
    found = (
        Organisation.objects.filter(parties__record__in=records.order_by().values("pk"))
        .select_related("parent")
        .prefetch_related("identifiers")
        .order_by("pk")
        .distinct()
    )
    yield file_start("iati-organisations", context)
    with translation.override("en"):
        for organisation in found.iterator(chunk_size=1000):
            yield written(_organisation(organisation, context))
    yield b"</iati-organisations>\n"


def _organisation(organisation: Organisation, context: ExportContext) -> Element:
    element = etree.Element("iati-organisation", {LANG: "en"}, nsmap={"serai": OWN})
    element.set(own("code"), organisation.code)
    element.set(own("kind"), OrganisationKind(organisation.kind).value)
    if organisation.country_id:
        element.set(own("country"), organisation.country_id)
    identifiers = {each.scheme: each.value for each in organisation.identifiers.all()}
    reference = organisation_reference(identifiers) or own_identifier(organisation.code)
    add(element, "organisation-identifier", reference)
    name = add(element, "name")
    add_texts(name, "narrative", texts_of(organisation.name))
    add_reporter(element)
    if organisation.website:
        link = add(element, "document-link", url=address(organisation.website), format="text/html")
        add_texts(add(link, "title"), "narrative", texts_of(organisation.name))
        add(link, "category", code=WEB_PAGE)
    return element


def read_organisations(path: Path, name: str) -> Iterator[OrganisationRow | Problem]:
    """Read a file of organisations for the directory; ``name`` is what messages call it."""
    tree, verdict = examine(path)
    for fault in verdict.faults:
        if fault.severity is Severity.CRITICAL:
            yield Problem(name, fault.line, fault.rule, fault.words)
    if not verdict.valid:
        return
    if tree is None or tree.getroot().tag != "iati-organisations":
        yield Problem(name, 1, "", "this is not a file of IATI organisations")
        return
    for element in tree.iterfind("iati-organisation"):
        yield _row(element, name)


def _row(element: Element, file: str) -> OrganisationRow:
    left_out = Counter(
        child.tag
        for child in elements(element)
        if child.tag not in {"organisation-identifier", "name", "reporting-org", "document-link"}
    )
    reference = own_text(element.find("organisation-identifier"))
    scheme, _colon, value = referred_organisation(reference).partition(":")
    code = element.get(own("code"), "")
    if reference == own_identifier(code):
        identifiers = {}
    else:
        identifiers, code = {scheme: value}, ""
    default = tagged_language(element.get(LANG) or "en")
    website = ""
    for link in element.iterfind("document-link"):
        if not website and link.find(f"category[@code='{WEB_PAGE}']") is not None:
            website = link.get("url")
        else:
            left_out["document-link"] += 1
    return OrganisationRow(
        file=file,
        line=element.sourceline,
        name=texts_in(element.find("name"), "narrative", left_out, default=default),
        identifiers=identifiers,
        code=code,
        kind=_kind(element, reference),
        country=element.get(own("country")) or _country_of(reference),
        website=website,
        left_out=left_out,
    )


def _kind(element: Element, reference: str) -> OrganisationKind:
    """The kind of an organisation: as our own export says, or as it reports of itself."""
    stated = element.get(own("kind"))
    if stated in OrganisationKind.values:
        return OrganisationKind(stated)
    reporter = element.find("reporting-org")
    if reporter.get("ref") != reference:
        return OrganisationKind.OTHER
    return ORGANISATION_KINDS.get(reporter.get("type"), OrganisationKind.OTHER)


def _country_of(reference: str) -> str | None:
    """The country whose register gave an identifier; those that begin with X are no country's."""
    start = reference.partition("-")[0]
    return start if len(start) == 2 and start.isupper() and not start.startswith("X") else None
