"""The desk of documents without scripts: upload, queue, cards, forms, and what is kept private."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from factories.accounts import signed_in, user_with
from factories.documents import make_document, make_proposal
from factories.figures import make_indicator
from serai.foundation.accounts.models import Role
from serai.foundation.jobs import operations as jobs
from serai.foundation.jobs.models import Job, State
from serai.foundation.record.operations import Program
from serai.track.evidence import operations
from serai.track.evidence.agreement import agreements, cohens_kappa
from serai.track.evidence.models import (
    Claim,
    Document,
    Proposal,
    ProposalKind,
    ProposalState,
    Review,
    Verdict,
)

pytestmark = pytest.mark.django_db

UPLOAD = "/en/desk/documents/new/"


def page_of(document: Document) -> str:
    return f"/en/desk/documents/{document.code}/"


def text_of(response) -> str:
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def file(name: str, content: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


class TestUpload:
    def test_files_are_received_and_read_by_a_job(self, analyst_client):
        response = analyst_client.post(
            UPLOAD,
            {"uploads": [file("a.txt", "More than 80 partners."), file("b.md", "It has 5 parts.")],
             "reviewers": "2"},
        )  # fmt: skip
        job = Job.objects.get()
        assert response.url == job.get_absolute_url()
        assert jobs.run_now(job).state == State.DONE
        assert set(Document.objects.values_list("state", "reviewers")) == {("ready", 2)}
        assert "a.txt" not in job.about
        assert job.href == reverse("evidence_desk:documents")

    def test_a_pasted_text_is_a_document_with_its_address_noted(self, analyst_client):
        analyst_client.post(
            UPLOAD,
            {"text": "More than 80\r\npartners.", "address": "https://example.org/report",
             "published_on": "2023-11-06", "reviewers": "1"},
        )  # fmt: skip
        jobs.run_now(Job.objects.get())
        document = Document.objects.get()
        assert document.text == "More than 80\npartners."
        assert document.source.address == "https://example.org/report"
        assert str(document.source.published_on) == "2023-11-06"

    def test_what_is_there_already_leads_to_it(self, analyst_client):
        document = make_document("It is there.")
        response = analyst_client.post(
            UPLOAD, {"uploads": [file("again.txt", "It is there.")], "reviewers": "1"}
        )
        assert response.url == document.get_desk_url()
        assert not Job.objects.exists()

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({}, "Choose a file, or paste a text."),
            ({"text": "  \n "}, "Choose a file, or paste a text."),
            ({"text": "x", "address": "nowhere"}, "Enter a valid URL."),
            ({"text": "x", "published_on": "yesterday"}, "Enter a valid date."),
            ({"text": "x", "reviewers": "3"}, "3 is not one of the available choices"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
        self, analyst_client, given, said
    ):
        page = text_of(analyst_client.post(UPLOAD, {"reviewers": "1", **given}))
        assert said in page
        assert given.get("address", "") in page
        assert not Document.objects.exists()

    def test_an_empty_file_and_an_address_of_two_are_refused(self, analyst_client):
        empty = [file("e.txt", ""), file("good.txt", "a"), file("f.txt", "")]
        page = text_of(analyst_client.post(UPLOAD, {"uploads": empty}))
        assert "e.txt: The submitted file is empty." in page
        assert "f.txt: The submitted file is empty." in page
        assert "good.txt" not in page
        two = [file("a.txt", "a"), file("b.txt", "b")]
        page = text_of(analyst_client.post(
            UPLOAD, {"uploads": two, "address": "https://example.org/", "reviewers": "1"}
        ))  # fmt: skip
        assert "An address belongs to one file or text." in page

    def test_the_form_can_take_files(self, analyst_client):
        page = text_of(analyst_client.get(UPLOAD))
        assert 'enctype="multipart/form-data"' in page
        assert "multiple" in page


class TestTheDocument:
    def test_marks_lead_to_cards_and_back(self, analyst_client):
        document = make_document()
        proposal = make_proposal(document)
        page = text_of(analyst_client.get(page_of(document)))
        assert f'href="#proposal-{proposal.pk}"' in page
        assert f'id="proposal-{proposal.pk}"' in page
        assert f'href="#place-{proposal.pk}"' in page
        assert f'id="place-{proposal.pk}"' in page

    def test_places_that_overlap_are_each_marked_and_the_text_stays_whole(self, analyst_client):
        document = make_document("Over 300 guests from 70 countries & <b>came</b>.")
        make_proposal(document, "Over 300 guests from 70", value=300, unit="guest")
        make_proposal(document, "70", value=70, unit="country")
        page = text_of(analyst_client.get(page_of(document)))
        assert "countries &amp; &lt;b&gt;came&lt;/b&gt;." in page
        assert page.count("review-mark") >= 2

    def test_a_card_accepts_and_undo_takes_it_back(self, analyst_client):
        document = make_document()
        proposal = make_proposal(document)
        card = f"{page_of(document)}proposals/{proposal.pk}/decision/"
        response = analyst_client.post(card, {"verdict": "accept", "revision": "1"})
        assert response.url == f"{page_of(document)}#proposal-{proposal.pk}"
        assert Claim.objects.get().review == Review.ACCEPTED
        analyst_client.post(f"{page_of(document)}undo/")
        assert not Claim.objects.exists()
        page = analyst_client.post(f"{page_of(document)}undo/", follow=True).content.decode()
        assert "There is nothing to undo." in page

    def test_a_card_that_is_stale_says_so(self, analyst_client):
        document = make_document()
        proposal = make_proposal(document)
        Proposal.objects.update(revision=7)
        card = f"{page_of(document)}proposals/{proposal.pk}/decision/"
        page = analyst_client.post(card, {"verdict": "accept", "revision": "1"}, follow=True)
        assert "Somebody changed this proposal" in page.content.decode()
        assert not Claim.objects.exists()

    def test_the_form_edits_and_accepts(self, analyst_client):
        document = make_document()
        proposal = make_proposal(document)
        here = f"{page_of(document)}proposals/{proposal.pk}/"
        assert 'value="80"' in text_of(analyst_client.get(here))
        typed = {"value": "81", "qualifier": "exact", "unit": "partner", "subject": "Agreements",
                 "quantity": "count", "state_of_affairs": "actual", "as_of_basis": "unknown",
                 "revision": "1"}  # fmt: skip
        wrong = analyst_client.post(here, {**typed, "unit": "", "verdict": "accept"})
        assert wrong.status_code == 422
        assert 'value="81"' in wrong.content.decode()
        assert analyst_client.post(here, {**typed, "verdict": "accept"}).status_code == 302
        assert (Claim.objects.get().value, Claim.objects.get().qualifier) == (81, "exact")

    def test_a_stale_form_keeps_what_was_typed_and_says_it_once(self, analyst_client):
        document = make_document()
        proposal = make_proposal(document)
        Proposal.objects.update(revision=7)
        here = f"{page_of(document)}proposals/{proposal.pk}/"
        typed = {"value": "81", "qualifier": "exact", "unit": "partner", "subject": "Mine",
                 "quantity": "count", "state_of_affairs": "actual", "as_of_basis": "unknown",
                 "revision": "1", "verdict": "accept"}  # fmt: skip
        page = analyst_client.post(here, typed)
        assert page.status_code == 422
        assert 'value="Mine"' in page.content.decode()
        assert 'name="revision" value="7"' in page.content.decode()
        assert not Claim.objects.exists()

    def test_what_was_missed_is_added_by_its_words(self, analyst_client):
        document = make_document("It has 5 parts, 5 in all. Over 300 guests came.")
        here = f"{page_of(document)}missed/"
        typed = {"words": "Over 300", "value": "300", "qualifier": "more_than", "unit": "guest",
                 "subject": "Guests", "quantity": "count", "state_of_affairs": "attended",
                 "as_of_basis": "unknown"}  # fmt: skip
        assert "These words do not stand" in text_of(
            analyst_client.post(here, {**typed, "words": "Over 400"})
        )
        assert "They stand there 2 times" in text_of(
            analyst_client.post(here, {**typed, "words": "5"})
        )
        assert analyst_client.post(here, typed).status_code == 302
        assert Claim.objects.get().state == "attended"

    def test_names_and_dates_have_a_view_of_their_own(self, analyst_client):
        document = make_document()
        make_proposal(document, "Chongqing", kind=ProposalKind.PLACE, name="Chongqing")
        assert "Chongqing</a></h3>" not in text_of(analyst_client.get(page_of(document)))
        assert "Chongqing</a></h3>" in text_of(
            analyst_client.get(page_of(document) + "?show=names")
        )
        assert analyst_client.get(page_of(document) + "?show=all").status_code == 400

    def test_who_may_only_read_is_shown_no_buttons(self, secretariat_client):
        document = make_document()
        make_proposal(document)
        page = text_of(secretariat_client.get(page_of(document)))
        assert "more than 80" in page
        assert 'value="accept"' not in page

    def test_a_document_is_read_again_by_a_job(self, editor_client):
        document = make_document()
        response = editor_client.post(f"{page_of(document)}again/")
        job = Job.objects.get()
        assert response.url == job.get_absolute_url()
        assert jobs.run_now(job).state == State.DONE, job.traceback


class TestPrivacy:
    def test_the_original_is_for_analysts_and_never_shown_by_the_browser(self, analyst_client):
        document = make_document("<script>alert(1)</script>", file_name='a"b\r\n.html')
        operations.ingest_document(actor=Program("t"), content=document.text.encode())
        response = analyst_client.get(f"{page_of(document)}original/")
        assert response.content == document.text.encode()
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")
        assert "\n" not in response["Content-Disposition"]
        assert "no-store" in response["Cache-Control"]

    def test_the_public_sees_the_citation_and_one_sentence(self, client, analyst_client):
        secret = "Nobody outside shall read this sentence."
        document = make_document(f"{secret} They signed with more than 80 partners. {secret}")
        claim = operations.decide(
            actor=analyst_client.user, proposal=make_proposal(document), verdict=Verdict.ACCEPT
        ).claim
        for address in (claim.get_absolute_url(), document.source.get_absolute_url(),
                        "/en/sources/", "/en/figures/"):  # fmt: skip
            page = text_of(client.get(address))
            assert secret not in page
            assert document.code not in page
        assert "They signed with more than 80 partners." in text_of(
            client.get(claim.get_absolute_url())
        )

    def test_what_waits_is_nobodys_business(self, client):
        document = make_document()
        make_proposal(document)
        assert "more than 80" not in text_of(client.get(document.source.get_absolute_url()))


class TestQueue:
    def test_the_surest_come_first_and_what_is_contested_before(self, analyst_client):
        document = make_document("1 aa, 2 bb, 3 cc and 4 dd.")
        for words, confidence in (("1 aa", 0.5), ("2 bb", 0.9), ("3 cc", 0.7)):
            make_proposal(document, words, confidence=confidence)
        make_proposal(document, "4 dd", confidence=0.1, state=ProposalState.CONTESTED)
        page = text_of(analyst_client.get("/en/desk/proposals/"))
        places = [page.index(words) for words in ("4 dd", "2 bb", "3 cc", "1 aa")]
        assert places == sorted(places)

    def test_filters_stand_in_the_address(self, analyst_client):
        indicator = make_indicator()
        document = make_document("1 aa and 2 bb.", language="fr")
        make_proposal(document, "1 aa", indicator=indicator)
        make_proposal(document, "2 bb", kind=ProposalKind.PLACE, name="2 bb")
        other = make_document("Also 3 cc.")
        make_proposal(other, "3 cc", state=ProposalState.REJECTED)

        def found(query: str) -> set[str]:
            page = text_of(analyst_client.get(f"/en/desk/proposals/?{query}"))
            return {words for words in ("1 aa", "2 bb", "3 cc") if f">{words}</a>" in page}

        assert found(f"document={document.code}") == {"1 aa", "2 bb"}
        assert found("kind=place") == {"2 bb"}
        assert found("state=rejected") == {"3 cc"}
        assert found("language=fr") == {"1 aa", "2 bb"}
        assert found(f"indicator={indicator.slug}") == {"1 aa"}
        assert analyst_client.get("/en/desk/proposals/?kind=dragon").status_code == 400

    def test_only_what_says_the_same_is_accepted_at_once(self, analyst_client):
        document = make_document("More than 80 partners and more than 80 exhibits.")
        keys = [
            make_proposal(document, "More than 80").pk,
            make_proposal(document, "more than 80", unit="exhibit").pk,
        ]
        page = analyst_client.post(
            "/en/desk/proposals/",
            {"action": "accept", "selected": keys, "confirmed": "1"}, follow=True,
        )  # fmt: skip
        assert "do not say the same" in page.content.decode()
        assert not Claim.objects.exists()


class TestAgreement:
    def test_kappa_takes_off_what_chance_gives(self):
        # 0.7 observed; by chance 0.5: 25 of 50 by one times 30 of 50 by the other, and so on.
        pairs = [("a", "a")] * 20 + [("a", "r")] * 5 + [("r", "a")] * 10 + [("r", "r")] * 15
        assert cohens_kappa(pairs) == pytest.approx(0.4)
        assert cohens_kappa([("a", "r"), ("r", "a")]) == pytest.approx(-1)
        assert cohens_kappa([("a", "a")] * 3) is None
        assert cohens_kappa([]) is None

    def test_the_page_counts_what_two_decided(self, analyst_client):
        one, other = user_with(Role.ANALYST), user_with(Role.ANALYST)
        document = make_document("1 aa, 2 bb and 3 cc.", reviewers=2)
        for words, verdict in (("1 aa", "accept"), ("2 bb", "reject"), ("3 cc", "accept")):
            proposal = make_proposal(document, words)
            operations.decide(actor=one, proposal=proposal, verdict=Verdict.ACCEPT)
            operations.decide(actor=other, proposal=proposal, verdict=Verdict(verdict))
        together, pair = agreements()
        assert (together.pairs, together.same, together.accepted_by_both) == (3, 2, 2)
        assert set(pair.reviewers) == {one, other}
        page = text_of(analyst_client.get("/en/desk/agreement/"))
        assert "67%" in page

    def test_an_empty_page_says_what_to_do(self, analyst_client):
        assert "Nothing was reviewed by two people yet" in text_of(
            analyst_client.get("/en/desk/agreement/")
        )


def test_the_desk_page_of_a_claim_shows_where_it_comes_from_and_what_is_proposed():
    analyst = user_with(Role.ANALYST)
    client: Client = signed_in(analyst)
    claims = []
    for text in ("Signed with more than 80 partners.", "Yes, with more than 80 partners."):
        proposal = make_proposal(make_document(text))
        claims.append(
            operations.decide(
                actor=analyst, proposal=proposal, verdict=Verdict.ACCEPT, values={"scope": "all"}
            ).claim
        )
    page = text_of(client.get(f"/en/desk/claims/{claims[0].code}/"))
    assert "serai-claims 1" in page
    assert "90%" in page
    assert "agrees with?" in page or "is repeated by?" in page
    address = f"/en/desk/claims/{claims[0].code}/relations/"
    client.post(address, {"other": claims[1].code, "kind": "agrees", "verdict": "dismiss"})
    assert claims[0].dismissed_relations.count() == 1
    client.post(address, {"other": claims[1].code, "kind": "agrees", "verdict": "accept"})
    assert claims[0].links.get().other == claims[1]


def test_an_empty_room_leads_to_the_first_step(analyst_client):
    for empty, first in (("proposals", "documents/new"), ("agreement", "documents")):
        page = text_of(analyst_client.get(f"/en/desk/{empty}/"))
        assert f'<a class="button" href="/en/desk/{first}/">' in page


@pytest.mark.parametrize("address", ["/en/desk/documents/", "/en/desk/proposals/"])
def test_the_lists_cost_the_same_with_one_row_and_with_twenty(
    analyst_client, django_assert_max_num_queries, address
):
    make_proposal(make_document("1 aa."), "1 aa")
    analyst_client.get(address)
    with CaptureQueriesContext(connection) as few:
        analyst_client.get(address)
    for number in range(2, 22):
        make_proposal(make_document(f"{number} aa.", reviewers=2), f"{number} aa")
    with django_assert_max_num_queries(len(few)):
        text_of(analyst_client.get(address))


def test_a_document_costs_the_same_with_one_proposal_and_with_thirty(
    analyst_client, django_assert_max_num_queries
):
    document = make_document(" ".join(f"{number} aa." for number in range(10, 50)))
    make_proposal(document, "10 aa")
    analyst_client.get(page_of(document))
    with CaptureQueriesContext(connection) as few:
        analyst_client.get(page_of(document))
    for number in range(11, 41):
        make_proposal(document, f"{number} aa")
    with django_assert_max_num_queries(len(few)):
        text_of(analyst_client.get(page_of(document)))


def test_every_page_of_the_room_stands_under_its_desk(analyst_client):
    page = html.fromstring(analyst_client.get(UPLOAD).content)
    assert page.xpath("//nav//a[@aria-current='true' and text()='Evidence']")


def test_open_proposals_are_work_on_the_desk(analyst_client):
    make_proposal(make_document())
    page = text_of(analyst_client.get("/en/desk/"))
    assert "Proposals to check" in page
