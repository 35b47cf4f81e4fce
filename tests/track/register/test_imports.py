"""Records in data files: there, back, and with every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest

from serai.foundation.dataset.operations import dump_dataset, load_dataset
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.record.operations import Program
from serai.track.evidence.models import Citation
from serai.track.register.models import Record, RecordKind, Relation, Stage, Status

pytestmark = pytest.mark.django_db

ACTOR = Program("a test")

FILE = """
organisations:
  - {key: egerton, name: Egerton University, country: KE}
  - {key: agency, name: Agency}
themes:
  - {key: farming, name: Farming}
sources:
  - {key: report, title: A report, kind: news_report, length: 900}
records:
  - key: crop-laboratory
    kind: joint_laboratory
    name: {en: Crop laboratory, zh-hans: 作物实验室}
    name_as_written: Crops lab
    summary: Breeds crops.
    countries: [CN, KE]
    countries_are_examples: true
    place_name: Nakuru
    place_country: KE
    latitude: -0.3
    longitude: 36.07
    started_on: 2016~
    fields: ["4.1"]
    themes: [farming]
    goals: [2, 17]
    part_of: laboratories
    counts_in_totals: false
    counting_reason: Counted with the programme.
    parties:
      - {role: host, organisation: egerton, cite: {_: "report@10:90"}}
      - {role: party, country: CN}
      - {role: builder, as_written: Chinese companies}
    status_events:
      - {status: building, on: 2016}
      - {status: operating, on: 2019-03-28, note: Opened., cite: {on: report@page 3}}
    measures:
      - {name: Area, value: 12.5, unit: hectares, as_of: 2020-06, note: About., cite: {_: report}}
    elements:
      - {group: Areas, name: Maize, cite: {_: report}}
      - {group: Areas, name: Rice}
    relations:
      - {kind: founded_by, record: memorandum}
    stage: published
    cite:
      _: report@100:200
      countries: {at: "report@100:200", note: "And other countries."}
  - key: laboratories
    kind: programme
    name: Laboratories
    status: planned
  - key: memorandum
    kind: agreement
    name: Memorandum
    terms:
      instrument: memorandum
      covers_more: true
      term_years: 5
      renewal: automatic
      notice_months: 6
      entry_into_force_rule: On signature.
      languages: zh en
      depositary: None
      treaty_series_number: "II:965"
      cite: {term_years: "report@300:400"}
    parties:
      - {role: party, organisation: agency}
      - {role: party, country: KE}
    legal_events:
      - {kind: signature, on: 2015, place_name: Nairobi, cite: {_: report}}
      - {kind: ratification, on: 2016-01-02, party: KE, note: By parliament.}
      - {kind: entry_into_force, on: 2016-02}
    stage: checked
