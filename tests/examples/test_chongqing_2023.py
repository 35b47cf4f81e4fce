"""The example edition: every number and place agrees with the checked list of facts.

The list and the reports are not part of the repository; they lie in ``SERAI_SHARED`` (default
``../shared`` beside the checkout).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from omissions import SHARED
from serai.foundation.dataset.documents import read_document
from serai.foundation.dataset.operations import dump_dataset, load_dataset
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import verify
from serai.track.evidence.citing import split_place
from serai.track.evidence.models import Citation, Claim, Source
from serai.track.figures.models import Indicator
from serai.track.figures.queries import figure_for
from serai.track.register.models import Record

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "src/serai/examples/chongqing_2023"
REPORTS = {
    "letter-report": "S0",
    "xinhua-announcement": "S1",
    "xinhua-commentary": "S2",
    "chongqing-feature": "S3",
    "seetao-feature": "S4",
}


@dataclass(frozen=True)
class Facts:
    """The checked list: facts by report, and the sources."""

    by_report: dict[str, list[dict[str, Any]]]
    sources: dict[str, dict[str, Any]]


checked = pytest.mark.shared


@pytest.fixture(scope="module")
def facts() -> Facts:
    listed = json.loads((SHARED / "data/seed-facts.json").read_text("utf-8"))
    by_report: dict[str, list[dict[str, Any]]] = {key: [] for key in REPORTS.values()}
    for fact in listed["facts"]:
        by_report[fact["id"][:2]].append(fact)
    return Facts(by_report, {source["key"]: source for source in listed["sources"]})


def items(kind: str) -> list[dict[str, Any]]:
    found = []
    for path in sorted(EXAMPLE.glob("*.yaml")):
        found += read_document(path).value.get(kind, [])
    return found


def places(value: Any) -> Iterator[str]:
    """Every place that the example cites, wherever it stands."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "at":
                yield inner
            elif name == "cite":
                yield from cited(inner)
            else:
                yield from places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner)


def cited(value: dict[str, Any]) -> Iterator[str]:
    for given in value.values():
        for place in given if isinstance(given, list) else [given]:
            yield place["at"] if isinstance(place, dict) else place


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The example, loaded once for the tests of this file and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_dataset(places=[EXAMPLE], actor=Program("test"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def example(loaded: None, db: None) -> None:
    """The example in the database, in a transaction of the test's own."""


@checked
def test_the_reports_are_the_ones_that_were_read(facts: Facts) -> None:
    sources = {item["key"]: item for item in items("sources")}
    for key, report in REPORTS.items():
        listed = facts.sources[report]
        content = (SHARED / "seeds" / listed["file"]).read_bytes()
        assert sources[key]["sha256"] == listed["sha256"] == hashlib.sha256(content).hexdigest()
        assert sources[key]["length"] == len(content.decode("utf-8"))


@checked
def test_every_claim_from_a_report_is_a_checked_fact(facts: Facts) -> None:
    checked = 0
    for claim in items("claims"):
        source, start, end, _words = split_place(claim["at"])
        if source not in REPORTS:
            continue
        matching = [
            fact
            for fact in facts.by_report[REPORTS[source]]
            if (fact["quote_start"], fact["quote_end"]) == (start, end)
            and fact["qualifier"] == claim["qualifier"]
            and (claim["qualifier"] == "unquantified" or fact["value"] == claim["value"])
        ]
        assert matching, claim["key"]
        checked += 1
    assert checked == 32


@checked
def test_every_number_of_the_list_is_in_the_example(facts: Facts) -> None:
    """Counts of cooperation, participants and programme: none is left out."""
    stated = {
        (REPORTS[source], start, end, str(claim.get("value")))
        for claim in items("claims")
        for source, start, end, _words in [split_place(claim["at"])]
        if source in REPORTS
    }
    ordinals = {"edition", "year", "day"}
    missing = [
        fact["id"]
        for report in facts.by_report.values()
        for fact in report
        if isinstance(fact["value"], int)
        and fact["unit"] not in ordinals
        and (fact["id"][:2], fact["quote_start"], fact["quote_end"], str(fact["value"]))
        not in stated
    ]
    assert missing == []


@checked
def test_the_value_as_written_stands_at_its_place(facts: Facts) -> None:
    for claim in items("claims"):
        source, start, end, _words = split_place(claim["at"])
        if source in REPORTS:
            text = (SHARED / "seeds" / facts.sources[REPORTS[source]]["file"]).read_text("utf-8")
            assert str(claim["written"]).lower() in text[start:end].lower(), claim["key"]


@checked
def test_every_place_in_a_report_is_that_of_a_checked_fact(facts: Facts) -> None:
    known = {
        report: {(fact["quote_start"], fact["quote_end"]) for fact in listed}
        for report, listed in facts.by_report.items()
    }
    checked = 0
    for path in sorted(EXAMPLE.glob("*.yaml")):
        for place in places(read_document(path).value):
            source, start, end, _words = split_place(place)
            if source in REPORTS:
                assert (start, end) in known[REPORTS[source]], f"{path.name}: {place}"
                checked += 1
    assert checked > 100


def test_every_thing_is_cited() -> None:
    uncited = [
        item["key"]
        for kind in ("records", "activities", "sections", "sessions", "contributions", "editions")
        for item in items(kind)
        if not item.get("cite")
    ]
    assert uncited == []
    cited_apart = {item["key"] for item in items("citations")}
    assert {person["key"] for person in items("people")} <= cited_apart


def test_every_number_in_words_of_ours_is_a_cited_one() -> None:
    """Measures of records carry their place; texts carry no number that no claim or list has."""
    for record in items("records"):
        for measure in record.get("measures", []):
            assert measure.get("cite"), record["key"]


@checked
def test_dates_of_the_edition_are_those_of_the_list(facts: Facts) -> None:
    (edition,) = items("editions")
    dates = {
        fact["predicate"]: fact["value"]
        for fact in facts.by_report["S1"]
        if fact["predicate"] in {"start_date", "end_date"}
    }
    assert (edition["starts_on"], edition["ends_on"]) == (dates["start_date"], dates["end_date"])
    milestones = {item["key"]: item["on"] for item in items("series")[0]["milestones"]}
    listed = {(fact["predicate"], fact["value"]) for fact in facts.by_report["S3"]}
    assert ("launched_on", milestones["china-singapore-connectivity"]) in listed
    assert ("issued_on", milestones["land-sea-corridor-plan"]) in listed
    assert ("opening_ceremony_on", milestones["announcement-of-the-conference"]) in listed


@checked
def test_organisers_are_those_of_the_list(facts: Facts) -> None:
    names = {item["key"]: item["name"] for item in items("organisations")}
    english = {key: name["en"] if isinstance(name, dict) else name for key, name in names.items()}
    (edition,) = items("editions")
    for role, predicate, number in (
        ("co_sponsor", "co_sponsor", 6),
        ("supporting_body", "supporting_organisation", 1),
    ):
        ours = {
            english[item["organisation"]].replace("’", "'").removesuffix(" of China")
            for item in edition["organisers"]
            if item["role"] == role
        }
        theirs = {fact["value"] for fact in facts.by_report["S0"] if fact["predicate"] == predicate}
        assert ours == theirs
        assert len(ours) == number


NAMES = (
    "co building a road to innovation and jointly promoting cooperative development",
    (
        "forum on open innovation to promote high quality development of manufacturing in"
        " developing countries"
    ),
)
"""The theme and the name of a forum are longer than a run, and are given as they are."""


@checked
def test_the_reports_text_is_not_copied(facts: Facts) -> None:
    """No run of twelve words of a report stands in the data files, but for names."""
    files = [path for path in sorted(EXAMPLE.glob("*.yaml")) if path.stem != "sources"]
    ours = set(runs(" ".join(path.read_text("utf-8") for path in files)))
    allowed = {run for name in NAMES for run in runs(name)}
    for listed in facts.sources.values():
        text = (SHARED / "seeds" / listed["file"]).read_text("utf-8")
        assert {" ".join(run) for run in (set(runs(text)) & ours) - allowed} == set()


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[start:] for start in range(12)), strict=False)


