"""The public pages of sources and claims."""

from __future__ import annotations

import pytest

from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from factories.register import make_record
from reading import text_of
from serai.foundation.dates import PartialDate
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.record.operations import Program
from serai.foundation.web.release_cache import release_cache
from serai.track.evidence.models import Citation, ClaimLink, LinkKind, Review, Source
from serai.track.evidence.operations import cite

pytestmark = pytest.mark.django_db

ACTOR = Program("a test")
SCRIPT = "<script>alert(1)</script>"


def full_claim(**values):
    source = make_source(
        title={"en": "A report"}, publisher_as_written="An agency", sha256="ab" * 32, length=9000,
        rights="May be quoted.", address="https://example.org/report",
    )  # fmt: skip
    values = {
        "source": source, "subject": "Agreements", "written": "over 80", "start": 1569,
        "end": 1737, "quote": "First. There are over 80 of them. Last.",
        "attributed_to": "The ministry", "as_of": PartialDate(2023, 6), "as_of_basis": "stated",
        "scope": "with partners", "indicator": make_indicator(slug="agreements"), **values,
    }  # fmt: skip
    return make_claim(**values)


def test_a_claim_shows_what_it_rests_on(client):
    claim = full_claim(
        correction="The number is of another year.", correction_source=make_source(title="A paper")
    )
    other = make_claim(subject="The same elsewhere")
    hidden = make_claim(subject="Not yet checked", review=Review.DRAFT)
    ClaimLink.objects.create(claim=other, kind=LinkKind.REPEATS, other=claim, note="Word for word.")
    ClaimLink.objects.create(claim=claim, kind=LinkKind.AGREES, other=hidden)
    page = client.get(f"/en/claims/{claim.code}/")
    text = text_of(page)
    for part in (
        "more than 80", "A bound, not a number", "over 80", "with partners",
        "June 2023 (stated in the source)", "The ministry", "characters 1,569–1,737",
        "… There are over 80 of them. …", "accepted", "The number is of another year.", "A paper",
        "is repeated by", "The same elsewhere", "Word for word.",
    ):  # fmt: skip
        assert part in text, part
    assert "First." not in text
    assert "Not yet checked" not in text


def test_a_draft_is_nobodys_business(client):
    claim = make_claim(review=Review.DRAFT, subject="Not yet checked")
    assert client.get(f"/en/claims/{claim.code}/").status_code == 404
    page = client.get(f"/en/sources/{claim.source.code}/")
    assert "Not yet checked" not in text_of(page)
    assert client.get("/en/sources/none/").status_code == 404


@pytest.mark.parametrize("review", [Review.DISPUTED, Review.REJECTED])
def test_a_decision_and_its_reason_are_open(client, review):
    claim = make_claim(review=review, review_note="Of another year.")
    text = text_of(client.get(f"/en/claims/{claim.code}/"))
    assert "Of another year." in text
    assert "It makes no figure" in text


def test_a_source_shows_its_particulars_and_what_rests_on_it(client):
    claim = full_claim()
    public, draft = make_record(name="Open to all"), make_record(name="In hand", stage="draft")
    for record in (public, draft):
        cite(
            actor=ACTOR,
            target=record,
            citations=[{"source": claim.source, "field": "name", "start": 5, "end": 30}],
        )
    page = client.get(f"/en/sources/{claim.source.code}/")
    text = text_of(page)
    for part in (
        "An agency", "ab" * 32, "9,000 characters", "May be quoted.", "Agreements", "over 80",
        "1,569–1,737", "It is cited 1 time.", "Open to all", "characters 5–30",
    ):  # fmt: skip
        assert part in text, part
    assert "In hand" not in text
    assert f'href="/en/claims/{claim.code}/"' in page.content.decode()
    assert '"@type":"CreativeWork"' in page.content.decode()


def test_sources_are_searched_filtered_and_paged(client):
    for number in range(27):
        make_source(title=f"Report {number}", kind="news_report")
    make_source(title={"en": "Étude", "zh-hans": "报告"}, kind="academic", language="fr")
    assert "Page 1 of 2" in text_of(client.get("/en/sources/"))
    assert "28 sources" in text_of(client.get("/en/sources/?page=2"))
    for query in ("kind=academic", "language=fr", "q=étude", "q=报告", "q=Étude&kind=academic"):
        text = text_of(client.get(f"/en/sources/?{query}"))
        assert "1 source " in text, query
    assert "Nothing matches" in text_of(client.get("/en/sources/?q=nowhere"))


