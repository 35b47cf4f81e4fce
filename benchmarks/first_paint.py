"""How long a reader on a slow line with a slow machine waits until a page stands there.

    .venv/bin/python benchmarks/first_paint.py [--runs 5]

Serves the example as `serai demo` does and opens each page in Chromium ($CHROMIUM, else `chromium`
on the path) with an empty cache, the processor slowed down four times and the line throttled:

- slow 4G as Lighthouse models it: 150 ms, 1.6 Mbit/s down, 750 kbit/s up;
- slow 4G as the developer tools of Chromium set it: 562 ms, 1.44 Mbit/s down, 675 kbit/s up.

Columns: first contentful paint (median, and the slowest run), largest contentful paint (median),
cumulative layout shift (the worst run), and bytes over the wire with stylesheet and script.
The throttling knows nothing of how busy this machine is: run it on an idle one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / name) for name in ("tests", "scripts")]

SLOW_DOWN = 4
OBSERVE = """
window.seen = {shift: 0, largest: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.seen.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.seen.largest = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
"""
READ = """() => ({
  ...window.seen,
  first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
})"""


@dataclass(frozen=True)
class Line:
    """A network as the reader has it: milliseconds, and bytes a second."""

    name: str
    latency: int
    down: int
    up: int


LINES = (
    Line("Lighthouse slow 4G", 150, 1_600_000 // 8, 750_000 // 8),
    Line("developer tools slow 4G", 562, 1_440_000 // 8, 675_000 // 8),
)


@dataclass(frozen=True)
class Visit:
    """What one visit showed: milliseconds, the sum of shifts, bytes."""

    first: float
    largest: float
    shift: float
    size: int


def visit(browser: Browser, address: str, line: Line) -> Visit:
    """Open a page with an empty cache over a slow line."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.add_init_script(OBSERVE)
    tools = context.new_cdp_session(page)
    sizes: list[float] = []

    def count(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    tools.on("Network.loadingFinished", count)
    tools.send("Network.enable")
    tools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": line.latency,
            "downloadThroughput": line.down,
            "uploadThroughput": line.up,
        },
    )
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    seen = page.evaluate(READ)
    context.close()
    return Visit(seen["first"], seen["largest"], seen["shift"], int(sum(sizes)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="visits of each page")
    runs = parser.parse_args().runs
    for name in [name for name in os.environ if name.startswith("SERAI_")]:
        del os.environ[name]

    from journeys.demonstration import prepared

    with prepared() as installation, installation.served() as site, sync_playwright() as playwright:
        edition = "/en/editions/chongqing-2023/"
        pages = {
            "home": "/en/",
            "edition": edition,
            "programme": f"{edition}programme/",
            "register": "/en/register/",
            "record": site.first_link("/en/register/?q=zhanatas", r"/en/register/\w{10}/"),
            "figure": "/en/figures/intergovernmental-agreements/",
        }
        arguments = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM") or "chromium"), args=arguments
        )
        visit(browser, f"{site.url}/en/", LINES[0])  # warms up the server and the browser
        for line in LINES:
            print(f"\n{line.name}: {line.latency} ms, processor ÷ {SLOW_DOWN}, {runs} visits")
            print(
                f"{'page':<12} {'first':>8} {'slowest':>8} {'largest':>8} {'shift':>7} {'bytes':>8}"
            )
            for kind, path in pages.items():
                seen = [visit(browser, site.url + path, line) for _run in range(runs)]
                print(
                    f"{kind:<12}"
                    f" {statistics.median(one.first for one in seen):>5.0f} ms"
                    f" {max(one.first for one in seen):>5.0f} ms"
                    f" {statistics.median(one.largest for one in seen):>5.0f} ms"
                    f" {max(one.shift for one in seen):>7.3f}"
                    f" {max(one.size for one in seen):>8,}"
                )
        browser.close()


if __name__ == "__main__":
    main()
