"""What a public page costs its reader: bytes on the wire, requests before the first paint, shifts.

How long the first paint takes depends on the machine: `benchmarks/first_paint.py` measures it.
Nothing here does. A page is painted whole before anything else may come, and then once more in
pieces that are the same each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from journeys.addresses import ERRORS, PUBLIC
from journeys.demonstration import Demonstration
from journeys.visitor import Visitor

pytestmark = pytest.mark.browser

BUDGET = 100_000
STILL = 0.005
"""Less than browsers' own tools show (0.00)."""
PIECE = re.compile(r".*?</(?:p|li|dt|dd|h\d|div|nav|header|form|td|th|tr|summary)>", re.DOTALL)
"""A piece ends with a block. That a word, or a row of words, moves on while the rest of it arrives
is how text is set.
"""
SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)

OBSERVE = """
window.shifts = [];
const place = ({x, y, width, height}) => `${[x, y, width, height].map(Math.round)}`;
const shown = (node) => (node?.outerHTML ?? node?.textContent ?? "what is gone").slice(0, 150);
new PerformanceObserver((list) => {
  for (const {value, sources} of list.getEntries()) {
    window.shifts.push({value, moved: sources.map(({node, previousRect, currentRect}) =>
      `from ${place(previousRect)} to ${place(currentRect)}: ${shown(node)}`)});
  }
}).observe({type: "layout-shift", buffered: true});
"""
WHOLE = """
// The first element may be there already, or come a moment later.
const hide = () => document.documentElement?.style.setProperty("display", "none");
const beginning = new MutationObserver(hide);
hide();
beginning.observe(document, {childList: true});
document.addEventListener("readystatechange", () => {
  beginning.disconnect();
  document.documentElement.style.removeProperty("display");
}, {once: true});
"""
PAINTED = """() => new Promise((done) => {
  const twice = () => requestAnimationFrame(() => requestAnimationFrame(() => done()));
  if (document.readyState !== "loading") twice();
  else document.addEventListener("readystatechange", twice, {once: true});
})"""
BLOCKING = """() => performance.getEntriesByType("resource")
  .filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name)"""
ARRIVE = """async ([head, ...pieces]) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  document.open();
  document.write(head);
  for (const piece of pieces) {
    await painted();
    document.write(piece);
    if (document.body.scrollHeight > 2 * innerHeight) break;
  }
  await painted();
  await painted();
}"""


class Line:
    """The line between a reader and the site: what has come over it, and what has to wait."""

    def __init__(self, page: Page) -> None:
        self.sent: dict[str, int] = {}
        self._late: list[Route] = []
        self._is_held = False
        self._network = page.context.new_cdp_session(page)
        self._network.send("Network.enable")
        self._network.on("Network.loadingFinished", self._note)
        page.route("**/*", self._let_through)

    def _note(self, event: dict[str, Any]) -> None:
        """Add what came over the wire, headers included."""
        self.sent[event["requestId"]] = int(event["encodedDataLength"])

    def _let_through(self, route: Route) -> None:
        if self._is_held and not route.request.is_navigation_request():
            self._late.append(route)
        else:
            route.continue_()

    def hold(self) -> None:
        """Begin as at a first visit, and let nothing through but the page itself."""
        self._network.send("Network.clearBrowserCache")
        self.sent.clear()
        self._late.clear()
        self._is_held = True

    def release(self) -> None:
        self._is_held = False
        while self._late:
            self._late.pop().continue_()


@pytest.fixture(scope="module")
def reader(chromium: Browser, site: Demonstration) -> Iterator[Visitor]:
    """Somebody with a phone, who has kept nothing of the site."""
    phone = {"width": 360, "height": 640}
    visitor = Visitor(chromium, site, viewport=phone, service_workers="block")
    visitor.expected |= set(ERRORS.values())
    visitor.page.add_init_script(OBSERVE + WHOLE)
    yield visitor
    visitor.close()


@pytest.fixture(scope="module")
def line(reader: Visitor) -> Line:
    return Line(reader.page)


@pytest.mark.parametrize("kind", [*PUBLIC, *ERRORS])
def test_a_page_is_light_and_stands_still(reader: Visitor, line: Line, kind: str) -> None:
    path = {**PUBLIC, **ERRORS}[kind]
    page = reader.page
    reader.faults.clear()

    # What the page brings along comes late.
    line.hold()
    page.goto(path, wait_until="commit")
    page.evaluate(PAINTED)
    line.release()
    page.wait_for_load_state("networkidle")
    page.evaluate(PAINTED)
    assert page.evaluate(BLOCKING) == []
    assert_nothing_moved(page)
    assert 0 < sum(line.sent.values()) < BUDGET, line.sent

    # Its own text comes slowly.
    text = SCRIPT.sub("", page.request.get(path).text())
    page.goto("/robots.txt")
    page.evaluate(ARRIVE, pieces(text))
    assert_nothing_moved(page)
    assert reader.faults == []


def pieces(text: str) -> list[str]:
    """Cut a page in pieces: all that stands before the content, then block by block."""
    begins = text.index("<main")
    return [text[:begins], *PIECE.findall(text[begins:])]


def assert_nothing_moved(page: Page) -> None:
    shifts = page.evaluate("shifts")
    assert sum(shift["value"] for shift in shifts) < STILL, shifts
