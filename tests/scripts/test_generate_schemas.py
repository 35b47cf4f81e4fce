"""What is shipped of the standards is what the script makes of them, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

import generate_schemas as script
from serai.engines.validation.schemas import DATA


@pytest.mark.shared
def test_what_is_shipped_is_what_is_generated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "TARGET", tmp_path)
    script.main()
    shipped = {path.relative_to(DATA) for path in DATA.rglob("*") if path.is_file()}
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert shipped - made == {Path("README.md")}
    assert made <= shipped
    assert [
        name for name in made if (DATA / name).read_bytes() != (tmp_path / name).read_bytes()
    ] == []


def test_no_words_of_others_are_shipped_but_what_rules_say() -> None:
    for path in DATA.rglob("*.xsd"):
        assert not etree.parse(path).xpath("//*[local-name()='documentation'] | //comment()")
    written = json.loads((DATA / "iati/codelists.json").read_text("utf-8"))
    assert {key for codelist in written.values() for key in codelist} == {"complete", "codes"}


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 400_000