def test_an_empty_list_says_so(client):
    assert "No sources yet" in text_of(client.get("/en/sources/"))


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page=0", "page"), ("page=x", "page"), ("page=2", "page"), ("page=99999999999", "page"),
        ("page=²", "page"), ("kind=nonsense", "kind"), ("language=<b>", "language"),
        ("colour=red", "colour"), ("q=a&q=b", "q"), ("q=%00", "q"), ("q=" + "a" * 201, "q"),
    ],
)  # fmt: skip
def test_a_bad_parameter_is_named(client, query, parameter):
    page = client.get(f"/en/sources/?{query}")
    assert page.status_code == 400
    assert parameter in text_of(page)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_every_language_shows_every_page(client, language):
    claim = full_claim()
    for address in ("sources/", f"sources/{claim.source.code}/", f"claims/{claim.code}/"):
        page = client.get(f"/{language}/{address}")
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()


def test_markup_in_the_data_stays_text(client):
    claim = full_claim(
        subject=SCRIPT, written=SCRIPT, quote=SCRIPT, attributed_to=SCRIPT, scope=SCRIPT,
        correction=SCRIPT, unit=SCRIPT, review_note=SCRIPT,
    )  # fmt: skip
    Source.objects.update(title=SCRIPT, publisher_as_written=SCRIPT, rights=SCRIPT, note=SCRIPT)
    other = make_claim(subject=SCRIPT)
    ClaimLink.objects.create(claim=claim, kind=LinkKind.AGREES, other=other, note=SCRIPT)
    for address in ("sources/", f"sources/{claim.source.code}/", f"claims/{claim.code}/"):
        page = client.get(f"/en/{address}").content.decode()
        assert "alert(1)" in page
        assert SCRIPT not in page


def test_an_address_that_is_none_is_no_link(client):
    source = make_source()
    Source.objects.filter(pk=source.pk).update(address="javascript:alert(1)")
    page = client.get(f"/en/sources/{source.code}/").content.decode()
    assert 'href="javascript' not in page


def fill(claim, count):
    for number in range(count):
        other = make_claim(source=claim.source, start=number, end=number + 5)
        ClaimLink.objects.create(claim=make_claim(), kind=LinkKind.REPEATS, other=claim)
        Citation.objects.create(source=claim.source, claim=other, target=make_record())


@pytest.mark.parametrize("address", ["sources/", "sources/{source}/", "claims/{claim}/"])
def test_the_number_of_queries_does_not_grow(
    client, address, django_assert_max_num_queries, django_assert_num_queries
):
    claim = full_claim()
    where = "/en/" + address.format(source=claim.source.code, claim=claim.code)
    fill(claim, 1)
    client.get(where)  # content types are read once in the life of a process
    release_cache.clear()
    with django_assert_max_num_queries(14) as first:
        client.get(where)
    fill(claim, 29)
    release_cache.clear()
    with django_assert_num_queries(len(first)):
        client.get(where)


@pytest.mark.parametrize(
    ("page", "words"),
    [("en", "Chinese (Simplified), machine translated"), ("es", "Chino (simplificado)")],
)
def test_the_language_of_a_source_is_named_in_the_language_of_the_page(client, page, words):
    source = make_source(language="zh-hans", is_machine_translated=True)
    assert words in text_of(client.get(f"/{page}/sources/{source.code}/"))


def test_a_language_without_a_name_keeps_its_code(client):
    source = make_source(language="qaa-x-old")
    assert "qaa-x-old" in text_of(client.get(f"/en/sources/{source.code}/"))


def test_the_history_names_a_citation_and_where_it_points(editor_client):
    record, source = make_record(), make_source(title="A report")
    citations = [{"field": "name", "source": source}, {"source": source, "start": 3, "end": 9}]
    cite(actor=Program("a test"), target=record, citations=citations)
    words = text_of(editor_client.get(f"/en/desk/history/register.record/{record.code}/"))
    assert "A report, 3–9" in words
    assert "None" not in words
    assert "Object id" not in words
