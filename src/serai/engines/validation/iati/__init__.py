"""IATI 2.03: the schema first, then the codelists and the rules of the standard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from serai.engines.validation.iati.codelists import codelist_faults
from serai.engines.validation.iati.identifiers import identifier_faults
from serai.engines.validation.iati.rules import rule_faults
from serai.engines.validation.iati.versions import is_older, version_faults
from serai.engines.validation.schemas import schema_faults
from serai.engines.validation.verdicts import Fault


def faults(tree: Any, schema: etree.XMLSchema) -> Iterator[Fault]:
    """Give everything that is wrong with a document of activities or organisations."""
    broken = list(schema_faults(schema, tree))
    yield from version_faults(tree.getroot(), is_broken=bool(broken))
    yield from broken
    if broken and is_older(tree.getroot()):
        return  # Its codes and rules were others.
    yield from codelist_faults(tree)
    yield from rule_faults(tree)
    yield from identifier_faults(tree)
