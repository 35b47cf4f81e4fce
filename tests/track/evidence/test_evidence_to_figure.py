"""From documents on an empty installation to a figure that the public reads: only by acceptance."""

from __future__ import annotations

import pytest
from django.test import Client

from factories.accounts import user_with
from omissions import SHARED
from serai.foundation.accounts.models import Role
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import verify
from serai.track.evidence import operations
from serai.track.evidence.models import (
    Claim,
    Document,
    LinkKind,
    Proposal,
    ProposalKind,
    ProposalState,
    Source,
    Verdict,
)
from serai.track.evidence.reconciling import relations_for_claims
from serai.track.figures.models import Indicator
from serai.track.figures.operations import add_indicator

pytestmark = [pytest.mark.shared, pytest.mark.django_db]

PAGE = "/en/figures/intergovernmental-agreements/"


def test_a_figure_comes_of_accepted_claims_and_of_nothing_else(client: Client) -> None:
    assert not Source.objects.exists()
    reader = Program("serai ingest")
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        ingested = operations.ingest_document(
            actor=reader, content=path.read_bytes(), file_name=path.name
        )
        operations.read_document(actor=reader, document=ingested.document)
    assert Document.objects.filter(state="ready").count() == Source.objects.count() == 5

    analyst = user_with(Role.ANALYST)
    indicator: Indicator = add_indicator(
        actor=analyst,
        indicator=Indicator(
            slug="intergovernmental-agreements",
            name={"en": "Intergovernmental agreements"},
            definition={"en": "Partner countries with which an agreement was signed."},
            unit={"en": "partner countries"},
            is_key_figure=True,
        ),
    )
    page = client.get(PAGE).content.decode()
    assert "more than 80" not in page, "a proposal is no figure"

    agreements = [
        each
        for each in Proposal.objects.filter(
            kind=ProposalKind.FIGURE, value=80, state=ProposalState.WAITING
        ).select_related("document")
        if "agreements" in each.document.text[each.sentence_start : each.sentence_end]
    ]
    assert len(agreements) == 4
    values = {
        "subject": "Intergovernmental agreements", "unit": "partner country",
        "indicator": indicator.pk, "state_of_affairs": "actual",
    }  # fmt: skip
    for each in agreements:
        # One report does not say when it came out.
        date = {} if each.as_of else {"as_of": "2023-11-06", "as_of_basis": "inferred"}
        operations.decide(
            actor=analyst, proposal=each, verdict=Verdict.ACCEPT, values={**values, **date}
        )
    page = client.get(PAGE).content.decode()
    assert "more than 80" in page
    assert "4 independent origins" in page

    # Repetition is not confirmation: what is proposed a person accepts, and origins fall together.
    claims = list(Claim.objects.select_related("source"))
    proposed = {
        (relation.kind, frozenset((key, relation.other.pk)))
        for key, relations in relations_for_claims(claims).items()
        for relation in relations
    }
    assert {kind for kind, _pair in proposed} <= {LinkKind.AGREES, LinkKind.REPEATS}
    assert len(proposed) == 6
    by_pk = {claim.pk: claim for claim in claims}
    kind, pair = next(each for each in sorted(proposed, key=str) if each[0] == LinkKind.REPEATS)
    later, earlier = sorted(pair, reverse=True)
    operations.link_claims(
        actor=analyst, claim=by_pk[later], kind=LinkKind(kind), other=by_pk[earlier]
    )
    assert "3 independent origins" in client.get(PAGE).content.decode()

    # Undone, the claims that nothing rests on go, and the figure with them changes.
    linked = {later, earlier}
    for decision in [each.decisions.get() for each in agreements]:
        proposal = Proposal.objects.get(pk=decision.proposal_id)
        if proposal.claim_id not in linked:
            operations.undo_decision(actor=analyst, decision=decision)
    assert "1 independent origin" in client.get(PAGE).content.decode()
    assert Claim.objects.count() == 2
    assert list(verify()) == []
