"""Files of XML as rows, whatever their name says: the root element tells the format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from serai.foundation.dataset.problems import Problem as DirectoryProblem
from serai.foundation.directory.importing import OrganisationRow
from serai.track.register.exchange.cerif.reading import read_organisations as read_units
from serai.track.register.exchange.cerif.reading import read_records
from serai.track.register.exchange.iati.organisations import read_organisations
from serai.track.register.exchange.iati.reading import read_activities
from serai.track.register.exchange.problems import Problem
from serai.track.register.exchange.rows import ImportRow


def read_xml(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Read activities of IATI, or CERIF-XML; ``name`` is what messages call the file."""
    return read_records(path, name) if _is_cerif(path) else read_activities(path, name)


def _is_cerif(path: Path) -> bool:
    """Tell whether a file begins with an answer of OAI-PMH or an entity of CERIF-XML.

    What cannot be read is left to the reader, who says what is wrong with it.
    """
    try:
        with path.open("rb") as file:
            events = etree.iterparse(
                file, events=("start",), resolve_entities=False, no_network=True
            )
            return str(next(iter(events))[1].tag).startswith("{")
    except (OSError, StopIteration, etree.XMLSyntaxError):
        return False


def read_xml_organisations(path: Path, name: str) -> Iterator[OrganisationRow | DirectoryProblem]:
    """Read organisations of IATI, or units of CERIF-XML, for the directory."""
    reader = read_units if _is_cerif(path) else read_organisations
    return reader(path, name)
