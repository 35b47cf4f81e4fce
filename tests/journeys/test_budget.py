"""What a public page costs its reader: bytes on the wire, requests before the first paint, shifts.

How long the first paint takes depends on the machine: `benchmarks/first_paint.py` measures it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from journeys.addresses import ERRORS, PUBLIC
from journeys.demonstration import Demonstration
from journeys.visitor import Visitor

pytestmark = pytest.mark.browser

BUDGET = 100_000
STILL = 0.005
"""Less than browsers' own tools show (0.00). A page is drawn while it still arrives, and where the
parser pauses in the middle of a word the rest of it moves by as much.
"""
OBSERVE = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.shifts.push(shift.value);
}).observe({type: "layout-shift", buffered: true});
"""
AFTER_TWO_FRAMES = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done({
    shifts: window.shifts,
    blocking: performance.getEntriesByType("resource")
      .filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name),
  })));
})"""


@pytest.mark.parametrize("kind", [*PUBLIC, *ERRORS])
def test_a_page_is_light_and_stands_still(
    visit: Callable[..., Visitor], site: Demonstration, kind: str
) -> None:
    path = {**PUBLIC, **ERRORS}[kind]
    reader = visit(site, viewport={"width": 360, "height": 640})
    reader.expected |= set(ERRORS.values())
    reader.page.add_init_script(OBSERVE)
    sent: dict[str, int] = {}
    network = reader.page.context.new_cdp_session(reader.page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: note(sent, event))

    reader.open(path)
    reader.page.wait_for_load_state("networkidle")
    found = reader.page.evaluate(AFTER_TWO_FRAMES)

    assert found["blocking"] == []
    assert sum(found["shifts"]) < STILL, found["shifts"]
    assert 0 < sum(sent.values()) < BUDGET, sent


def note(sent: dict[str, int], event: dict[str, Any]) -> None:
    """Add what came over the wire, headers included."""
    sent[event["requestId"]] = int(event["encodedDataLength"])
