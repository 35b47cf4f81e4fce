"""`serai timetable` on problems in JSON: solve, explain, repair, one after another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from factories.conferences import at, data, seats
from serai.cli import main


def run(*arguments: str | Path) -> tuple[int, str, dict[str, Any]]:
    result = CliRunner().invoke(main, ["timetable", *map(str, arguments)])
    lines = result.stdout.splitlines()
    last = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return result.exit_code, result.output, last


def written(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value))
    return path


def test_a_problem_is_solved_explained_and_repaired(tmp_path: Path) -> None:
    problem = written(
        tmp_path / "problem.json",
        data({"id": "a", "people": seats("ada")}, {"id": "b"}, people=[{"id": "ada"}]),
    )
    solution, repaired = tmp_path / "plan.json", tmp_path / "new.json"
    code, _, last = run("solve", problem, "--time-limit", "5", "--deterministic", "--out", solution)
    assert code == 0
    assert last.pop("seconds") >= 0
    assert last == {"status": "optimal", "objective": 0, "bound": 0}

    placed = json.loads(solution.read_text())["placements"]
    start = next(each for each in placed if each["session"] == "a")["start"]
    code, said, last = run("explain", solution, "--session", "a")
    assert code == 0
    assert "Next best" in said
    assert last["better"] == []

    end = next(each for each in placed if each["session"] == "a")["end"]
    away = {"change": "person_unavailable", "person": "ada", "window": {"start": start, "end": end}}
    changes = written(tmp_path / "changes.json", [away])
    code, said, last = run("repair", solution, changes, "--out", repaired)
    assert code == 0
    assert "1 to be told" in said
    assert (last["moves"], last["fewest_proven"]) == (1, True)
    (move,) = json.loads(repaired.read_text())["moves"]
    assert (move["session"], move["before"]["start"]) == ("a", start)


def test_where_reading_took_all_the_time_a_plan_is_written_all_the_same(tmp_path: Path) -> None:
    asked = {"id": "a", "preferences": [{"penalty": 3, "rooms": ["R1", "R2"]}]}
    problem, solution = written(tmp_path / "problem.json", data(asked)), tmp_path / "plan.json"
    code, _, last = run("solve", problem, "--time-limit", "0.0001", "--out", solution)
    assert (code, last["objective"]) == (0, 3)
    assert json.loads(solution.read_text())["objective"] == 3


def test_what_contradicts_itself_is_explained_in_words(tmp_path: Path) -> None:
    problem = written(
        tmp_path / "problem.json",
        data(
            *({"id": name, "people": seats("ada"), "fixed": {"start": at("09:00")}}
              for name in "ab"),
            people=[{"id": "ada", "name": "Ada Wong"}],
        ),
    )  # fmt: skip
    code, said, last = run("solve", problem, "--time-limit", "5", "--deterministic")
    assert (code, last["status"]) == (0, "infeasible")
    code, said, last = run("explain", problem)
    assert (code, last["status"], last["minimal"]) == (0, "infeasible", True)
    assert "Ada Wong can be in one session at a time." in said
    assert "Let somebody else take one of the seats of Ada Wong." in said


def test_all_that_is_wrong_with_a_file_is_told_at_once(tmp_path: Path) -> None:
    problem = written(tmp_path / "problem.json", data({"id": "a", "rooms": ["R9"]}, {"id": "a"}))
    code, said, _ = run("solve", problem)
    assert code == 1
    assert "$.sessions[0].rooms[0]: there is no room 'R9'" in said
    assert "$.sessions[1].id: 'a' is there twice" in said


def test_a_change_of_who_is_not_there_is_refused(tmp_path: Path) -> None:
    problem = written(tmp_path / "problem.json", data({"id": "a"}))
    solution = tmp_path / "plan.json"
    run("solve", problem, "--time-limit", "5", "--deterministic", "--out", solution)
    changes = written(tmp_path / "c.json", [{"change": "room_lost", "room": "R9"}])
    code, said, _ = run("repair", solution, changes)
    assert code == 1
    assert "there is no room 'R9'" in said


def test_a_folder_that_is_not_there_is_told_before_the_work(tmp_path: Path) -> None:
    problem = written(tmp_path / "problem.json", data({"id": "a"}))
    code, said, _ = run("solve", problem, "--out", tmp_path / "nowhere" / "plan.json")
    assert code == 2
    assert "There is no folder" in said
