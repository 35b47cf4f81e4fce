"""Paths of elements, as libxml2 writes them."""

from __future__ import annotations

import pytest
from lxml import etree

from factories.iati import ACTIVITIES, ORGANISATIONS
from serai.engines.validation.iati.paths import Paths


@pytest.mark.parametrize(
    "document",
    [
        ACTIVITIES,
        ORGANISATIONS,
        "<a><b/><!-- c --><b><c/><d/><c/></b><e/><x:f xmlns:x='urn:x'><g/></x:f></a>",
    ],
)
def test_a_path_is_that_of_libxml2(document: str) -> None:
    tree = etree.ElementTree(etree.fromstring(document.encode()))
    paths = Paths(tree)
    for element in tree.iter("*"):
        assert paths.path(element) == tree.getpath(element)
