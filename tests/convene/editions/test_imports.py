"""Series and editions in data files: read, read again, refused, written back."""

from __future__ import annotations

from pathlib import Path

import pytest

from serai.convene.editions.models import Edition, Series
from serai.foundation.dataset.operations import dump_dataset, load_dataset
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.directory.models import Country
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db

TEST = Program("test")

FILE = """
organisations:
  - {key: ministry, name: Ministry of Science}
  - {key: academy, name: Academy of Sciences}
people:
  - {key: leader, names: [{text: A Leader}]}
sources:
  - {key: report, title: A report, kind: news_report, published_on: 2023-11-06}
series:
  - key: exchange
    slug: exchange
    name: {en: Exchange, fr: Échange}
    summary: A conference held in turn.
    interval_years: 2
    hosts:
      - {name: {en: Chongqing, zh-hans: 重庆}, country: CN}
      - name: Sichuan
    milestones:
      - {key: plan, on: 2015-11, title: A plan, cite: {_: "report@1:9"}}
    cite: {interval_years: "report@10:20"}
editions:
  - key: first
    series: exchange
    slug: chongqing-2023
    ordinal: 1
    name: First Exchange
    theme: A road to innovation
    host: Chongqing
    city: Chongqing
    country: CN
    starts_on: 2023-11-06
    ends_on: 2023-11-07
    time_zone: Asia/Shanghai
    languages: [en, zh-hans]
    state: concluded
    is_public: true
    topics:
      - {key: open-science, name: open science, cite: {name: "report@30:40"}}
      - {key: big-data, name: big data}
    venues:
      - {key: hall, name: Congress Hall, address: 1 River Road}
    organisers:
      - {organisation: ministry, role: co_sponsor, cite: {_: "report@50:60"}}
      - {organisation: academy, role: supporting_body}
    announcements:
      - {key: letter, kind: letter, on: 2023-11-06, title: A letter, issued_by: ministry,
         person: leader}
    cite:
      starts_on:
        - report@70:80
        - {at: "report@90:99", note: Another report gives only the first day.}
"""


@pytest.fixture(autouse=True)
def china() -> None:
    Country.objects.get_or_create(
        code="CN", defaults={"alpha3": "CHN", "numeric": "156", "name": {"en": "China"}}
    )


def load(directory: Path, text: str = FILE) -> int:
    (directory / "data.yaml").write_text(text, "utf-8")
    return load_dataset(places=[directory / "data.yaml"], actor=TEST).changes


def test_a_file_says_everything_of_an_edition(tmp_path: Path) -> None:
    load(tmp_path)

    edition = Edition.objects.get()
    assert edition.is_public
    assert edition.state == "concluded"
    assert str(edition.host) == "Chongqing"
    assert edition.starts_on.isoformat() == "2023-11-06"  # type: ignore[union-attr]
    assert [str(topic) for topic in edition.topics.all()] == ["open science", "big data"]
    assert [each.role for each in edition.organisers.all()] == ["co_sponsor", "supporting_body"]
    assert str(edition.announcements.get().person) == "A Leader"
    assert edition.citations.count() == 2
    assert edition.organisers.all()[0].citations.get().start == 50
    series = Series.objects.get()
    assert [str(host) for host in series.hosts.all()] == ["Chongqing", "Sichuan"]
    assert series.milestones.get().citations.count() == 1


def test_reading_it_again_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path)

    assert load(tmp_path) == 0


def test_what_the_file_changes_is_changed_and_nothing_else(tmp_path: Path) -> None:
    load(tmp_path)
    before = Entry.objects.count()

    load(tmp_path, FILE.replace("theme: A road", "theme: The road").replace(
        "state: concluded", "state: running"
    ).replace("      - {key: big-data, name: big data}\n", ""))  # fmt: skip

    verbs = list(
        Entry.objects.filter(number__gt=before).order_by("number").values_list("verb", flat=True)
    )
    assert verbs == ["edition.changed", "edition.topic_removed", "edition.moved"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("series: exchange", "series: none", 23, "first.series: there is no series called"),
        ("host: Chongqing", "host: Geneva", 28, "first.host: “Geneva” is not among the hosts"),
        ("state: concluded", "state: over", 35, "first.state: "),
        ("time_zone: Asia/Shanghai", "time_zone: Mars", 33, "first.time_zone: "),
        ("ends_on: 2023-11-07", "ends_on: 2023-11-05", 32, "The last day is before the first."),
        ("languages: [en, zh-hans]", "languages: [tlh]", 34, "first.languages: "),
        ("country: CN\n    starts", "country: ZZ\n    starts", 30, "first.country: "),
        ("kind: letter,", "kind: poem,", 46, "first.announcements.0.kind: "),
        ("on: 2015-11,", "on: 2015-13,", 19, "exchange.milestones.0.on: "),
        ('"report@50:60"', '"nowhere@50:60"', 43, "first.organisers.0.cite._.0.at: "),
        ('name: "report@30:40"', 'colour: "report@30:40"', 38, "first.topics.0.cite: "),
        ("organisation: academy", "organisation: nobody", 44, "first.organisers.1.organisation: "),
        ("slug: chongqing-2023", "slug: Not a slug", 24, "first.slug: "),
        ("is_public: true", "is_secret: true", 36, "first.is_secret: there is no such field"),
    ],
)
def test_what_cannot_be_is_said_with_its_line_and_nothing_is_left(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert FILE.count(old) == 1, old

    with pytest.raises(DatasetError) as caught:
        load(tmp_path, FILE.replace(old, new))

    problems = [problem for problem in caught.value.problems if said in str(problem)]
    assert problems, str(caught.value)
    assert problems[0].line == line
    assert Edition.objects.count() == Entry.objects.count() == 0


def test_what_is_written_can_be_read_back(tmp_path: Path) -> None:
    load(tmp_path)
    dump_dataset(directory=tmp_path / "first")
    codes = set(Edition.objects.values_list("code"))
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "first").iterdir()}

    assert load_dataset(places=[tmp_path / "first"], actor=TEST).changes == 0
    dump_dataset(directory=tmp_path / "second")

    assert {
        path.name: path.read_text("utf-8") for path in (tmp_path / "second").iterdir()
    } == written
    assert set(Edition.objects.values_list("code")) == codes
    text = next(text for name, text in written.items() if name.endswith("-editions.yaml"))
    assert "note: Another report gives only the first day." in text
