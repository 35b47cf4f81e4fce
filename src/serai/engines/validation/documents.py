"""Reading a file safely, telling what format it is, and checking it as that format.

What others send is not trusted: no entity is replaced, no address is fetched, and a document
that declares entities is refused. Faults stand in the order of their lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from serai.engines.validation import geojson, iati
from serai.engines.validation.schemas import (
    CERIF,
    IATI_ACTIVITIES,
    IATI_ORGANISATIONS,
    IATI_REGISTRY_RECORD,
    OAI,
    REGISTRY,
    harvesting_schema,
    schema,
    schema_faults,
)
from serai.engines.validation.verdicts import Fault, Verdict

Check = Callable[[Any], Iterable[Fault]]

_ROOTS: dict[str, tuple[str, Check]] = {
    "iati-activities": (
        "IATI activities 2.03",
        lambda tree: iati.faults(tree, schema(IATI_ACTIVITIES)),
    ),
    "iati-organisations": (
        "IATI organisations 2.03",
        lambda tree: iati.faults(tree, schema(IATI_ORGANISATIONS)),
    ),
    f"{{{REGISTRY}}}registry-record": (
        "IATI registry record",
        lambda tree: schema_faults(schema(IATI_REGISTRY_RECORD), tree),
    ),
    f"{{{REGISTRY}}}registry-records": (
        "IATI registry records",
        lambda tree: schema_faults(schema(IATI_REGISTRY_RECORD), tree),
    ),
    f"{{{OAI}}}OAI-PMH": ("OAI-PMH 2.0", lambda tree: schema_faults(harvesting_schema(), tree)),
}
"""The format of an XML document, and how it is checked, by its root element."""
_ALONE = {"iati-activity": IATI_ACTIVITIES, "iati-organisation": IATI_ORGANISATIONS}
"""The schema by which an element is checked that stands without the root around it."""


def validate(path: Path) -> Verdict:
    """Check one file. Faults of the file itself are faults like others: nothing is raised."""
    return examine(path)[1]


def examine(path: Path) -> tuple[Any, Verdict]:
    """Check one file, and return its tree as well: None where it is no XML that can be read."""
    try:
        with path.open("rb") as file:
            start = file.read(1024)
    except OSError as error:
        said = error.strerror or "it cannot be read"
        return None, _unusable("file", f"The file cannot be read: {said}.")
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return None, _unusable("file", "The file is empty.")
    if text[:1] in {b"{", b"["}:
        return None, Verdict("GeoJSON", _in_order(geojson.faults(path)))
    # In UTF-16 every other byte is zero.
    if text[:1] != b"<" and start[:2] not in {b"\xff\xfe", b"\xfe\xff", b"\0<"}:
        return None, _unusable(
            "format",
            "This is neither XML nor JSON. `serai validate` checks IATI, CERIF-XML, OAI-PMH and "
            "GeoJSON; tables are checked by a dry run of their import.",
        )
    return _examine_xml(path)


def safe_parser() -> etree.XMLParser:
    """Return a parser that replaces no entity and fetches nothing."""
    # Without `huge_tree` libxml2 bounds the depth, the size of a text and the growth by entities.
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def declares_entities(tree: Any) -> bool:
    """Tell whether a document brings entities of its own."""
    declared = tree.docinfo.internalDTD
    return declared is not None and any(True for _entity in declared.iterentities())


def _examine_xml(path: Path) -> tuple[Any, Verdict]:
    parser = safe_parser()
    try:
        tree = etree.parse(path, parser)
    except etree.XMLSyntaxError as error:
        return None, Verdict("XML", _in_order(_syntax_faults(error, parser)))
    except OSError as error:
        return None, _unusable("file", f"The file cannot be read: {error.strerror or error}.")
    if declares_entities(tree):
        return None, _unusable(
            "xml", "The document declares entities. Write out what they stand for: files with "
            "entities are refused, because they can be made to exhaust whoever reads them.",
        )  # fmt: skip
    name = str(tree.getroot().tag)
    known = _ROOTS.get(name)
    if known is None and name.startswith(f"{{{CERIF}}}"):
        known = ("CERIF-XML 1.2", lambda tree: schema_faults(harvesting_schema(), tree))
    if known is None:
        about = Fault(tree.getroot().sourceline or 1, "root", _about_root(name))
        inside = schema_faults(schema(_ALONE[name]), tree) if name in _ALONE else ()
        return tree, Verdict("", [about, *inside])
    label, check = known
    return tree, Verdict(label, _in_order(check(tree)))


def _syntax_faults(error: etree.XMLSyntaxError, parser: etree.XMLParser) -> Iterable[Fault]:
    # The log of the error holds those of documents read before as well, that of the parser not.
    for entry in parser.error_log:
        yield Fault(max(entry.line, 1), "xml", entry.message)
    if not parser.error_log:
        yield Fault(max(error.lineno or 1, 1), "xml", error.msg or "This is not XML.")


def _about_root(name: str) -> str:
    written = name.rpartition("}")[2]
    if name in _ALONE:
        around = "iati-activities" if name == "iati-activity" else "iati-organisations"
        return f'The root element is <{written}>: put <{around} version="2.03"> around it.'
    return (
        f"No format begins with <{written}>. The root element is <iati-activities> or "
        "<iati-organisations> of IATI, <OAI-PMH>, or an entity of CERIF-XML in its namespace."
    )


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Sort by line, and leave faults of one line in the order in which they were found."""
    return sorted(faults, key=lambda fault: fault.line)


def _unusable(rule: str, message: str) -> Verdict:
    return Verdict("", [Fault(1, rule, message)])
