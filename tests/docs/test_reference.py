"""The documentation says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reference_pages import PAGES, REFERENCE, outdated

ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = [
    *ROOT.glob("*.md"),
    *sorted((ROOT / "docs").rglob("*.md")),
]


def test_reference_pages_are_up_to_date() -> None:
    assert outdated() == []


def test_an_outdated_page_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in PAGES:
        (tmp_path / name).write_text((REFERENCE / name).read_text("utf-8"), "utf-8")
    monkeypatch.setattr("reference_pages.REFERENCE", tmp_path)
    assert outdated() == []
    (tmp_path / "configuration.md").write_text("something else")
    assert outdated() == ["configuration.md"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_within_the_repository_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text("utf-8"))
    missing = [
        link
        for link in links
        if not link.startswith(("http://", "https://")) and not (path.parent / link).exists()
    ]
    assert missing == []


def test_every_subcommand_of_run_is_documented() -> None:
    script = (ROOT / "run").read_text("utf-8")
    commands = set(re.findall(r"^([a-z]+)\)$", script, re.MULTILINE))
    assert commands == {"setup", "demo", "test", "check", "docs"}
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert all(f"./run {command}" in told for command in commands)
