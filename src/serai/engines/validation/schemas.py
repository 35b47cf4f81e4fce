"""The XML schemas that come with the package, parsed once, and what they find wrong."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from serai.engines.validation.explaining import explained
from serai.engines.validation.verdicts import Fault

DATA = Path(__file__).resolve().parent / "data"

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
CERIF = "https://www.openaire.eu/cerif-profile/1.2/"
REGISTRY = "http://iatiregistry.org/ns/record#"

IATI_ACTIVITIES = "iati/iati-activities-schema.xsd"
IATI_ORGANISATIONS = "iati/iati-organisations-schema.xsd"
IATI_REGISTRY_RECORD = "iati/iati-registry-record-schema.xsd"

_HARVESTED = {
    OAI: "oai/OAI-PMH.xsd",
    OAI_IDENTIFIER: "oai/oai-identifier.xsd",
    CERIF: "cerif/openaire-cerif-profile.xsd",
}
"""What a response of OAI-PMH with CERIF-XML is made of."""


@cache
def schema(name: str) -> etree.XMLSchema:
    """Return a schema of the package by its path under ``data``."""
    return etree.XMLSchema(etree.parse(DATA / name))


@cache
def harvesting_schema() -> etree.XMLSchema:
    """Return the schema of responses of OAI-PMH whose payloads are CERIF-XML."""
    xsd = "http://www.w3.org/2001/XMLSchema"
    root = etree.Element(f"{{{xsd}}}schema", nsmap={"xs": xsd})
    for namespace, place in _HARVESTED.items():
        etree.SubElement(
            root, f"{{{xsd}}}import", namespace=namespace, schemaLocation=(DATA / place).as_uri()
        )
    return etree.XMLSchema(root)


def schema_faults(schema: etree.XMLSchema, tree: Any) -> Iterator[Fault]:
    """Give everything in a document that breaks a schema, each with its line."""
    if schema.validate(tree):
        return
    # The log repeats what it says of one value once for its type and once for the attribute.
    seen = set()
    for entry in schema.error_log:
        if (entry.line, entry.message) not in seen:
            seen.add((entry.line, entry.message))
            kind = entry.type_name.removeprefix("SCHEMAV_").lower()
            yield Fault(
                max(entry.line, 1), f"schema:{kind}", entry.message,
                path=entry.path or "", explanation=explained(entry.message),
            )  # fmt: skip
