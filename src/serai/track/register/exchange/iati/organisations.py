"""The organisations of records as organisations of IATI 2.03."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from lxml import etree

from serai.foundation.directory.models import Organisation, OrganisationKind
from serai.foundation.translation import texts_of
from serai.track.register.exchange.formats import ExportContext, Records
from serai.track.register.exchange.iati.activities import add_reporter, file_start
from serai.track.register.exchange.iati.vocabulary import (
    OWN,
    organisation_reference,
    own,
    own_identifier,
)
from serai.track.register.exchange.xml import LANG, Element, add, add_texts, address, written

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
