"""Organisations of ROR in the directory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from factories.directory import make_organisation
from omissions import SHARED
from serai.foundation.directory.importing import (
    OrganisationReport,
    OrganisationRow,
    import_organisations,
)
from serai.foundation.directory.indexes import ORGANISATIONS
from serai.foundation.directory.models import Organisation, OrganisationIdentifier
from serai.foundation.directory.operations import create_organisation
from serai.foundation.directory.ror import read_ror
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import history, verify
from serai.foundation.translation import texts_of

pytestmark = pytest.mark.django_db
ACTOR = Program("a test")
SAMPLE = SHARED / "data/ror/ror-records-sample.json"
TSINGHUA = "03cve4549"
PARENT = "034t30j35"


def organisation(**changes: Any) -> dict[str, Any]:
    return {
        "id": f"https://ror.org/{TSINGHUA}",
        "status": "active",
        "types": ["funder", "education"],
        "names": [
            {"lang": "en", "types": ["label", "ror_display"], "value": "Tsinghua University"},
            {"lang": "zh", "types": ["label"], "value": "清华大学"},
            {"lang": "de", "types": ["label"], "value": "Tsinghua-Universität"},
            {"lang": None, "types": ["acronym"], "value": "THU"},
            {"lang": "en", "types": ["alias"], "value": "Tsinghua College"},
        ],
        "locations": [{"geonames_details": {"country_code": "CN"}}],
        "links": [
            {"type": "wikipedia", "value": "https://en.wikipedia.org/wiki/Tsinghua"},
            {"type": "website", "value": "https://www.tsinghua.edu.cn"},
        ],
        "relationships": [
            {"type": "parent", "id": f"https://ror.org/{PARENT}", "label": "Academy"},
            {"type": "related", "id": "https://ror.org/05dxps055", "label": "Other"},
        ],
        "external_ids": [
            {"type": "wikidata", "all": ["Q16955"], "preferred": None},
            {"type": "grid", "all": ["grid.12527.33"], "preferred": "grid.12527.33"},
        ],
        **changes,
    }


def academy() -> dict[str, Any]:
    return organisation(
        id=f"https://ror.org/{PARENT}", relationships=[], external_ids=[], links=[],
        types=["archive"],
        names=[{"lang": "fi", "types": ["label", "ror_display"], "value": "Akatemia"}],
    )  # fmt: skip


def imported(tmp_path: Path, *records: Any, **options: Any) -> OrganisationReport:
    path = tmp_path / "ror.json"
    path.write_text(json.dumps(list(records), indent=1, ensure_ascii=False), "utf-8")
    return import_organisations(actor=ACTOR, rows=read_ror(path, path.name), **options)


def test_an_organisation_with_its_names_identifiers_and_parent(tmp_path: Path) -> None:
    report = imported(tmp_path, organisation(), academy())
    assert (report.new, report.problems, report.matches) == (2, [], [])
    found = Organisation.objects.get(identifiers__value=TSINGHUA)
    assert texts_of(found.name) == {"en": "Tsinghua University", "zh-hans": "清华大学"}
    assert texts_of(found.short_name) == {"en": "THU"}
    assert (found.kind, found.country_id) == ("university", "CN")
    assert found.website == "https://www.tsinghua.edu.cn"
    assert found.parent is not None
    assert texts_of(found.parent.name) == {"en": "Akatemia"}
    assert {str(each) for each in found.identifiers.all()} == {
        f"ROR {TSINGHUA}", "Wikidata Q16955",
    }  # fmt: skip
    assert report.left_out == {"label": 1, "alias": 1, "related": 1}


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, organisation(), academy())
    entries = Entry.objects.count()
    report = imported(tmp_path, organisation(), academy())
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    assert Entry.objects.count() == entries


def test_a_dry_run_says_the_same_and_keeps_nothing(tmp_path: Path) -> None:
    report = imported(tmp_path, organisation(), dry_run=True)
    assert report.new == 1
    assert not Organisation.objects.exists()


def test_what_people_wrote_stays_and_what_lacks_is_added(tmp_path: Path) -> None:
    ours = make_organisation("Tsinghua", kind="institute", country=None)
    OrganisationIdentifier.objects.create(organisation=ours, scheme="ror", value=TSINGHUA)
    report = imported(tmp_path, organisation())
    assert (report.new, report.changed) == (0, 1)
    ours.refresh_from_db()
    assert texts_of(ours.name) == {"en": "Tsinghua", "zh-hans": "清华大学"}
    assert (ours.kind, ours.country_id) == ("institute", "CN")
    assert imported(tmp_path, organisation()).unchanged == 1


def test_one_of_the_same_name_and_country_is_proposed_and_left_alone(tmp_path: Path) -> None:
    ours = make_organisation({"zh-hans": "清华大学"}, country="CN")
    report = imported(tmp_path, organisation())
    assert report.new == 0
    assert [match.organisation for match in report.matches] == [ours]
    assert not ours.identifiers.exists()
    taken = imported(tmp_path, organisation(), take_matches=True)
    assert (taken.changed, taken.matches) == (1, [])
    assert ours.identifiers.filter(scheme="ror").exists()


def test_one_of_the_same_name_in_another_country_is_another(tmp_path: Path) -> None:
    make_organisation("TSINGHUA university", country="SG")
    assert imported(tmp_path, organisation()).new == 1


def test_identifiers_of_two_organisations_are_refused(tmp_path: Path) -> None:
    for scheme, value in (("ror", TSINGHUA), ("wikidata", "Q16955")):
        OrganisationIdentifier.objects.create(
            organisation=make_organisation(), scheme=scheme, value=value
        )
    report = imported(tmp_path, organisation(), academy())
    assert "merge those first" in report.problems[0].message
    assert Organisation.objects.count() == 2


def test_no_organisation_becomes_a_part_of_itself(tmp_path: Path) -> None:
    circle = academy()
    circle["relationships"] = [{"type": "parent", "id": f"https://ror.org/{TSINGHUA}"}]
    report = imported(tmp_path, organisation(), circle)
    assert report.new == 2
    assert report.left_out["parent"] == 1


def test_what_was_withdrawn_is_passed_over(tmp_path: Path) -> None:
    assert imported(tmp_path, organisation(status="withdrawn")).new == 0


@pytest.mark.parametrize(
    ("record", "field", "said"),
    [
        (organisation(id="https://ror.org/03cve4548"), "id", "check each letter"),
        (organisation(id=None), "id", "check each letter"),
        ({"id": TSINGHUA, "name": "Tsinghua"}, "names", "2.0 or 2.1"),
        ("Tsinghua", "names", "no organisation"),
        (organisation(names=[]), "name", "needs a name"),
        (organisation(external_ids=[{"type": "isni", "all": ["0000"]}]), "isni", "check each"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, record: Any, field: str, said: str) -> None:
    report = imported(tmp_path, academy(), record)
    [problem] = report.problems
    assert problem.field == field
    assert said in problem.message
    lines = (tmp_path / "ror.json").read_text("utf-8").splitlines()
    assert lines[problem.line - 1].strip() in {"{", '"Tsinghua"'}
    assert problem.line > 10
    assert not Organisation.objects.exists()


def test_an_identifier_given_twice_is_refused(tmp_path: Path) -> None:
    report = imported(tmp_path, organisation(), organisation())
    assert {problem.field for problem in report.problems} == {"ror", "wikidata"}


@pytest.mark.parametrize(
    ("content", "said", "line"),
    [
        (b"[\n{,\n]", "not JSON", 2),
        (b"[\n{}", "not JSON", 2),
        (b"\xff\xfe[", "UTF-8", 1),
        (b"", "not JSON", 1),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, content: bytes, said: str, line: int
) -> None:
    path = tmp_path / "ror.json"
    path.write_bytes(content)
    rows = list(read_ror(path, "ror.json"))
    [problem] = [row for row in rows if not isinstance(row, OrganisationRow)][-1:]
    assert said in problem.message
    assert problem.line == line


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    [problem] = read_ror(tmp_path / "none.json", "none.json")
    assert "cannot be read" in str(problem)


def test_one_record_and_an_answer_of_the_api_are_read(tmp_path: Path) -> None:
    for content in (organisation(), {"items": [organisation()]}):
        path = tmp_path / "ror.json"
        path.write_text(json.dumps(content))
        [row] = read_ror(path, "ror.json")
        assert isinstance(row, OrganisationRow)
        assert row.identifiers["ror"] == TSINGHUA


def test_a_record_may_lie_across_the_pieces_that_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from serai.foundation.directory import ror

    monkeypatch.setattr(ror, "_CHUNK", 7)
    assert imported(tmp_path, organisation(), academy()).new == 2


@pytest.mark.shared
def test_the_sample_is_imported_whole_and_once() -> None:
    first = import_organisations(actor=ACTOR, rows=read_ror(SAMPLE, SAMPLE.name))
    assert first.problems == []
    assert first.new > 200
    again = import_organisations(actor=ACTOR, rows=read_ror(SAMPLE, SAMPLE.name))
    assert (again.new, again.changed, again.unchanged) == (0, 0, first.new)


def test_many_come_as_the_operation_adds_one() -> None:
    row = OrganisationRow(
        file="rows", line=1, name={"en": "Academy", "fr": "Académie"}, country="KE",
        identifiers={"wikidata": "Q16955"}, website="https://example.org/",
    )  # fmt: skip
    assert import_organisations(actor=ACTOR, rows=[row]).new == 1
    fast = Organisation.objects.get()
    slow = create_organisation(
        actor=ACTOR,
        values={"name": fast.name, "country_id": "KE", "website": "https://example.org/"},
        identifiers=[{"scheme": "wikidata", "value": "Q16956"}],
    )
    slow.refresh_from_db()
    own = {"id", "code", "organisation", "value", "record"}

    def said(organisation: Organisation) -> list[tuple[Any, ...]]:
        entries = history(organisation).order_by("number")
        return [
            (each.verb, each.object_type, {k: v for k, v in each.after.items() if k not in own})
            for each in entries
        ]

    assert said(fast) == said(slow)
    assert (fast.sort_keys, fast.words, fast.terms) == (slow.sort_keys, slow.words, slow.terms)
    assert ORGANISATIONS.is_whole()
    assert list(verify()) == []


def test_what_the_models_refuse_is_told_with_its_line() -> None:
    rows = [
        OrganisationRow(
            file="rows", line=line, name={"en": f"University {line}"},
            identifiers={"org-id": f"XI-X-{line}"}, website=f"https://example.org/{'x' * length}",
        )
        for line, length in ((1, 3), (2, 300), (3, 300))
    ]  # fmt: skip
    report = import_organisations(actor=ACTOR, rows=rows)
    assert [(problem.line, problem.field) for problem in report.problems] == [
        (2, "website"), (3, "website"),
    ]  # fmt: skip
    assert not Organisation.objects.exists()
