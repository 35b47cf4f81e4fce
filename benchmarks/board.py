"""How soon the timetable board answers: picking a session up, dragging it, dropping it.

    .venv/bin/python benchmarks/board.py [--sessions 200] [--rooms 12] [--drags 20]

Serves the example as `serai demo` does, with a generated programme of two days besides (two people
a session, a tenth of the sessions without a place), and drags sessions over the board in Chromium
($CHROMIUM, else `chromium` on the path). Times are of the browser's clock, from the moment at which
an event of the pointer came to be until what it leads to is painted:

- pick up: the verdict on every place of the board, worked out and drawn;
- drag: the shadow at the next place, with its reasons;
- drop: the session at its new place;
- settled: the answer of the server drawn, with whatever others did.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, sync_playwright

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / name) for name in ("tests", "scripts")]

EDITION = "chongqing-2023"
BOARD = f"/en/desk/editions/{EDITION}/timetable/"
DAYS = ("2023-11-06", "2023-11-07")
OPENS, CLOSES, STEP = 9 * 60, 19 * 60, 15

# The time of an event is when it came to be; what it leads to is painted before the message of the
# frame after it arrives.
OBSERVE = """() => {
  window.seen = {pick: [], drag: [], drop: [], settled: []};
  const painted = (list, since) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => list.push(performance.now() - since);
    channel.port2.postMessage(0);
  });
  const root = document.querySelector("[data-board]");
  let held = false;
  root.addEventListener("pointermove", (event) => {
    const isHeld = root.classList.contains("is-holding");
    if (isHeld) painted(held ? window.seen.drag : window.seen.pick, event.timeStamp);
    held = isHeld;
  });
  let dropped = 0;
  root.addEventListener("pointerup", (event) => {
    if (held) { dropped = event.timeStamp; painted(window.seen.drop, dropped); }
    held = false;
  });
  new PerformanceObserver((list) => {
    if (list.getEntriesByName("board-settled").length) painted(window.seen.settled, dropped);
  }).observe({entryTypes: ["mark"]});
}"""


def programme(sessions: int, rooms: int) -> dict[str, Any]:
    """A programme of the example edition, as a data file."""
    chance = random.Random(1)
    people = [
        {"key": f"speaker-{n}", "names": [{"text": f"Speaker {n}", "language": "en"}]}
        for n in range(2 * sessions)
    ]
    free = {(day, room): OPENS for day in DAYS for room in range(rooms)}
    items = []
    for number in range(sessions):
        minutes = chance.choice([30, 45, 60])
        item: dict[str, Any] = {
            "key": f"session-{number}", "edition": EDITION, "position": number,
            "activity": f"forum-{number % 40}", "title": {"en": f"Session {number}"},
            "duration": minutes, "expected": chance.choice([20, 60, 120]),
            "people": [
                {"person": each["key"], "role": "speaker"} for each in chance.sample(people, 2)
            ],
        }  # fmt: skip
        place = chance.choice(list(free))
        if number % 10 and free[place] + minutes <= CLOSES:
            item |= {
                "day": place[0], "starts_at": clock(free[place]),
                "ends_at": clock(free[place] + minutes), "room": f"room-{place[1]}",
            }  # fmt: skip
            free[place] += minutes + chance.choice([0, STEP])
        items.append(item)
    return {
        "people": people,
        "rooms": [
            {"key": f"room-{n}", "edition": EDITION, "name": {"en": f"Room {n + 1}"},
             "capacity": chance.choice([40, 80, 200]), "position": n}
            for n in range(rooms)
        ],
        "activities": [
            {"key": f"forum-{n}", "edition": EDITION, "kind": "forum",
             "name": {"en": f"Forum {n}"}, "position": 100 + n}
            for n in range(40)
        ],
        "sessions": items,
    }  # fmt: skip


def clock(minutes: int) -> str:
    """Write minutes after midnight as a time of day."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def drag_about(page: Page, drags: int) -> Iterator[None]:
    """Carry sessions over the board, one after the other, and drop them somewhere else."""
    chance = random.Random(2)
    grid = page.locator("[data-board-grid]").bounding_box()
    assert grid
    for _drag in range(drags):
        visible = page.evaluate("""() => {
          const grid = document.querySelector("[data-board-grid]").getBoundingClientRect();
          return [...document.querySelectorAll(".board-column > .board-card")]
            .map((card) => card.getBoundingClientRect())
            .filter((box) => box.top > grid.top + 70 && box.bottom < grid.bottom - 60
              && box.left > grid.left + 110 && box.right < grid.right - 60)
            .map((box) => [box.left + 15, box.top + 6]);
        }""")
        x, y = chance.choice(visible)
        page.mouse.move(x, y)
        page.mouse.down()
        to_x = grid["x"] + grid["width"] * chance.uniform(0.25, 0.85)
        to_y = grid["y"] + grid["height"] * chance.uniform(0.3, 0.8)
        for step in range(1, 13):
            page.mouse.move(x + (to_x - x) * step / 12, y + (to_y - y) * step / 12)
            page.wait_for_timeout(30)
        before = page.evaluate("window.seen.settled.length")
        page.mouse.up()
        page.wait_for_timeout(50)
        if page.evaluate("document.querySelector('.is-held')") is None:
            page.wait_for_function(
                "(before) => window.seen.settled.length > before || !window.seen.drop.length",
                arg=before,
            )
        yield


def row(name: str, times: list[float]) -> str:
    """One line of the table."""
    ordered = sorted(times)
    late = ordered[min(round(len(ordered) * 0.95), len(ordered) - 1)]
    median = statistics.median(times)
    return f"{name:<10} {len(times):>7} {median:>9.1f} {late:>9.1f} {ordered[-1]:>9.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--rooms", type=int, default=12)
    parser.add_argument("--drags", type=int, default=20)
    options = parser.parse_args()
    for name in [name for name in os.environ if name.startswith("SERAI_")]:
        del os.environ[name]

    from journeys.demonstration import COMMAND, prepared

    with prepared() as installation, tempfile.TemporaryDirectory() as place:
        file = Path(place) / "programme.yaml"
        file.write_text(yaml.safe_dump(programme(options.sessions, options.rooms)))
        environment = os.environ | {"SERAI_HOME": str(installation.home)}
        subprocess.run(
            [*COMMAND, "load", str(file)], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        with installation.served() as site, sync_playwright() as playwright:
            arguments = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
            if os.geteuid() == 0:
                arguments.append("--no-sandbox")
            browser = playwright.chromium.launch(
                executable_path=shutil.which(os.environ.get("CHROMIUM") or "chromium"),
                args=arguments,
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(site.links["Example secretariat"])
            page.goto(site.url + BOARD)
            page.locator("[data-board]").wait_for()
            page.evaluate(OBSERVE)
            for _drag in drag_about(page, options.drags):
                pass
            page.wait_for_timeout(500)
            seen = page.evaluate("window.seen")
            shown = page.locator(".board-card").count()
            browser.close()
    print(f"{options.sessions} sessions, {options.rooms} rooms, {shown} cards, milliseconds")
    print(f"{'':<10} {'count':>7} {'median':>9} {'95 %':>9} {'slowest':>9}")
    for name, key in (
        ("pick up", "pick"), ("drag", "drag"), ("drop", "drop"), ("settled", "settled"),
    ):  # fmt: skip
        print(row(name, seen[key]))


if __name__ == "__main__":
    main()
