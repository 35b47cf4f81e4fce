"""Receiving and reading documents: once, whole, privately, and again when a page has changed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from factories.accounts import user_with
from factories.documents import make_document, make_proposal
from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from serai.foundation.accounts.models import Role
from serai.foundation.jobs import operations as jobs
from serai.foundation.jobs.models import State
from serai.foundation.private_files import PrivateFileError
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import history, verify
from serai.track.evidence import operations
from serai.track.evidence.models import (
    ORIGINALS,
    Citation,
    Claim,
    Document,
    DocumentState,
    Proposal,
    ProposalKind,
    ProposalState,
    Source,
    Verdict,
)
from serai.track.evidence.tasks import extract_again, ingest

pytestmark = pytest.mark.django_db

ACTOR = Program("a test")
REPORT = """First conference opens in Chongqing

6 November 2023

China has signed cooperation agreements with more than 80 partner countries by the end of June 2023.
Over 300 foreign guests have been invited.
"""


def received(text: str = REPORT, **options) -> Document:
    options.setdefault("file_name", "report.txt")
    return operations.ingest_document(actor=ACTOR, content=text.encode(), **options).document


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "date 2023-11-06 A letter to the conference\n\nIt was read.\n",
            "A letter to the conference",
        ),
        (
            f"The Silk Road is long. {'It has many stations on its way. ' * 9}\n",
            "The Silk Road is long.",
        ),
    ],
)
def test_a_document_is_called_by_its_first_words(text: str, title: str) -> None:
    assert was_read(text).title == title


def was_read(text: str = REPORT, **options) -> Document:
    document = received(text, **options)
    operations.read_document(actor=ACTOR, document=document)
    document.refresh_from_db()
    assert document.state == DocumentState.READY, document.problem
    return document


def figure(document: Document, words: str) -> Proposal:
    return document.proposals.get(kind=ProposalKind.FIGURE, exact=words)


def accept(proposal: Proposal, **values) -> Claim:
    user = user_with(Role.ANALYST)
    decided = operations.decide(
        actor=user, proposal=proposal, verdict=Verdict.ACCEPT, values=values
    )
    assert decided.claim is not None
    return decided.claim


class TestReceiving:
    def test_the_bytes_are_kept_as_they_are_where_nobody_is_handed_them(self):
        document = received()
        assert document.state == DocumentState.WAITING
        assert ORIGINALS.content_of(document.sha256) == REPORT.encode()
        assert document.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()
        (kept,) = Path(settings.PRIVATE_ROOT).rglob(document.sha256)
        assert kept.stat().st_mode & 0o077 == 0
        assert Path(settings.MEDIA_ROOT) not in kept.parents
        assert Path(settings.STATIC_ROOT) not in kept.parents

    def test_the_same_bytes_are_the_same_document(self):
        first = operations.ingest_document(actor=ACTOR, content=b"One.", file_name="one.txt")
        again = operations.ingest_document(actor=ACTOR, content=b"One.", file_name="two.txt")
        assert (first.is_new, again.is_new) == (True, False)
        assert again.document == first.document

    @pytest.mark.parametrize("content", [b"", b"x" * (64 * 2**20 + 1)])
    def test_nothing_and_too_much_are_refused(self, content):
        with pytest.raises(ValidationError) as raised:
            operations.ingest_document(actor=ACTOR, content=content)
        assert "content" in raised.value.message_dict
        assert not Document.objects.exists()

    def test_a_damaged_original_is_noticed(self):
        document = received("It is whole.")
        (kept,) = Path(settings.PRIVATE_ROOT).rglob(document.sha256)
        kept.write_bytes(b"It is hole.")
        with pytest.raises(PrivateFileError):
            ORIGINALS.content_of(document.sha256)
        operations.read_document(actor=ACTOR, document=document)
        document.refresh_from_db()
        assert (document.state, "Upload it again" in document.problem) == ("failed", True)
        received("It is whole.")
        assert ORIGINALS.content_of(document.sha256) == b"It is whole."
        operations.read_document(actor=ACTOR, document=document)
        document.refresh_from_db()
        assert document.state == DocumentState.READY


class TestReading:
    def test_a_source_is_entered_from_what_reading_finds(self):
        document = was_read()
        source = document.source
        assert str(source) == "First conference opens in Chongqing"
        assert str(source.published_on) == "2023-11-06"
        assert (source.language, source.length) == ("en", len(REPORT))
        assert source.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()

    def test_a_source_that_is_known_by_its_text_is_not_entered_twice(self):
        source = make_source(sha256=hashlib.sha256(REPORT.encode()).hexdigest())
        assert was_read().source == source
        assert Source.objects.count() == 1

    def test_figures_are_anchored_and_have_what_a_claim_needs(self):
        document = was_read()
        found = figure(document, "more than 80")
        assert document.text[found.start : found.end] == "more than 80"
        assert (found.value, found.qualifier, found.unit) == (80, "more_than", "country")
        assert (str(found.as_of)[:7], found.as_of_basis) == ("2023-06", "stated")
        assert (found.extractor, bool(found.extractor_version)) == ("serai-claims", True)
        assert figure(document, "Over 300").state_of_affairs == "invited"

    def test_an_indicator_is_suggested_by_what_is_counted(self):
        indicator = make_indicator(
            name={"en": "Cooperation agreements"}, unit={"en": "partner countries"}
        )
        make_indicator(name={"en": "Joint laboratories"}, unit={"en": "laboratories"})
        make_claim(indicator=indicator, unit="partner country", subject="Cooperation agreements")
        document = was_read(
            "China signed cooperation agreements with more than 80 partner countries."
        )
        assert figure(document, "more than 80").indicator == indicator

    def test_reading_twice_changes_nothing(self):
        document = was_read()
        before = Entry.objects.count(), Proposal.objects.count()
        again = operations.read_document(actor=ACTOR, document=document)
        assert again.kept == Proposal.objects.count()
        assert (Entry.objects.count(), Proposal.objects.count()) == before

    def test_what_cannot_be_read_says_why_and_is_tried_again(self):
        content = bytes(range(256)) * 4
        document = operations.ingest_document(
            actor=ACTOR, content=content, file_name="noise.bin"
        ).document
        operations.read_document(actor=ACTOR, document=document)
        operations.read_document(actor=ACTOR, document=document)
        document.refresh_from_db()
        assert document.state == DocumentState.FAILED
        assert document.problem
        assert [entry.verb for entry in history(document)] == ["document.failed", "document.added"]

    def test_the_record_never_holds_the_text(self):
        was_read()
        said = json.dumps(list(Entry.objects.values("before", "after", "note", "object_label")))
        assert "cooperation agreements" not in said
        assert list(verify()) == []

    def test_a_text_with_characters_that_no_database_takes(self):
        text = "It has more than 80 partners. " * 200 + "Then \x00 came 9 sections."
        document = was_read(text)
        assert len(document.text) == len(text)
        assert figure(document, "9").value == 9


class TestJobs:
    def test_documents_are_read_one_by_one_and_the_problems_told(self):
        good = received()
        bad = operations.ingest_document(
            actor=ACTOR, content=b"%PDF-1.7 not really", file_name="broken.pdf"
        ).document
        user = user_with(Role.ANALYST)
        job = jobs.run_now(
            jobs.start(
                actor=user, job=ingest, arguments={"documents": [bad.code, good.code, "gone"]}
            )
        )
        assert job.state == State.DONE, job.traceback
        assert job.result["documents"] == 1
        assert [each["file"] for each in job.problems] == ["broken.pdf"]
        assert (job.done, job.total) == (3, 3)
        good.refresh_from_db()
        assert good.is_ready

    def test_a_job_that_is_begun_again_changes_nothing(self):
        document = received()
        for _turn in range(2):
            job = jobs.start(actor=ACTOR, job=ingest, arguments={"documents": [document.code]})
            assert jobs.run_now(job).state == State.DONE
        assert history(document).filter(verb="document.read").count() == 1

    def test_a_cancelled_job_leaves_whole_documents(self):
        documents = [received(f"There are {n} partners.") for n in range(80, 84)]
        job = jobs.start(
            actor=ACTOR, job=ingest, arguments={"documents": [each.code for each in documents]}
        )
        jobs.ask_to_cancel(actor=ACTOR, job=job)
        assert job.state == State.CANCELLED
        assert not Proposal.objects.exists()

    def test_looking_again_is_a_job_too(self):
        document = was_read()
        job = jobs.start(actor=ACTOR, job=extract_again, arguments={"documents": [document.code]})
        assert jobs.run_now(job).result["documents"] == 1
        waiting = received("Not yet read.")
        job = jobs.start(actor=ACTOR, job=extract_again, arguments={"documents": [waiting.code]})
        assert len(jobs.run_now(job).problems) == 1


class TestLookingAgain:
    def test_nothing_differs_with_the_same_engine(self):
        document = was_read()
        keys = set(document.proposals.values_list("pk", flat=True))
        done = operations.extract_again(actor=ACTOR, document=document)
        assert done == operations.Extracted(kept=len(keys))
        assert set(document.proposals.values_list("pk", flat=True)) == keys

    def test_what_a_newer_engine_sees_is_shown_and_what_people_did_stays(self):
        document = was_read()
        accepted = figure(document, "more than 80")
        accept(accepted, unit="partner country")
        changed, gone = figure(document, "Over 300"), make_proposal(document, "Chongqing")
        Proposal.objects.filter(pk=changed.pk).update(value=3, extractor_version="0")
        decided = make_proposal(document, "November", kind=ProposalKind.PLACE, name="November")
        operations.decide(actor=user_with(Role.ANALYST), proposal=decided, verdict=Verdict.REJECT)
        missed = document.proposals.filter(kind=ProposalKind.DATE).first()
        missed.delete()

        done = operations.extract_again(actor=ACTOR, document=document)

        assert (done.added, done.changed, done.removed) == (1, 1, 1)
        changed.refresh_from_db()
        assert (changed.value, changed.revision) == (300, 2)
        assert not Proposal.objects.filter(pk=gone.pk).exists()
        accepted.refresh_from_db()
        decided.refresh_from_db()
        assert (accepted.unit, accepted.state) == ("partner country", ProposalState.ACCEPTED)
        assert decided.state == ProposalState.REJECTED
        entry = history(document).filter(verb="document.read").first()
        assert entry.after["proposals"] == done._asdict()

    def test_what_was_not_read_cannot_be_looked_at_again(self):
        with pytest.raises(ValidationError, match="not been read"):
            operations.extract_again(actor=ACTOR, document=received())


class TestVersions:
    ADDRESS = "https://example.org/report"

    def version(self, text: str, day: int) -> Document:
        return was_read(
            text, address=self.ADDRESS, retrieved_at=datetime(2023, 11, day, tzinfo=UTC)
        )

    def test_a_changed_page_is_a_new_document_of_the_same_source(self):
        old = self.version(REPORT, 7)
        new = self.version(f"Correction added.\n\n{REPORT}", 8)
        assert (new.replaces, new.source) == (old, old.source)
        source = Source.objects.get()
        assert (source.sha256, source.length) == (new.text_sha256, len(new.text))
        assert source.retrieved_on == date(2023, 11, 8)

    def test_claims_and_citations_are_found_again_in_the_new_text(self):
        old = self.version(REPORT, 7)
        claim = accept(figure(old, "more than 80"))
        other = make_claim(source=old.source, start=0, end=16, quote="First conference")
        operations.cite(
            actor=ACTOR, target=make_source().publisher or _organisation(),
            citations=[{"source": old.source, "start": 0, "end": 16}],
        )  # fmt: skip
        new = self.version(f"Correction added.\n\n{REPORT}", 8)
        claim.refresh_from_db()
        other.refresh_from_db()
        assert new.text[claim.start : claim.end] == claim.quote
        assert new.text[other.start : other.end] == "First conference"
        citation = Citation.objects.get()
        assert new.text[citation.start : citation.end] == "First conference"

    def test_what_is_gone_keeps_its_place_in_words(self):
        claim = accept(figure(self.version(REPORT, 7), "more than 80"))
        place = claim.start, claim.end
        self.version("The page was replaced by an advertisement for more than 80 sofas.", 8)
        claim.refresh_from_db()
        assert (claim.start, claim.end) == (None, None)
        assert f"{place[0]}–{place[1]} of the text retrieved on 2023-11-07" in claim.locator
        assert claim.quote.startswith("China has signed")

    def test_decisions_are_kept_for_the_same_words(self):
        old = self.version(REPORT, 7)
        claim = accept(figure(old, "more than 80"), unit="partner country")
        operations.decide(
            actor=user_with(Role.ANALYST), proposal=figure(old, "Over 300"),
            verdict=Verdict.REJECT,
        )  # fmt: skip
        new = self.version(f"Correction added.\n\n{REPORT}\nAlso 12 sections.", 8)
        kept = figure(new, "more than 80")
        assert (kept.state, kept.claim, kept.unit) == ("merged", claim, "partner country")
        assert figure(new, "Over 300").state == ProposalState.REJECTED
        assert figure(new, "12").state == ProposalState.WAITING
        assert Claim.objects.count() == 1

    def test_a_proposal_of_a_text_that_only_people_saw_comes_along(self):
        old = self.version(REPORT, 7)
        start = old.text.index("foreign guests")
        operations.add_missed(
            actor=user_with(Role.ANALYST), document=old, start=start, end=start + 14,
            kind=ProposalKind.ORGANISATION, values={"name": "Guests"},
        )  # fmt: skip
        new = self.version(f"Correction added.\n\n{REPORT}", 8)
        assert new.proposals.get(kind=ProposalKind.ORGANISATION, name="Guests").state == "merged"


def _organisation():
    from factories.directory import make_organisation

    return make_organisation()


def test_how_many_review_a_document_can_be_changed_and_nothing_else():
    document = make_document()
    operations.change_document(actor=ACTOR, document=document, changes={"reviewers": 2})
    document.refresh_from_db()
    assert document.reviewers == 2
    with pytest.raises(ValidationError):
        operations.change_document(actor=ACTOR, document=document, changes={"reviewers": 3})
    with pytest.raises(TypeError):
        operations.change_document(actor=ACTOR, document=document, changes={"text": "x"})
