"""The evidence desk through the front door."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.accounts import signed_in, user_with
from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from reading import form_of, text_of, undo_address
from serai.foundation.accounts.models import Role
from serai.track.evidence.models import Claim, ClaimLink, LinkKind, Rank, Review, Source

pytestmark = pytest.mark.django_db

DESK = "/en/desk/claims/"


def draft(**values):
    return make_claim(review=Review.DRAFT, **values)


def decide(client, claim, **values):
    return client.post(f"{DESK}{claim.code}/decision/", values, follow=True)


def test_an_analyst_accepts_and_takes_it_back(analyst_client):
    claim = draft()
    page = decide(analyst_client, claim, review="accepted")
    claim.refresh_from_db()
    assert claim.review == Review.ACCEPTED
    assert claim.reviewed_by == analyst_client.user
    analyst_client.post(undo_address(page))
    claim.refresh_from_db()
    assert claim.review == Review.DRAFT


def test_a_rejection_asks_for_its_reason_and_keeps_the_page(analyst_client):
    claim = make_claim()
    page = decide(analyst_client, claim, review="rejected", review_note=" ")
    assert page.status_code == 422
    assert "Say why" in text_of(page)
    page = decide(analyst_client, claim, review="rejected", review_note="Misread.")
    assert page.status_code == 200
    claim.refresh_from_db()
    assert (claim.review, claim.review_note) == (Review.REJECTED, "Misread.")
    assert decide(analyst_client, claim, review="nonsense").status_code == 422


def test_the_queue_begins_with_drafts(analyst_client):
    make_claim(subject="Decided")
    source = make_source()
    for name in ("First draft", "Second draft"):
        draft(subject=name, source=source)
    text = text_of(analyst_client.get(DESK))
    assert text.index("First draft") < text.index("Second draft") < text.index("Decided")
    only = text_of(analyst_client.get(f"{DESK}?review=draft"))
    assert "Decided" not in only
    first = Claim.objects.get(subject="First draft")
    second = Claim.objects.get(subject="Second draft")
    page = analyst_client.get(f"{DESK}{first.code}/").content.decode()
    assert f'{second.code}/" accesskey="n"' in page


def test_identical_claims_are_accepted_together(analyst_client):
    same = [draft(), draft()]
    other = draft(value=70)
    chosen = {"action": "accept", "confirmed": "1"}
    analyst_client.post(DESK, {**chosen, "selected": [each.pk for each in (*same, other)]})
    assert not Claim.objects.filter(review=Review.ACCEPTED).exists()
    analyst_client.post(DESK, {**chosen, "selected": [each.pk for each in same]})
    assert Claim.objects.filter(review=Review.ACCEPTED).count() == 2


def test_a_claim_is_entered_and_changed(editor_client):
    source = make_source(length=500)
    address = f"{DESK}new/?source={source.code}"
    typed = form_of(editor_client.get(address))
    assert typed["source"] == source.code
    page = editor_client.post(address, {**typed, "subject": "Laboratories", "start": "600"})
    assert page.status_code == 200
    assert "Laboratories" in page.content.decode()
    assert not Claim.objects.exists()
    typed |= {
        "subject": "Laboratories", "written": "50-plus", "qualifier": "at_least", "value": "50",
        "unit": "laboratory", "start": "10", "end": "17", "as_of": "2023-06",
    }  # fmt: skip
    page = editor_client.post(address, typed, follow=True)
    claim = Claim.objects.get()
    assert (claim.review, claim.lower, claim.upper) == (Review.DRAFT, 50, None)
    assert page.redirect_chain[-1][0] == f"{DESK}{claim.code}/"
    edit = f"{DESK}{claim.code}/edit/"
    typed = form_of(editor_client.get(edit))
    assert typed["value"] == "50"
    editor_client.post(edit, {**typed, "written": "50 plus"})
    claim.refresh_from_db()
    assert claim.written == "50 plus"


def test_the_words_of_a_decided_claim_are_refused_at_their_field(analyst_client):
    claim = make_claim()
    edit = f"{DESK}{claim.code}/edit/"
    typed = form_of(analyst_client.get(edit))
    page = analyst_client.post(edit, {**typed, "written": "81", "subject": "Renamed"})
    assert "These are the words of the source" in text_of(page)
    claim.refresh_from_db()
    assert claim.subject == "Agreements"


def test_rank_correction_and_links(analyst_client):
    claim = make_claim(indicator=make_indicator())
    other = make_claim()
    base = f"{DESK}{claim.code}/"
    rank = base + "rank/"
    typed = form_of(analyst_client.get(rank))
    page = analyst_client.post(rank, {**typed, "rank": "preferred"})
    assert "Say why" in text_of(page)
    analyst_client.post(rank, {**typed, "rank": "preferred", "rank_reason_0": "Official."})
    correction = base + "correction/"
    typed = form_of(analyst_client.get(correction))
    analyst_client.post(
        correction,
        {**typed, "correction_0": "Eighty-four.", "correction_source": other.source.pk},
    )
    claim.refresh_from_db()
    assert (claim.rank, str(claim.correction)) == (Rank.PREFERRED, "Eighty-four.")
    links = base + "links/new/"
    page = analyst_client.post(links, {"kind": "repeats", "other": other.pk}, follow=True)
    link = ClaimLink.objects.get()
    assert (link.claim, link.kind, link.other) == (claim, LinkKind.REPEATS, other)
    assert "This claim repeats" in text_of(page)
    page = analyst_client.post(
        f"{DESK}{other.code}/links/new/", {"kind": "repeats", "other": claim.pk}
    )
    assert "leads back" in text_of(page)
    analyst_client.post(f"{base}links/{link.pk}/remove/")
    assert not ClaimLink.objects.exists()


def test_sources_are_entered_and_changed(editor_client):
    address = "/en/desk/sources/new/"
    typed = form_of(editor_client.get(address))
    page = editor_client.post(address, {**typed, "kind": "official", "sha256": "short"})
    assert "Write 64 digits" in text_of(page)
    typed |= {"title_0": "A white paper", "kind": "official", "published_on": "2023-10"}
    editor_client.post(address, typed)
    source = Source.objects.get()
    page = editor_client.get("/en/desk/sources/")
    assert "A white paper" in text_of(page)
    edit = f"/en/desk/sources/{source.code}/"
    typed = form_of(editor_client.get(edit))
    editor_client.post(edit, {**typed, "rights": "Free to use."})
    source.refresh_from_db()
    assert source.rights == "Free to use."


READING = ["", "{claim}/"]
EDITING = ["new/", "{draft}/edit/"]
DECIDING = ["{claim}/edit/", "{claim}/rank/", "{claim}/correction/", "{claim}/links/new/"]


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (None, []),
        (Role.SECRETARIAT, READING),
        (Role.EDITOR, READING + EDITING),
        (Role.ANALYST, READING + EDITING + DECIDING),
        (Role.ADMINISTRATOR, READING + EDITING + DECIDING),
    ],
)
def test_who_may_open_what(role, allowed):
    codes = {"claim": make_claim().code, "draft": draft().code}
    client = signed_in(user_with(*([role] if role else [])))
    for address in (*READING, *EDITING, *DECIDING):
        page = client.get(DESK + address.format(**codes))
        assert page.status_code == (200 if address in allowed else 403), address
    may_decide = role in {Role.ANALYST, Role.ADMINISTRATOR}
    claim = Claim.objects.get(code=codes["draft"])
    assert decide(client, claim, review="accepted").status_code == (200 if may_decide else 403)
    claim.refresh_from_db()
    assert (claim.review == Review.ACCEPTED) is may_decide


def test_nobody_comes_in_without_signing_in(client):
    claim = make_claim()
    for address in ("claims/", f"claims/{claim.code}/", "sources/", "sources/new/"):
        assert client.get(f"/en/desk/{address}").status_code == 302


def test_an_editor_cannot_undo_a_decision(analyst_client, editor_client):
    claim = draft()
    page = decide(analyst_client, claim, review="accepted")
    assert editor_client.post(undo_address(page)).status_code == 403
    claim.refresh_from_db()
    assert claim.review == Review.ACCEPTED


@pytest.mark.parametrize("query", ["review=nonsense", "indicator=none", "page=x", "sort=colour"])
def test_a_bad_parameter_is_named(analyst_client, query):
    page = analyst_client.get(f"{DESK}?{query}")
    assert page.status_code == 400
    assert query.split("=")[0] in text_of(page)


def test_the_number_of_queries_does_not_grow(analyst_client, django_assert_num_queries):
    def fill(count):
        indicator = make_indicator()
        for _ in range(count):
            draft(indicator=indicator)

    fill(1)
    for address in (DESK, "/en/desk/sources/"):
        analyst_client.get(address)
    for address in (DESK, "/en/desk/sources/"):
        with CaptureQueriesContext(connection) as first:
            analyst_client.get(address)
        fill(12)
        with django_assert_num_queries(len(first)):
            analyst_client.get(address)
