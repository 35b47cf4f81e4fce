"""Every kind of page can be read by everybody: axe-core finds nothing, and it fits 320 pixels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from journeys.addresses import DESK, ERRORS, PUBLIC
from journeys.demonstration import Demonstration
from journeys.visitor import Visitor

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours: all that differs in the dark."""
FIND_FAULTS = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap((violation) => violation.nodes.map(
    (node) => `${violation.id}: ${node.failureSummary} ${node.html}`));
}"""


@pytest.fixture(scope="module")
def reader(chromium: Browser, site: Demonstration) -> Iterator[Visitor]:
    """One browser of somebody without an account, for all pages."""
    visitor = Visitor(chromium, site)
    visitor.expected |= {
        in_language(path, code) for path in ERRORS.values() for code in ("en", "ar")
    }
    yield visitor
    visitor.close()


@pytest.fixture(scope="module")
def administrator(chromium: Browser, site: Demonstration) -> Iterator[Visitor]:
    """One browser of somebody who sees every desk."""
    visitor = Visitor(chromium, site)
    visitor.sign_in("Example administrator")
    yield visitor
    visitor.close()


def in_language(path: str, code: str) -> str:
    return path.replace("/en/", f"/{code}/", 1)


def check(visitor: Visitor, path: str, schemes: tuple[str, ...], *, shown: str = "body") -> None:
    """Look at a page in colour schemes, and on a narrow screen, once something is ``shown``."""
    page = visitor.page
    visitor.faults.clear()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme=schemes[0])  # type: ignore[arg-type]
    page.goto(path)
    page.locator(shown).first.wait_for()
    page.evaluate(AXE)
    found = {}
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        rules = RULES if scheme == schemes[0] else {"type": "rule", "values": COLOURS}
        found[scheme] = page.evaluate(FIND_FAULTS, rules)
    assert found == {scheme: [] for scheme in schemes}
    page.set_viewport_size({"width": 320, "height": 640})
    assert visitor.parts_beyond_the_screen() == []
    assert visitor.faults == []


@pytest.mark.parametrize("kind", [*PUBLIC, *ERRORS])
def test_public_pages_in_light_and_dark(reader: Visitor, kind: str) -> None:
    check(reader, {**PUBLIC, **ERRORS}[kind], ("light", "dark"))


@pytest.mark.parametrize("kind", [*PUBLIC, *ERRORS])
def test_public_pages_from_right_to_left(reader: Visitor, kind: str) -> None:
    check(reader, in_language({**PUBLIC, **ERRORS}[kind], "ar"), ("light",))
    assert reader.page.locator("html").get_attribute("dir") == "rtl"


@pytest.mark.parametrize("kind", DESK)
def test_desks_in_light_and_dark(administrator: Visitor, kind: str) -> None:
    check(administrator, DESK[kind], ("light", "dark"))


@pytest.mark.parametrize("kind", DESK)
def test_desks_from_right_to_left(administrator: Visitor, kind: str) -> None:
    check(administrator, in_language(DESK[kind], "ar"), ("light",))
    assert administrator.page.locator("html").get_attribute("dir") == "rtl"
