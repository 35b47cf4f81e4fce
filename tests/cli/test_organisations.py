"""`serai import-organisations`, as a person at a terminal meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from factories.directory import make_organisation
from factories.iati import ORGANISATIONS
from serai.cli import main
from serai.foundation.directory.models import Organisation

pytestmark = pytest.mark.django_db
CHONGQING = {
    "id": "https://ror.org/023rhb549",
    "names": [{"lang": "en", "types": ["label", "ror_display"], "value": "Chongqing University"},
              {"lang": "en", "types": ["alias"], "value": "CQU"}],
    "locations": [{"geonames_details": {"country_code": "CN"}}],
}  # fmt: skip


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["import-organisations", *map(str, arguments)])


@pytest.fixture
def ror(tmp_path: Path) -> Path:
    path = tmp_path / "ror.json"
    path.write_text(json.dumps([CHONGQING]))
    return path


def test_a_file_of_ror(ror: Path) -> None:
    result = run(ror)
    assert result.exit_code == 0
    assert result.output == (
        "ror.json: 1 new, 0 changed, 0 as they were.\nror.json: left out 1 × alias\n"
    )
    assert run(ror).output.startswith("ror.json: 0 new, 0 changed, 1 as they were.")


def test_a_dry_run_keeps_nothing(ror: Path) -> None:
    assert "1 new, 0 changed, 0 as they were; nothing was kept." in run(ror, "--dry-run").output
    assert not Organisation.objects.exists()


def test_what_may_be_the_same_is_shown_until_somebody_says_so(ror: Path) -> None:
    ours = make_organisation("Chongqing University")
    assert f"ror.json:1: Chongqing University may be Chongqing University ({ours.code})" in (
        run(ror).output
    )
    assert "0 new, 1 changed" in run(ror, "--take-matches").output


def test_a_file_of_iati(tmp_path: Path) -> None:
    path = tmp_path / "organisations.xml"
    path.write_text(ORGANISATIONS)
    assert "1 new" in run(path).output


def test_faults_are_printed_and_nothing_is_imported(ror: Path) -> None:
    ror.write_text(json.dumps([{**CHONGQING, "id": "https://ror.org/023rhb548"}]))
    result = run(ror)
    assert result.exit_code == 1
    assert result.output.startswith("ror.json:1: id: ")
    assert result.output.endswith("ror.json: 1 problem; nothing was imported.\n")
