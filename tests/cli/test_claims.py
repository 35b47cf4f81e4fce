"""`serai claims`, as it is called."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from serai.cli import main

KEYS = [
    "doc", "sentence", "sent_start", "sent_end", "expr", "expr_start", "expr_end", "value",
    "value_max", "qualifier", "kind", "unit", "unit_text", "subject", "as_of", "as_of_text",
]  # fmt: skip
TEXT = (
    "Updated: October 30, 2023\r\n\r\nBy the end of June 2023, the country had agreements with\r\n"
    "more than 80 partners. It has built five to six parks so far for 20 million yuan.\r\n"
)


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["claims", *arguments], input=stdin)


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_line_for_each_claim_with_exactly_the_keys(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode())
    result = run(str(path))
    assert result.exit_code == 0
    found = lines(result)
    assert [list(each) for each in found] == [KEYS] * 3
    assert [(each["value"], each["value_max"], each["unit"]) for each in found] == [
        (80, None, "partner"), (5, 6, "park"), (20_000_000, None, "CNY"),
    ]  # fmt: skip
    for each in found:
        assert each["doc"] == "report.txt"
        assert TEXT[int(str(each["expr_start"])) : int(str(each["expr_end"]))] == each["expr"]
        assert TEXT[int(str(each["sent_start"])) : int(str(each["sent_end"]))] == each["sentence"]


def test_dates_are_stated_or_taken_from_the_document(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode())
    first, second, _third = lines(run(str(path)))
    assert (first["as_of"], first["as_of_text"]) == ("2023-06-30", "By the end of June 2023")
    assert (second["as_of"], second["as_of_text"]) == ("2023-10-30", "so far")
    _, second, _ = lines(run("--stated-on", "2024-01-31", str(path)))
    assert second["as_of"] == "2024-01-31"


def test_explain_adds_rules_and_confidence() -> None:
    (found,) = lines(run("--explain", "-", stdin="Over 300 foreign guests were invited."))
    assert found["rules"] == ["qualifier before", "digits", "counted noun"]
    assert (found["scope"], found["state"]) == ("foreign", "invited")
    assert 0.5 < float(str(found["confidence"])) <= 1


def test_standard_input_is_a_document() -> None:
    (found,) = lines(run("-", stdin="There are 12 parks."))
    assert (found["doc"], found["unit"]) == ("-", "park")


def test_unreadable_files_are_named_and_the_others_done(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("There are 12 parks.")
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    result = run(str(tmp_path), str(tmp_path / "missing.txt"), str(empty), str(good))
    assert result.exit_code == 1
    assert len(lines(result)) == 1
    told = result.stderr.splitlines()
    assert len(told) == 3
    assert told[0].startswith(f"{tmp_path}: it is a directory.")
    assert told[1].startswith(f"{tmp_path / 'missing.txt'}: it cannot be read")
    assert told[2].startswith("empty.txt: it is empty")


def test_the_command_starts_without_django(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("There are 12 parks.")
    script = (
        "import sys; from serai.cli import main\n"
        f"main(['claims', {str(path)!r}], standalone_mode=False)\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
