"""What the review screen reads and sends: JSON in the shape that `reviewing` describes."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from factories.accounts import signed_in, user_with
from factories.documents import make_document, make_proposal
from factories.evidence import make_claim
from factories.figures import make_indicator
from serai.foundation.accounts.models import Role
from serai.foundation.dates import PartialDate
from serai.track.evidence.models import (
    Claim,
    ClaimLink,
    DismissedRelation,
    Document,
    Proposal,
    ProposalState,
)

pytestmark = pytest.mark.django_db


def read(client: Client, document: Document):
    response = client.get(reverse("evidence_desk:review", args=[document.code]))
    assert response.status_code == 200
    return response.json()


def send(client: Client, document: Document, action: str, status: int = 200, **body):
    response = client.post(
        reverse(f"evidence_desk:review_{action}", args=[document.code]),
        json.dumps(body),
        content_type="application/json",
    )
    assert response.status_code == status, response.content
    return response.json()


def test_the_review_holds_the_text_in_blocks_and_the_proposals_in_it(analyst_client):
    document = make_document("One heading\n\nSigned with more than 80 partners 🤝 so far.\n")
    make_proposal(document, indicator=make_indicator())
    found = read(analyst_client, document)
    for block in found["blocks"]:
        assert block["text"] == document.text[block["start"] : block["end"]]
    (proposal,) = found["proposals"]
    assert document.text[proposal["start"] : proposal["end"]] == proposal["exact"]
    assert proposal["values"]["value"] == "80"
    assert proposal["suggested_indicator"][0] == proposal["values"]["indicator"]
    assert proposal["may"] == {"decide": True, "curate": False, "edit": True, "undo": None}
    assert found["document"]["counts"]["waiting"] == 1


def test_a_decision_answers_with_the_new_state_and_what_undo_would_do(analyst_client):
    document = make_document()
    proposal = make_proposal(document)
    answer = send(
        analyst_client, document, "decide",
        proposal=proposal.pk, revision=1, verdict="accept", values={"scope": "partners"},
    )  # fmt: skip
    (now,) = answer["proposals"]
    assert (now["state"], now["revision"], now["values"]["scope"]) == ("accepted", 2, "partners")
    assert now["original"] == {"scope": ""}
    assert now["claim"]["code"] == Claim.objects.get().code
    assert answer["undo"]["proposal"] == proposal.pk
    assert answer["counts"]["accepted"] == 1
    undone = send(analyst_client, document, "undo")
    assert undone["proposals"][0]["state"] == "waiting"
    assert undone["undo"] is None
    assert send(analyst_client, document, "undo", status=422)["problem"] == "refused"


def test_a_stale_page_is_told_what_is_there_now(analyst_client):
    document = make_document()
    proposal = make_proposal(document)
    other = signed_in(user_with(Role.ANALYST))
    send(other, document, "edit", proposal=proposal.pk, revision=1, values={"value": 81})
    answer = send(
        analyst_client, document, "decide", status=409,
        proposal=proposal.pk, revision=1, verdict="accept",
    )  # fmt: skip
    assert answer["problem"] == "stale"
    assert answer["proposals"][0]["values"]["value"] == "81"
    assert not Claim.objects.exists()


def test_what_cannot_be_is_refused_at_its_field(analyst_client):
    document = make_document()
    proposal = make_proposal(document)
    answer = send(
        analyst_client, document, "decide", status=422,
        proposal=proposal.pk, revision=1, verdict="accept", values={"unit": "", "as_of": "soon"},
    )  # fmt: skip
    assert set(answer["errors"]) == {"as_of"}
    assert answer["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b'{"proposal": "1"}', b'{"proposal": true}', b'{"proposal": 1e400}',
        b'{"proposal": 99999999999999999999}', b'{"proposal": PK}',
        b'{"proposal": PK, "verdict": "praise"}',
        b'{"proposal": PK, "verdict": "accept", "values": []}',
        b'{"proposal": PK, "verdict": "accept", "values": {"unit": ["a"]}}',
        b'{"proposal": PK, "verdict": "accept", "values": {"unit": "\\u0000"}}',
        b'{"proposal": PK, "verdict": "accept", "note": 5}',
    ],
)  # fmt: skip
def test_a_body_that_is_not_understood_is_told_so(analyst_client, body):
    document = make_document()
    key = str(make_proposal(document).pk).encode()
    response = analyst_client.post(
        reverse("evidence_desk:review_decide", args=[document.code]),
        body.replace(b"PK", key),
        content_type="application/json",
    )
    assert response.status_code == 400
    assert response.json()["problem"] == "malformed"


def test_a_forged_request_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_with(Role.ANALYST), backend="django.contrib.auth.backends.ModelBackend")
    document = make_document()
    response = client.post(
        reverse("evidence_desk:review_undo", args=[document.code]),
        "{}",
        content_type="application/json",
    )
    assert response.status_code == 403


def test_an_editor_reads_the_review_but_decides_only_what_is_contested(editor_client):
    document = make_document(reviewers=2)
    proposal = make_proposal(document)
    assert read(editor_client, document)["you"] == {"may_review": False, "may_curate": True}
    body = {"proposal": proposal.pk, "verdict": "accept"}
    response = editor_client.post(
        reverse("evidence_desk:review_decide", args=[document.code]),
        json.dumps(body), content_type="application/json",
    )  # fmt: skip
    assert response.status_code == 403
    for client, verdict in (
        (signed_in(user_with(Role.ANALYST)), "accept"),
        (signed_in(user_with(Role.ANALYST)), "reject"),
    ):
        send(client, document, "decide", proposal=proposal.pk, verdict=verdict)
    assert read(editor_client, document)["proposals"][0]["may"]["curate"]
    answer = send(editor_client, document, "decide", **body)
    assert answer["proposals"][0]["state"] == "accepted"


def notes(client: Client, document: Document) -> set[str]:
    """What the history of a document and the latest changes at the desk say in words."""
    history = reverse("web_desk:history", args=[Document._meta.label_lower, document.code])
    told = [happening for happening, _undo in client.get(history).context["happenings"]]
    latest = client.get(reverse("web_desk:home")).context["latest"]
    assert {each.note for each in told} >= {each.note for each in latest}
    return {each.note for each in [*told, *latest]}


def test_of_two_reviewers_neither_sees_the_other_before_deciding():
    one, other = (signed_in(user_with(Role.ANALYST)) for _each in range(2))
    document = make_document(reviewers=2)
    proposal = make_proposal(document)
    send(one, document, "decide", proposal=proposal.pk, verdict="reject", note="A year.")
    assert len(read(one, document)["proposals"][0]["decisions"]) == 1
    assert read(other, document)["proposals"][0]["decisions"] == []
    assert "A year." in notes(one, document)
    assert "A year." not in notes(other, document)
    answer = send(other, document, "decide", proposal=proposal.pk, verdict="accept")
    assert {each["note"] for each in answer["proposals"][0]["decisions"]} == {"A year.", ""}
    assert "A year." in notes(other, document)


def test_missed_words_are_added_by_their_place(analyst_client):
    document = make_document("🤝 Over 300 guests came.")
    answer = send(
        analyst_client, document, "add", start=2, end=10,
        values={"value": 300, "qualifier": "more_than", "unit": "guest", "subject": "Guests"},
    )  # fmt: skip
    assert answer["proposals"][0]["exact"] == "Over 300"
    assert answer["proposals"][0]["added_by"]


def test_identical_proposals_are_named_and_accepted_at_once(analyst_client):
    document = make_document("More than 80 partners. Again, more than 80 partners. And 80 guests.")
    first = make_proposal(document, "More than 80")
    second = make_proposal(document, "more than 80")
    third = make_proposal(document, "80 guests", unit="guest")
    by_key = {each["id"]: each for each in read(analyst_client, document)["proposals"]}
    assert by_key[first.pk]["identical"] == [second.pk]
    assert by_key[third.pk]["identical"] == []
    send(analyst_client, document, "identical", status=422, proposals=[first.pk, third.pk])
    answer = send(analyst_client, document, "identical", proposals=[first.pk, second.pk])
    assert answer["counts"]["waiting"] == 1
    assert Claim.objects.count() == 2


def test_a_claim_is_given_its_indicator(analyst_client):
    document, indicator = make_document(), make_indicator()
    proposal = make_proposal(document)
    answer = send(analyst_client, document, "decide", proposal=proposal.pk, verdict="accept")
    code = answer["proposals"][0]["claim"]["code"]
    answer = send(analyst_client, document, "indicator", claim=code, indicator=indicator.pk)
    assert answer["proposals"][0]["claim"]["indicator"][0] == indicator.pk
    send(analyst_client, document, "indicator", status=422, claim=code, indicator=10**9)


def test_relations_are_proposed_and_a_person_decides(analyst_client):
    known = make_claim(
        subject="Agreements", unit="partner", value=70, qualifier="exact",
        as_of=PartialDate(2023, 11, 6), as_of_basis="stated",
    )  # fmt: skip
    document = make_document()
    proposal = make_proposal(document, as_of=PartialDate(2023, 11, 6), as_of_basis="stated")
    (before,) = read(analyst_client, document)["proposals"]
    assert [each["kind"] for each in before["relations"]] == ["conflicts"]
    answer = send(analyst_client, document, "decide", proposal=proposal.pk, verdict="accept")
    (now,) = answer["proposals"]
    assert now["relations"][0]["other"]["code"] == known.code
    body = {"claim": now["claim"]["code"], "kind": "conflicts", "other": known.code}
    answer = send(analyst_client, document, "relation", verdict="accept", **body)
    assert ClaimLink.objects.get().kind == "conflicts"
    assert answer["proposals"][0]["relations"] == []


def test_a_dismissed_relation_is_not_proposed_again(analyst_client):
    known = make_claim(subject="Agreements", unit="partner")
    document = make_document()
    proposal = make_proposal(document)
    answer = send(analyst_client, document, "decide", proposal=proposal.pk, verdict="accept")
    (relation,) = answer["proposals"][0]["relations"]
    answer = send(
        analyst_client, document, "relation", verdict="dismiss", kind=relation["kind"],
        claim=answer["proposals"][0]["claim"]["code"], other=known.code,
        is_reverse=relation["is_reverse"],
    )  # fmt: skip
    assert answer["proposals"][0]["relations"] == []
    assert (ClaimLink.objects.count(), DismissedRelation.objects.count()) == (0, 1)


def test_the_review_costs_the_same_with_few_and_with_many_proposals(
    analyst_client, django_assert_max_num_queries
):
    document = make_document("More than 80 partners. " * 30)
    start = 0
    for _each in range(30):
        proposal = make_proposal(document, "More than 80")
        Proposal.objects.filter(pk=proposal.pk).update(start=start, end=start + 12)
        start += 23
    make_claim(unit="partner")
    Proposal.objects.filter(pk__lte=proposal.pk - 15).update(state=ProposalState.REJECTED)
    with django_assert_max_num_queries(16):
        assert len(read(analyst_client, document)["proposals"]) == 30


def test_a_card_says_in_words_what_was_found(analyst_client):
    document = make_document("By May 2023 it had more than 4,500 trained technicians.\n")
    make_proposal(
        document, "more than 4,500", value=4500, unit="technician",
        unit_text="trained technicians", as_of=PartialDate.parse("2023-05"),
    )  # fmt: skip
    (proposal,) = read(analyst_client, document)["proposals"]
    assert proposal["said"] == "more than 4,500"
    assert proposal["counted"] == "trained technicians"
    assert proposal["as_of"] == "May 2023"
    assert proposal["kind_label"] == "Figure"
    send(
        analyst_client, document, "edit",
        proposal=proposal["id"], revision=1, values={"unit": "engineer"},
    )  # fmt: skip
    assert read(analyst_client, document)["proposals"][0]["counted"] == "engineer"
