"""`serai validate`, as a program that reads its lines meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from factories.iati import ACTIVITIES, ORGANISATIONS
from omissions import SHARED
from serai.cli import main


def validate(*arguments: str | Path) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(main, ["validate", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, [json.loads(line) for line in result.output.splitlines()]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.xml"
    path.write_text(ACTIVITIES)
    return path


@pytest.fixture
def breaking_a_rule(tmp_path: Path) -> Path:
    path = tmp_path / "rule.xml"
    path.write_text(ORGANISATIONS.replace("2024-01-01T00", "2999-01-01T00"))
    return path


def test_a_good_file(good: Path) -> None:
    assert validate(good) == (
        0,
        [{"file": str(good), "format": "IATI activities 2.03", "valid": True, "errors": []}],
    )


def test_one_line_a_file_whatever_is_wrong_with_it(good: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_text("<iati-activities>\n\n")
    code, lines = validate(tmp_path / "none.xml", good, broken)
    assert code == 1
    assert [line["valid"] for line in lines] == [False, True, False]
    assert [[error["rule"] for error in line["errors"]] for line in lines] == [
        ["file"],
        [],
        ["xml"],
    ]
    assert lines[2]["errors"][0]["line"] == 3


def test_a_broken_rule_is_told_and_does_not_make_a_file_invalid(breaking_a_rule: Path) -> None:
    code, lines = validate(breaking_a_rule)
    assert code == 0
    assert lines[0]["valid"] is True
    assert lines[0]["errors"] == [
        {
            "line": 4,
            "rule": "ruleset:11.4.1",
            "message": "The last updated datetime of the organisation must not be in the future.",
            "severity": "error",
            "path": "/iati-organisations/iati-organisation",
        }
    ]


def test_strictly_a_broken_rule_makes_a_file_invalid(breaking_a_rule: Path, good: Path) -> None:
    code, lines = validate("--strict", breaking_a_rule, good)
    assert code == 1
    assert [line["valid"] for line in lines] == [False, True]


def test_it_needs_a_file() -> None:
    assert CliRunner().invoke(main, ["validate"]).exit_code == 2


def test_it_needs_no_installation(good: Path, tmp_path: Path) -> None:
    home = tmp_path / "no-installation"
    command = [sys.executable, "-c", "from serai.cli import main; main()", "--home", str(home)]
    result = subprocess.run([*command, "validate", str(good)], capture_output=True, check=True)
    assert json.loads(result.stdout)["valid"] is True
    assert not home.exists()


@pytest.mark.shared
def test_a_fault_far_down_a_long_file_has_its_line() -> None:
    file = SHARED / "data/iati-samples/js-validator-api__error_at_70076_in_early_activity.xml"
    code, lines = validate(file)
    assert code == 1
    assert [error["line"] for error in lines[0]["errors"]] == [70077]
