"""Deciding about proposals: claims come of them and go again, and nobody overwrites anybody."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from factories.accounts import user_with
from factories.documents import make_document, make_proposal
from factories.evidence import make_claim
from factories.figures import make_indicator
from serai.foundation.accounts.models import Role
from serai.foundation.dates import PartialDate
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import undo
from serai.foundation.record.queries import history, verify
from serai.track.evidence import operations
from serai.track.evidence.models import (
    Claim,
    Decision,
    LinkKind,
    Proposal,
    ProposalKind,
    ProposalState,
    Qualifier,
    Review,
    Verdict,
)

pytestmark = pytest.mark.django_db

ACCEPT, REJECT, SKIP = Verdict.ACCEPT, Verdict.REJECT, Verdict.SKIP


@pytest.fixture
def analyst():
    return user_with(Role.ANALYST)


def decide(actor, proposal, verdict=ACCEPT, **options):
    return operations.decide(actor=actor, proposal=proposal, verdict=verdict, **options)


def test_an_accepted_figure_is_an_accepted_claim_with_its_sentence(analyst):
    document = make_document()
    proposal = decide(analyst, make_proposal(document), values={"unit": "partner country"})
    claim = proposal.claim
    assert proposal.state == ProposalState.ACCEPTED
    assert (claim.review, claim.reviewed_by) == (Review.ACCEPTED, analyst)
    assert (claim.written, claim.unit, claim.lower) == ("more than 80", "partner country", 80)
    assert claim.quote == "China has signed agreements with more than 80 partners."
    assert document.text[claim.start : claim.end] == claim.quote


def test_provenance_keeps_the_score_the_version_and_what_was_edited(analyst):
    proposal = decide(
        analyst, make_proposal(make_document()), values={"value": "81", "unit": "partner"}
    )
    kept = proposal.claim.proposals.get()
    assert (kept.confidence, kept.extractor, kept.extractor_version) == (0.9, "serai-claims", "1")
    assert kept.original == {"value": "80.0000"}
    assert kept.decisions.get().values == {"value": "81.0000"}


def test_a_decision_and_its_undoing_stand_in_the_history_of_the_document(analyst):
    document = make_document()
    proposal = decide(analyst, make_proposal(document))
    operations.undo_decision(actor=analyst, decision=proposal.decisions.get())
    assert [entry.verb for entry in history(document)] == [
        "decision.withdrawn", "proposal.accepted",
    ]  # fmt: skip
    assert Entry.objects.filter(verb="claim.withdrawn").count() == 1
    assert list(verify()) == []


def test_undo_reaches_past_accepts_any_number_back(analyst):
    document = make_document()
    first = decide(analyst, make_proposal(document))
    decide(analyst, make_proposal(document, "Over 300", value=300, unit="guest", subject="Guests"))
    for _turn in range(2):
        latest = operations.latest_decision(reviewer=analyst, document=document)
        operations.undo_decision(actor=analyst, decision=latest)
    assert operations.latest_decision(reviewer=analyst, document=document) is None
    assert not Claim.objects.exists()
    first.refresh_from_db()
    assert (first.state, first.claim) == (ProposalState.WAITING, None)


def test_what_something_rests_on_is_not_withdrawn(analyst):
    proposal = decide(analyst, make_proposal(make_document()))
    operations.link_claims(
        actor=analyst, claim=proposal.claim, kind=LinkKind.AGREES, other=make_claim()
    )
    with pytest.raises(ValidationError, match="linked with another claim"):
        operations.undo_decision(actor=analyst, decision=proposal.decisions.get())
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED
    assert proposal.decisions.get().withdrawn_at is None


def test_the_general_undo_cannot_delete_a_claim_from_under_its_proposal(analyst):
    proposal = decide(analyst, make_proposal(make_document()))
    added = Entry.objects.get(verb="claim.added")
    accepted = Entry.objects.get(verb="claim.accepted")
    undo(actor=analyst, entry=accepted)
    with pytest.raises(ValidationError, match="rests on it"):
        undo(actor=analyst, entry=added)
    proposal.refresh_from_db()
    assert proposal.claim is not None


def test_the_decision_of_somebody_else_is_taken_back_by_a_curator_only(analyst):
    proposal = decide(analyst, make_proposal(make_document()))
    decision = proposal.decisions.get()
    with pytest.raises(ValidationError, match="somebody else"):
        operations.undo_decision(actor=user_with(Role.SECRETARIAT), decision=decision)
    operations.undo_decision(actor=user_with(Role.EDITOR), decision=decision)
    with pytest.raises(ValidationError, match="already"):
        operations.undo_decision(actor=analyst, decision=decision)


def test_what_another_reviewer_changed_is_reported_and_not_overwritten(analyst):
    proposal = make_proposal(make_document())
    seen = proposal.revision
    operations.edit_proposal(actor=user_with(Role.ANALYST), proposal=proposal, values={"value": 81})
    with pytest.raises(operations.StaleProposalError) as raised:
        decide(analyst, proposal, revision=seen)
    assert raised.value.proposal.value == 81
    assert not Decision.objects.exists()


def test_pressing_a_button_twice_decides_once(analyst):
    proposal = make_proposal(make_document())
    decide(analyst, proposal, revision=1)
    decide(analyst, proposal, revision=1)
    assert (Decision.objects.count(), Claim.objects.count()) == (1, 1)


def test_what_is_settled_is_not_decided_otherwise_before_it_is_taken_back(analyst):
    proposal = decide(analyst, make_proposal(make_document()))
    with pytest.raises(ValidationError, match="decided already"):
        decide(analyst, proposal, REJECT)
    with pytest.raises(ValidationError, match="decided already"):
        decide(user_with(Role.ANALYST), proposal, REJECT)


def test_skipping_leaves_it_waiting_and_can_be_followed_by_a_decision(analyst):
    proposal = decide(analyst, make_proposal(make_document()), SKIP)
    assert proposal.state == ProposalState.WAITING
    assert decide(analyst, proposal, REJECT, note="A date.").state == ProposalState.REJECTED
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": "eighty"}, "value"),
        ({"qualifier": "roughly"}, "qualifier"),
        ({"unit": ""}, "unit"),
        ({"qualifier": "range"}, "upper_value"),
        ({"as_of": "June"}, "as_of"),
        ({"exact": "other words"}, "exact"),
        ({"indicator": 12345}, "indicator"),
        ({"state_of_affairs": "dreamt"}, "state_of_affairs"),
    ],
)
def test_values_that_cannot_be_are_refused_at_their_field(analyst, values, field):
    proposal = make_proposal(make_document())
    with pytest.raises(ValidationError) as raised:
        decide(analyst, proposal, values=values)
    assert field in raised.value.message_dict
    assert not Decision.objects.exists()


def test_editing_an_accepted_proposal_changes_its_claim_but_not_its_words(analyst):
    indicator = make_indicator()
    proposal = decide(analyst, make_proposal(make_document()))
    operations.edit_proposal(
        actor=analyst, proposal=proposal,
        values={"as_of": "2023-06-30", "as_of_basis": "stated", "indicator": indicator.pk,
                "state_of_affairs": "attended", "quantity": "money"},
    )  # fmt: skip
    claim = Claim.objects.get()
    assert (claim.as_of, claim.indicator) == (PartialDate(2023, 6, 30), indicator)
    assert (claim.state, claim.kind, claim.written) == ("attended", "money", "more than 80")


def test_words_that_were_missed_are_added_and_accepted(analyst):
    document = make_document()
    start = document.text.index("Over 300")
    proposal = operations.add_missed(
        actor=analyst, document=document, start=start, end=start + len("Over 300 "),
        values={"value": 300, "qualifier": "more_than", "unit": "guest", "subject": "Guests"},
    )  # fmt: skip
    assert (proposal.exact, proposal.extractor, proposal.added_by) == ("Over 300", "", analyst)
    assert proposal.claim.quote == "Over 300 foreign guests came."
    with pytest.raises(ValidationError, match="already"):
        operations.add_missed(
            actor=analyst, document=document, start=proposal.start, end=proposal.end, values={}
        )


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 4), (9, 5), (0, 10_000), (55, 56)])
def test_no_words_are_no_claim(analyst, start, end):
    with pytest.raises(ValidationError, match="Select words"):
        operations.add_missed(
            actor=analyst, document=make_document(), start=start, end=end, values={}
        )


def test_what_was_missed_needs_all_that_a_claim_needs(analyst):
    with pytest.raises(ValidationError) as raised:
        operations.add_missed(
            actor=analyst, document=make_document(), start=0, end=5, values={"value": 3}
        )
    assert {"subject", "unit"} <= set(raised.value.message_dict)
    assert not Proposal.objects.exists()


def test_a_name_is_confirmed_without_a_claim(analyst):
    proposal = make_proposal(
        make_document(), "Chongqing", kind=ProposalKind.PLACE, name="Chongqing", value=None,
        qualifier=Qualifier.EXACT, unit="", subject="",
    )  # fmt: skip
    accepted = decide(analyst, proposal, values={"name": "Chongqing Municipality"})
    assert (accepted.state, accepted.claim) == (ProposalState.ACCEPTED, None)
    assert accepted.name == "Chongqing Municipality"


def test_a_claim_that_is_there_is_not_entered_twice(analyst):
    document = make_document()
    first = decide(analyst, make_proposal(document))
    again = make_proposal(document, "80 partners")
    merged = decide(analyst, again)
    assert (merged.state, merged.claim) == (ProposalState.MERGED, first.claim)
    assert Claim.objects.count() == 1
    operations.undo_decision(actor=analyst, decision=merged.decisions.get())
    assert Claim.objects.count() == 1


def test_identical_proposals_are_accepted_at_once_and_others_never(analyst):
    alike = [make_proposal(make_document(), confidence=0.8)]
    alike.append(make_proposal(make_document("Also more than 80 partners signed."), unit_text="x"))
    accepted = operations.accept_identical_proposals(actor=analyst, proposals=alike)
    assert [each.state for each in accepted] == [ProposalState.ACCEPTED] * 2
    other = make_document("There are more than 80 partners, and more than 80 exhibits.")
    unlike = [make_proposal(other), make_proposal(other, "80 exhibits", unit="exhibit")]
    with pytest.raises(ValidationError, match="do not say the same"):
        operations.accept_identical_proposals(actor=analyst, proposals=unlike)


def test_not_everything_is_accepted_at_once(analyst):
    proposal = make_proposal(make_document())
    with pytest.raises(ValidationError, match="at most 50"):
        operations.accept_identical_proposals(actor=analyst, proposals=[proposal] * 51)


class TestTwoReviewers:
    @pytest.fixture
    def proposal(self):
        return make_proposal(make_document(reviewers=2))

    def test_a_claim_comes_of_what_both_say(self, analyst, proposal):
        assert decide(analyst, proposal).state == ProposalState.WAITING
        assert not Claim.objects.exists()
        assert decide(user_with(Role.ANALYST), proposal).state == ProposalState.ACCEPTED
        assert Claim.objects.count() == 1

    @pytest.mark.parametrize(
        ("verdict", "values"),
        [(REJECT, {}), (ACCEPT, {"value": "81"}), (ACCEPT, {"unit": "state"})],
    )
    def test_where_they_differ_a_curator_decides(self, analyst, proposal, verdict, values):
        decide(analyst, proposal)
        contested = decide(user_with(Role.ANALYST), proposal, verdict, values=values)
        assert contested.state == ProposalState.CONTESTED
        with pytest.raises(ValidationError, match="one of the reviewers"):
            operations.curate(actor=analyst, proposal=proposal, verdict=ACCEPT)
        settled = operations.curate(
            actor=user_with(Role.EDITOR), proposal=proposal, verdict=ACCEPT, values={"value": 82}
        )
        assert (settled.state, settled.claim.value) == (ProposalState.ACCEPTED, 82)

    def test_an_administrator_may_be_curator_of_an_own_decision(self, analyst, proposal):
        administrator = user_with(Role.ADMINISTRATOR)
        decide(analyst, proposal)
        decide(administrator, proposal, REJECT)
        settled = operations.curate(actor=administrator, proposal=proposal, verdict=REJECT)
        assert settled.state == ProposalState.REJECTED

    def test_the_same_person_is_not_two(self, analyst, proposal):
        decide(analyst, proposal)
        decide(analyst, proposal, values={"value": "81"})
        proposal.refresh_from_db()
        assert (proposal.state, proposal.value) == (ProposalState.WAITING, 80)

    def test_the_undo_of_one_leaves_the_decision_of_the_other(self, analyst, proposal):
        other = user_with(Role.ANALYST)
        decide(analyst, proposal, values={"value": "81"})
        settled = decide(other, proposal, values={"value": 81})
        assert settled.claim.value == 81
        latest = operations.latest_decision(reviewer=other)
        undone = operations.undo_decision(actor=other, decision=latest)
        assert (undone.state, undone.value, undone.claim) == (ProposalState.WAITING, 80, None)
        assert decide(other, proposal, REJECT).state == ProposalState.CONTESTED

    def test_a_decision_before_a_curator_is_not_taken_back(self, analyst, proposal):
        decide(analyst, proposal)
        decide(user_with(Role.ANALYST), proposal, REJECT)
        curator = user_with(Role.EDITOR)
        operations.curate(actor=curator, proposal=proposal, verdict=ACCEPT)
        with pytest.raises(ValidationError, match="curator has decided"):
            operations.undo_decision(
                actor=analyst, decision=operations.latest_decision(reviewer=analyst)
            )
        undone = operations.undo_decision(
            actor=curator, decision=operations.latest_decision(reviewer=curator)
        )
        assert undone.state == ProposalState.CONTESTED

    def test_nobody_edits_what_the_other_is_to_judge(self, analyst, proposal):
        with pytest.raises(ValidationError, match="as you accept"):
            operations.edit_proposal(actor=analyst, proposal=proposal, values={"value": 3})