@pytest.mark.usefixtures("example")
def test_loading_again_changes_nothing() -> None:
    assert load_dataset(places=[EXAMPLE], actor=Program("test")).changes == 0
    assert list(verify()) == []


@pytest.mark.usefixtures("example")
def test_what_a_dump_writes_loads_without_a_change(tmp_path: Path) -> None:
    dump_dataset(directory=tmp_path)
    assert load_dataset(places=[tmp_path], actor=Program("test")).changes == 0


@pytest.mark.usefixtures("example")
def test_all_is_there() -> None:
    assert Record.objects.count() == len(items("records")) == 66
    assert Claim.objects.count() == len(items("claims"))
    assert Source.objects.count() == len(items("sources"))
    assert Citation.objects.count() > 150


@pytest.mark.usefixtures("example")
def test_four_reports_are_not_four_confirmations() -> None:
    figure = figure_for(Indicator.objects.get(key="intergovernmental-agreements"))
    assert (figure.source_count, figure.origin_count) == (4, 2)
    (claim,) = figure.spoken
    assert (claim.key, claim.qualifier, claim.value) == ("agreements-june-2023", "more_than", 80)
    assert figure.counted is not None
    assert figure.counted.number == 5


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    ("indicator", "value", "counted"),
    [
        ("programme-sections-2023", 5, 5),
        ("main-activities-2023", 10, 10),
        ("themed-activities-2023", 5, 5),
        ("roundtables-2023", 3, 3),
        ("joint-laboratories", 50, 8),
        ("demonstration-centres", 20, 12),
        ("transfer-centres", 9, 3),
        ("overseas-parks", 70, 2),
        ("luban-workshops", 34, 17),
    ],
)
def test_stated_against_counted(indicator: str, value: int, counted: int) -> None:
    figure = figure_for(Indicator.objects.get(key=indicator))
    (claim,) = figure.spoken
    assert claim.value == Decimal(value)
    assert figure.counted is not None
    assert figure.counted.number == counted
