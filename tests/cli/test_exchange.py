"""`serai import`, as a person at a terminal meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from serai.cli import main

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "text", "told"), [
    ("a.csv", "key,kind,name\na,projet,A\n", "a.csv: 1 problem in 1 row; nothing was imported."),
    ("b.xml", '<iati-activities version="2.03"/>', "b.xml: 1 problem; nothing was imported."),
])  # fmt: skip
def test_a_refused_file_says_how_much_is_wrong(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text)
    result = CliRunner().invoke(main, ["import", str(tmp_path / name)])
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == told
