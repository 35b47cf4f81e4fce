"""`serai timetable solve --format cosplib`, as it is called."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from engines.timetable.cosplib.small import Conference, checker, submission
from serai.engines.timetable.cosplib.instance import Term


def conference(path: Path, count: int = 6) -> Path:
    rows = [submission(f"S{at}", "AB"[at % 2], presenters=f"P{at % 4}") for at in range(count)]
    return Conference(rows, weights=dict.fromkeys(Term, 1)).write(path)


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "serai", "timetable", "solve", *map(str, arguments)]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, check=False, timeout=300
    )


def test_the_last_line_is_the_outcome_and_the_plan_is_written(tmp_path: Path) -> None:
    workbook = conference(tmp_path / "small.xlsx")
    for mode in ("exact", "extended"):
        out = tmp_path / f"{mode}.json"
        done = run(
            workbook, "--format", "cosplib", "--mode", mode, "--time-limit", 120, "--out", out
        )
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout.splitlines()[-1])
        assert list(said) == ["status", "objective", "bound", "seconds"]
        assert said["status"] == "optimal"
        assert said["objective"] == said["bound"]
        verdict = checker().judge(workbook, out)
        assert (verdict.exact if mode == "exact" else verdict.full) == said["objective"]
        assert not verdict.faults
        assert f"bound {said['bound']}" in done.stderr


def test_a_workbook_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    workbook = tmp_path / "small.xlsx"
    Conference([submission("S1", slots="two")]).write(workbook)
    done = run(workbook, "--format", "cosplib")
    assert done.returncode == 1
    assert done.stderr == ("Error: small.xlsx, sheet “submissions”, C2: “two” is not a number.\n")


def test_where_reading_took_all_the_time_a_plan_is_written_all_the_same(tmp_path: Path) -> None:
    workbook, out = conference(tmp_path / "small.xlsx"), tmp_path / "plan.json"
    done = run(workbook, "--format", "cosplib", "--time-limit", 0.01, "--out", out)
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["status"] == "feasible"
    verdict = checker().judge(workbook, out)
    assert (verdict.full, verdict.faults) == (said["objective"], [])


def test_interrupted_it_keeps_what_it_has(tmp_path: Path) -> None:
    # Every hour is unsuitable for somebody and everybody is wanted everywhere: proof takes long.
    people = ", ".join(f"P{at}" for at in range(9))
    rows = [
        [*submission(f"S{at}", f"T{at % 12}", presenters=f"P{at % 9}", attendees=people), at % 5]
        for at in range(70)
    ]
    workbook = Conference(
        rows,
        tracks=[[f"T{at}"] for at in range(12)],
        sessions=[(f"Mon{at}", 3, 1 + 2 * at) for at in range(10)],
        rooms=["Hall", "Club", "Forum"],
        weights=dict.fromkeys(Term, 7),
    ).write(tmp_path / "large.xlsx")
    out = tmp_path / "plan.json"
    arguments = command(workbook, "--format", "cosplib", "--time-limit", 600, "--out", out)
    started = time.monotonic()
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert "bound" in process.stderr.readline()
        os.kill(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    assert time.monotonic() - started < 300
    assert json.loads(said.splitlines()[-1])["status"] == "feasible"
    assert len(json.loads(out.read_text())["placements"]) == 70
