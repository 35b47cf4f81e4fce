"""How good timetables of real conferences are: Serai beside what others have published.

    .venv/bin/python benchmarks/timetable_cosplib.py [NAME...] [--mode exact] [--time-limit 60]

Runs `serai timetable solve` on the instances of SERAI_SHARED/benchmarks/cosplib, each in a process
of its own with two workers, and recomputes E and F by `cosplib_checker.py`, which shares no code
with the engine. *Published* is the best that the authors posted (for E they say that it is
optimal); where there is no such file it is empty. *Earlier* is what a first study on these data
got in the same time, and *library* what the library's own hyper-heuristic got in that study. Both
are from `../shared/research/scheduling.md`; the library was not run again. A row whose value the
checker does not confirm says so.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cosplib_checker import judge

SHARED = Path(os.environ.get("SERAI_SHARED") or Path(__file__).resolve().parents[2] / "shared")
DATA = SHARED / "benchmarks" / "cosplib"
MODES = {"exact": "E", "extended": "F"}

EARLIER = {
    ("N2OR", "E"): 0, ("GECCO19", "E"): 1000010, ("GECCO20", "E"): 6110, ("GECCO21", "E"): 11130,
    ("OR60F", "E"): 415, ("OR60F2", "E"): 4, ("OR60F3", "E"): 5842,
    ("N2OR", "F"): 1, ("GECCO19", "F"): 1000030, ("GECCO20", "F"): 5781, ("GECCO21", "F"): 10933,
    ("GECCO22", "F"): 1513, ("GECCO23", "F"): 682, ("OR60F", "F"): 430, ("OR60F2", "F"): 312,
    ("OR60F3", "F"): 570,
}  # fmt: skip
LIBRARY = {
    "N2OR": 1, "GECCO19": 3200479, "GECCO20": 12682, "GECCO21": 10989, "GECCO22": 66409,
    "GECCO23": 23502163, "OR60F": 5809, "OR60F2": 5467,
}  # fmt: skip


def published() -> dict[tuple[str, str], int]:
    """The best value posted for each instance and objective."""
    best: dict[tuple[str, str], int] = {}
    with (DATA / "best_known.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            key = (row["instance"], row["objective"])
            best[key] = min(int(row["value"]), best.get(key, sys.maxsize))
    return best


def solve(instance: Path, mode: str, arguments: argparse.Namespace) -> dict[str, object]:
    """Run the command, and add what it took and what the checker says."""
    with tempfile.TemporaryDirectory() as directory:
        out = Path(directory) / "plan.json"
        command = [
            sys.executable, "-m", "serai", "timetable", "solve", str(instance),
            "--format", "cosplib", "--mode", mode, "--time-limit", str(arguments.time_limit),
            "--seed", str(arguments.seed), "--out", str(out),
        ]  # fmt: skip
        started = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        said = json.loads(done.stdout.splitlines()[-1])
        said["wall"] = time.monotonic() - started
        if said["objective"] is not None:
            verdict = judge(instance, out)
            recomputed = verdict.exact if mode == "exact" else verdict.full
            broken = verdict.faults + (verdict.exact_faults if mode == "exact" else [])
            said["confirmed"] = recomputed == said["objective"] and not broken
        return said


def shown(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="instances; all without any")
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("--time-limit", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    best = published()
    print(
        "| instance | objective | published | earlier | library | Serai | bound | status | wall s |"
    )
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: |")
    for path in sorted((DATA / "instances").glob("*.xlsx")):
        if arguments.names and path.stem not in arguments.names:
            continue
        for mode in arguments.mode or MODES:
            said = solve(path, mode, arguments)
            key = (path.stem, MODES[mode])
            row = [
                *key, shown(best.get(key)), shown(EARLIER.get(key)),
                shown(LIBRARY.get(path.stem)) if mode == "extended" else "",
                shown(said["objective"]), shown(said["bound"]),
                str(said["status"]) + ("" if said.get("confirmed", True) else ", NOT CONFIRMED"),
                f"{said['wall']:.1f}",
            ]  # fmt: skip
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
