"""Entering claims, deciding about them, linking and citing; every change is recorded."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from factories.accounts import user_with
from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from factories.register import make_record
from serai.foundation.accounts.models import Role
from serai.foundation.record.operations import Program, undo
from serai.foundation.record.queries import history, revision, verify
from serai.track.evidence import operations
from serai.track.evidence.models import (
    Citation,
    Claim,
    ClaimLink,
    LinkKind,
    Qualifier,
    Rank,
    Review,
)

pytestmark = pytest.mark.django_db

ACTOR = Program("a test")


def draft(**values):
    return make_claim(review=Review.DRAFT, **values)


def test_a_new_claim_is_a_draft_whatever_it_says():
    claim = operations.add_claim(
        actor=ACTOR,
        claim=Claim(
            source=make_source(), subject="Agreements", written="over 80", unit="agreement",
            qualifier=Qualifier.MORE_THAN, value=80, review=Review.ACCEPTED, rank=Rank.PREFERRED,
        ),
    )  # fmt: skip
    assert (claim.review, claim.rank) == (Review.DRAFT, Rank.NORMAL)
    assert [entry.verb for entry in history(claim)] == ["claim.added"]


def test_a_decision_says_who_and_when_and_can_be_undone():
    analyst = user_with(Role.ANALYST)
    claim = draft()
    entry = operations.decide_review(actor=analyst, claim=claim, review=Review.ACCEPTED)
    claim.refresh_from_db()
    assert (claim.review, claim.reviewed_by) == (Review.ACCEPTED, analyst)
    assert claim.reviewed_at is not None
    undo(actor=analyst, entry=entry)
    claim.refresh_from_db()
    assert (claim.review, claim.reviewed_by, claim.reviewed_at) == (Review.DRAFT, None, None)
    assert list(verify()) == []


@pytest.mark.parametrize("review", [Review.DISPUTED, Review.REJECTED])
def test_a_negative_decision_needs_a_reason(review):
    claim = make_claim()
    with pytest.raises(ValidationError) as caught:
        operations.decide_review(actor=ACTOR, claim=claim, review=review, note="  ")
    assert set(caught.value.message_dict) == {"review_note"}
    assert operations.decide_review(actor=ACTOR, claim=claim, review=review, note="Misread.")


def test_the_same_decision_again_records_nothing():
    claim = draft()
    operations.decide_review(actor=ACTOR, claim=claim, review=Review.ACCEPTED)
    before = revision()
    assert operations.decide_review(actor=ACTOR, claim=claim, review=Review.ACCEPTED) is None
    assert revision() == before


def test_back_to_draft_forgets_who_decided():
    claim = draft()
    operations.decide_review(actor=user_with(Role.ANALYST), claim=claim, review=Review.ACCEPTED)
    operations.decide_review(actor=ACTOR, claim=claim, review=Review.DRAFT)
    claim.refresh_from_db()
    assert (claim.reviewed_by, claim.reviewed_at) == (None, None)


def test_only_identical_claims_are_accepted_together():
    same = [draft(), draft()]
    assert operations.accept_identical(actor=ACTOR, claims=same) == 2
    different = [draft(), draft(value=70)]
    with pytest.raises(ValidationError):
        operations.accept_identical(actor=ACTOR, claims=different)
    assert Claim.objects.filter(review=Review.DRAFT).count() == 2


def test_the_words_of_a_decided_claim_never_change():
    claim = make_claim(quote="There are over 80.")
    with pytest.raises(ValidationError) as caught:
        operations.change_claim(
            actor=ACTOR, claim=claim, changes={"written": "80", "quote": "There are 80."}
        )
    assert set(caught.value.message_dict) == {"written", "quote"}
    operations.correct_claim(
        actor=ACTOR, claim=claim, correction="Eighty-four.", source=make_source()
    )
    claim.refresh_from_db()
    assert claim.quote == "There are over 80."
    assert str(claim.correction) == "Eighty-four."
    operations.decide_review(actor=ACTOR, claim=claim, review=Review.DRAFT)
    assert operations.change_claim(actor=ACTOR, claim=claim, changes={"written": "over 80"})


def test_a_changed_value_moves_the_bounds():
    claim = draft()
    operations.change_claim(
        actor=ACTOR, claim=claim, changes={"qualifier": Qualifier.EXACT, "value": 84}
    )
    claim.refresh_from_db()
    assert (claim.lower, claim.upper) == (84, 84)


def test_decisions_do_not_slip_in_with_a_change():
    with pytest.raises(TypeError):
        operations.change_claim(actor=ACTOR, claim=draft(), changes={"review": Review.ACCEPTED})


def test_one_claim_of_a_series_is_preferred():
    indicator = make_indicator()
    first, second = make_claim(indicator=indicator), make_claim(indicator=indicator)
    elsewhere = make_claim(indicator=indicator, scope="Africa")
    for claim in (first, elsewhere, second):
        operations.rank_claim(actor=ACTOR, claim=claim, rank=Rank.PREFERRED, reason="Official.")
    ranks = dict(Claim.objects.values_list("pk", "rank"))
    assert ranks == {
        first.pk: Rank.NORMAL, second.pk: Rank.PREFERRED, elsewhere.pk: Rank.PREFERRED,
    }  # fmt: skip
    with pytest.raises(ValidationError):
        operations.rank_claim(actor=ACTOR, claim=first, rank=Rank.DEPRECATED)
    operations.rank_claim(actor=ACTOR, claim=second, rank=Rank.NORMAL)
    second.refresh_from_db()
    assert str(second.rank_reason) == ""
    with pytest.raises(ValidationError):
        operations.rank_claim(
            actor=ACTOR, claim=make_claim(), rank=Rank.PREFERRED, reason="No figure."
        )


def test_symmetric_links_are_stored_once():
    one, other = make_claim(), make_claim()
    link = operations.link_claims(actor=ACTOR, claim=one, kind=LinkKind.AGREES, other=other)
    again = operations.link_claims(actor=ACTOR, claim=other, kind=LinkKind.AGREES, other=one)
    assert link == again
    assert ClaimLink.objects.count() == 1
    with pytest.raises(ValidationError):
        operations.link_claims(actor=ACTOR, claim=one, kind=LinkKind.CONFLICTS, other=other)
    entry = operations.unlink_claims(actor=ACTOR, link=link)
    assert not ClaimLink.objects.exists()
    undo(actor=ACTOR, entry=entry)
    assert ClaimLink.objects.count() == 1


@pytest.mark.parametrize("kind", [LinkKind.REPEATS, LinkKind.REFINES, LinkKind.SUPERSEDES])
def test_claims_do_not_go_in_circles(kind):
    first, second, third = make_claim(), make_claim(), make_claim()
    operations.link_claims(actor=ACTOR, claim=second, kind=kind, other=first)
    operations.link_claims(actor=ACTOR, claim=third, kind=kind, other=second)
    for claim, other in ((first, second), (first, third), (first, first)):
        with pytest.raises(ValidationError):
            operations.link_claims(actor=ACTOR, claim=claim, kind=kind, other=other)


def test_links_follow_the_list_of_the_claim_that_declares_them():
    claim, one, other = make_claim(), make_claim(), make_claim()
    operations.link_claims(actor=ACTOR, claim=other, kind=LinkKind.AGREES, other=claim)
    rows = [
        {"kind": LinkKind.REPEATS, "other": one, "note": "Word for word."},
        {"kind": LinkKind.AGREES, "other": other},
    ]
    operations.sync_links(actor=ACTOR, claim=claim, links=rows)
    before = revision()
    operations.sync_links(actor=ACTOR, claim=claim, links=rows)
    assert revision() == before
    operations.sync_links(actor=ACTOR, claim=claim, links=[])
    assert list(ClaimLink.objects.values_list("claim", "other")) == [(other.pk, claim.pk)]


def test_citations_become_exactly_what_is_given():
    record, source = make_record(), make_source(length=500)
    claim = make_claim(source=source, start=10, end=40)
    rows = [
        {"source": source, "field": "name", "start": 100, "end": 140},
        {"claim": claim, "field": "summary"},
        {"claim": claim, "field": "summary"},
    ]
    operations.cite(actor=ACTOR, target=record, citations=rows)
    cited = record.citations.values_list("field", "source", "start", "end")
    assert set(cited) == {("name", source.pk, 100, 140), ("summary", source.pk, 10, 40)}
    before = revision()
    operations.cite(actor=ACTOR, target=record, citations=rows)
    assert revision() == before
    operations.cite(actor=ACTOR, target=record, citations=rows[:1])
    assert Citation.objects.count() == 1
    assert {entry.verb for entry in history(record)} == {"citation.added", "citation.removed"}


@pytest.mark.parametrize(
    "row",
    [
        {"field": "no_such_field"},
        {"start": 20, "end": 10},
        {"start": 20},
        {"start": 10, "end": 501},
    ],
)
def test_a_citation_that_leads_nowhere_is_refused(row):
    with pytest.raises(ValidationError):
        operations.cite(
            actor=ACTOR,
            target=make_record(),
            citations=[{"source": make_source(length=500), **row}],
        )
    assert not Citation.objects.exists()


def test_a_citation_and_its_claim_have_one_source():
    with pytest.raises(ValidationError) as caught:
        operations.cite(
            actor=ACTOR,
            target=make_record(),
            citations=[{"source": make_source(), "claim": make_claim()}],
        )
    assert "claim" in caught.value.message_dict
