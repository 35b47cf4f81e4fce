"""Sources and claims in data files: there, back, and with every fault named."""

from __future__ import annotations

import pytest

from serai.foundation.dataset.operations import dump_dataset, load_dataset
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.record.operations import Program
from serai.track.evidence.models import Claim, ClaimLink, Review, Source

pytestmark = pytest.mark.django_db

ACTOR = Program("a test")

FILE = """
sources:
  - key: report
    title: {en: A report, fr: Un rapport}
    kind: news_report
    published_on: 2023-11-08
    language: en
    length: 900
  - key: paper
    title: A paper
    kind: official
    is_official: true
    published_on: 2023-10
indicators:
  - key: agreements
    name: Agreements
    definition: Between governments.
    unit: agreements
    is_key_figure: true
claims:
  - key: agreements-in-the-report
    at: report@120:180
    indicator: agreements
    subject: Agreements
    written: more than 80
    qualifier: more_than
    value: 80
    unit: agreement
    as_of: 2023-06-30
    as_of_basis: stated
    quote: There are more than 80.
    correction: Perhaps 84.
    correction_source: paper
    review: accepted
    rank: preferred
    rank_reason: It names its date.
    links:
      - {kind: repeats, claim: agreements-in-the-paper, note: Word for word.}
  - key: agreements-in-the-paper
    at: paper@page 3
    indicator: agreements
    subject: Agreements
    written: 50-plus
    qualifier: at_least
    value: 50
    unit: agreement
    review: rejected
    review_note: Of another year.
"""


def load(tmp_path, text):
    path = tmp_path / "data.yaml"
    path.write_text(text, "utf-8")
    return load_dataset(places=[path], actor=ACTOR)


def test_a_file_is_loaded_once(tmp_path):
    loaded = load(tmp_path, FILE)
    assert loaded.items == {"sources": 2, "indicators": 1, "claims": 2}
    assert load(tmp_path, FILE).changes == 0
    claim = Claim.objects.get(key="agreements-in-the-report")
    assert (claim.review, claim.start, claim.end) == (Review.ACCEPTED, 120, 180)
    assert claim.lower == 80
    assert claim.correction_source == Source.objects.get(key="paper")
    assert Claim.objects.get(key="agreements-in-the-paper").locator == "page 3"
    assert ClaimLink.objects.get().claim == claim


def test_what_was_dumped_loads_as_it_was(tmp_path):
    load(tmp_path, FILE)
    Source.objects.create(title="Made at a desk", kind="web_page")
    dump_dataset(directory=tmp_path / "one")
    first = {path.name: path.read_text() for path in (tmp_path / "one").iterdir()}
    codes = set(Source.objects.values_list("code"))
    ClaimLink.objects.all().delete()
    Claim.objects.all().delete()
    Source.objects.all().delete()
    load_dataset(places=[tmp_path / "one"], actor=ACTOR)
    dump_dataset(directory=tmp_path / "two")
    assert {path.name: path.read_text() for path in (tmp_path / "two").iterdir()} == first
    assert set(Source.objects.values_list("code")) == codes


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("report@120:180", "report@120:1800", "at: report", "only 900 characters"),
        ("report@120:180", "nowhere@120:180", "at: nowhere", "nowhere"),
        ("report@120:180", "Not a place!", "at: Not", "is not a place"),
        ("claims:\n  - key: agreements-in-the-report\n", "claims:\n  - key: Not a key\n",
         "- key: Not", "use small letters"),
        ("qualifier: more_than", "qualifier: over", "qualifier: over", "input should be"),
        ("value: 80", "note: none", "- key: agreements-in-the-report", "Give the number"),
        ("review_note: Of another year.", "note: x", "- key: agreements-in-the-paper", "Say why"),
        ("claim: agreements-in-the-paper, note", "claim: nothing, note", "claim: nothing",
         "no claim called “nothing”"),
        ("correction_source: paper", "correction_source: nil", "correction_source: nil", "nil"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path, old, new, where, message):
    text = FILE.replace(old, new, 1)
    line = text[: text.index(where)].count("\n") + 1
    with pytest.raises(DatasetError) as caught:
        load(tmp_path, text)
    faults = [(problem.line, problem.message) for problem in caught.value.problems]
    assert any(line == at and message in said for at, said in faults), faults
    assert not Source.objects.exists()
