"""Figures out of claims and records."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from factories.register import make_record
from serai.foundation.dates import PartialDate
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import history, revision
from serai.track.evidence.models import (
    ClaimLink,
    ClaimState,
    DateBasis,
    LinkKind,
    Qualifier,
    Rank,
    Review,
)
from serai.track.evidence.operations import decide_review
from serai.track.figures import operations, words
from serai.track.figures.counters import check_counter, count_all
from serai.track.figures.models import Indicator
from serai.track.figures.queries import figure_for, figures_for
from serai.track.register.catalogue.keeping import current_columns
from serai.track.register.models import RecordKind, Stage

pytestmark = pytest.mark.django_db

ACTOR = Program("a test")
AT = PartialDate(2023, 11, 7)


def four_reports(indicator, **values):
    claims = [
        make_claim(
            indicator=indicator, as_of=AT, as_of_basis=DateBasis.STATED,
            source=make_source(title=f"Report {number}"), **values,
        )
        for number in (1, 2, 3, 4)
    ]  # fmt: skip
    for later in claims[1:]:
        ClaimLink.objects.create(claim=later, kind=LinkKind.REPEATS, other=claims[0])
    return claims


def test_rejecting_a_claim_changes_the_figure():
    indicator = make_indicator()
    make_claim(indicator=indicator, as_of=PartialDate(2021, 12, 31))
    exact = make_claim(
        indicator=indicator, qualifier=Qualifier.EXACT, value=84, as_of=AT, review=Review.DRAFT
    )
    assert words.stated_text(figure_for(indicator)) == "more than 80"
    decide_review(actor=ACTOR, claim=exact, review=Review.ACCEPTED)
    assert words.stated_text(figure_for(indicator)) == "84"
    decide_review(actor=ACTOR, claim=exact, review=Review.REJECTED, note="Misread.")
    assert words.stated_text(figure_for(indicator)) == "more than 80"


@pytest.mark.parametrize("review", [Review.DRAFT, Review.DISPUTED, Review.REJECTED])
def test_only_accepted_claims_make_figures(review):
    indicator = make_indicator()
    make_claim(indicator=indicator, review=review)
    figure = figure_for(indicator)
    assert figure.reading is None
    assert words.stated_text(figure) == "not stated"
    assert words.evidence_words(figure) == "No accepted claim states this figure yet."


def test_four_reports_are_not_four_confirmations():
    indicator = make_indicator()
    four_reports(indicator)
    figure = figure_for(indicator)
    assert (figure.origin_count, figure.source_count) == (1, 4)
    assert words.evidence_words(figure) == "1 independent origin, 4 sources"
    assert words.repetition_words(figure).startswith("It stands in 4 sources")
    make_claim(indicator=indicator, as_of=AT)
    figure = figure_for(indicator)
    assert (figure.origin_count, figure.source_count) == (2, 5)


def test_a_repetition_by_way_of_a_claim_of_no_indicator_counts():
    indicator = make_indicator()
    claims = [make_claim(indicator=indicator, as_of=AT) for _ in range(2)]
    between = make_claim(review=Review.REJECTED)
    for claim in claims:
        ClaimLink.objects.create(claim=claim, kind=LinkKind.REPEATS, other=between)
    assert figure_for(indicator).origin_count == 1


def test_a_conflict_leaves_both_values_standing():
    indicator = make_indicator(counter="register.records", counter_query="kind=workshop")
    for value, day in ((14, 27), (12, 29)):
        make_claim(
            indicator=indicator, qualifier=Qualifier.EXACT, value=value,
            as_of=PartialDate(2021, 11, day), as_of_basis=DateBasis.PUBLICATION,
        )  # fmt: skip
    figure = figure_for(indicator)
    assert figure.is_contested
    assert figure.gap is None
    assert words.stated_text(figure) == "14 or 12"
    assert words.evidence_words(figure) == "2 sources, in conflict"
    assert "disagree" in words.gap_words(figure)
    figure.spoken[0].rank = Rank.PREFERRED
    figure.spoken[0].save()
    assert words.stated_text(figure_for(indicator)) == "14"


def test_what_is_counts_before_what_is_meant_to_be():
    indicator = make_indicator()
    make_claim(
        indicator=indicator, state=ClaimState.TARGET, value=100, as_of=PartialDate(2028),
        qualifier=Qualifier.EXACT,
    )  # fmt: skip
    make_claim(indicator=indicator, value=50, as_of=AT)
    assert words.stated_text(figure_for(indicator)) == "more than 50"


@pytest.mark.parametrize(
    ("records", "qualifier", "value", "expected"),
    [
        (6, Qualifier.MORE_THAN, 80, "Documented here: 6. At least 75 are not yet documented."),
        (0, Qualifier.EXACT, 1, "Documented here: none yet. 1 is not yet documented."),
        (1, Qualifier.EXACT, 3, "Documented here: 1. 2 are not yet documented."),
        (2, Qualifier.EXACT, 2, "Documented here: 2. That is all that is stated."),
        (2, Qualifier.AT_LEAST, 2,
         "Documented here: 2. That is within what is stated; no upper limit is."),
        (2, Qualifier.NEARLY, 40,
         "Documented here: 2. That is within what is stated; up to 37 more may exist."),
        (3, Qualifier.EXACT, 2, "Documented here: 3. That is at least 1 more than stated."),
        (2, Qualifier.ABOUT, 10, "Documented here: 2. Between 7 and 9 are not yet documented."),
        (2, Qualifier.UNQUANTIFIED, None,
         "Documented here: 2. No number is stated to compare it with."),
    ],
)  # fmt: skip
def test_the_gap_in_words(records, qualifier, value, expected):
    indicator = make_indicator(counter="register.records", counter_query="kind=workshop")
    for _ in range(records):
        make_record(kind=RecordKind.WORKSHOP)
    make_claim(indicator=indicator, qualifier=qualifier, value=value)
    assert words.gap_words(figure_for(indicator)).partition(". ")[2] == expected


def test_the_counter_counts_what_its_address_opens(client):
    make_record(kind=RecordKind.WORKSHOP, name="Counted")
    make_record(kind=RecordKind.WORKSHOP, name="Draft", stage=Stage.DRAFT)
    make_record(
        kind=RecordKind.WORKSHOP, name="Outside", counts_in_totals=False, counting_reason="Twice."
    )
    make_record(kind=RecordKind.PROJECT, name="Another kind")
    (counted,) = count_all([("register.records", "kind=workshop")])
    assert counted is not None
    assert counted.number == 1
    page = client.get(counted.href)
    assert page.status_code == 200
    assert [name for name in (b"Counted", b"Draft", b"Outside", b"Another kind")
            if b">" + name + b"<" in page.content] == [b"Counted"]  # fmt: skip


def test_many_filters_are_counted_at_once(django_assert_num_queries: DjangoAssertNumQueries):
    for kind in (RecordKind.WORKSHOP, RecordKind.PROJECT, RecordKind.PROJECT):
        make_record(kind=kind)
    wanted = [("register.records", f"kind={kind}") for kind in ("workshop", "project")] * 3
    current_columns()
    with django_assert_num_queries(1):
        counts = count_all([*wanted, ("", ""), ("no.such", "")])
    assert [each and each.number for each in counts] == [1, 2, 1, 2, 1, 2, None, None]


@pytest.mark.parametrize(
    ("counter", "query", "field"),
    [
        ("no.such", "", "counter"),
        ("", "kind=workshop", "counter"),
        ("register.records", "kind=nonsense", "counter_query"),
        ("register.records", "colour=red", "counter_query"),
        ("register.records", "kind=workshop&page=2", "counter_query"),
        ("register.records", "counted=no", "counter_query"),
    ],
)
def test_a_counter_that_cannot_count_is_refused(counter, query, field):
    with pytest.raises(ValidationError) as caught:
        check_counter(counter, query)
    assert set(caught.value.message_dict) == {field}
    with pytest.raises(ValidationError):
        make_indicator(counter=counter, counter_query=query)


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    def fill(count):
        for _ in range(count):
            indicator = make_indicator(
                counter="register.records", counter_query="kind=workshop", is_key_figure=True
            )
            four_reports(indicator)

    fill(1)
    current_columns()
    with django_assert_max_num_queries(4):
        figures_for(Indicator.objects.all()[:1])
    fill(29)
    current_columns()
    with django_assert_max_num_queries(4):
        assert len(words.key_figures()) == 30


def test_key_figures_speak_every_language():
    indicator = make_indicator(is_key_figure=True, name={"en": "Agreements", "fr": "Accords"})
    make_indicator()
    make_claim(indicator=indicator)
    for language in LANGUAGE_CODES:
        (figure,) = words.key_figures(language)
        assert figure.label == ("Accords" if language == "fr" else "Agreements")
        assert figure.href == f"/{language}/figures/{indicator.slug}/"
        assert '<b class="numeral">80</b>' in figure.value or language == "ar"


def test_indicators_are_moved_and_recorded():
    first, second, third = (
        operations.add_indicator(
            actor=ACTOR,
            indicator=Indicator(slug=slug, name=slug, definition="Something.", unit="things"),
        )
        for slug in "abc"
    )
    assert [each.position for each in (first, second, third)] == [0, 1, 2]
    operations.move_indicator(actor=ACTOR, indicator=third, steps=-2)
    assert list(Indicator.objects.values_list("slug", flat=True)) == ["c", "a", "b"]
    before = revision()
    assert operations.move_indicator(actor=ACTOR, indicator=third, steps=-1) == []
    assert revision() == before
    operations.change_indicator(actor=ACTOR, indicator=first, changes={"unit": "agreements"})
    assert [entry.verb for entry in history(first)] == [
        "indicator.changed", "indicator.moved", "indicator.added",
    ]  # fmt: skip


def test_decimal_bounds_reach_the_reckoning():
    indicator = make_indicator()
    make_claim(
        indicator=indicator, qualifier=Qualifier.EXACT, value=Decimal("1.5"), unit="billion dollar"
    )
    figure = figure_for(indicator)
    assert figure.reading is not None
    assert figure.reading.bounds is not None
    assert figure.reading.bounds.lower == Decimal("1.5")
    assert words.stated_text(figure) == "1.5"


def test_a_query_dict_of_the_counter_keeps_words():
    make_record(kind=RecordKind.WORKSHOP, name="A workshop of carpentry")
    make_record(kind=RecordKind.WORKSHOP, name="Another")
    query = QueryDict("kind=workshop&q=carpentry").urlencode()
    (counted,) = count_all([("register.records", query)])
    assert counted is not None
    assert counted.number == 1
    with override("fr"):
        (counted,) = count_all([("register.records", query)])
        assert counted is not None
        assert counted.href.startswith("/fr/")