"""


def load(tmp_path: Path, text: str) -> int:
    path = tmp_path / "data.yaml"
    path.write_text(text, "utf-8")
    return load_dataset(places=[path], actor=ACTOR).changes


def test_a_file_is_loaded_once(tmp_path: Path) -> None:
    load(tmp_path, FILE)
    assert load(tmp_path, FILE) == 0
    laboratory = Record.objects.get(key="crop-laboratory")
    assert laboratory.stage == Stage.PUBLISHED
    assert laboratory.status == Status.OPERATING
    assert laboratory.year == 2016
    assert laboratory.part_of == Record.objects.get(key="laboratories")
    assert [str(party) for party in laboratory.parties.all()] == [
        "Egerton University", "China", "Chinese companies",
    ]  # fmt: skip
    assert laboratory.parties.all()[0].citations.get().start == 10
    assert set(laboratory.citations.values_list("field", flat=True)) == {"", "countries"}
    assert Record.objects.get(key="laboratories").status == Status.PLANNED
    memorandum = Record.objects.get(key="memorandum")
    assert (memorandum.stage, memorandum.status) == (Stage.CHECKED, Status.IN_FORCE)
    assert str(memorandum.legal_events.get(kind="ratification").party) == "Kenya"
    assert Relation.objects.get().other == memorandum
    assert Citation.objects.count() == 8


def test_what_was_dumped_loads_as_it_was(tmp_path: Path) -> None:
    load(tmp_path, FILE)
    Record.objects.create(kind=RecordKind.PLATFORM, name="Made at a desk")
    dump_dataset(directory=tmp_path / "one")
    first = {path.name: path.read_text() for path in (tmp_path / "one").iterdir()}
    codes = set(Record.objects.values_list("code"))
    assert load_dataset(places=[tmp_path / "one"], actor=ACTOR).changes == 0
    Record.objects.update(part_of=None)
    Record.objects.all().delete()
    load_dataset(places=[tmp_path / "one"], actor=ACTOR)
    dump_dataset(directory=tmp_path / "two")
    assert {path.name: path.read_text() for path in (tmp_path / "two").iterdir()} == first
    assert set(Record.objects.values_list("code")) == codes


def test_a_changed_file_changes_what_differs(tmp_path: Path) -> None:
    load(tmp_path, FILE)
    text = FILE.replace("kind: entry_into_force, on: 2016-02", "kind: signature, on: 2017")
    assert load(tmp_path, text) == 3  # one event less, one more, another status
    assert Record.objects.get(key="memorandum").status == Status.SIGNED
    without = text.replace("      - {group: Areas, name: Rice}\n", "")
    assert load(tmp_path, without) == 1


def test_the_stage_of_a_file_is_reached_step_by_step(tmp_path: Path) -> None:
    load(tmp_path, FILE)
    text = FILE.replace("stage: published", "stage: withdrawn")
    assert load(tmp_path, text) == 1
    assert load(tmp_path, FILE) == 3  # through draft and checked
    assert Record.objects.get(key="crop-laboratory").stage == Stage.PUBLISHED


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("kind: joint_laboratory", "kind: castle", "kind: castle", "input should be"),
        ("organisation: egerton, cite", "organisation: nobody, cite", "{role: host",
         "no organisation called “nobody”"),
        ("countries: [CN, KE]", "countries: [CN, XX]", "countries: [CN, XX]", "XX"),
        ("themes: [farming]", "themes: [fishing]", "themes: [fishing]", "fishing"),
        ("record: memorandum", "record: nothing", "{kind: founded_by", "nothing"),
        ("part_of: laboratories", "part_of: castles", "part_of: castles", "castles"),
        ("status: planned", "status: in_force", "status: in_force", "Only an agreement"),
        ("stage: checked", "stage: printed", "stage: printed", "input should be"),
        ("kind: agreement\n", "kind: agreement\n    status: signed\n", "status: signed",
         "follows from its legal_events"),
        ("party: KE", "party: FR", "{kind: ratification", "not among the parties"),
        ("counting_reason: Counted with the programme.", "ended_on: 2020", "- key: crop",
         "Say why this record does not count"),
        ("started_on: 2016~", "started_on: in spring", "started_on: in", "not a date"),
        ("cite: {on: report@page 3}", "cite: {colour: report}", "{status: operating",
         "cannot be cited"),
        ("      countries: {at", "      colour: {at", "cite:\n      _: report@100:200",
         "cannot be cited"),
        ("value: 12.5", "value: many", "{name: Area", "not a number"),
        ("latitude: -0.3", "latitude: 91", "latitude: 91", "90"),
        ("    status: planned", "    terms: {}", "terms: {}", "only an agreement"),
        ("cite: {_: report}}\n      - {group", "cite: {_: rumour}}\n      - {group",
         "{group: Areas, name: Maize", "rumour"),
        ("cite: {term_years", "cite: {term_years: hearsay, renewal", "      cite: {term_years",
         "hearsay"),
        ("report@100:200\n", "report@100:9999\n", "_: report@100:9999", "900"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, where: str, message: str
) -> None:
    text = FILE.replace(old, new, 1)
    assert text != FILE
    line = text[: text.index(where)].count("\n") + 1
    with pytest.raises(DatasetError) as caught:
        load(tmp_path, text)
    told = [(problem.line, problem.message) for problem in caught.value.problems]
    assert any(message in said for _line, said in told), told
    lines = [at for at, said in told if message in said]
    assert line in lines or line - 1 in lines or line + 1 in lines, (line, told)
    assert not Record.objects.exists()


def test_all_faults_of_an_item_are_told_at_once_each_at_its_line(tmp_path: Path) -> None:
    text = """records:
  - key: mill
    kind: project
    name: Mill
    countries: [ZZ, KE]
    themes: [nowhere]
    place_country: QQ
    terms: {}
    parties:
      - {role: party, country: KE}
      - {role: party, organisation: nobody}
    measures:
      - {name: Area, value: many, cite: {_: hearsay}}
    cite: {_: rumour}
"""
    with pytest.raises(DatasetError) as caught:
        load(tmp_path, text)
    assert [(problem.line, problem.field) for problem in caught.value.problems] == [
        (5, "mill.countries.0"),
        (6, "mill.themes.0"),
        (7, "mill.place_country"),
        (8, "mill.terms"),
        (11, "mill.parties.1.organisation"),
        (13, "mill.measures.0.cite._.0.at"),
        (13, "mill.measures.0.value"),
        (14, "mill.cite._.0.at"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "field", "message"),
    [
        ('  - {key: mill, kind: project, name: ""}', 2, "mill.name", "blank"),
        ("  - {key: mill, kind: project, name: Mill, code: BAD CODE}", 2, "mill.code", "leave it"),
        ("  - mill", 2, "", "name: value"),
        ("  - {key: mill, kind: project, name: Mill, parties: [\n    {country: KE},\n    {}]}",
         4, "mill.parties.1.organisation", "Name an organisation"),
    ],
)  # fmt: skip
def test_what_could_not_be_shown_or_addressed_is_refused(
    tmp_path: Path, text: str, line: int, field: str, message: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        load(tmp_path, f"records:\n{text}\n")
    [problem] = caught.value.problems
    assert (problem.line, problem.field) == (line, field)
    assert message in problem.message
