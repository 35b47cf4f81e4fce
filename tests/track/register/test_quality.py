"""The quality of a record follows from what stands on its page, and from nothing else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.directory import make_country, make_organisation
from factories.evidence import make_source
from factories.register import make_record
from serai.foundation.dates import PartialDate
from serai.foundation.record.operations import Program
from serai.foundation.translation import TranslatedText
from serai.track.evidence.models import SourceKind
from serai.track.register.models import Record, RecordKind, Status
from serai.track.register.operations import Parts, add_record, change_citations, change_record
from serai.track.register.quality import (
    Facts,
    SourceFacts,
    quality_of,
    record_quality,
    source_score,
)

OFFICIAL = SourceFacts(SourceKind.OFFICIAL, is_official=True)
MEDIA = SourceFacts(SourceKind.NEWS_REPORT, is_official=False)
ACADEMIC = SourceFacts(SourceKind.ACADEMIC, is_official=False)
OTHER = SourceFacts(SourceKind.WEB_PAGE, is_official=False)


def facts(**values: object) -> Facts:
    best = {
        "kind": RecordKind.JOINT_LABORATORY, "status": Status.OPERATING, "languages": 2,
        "has_summary": True, "has_countries": True, "has_fields": True, "has_point": True,
        "date": PartialDate(2020, 5), "parties": 2, "named_parties": 2, "stated": 4, "cited": 4,
        "sources": [OFFICIAL, OFFICIAL],
    }  # fmt: skip
    return Facts(**{**best, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sources", "score"),
    [([], 0), ([MEDIA, MEDIA], 1), ([OTHER], 2), ([MEDIA, ACADEMIC], 3), ([OFFICIAL, MEDIA], 4),
     ([OFFICIAL, OFFICIAL], 5)],
)  # fmt: skip
def test_the_score_of_the_sources(sources: list[SourceFacts], score: int) -> None:
    assert source_score(sources) == score


def test_the_best_record_has_a_hundred_and_an_empty_one_nothing() -> None:
    assert quality_of(facts()).score == 100
    assert quality_of(facts(kind=RecordKind.AGREEMENT, has_point=False)).score == 100
    nothing = facts(
        status=Status.UNKNOWN, languages=1, has_summary=False, has_countries=False,
        has_fields=False, has_point=False, date=None, parties=0, named_parties=0, stated=0,
        cited=0, sources=[],
    )  # fmt: skip
    assert quality_of(nothing).score == 0


def test_a_year_is_half_a_date() -> None:
    marks = {str(mark.label): mark for mark in quality_of(facts(date=PartialDate(2020))).marks}
    assert (marks["Date"].points, marks["Date"].of) == (5, 10)


@given(
    st.integers(0, 6), st.integers(0, 6), st.booleans(), st.lists(st.sampled_from([MEDIA, OTHER]))
)
def test_more_is_never_worse(
    stated: int, cited: int, has_summary: bool, sources: list[SourceFacts]
) -> None:
    cited = min(cited, stated)
    quality = quality_of(
        facts(stated=stated, cited=cited, has_summary=has_summary, sources=sources)
    )
    better = quality_of(
        facts(stated=stated, cited=stated, has_summary=True, sources=[*sources, OFFICIAL])
    )
    assert 0 <= quality.score <= better.score <= 100


@pytest.mark.django_db
def test_the_stored_score_is_the_one_that_can_be_worked_out_again() -> None:
    actor = Program("test")
    record = add_record(
        actor=actor,
        record=Record(
            kind=RecordKind.PROJECT,
            name=TranslatedText({"en": "Wind farm", "zh-hans": "风电场"}),
            started_on=PartialDate(2020, 5),
        ),
        parts=Parts(parties=[{"role": "party", "as_written": "a company"}]),
    )
    first = record.quality
    assert first is not None
    change_record(
        actor=actor, record=record, changes={"countries": [make_country("KZ")]},
        parts=Parts(parties=[{"role": "party", "organisation": make_organisation("Company")}]),
    )  # fmt: skip
    record.refresh_from_db()
    second = record.quality
    assert second is not None
    assert second > first
    change_citations(
        actor=actor, record=record, rows={record: [{"source": make_source(), "field": ""}]}
    )
    record.refresh_from_db()
    third = record.quality
    assert third is not None
    assert third > second
    assert record_quality(record).score == third


@pytest.mark.django_db
def test_a_source_of_one_fact_supports_that_fact_alone() -> None:
    record = make_record(started_on="2020", ended_on="2021")
    record.citations.create(source=make_source(), field="started_on")
    marks = {str(mark.label): mark for mark in record_quality(record).marks}
    # The name, the beginning and the end are stated; the beginning is cited.
    assert marks["Facts with a source"].points == Fraction(20, 3)
