"""The public pages of series and editions, as readers and machines get them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from lxml import html
from pytest_django import DjangoAssertNumQueries

from factories.editions import (
    make_announcement,
    make_edition,
    make_milestone,
    make_organiser,
    make_series,
    make_topic,
    make_venue,
)
from factories.evidence import make_source
from serai.convene.editions import operations
from serai.convene.editions.models import Edition, EditionState, OrganiserRole, Series
from serai.foundation.directory.models import Country
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.record.operations import Program
from serai.track.evidence.models import Citation

pytestmark = pytest.mark.django_db

TEST = Program("test")


def china() -> Country:
    country, _created = Country.objects.get_or_create(
        code="CN", defaults={"alpha3": "CHN", "numeric": "156", "name": {"en": "China"}}
    )
    return country


def read(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return html.fromstring(response.content.decode())


def text_of(page: html.HtmlElement) -> str:
    return " ".join(page.find(".//main").text_content().split())


def lead_of(page: html.HtmlElement) -> str:
    return " ".join(page.find_class("lead")[0].text_content().split())


def first_edition(**fields: object) -> Edition:
    series = make_series(
        hosts=["Chongqing", "Sichuan"], interval_years=2, slug="exchange",
        name={"en": "Exchange Conference"}, summary={"en": "A conference held in turn."},
    )  # fmt: skip
    return make_edition(
        series=series, slug="chongqing-2023", name={"en": "First Exchange Conference"},
        theme={"en": "A road to innovation"}, country=china(), state=EditionState.CONCLUDED,
        **fields,
    )  # fmt: skip


def test_an_edition_opens_with_what_where_when_and_theme(client: Client) -> None:
    edition = first_edition()

    page = read(client, edition.get_absolute_url())

    assert lead_of(page) == (
        "First Exchange Conference was held in Chongqing, China, on 6–7 November 2023, "
        "under the theme “A road to innovation”."
    )
    assert page.find(".//h1").text_content() == "First Exchange Conference"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"state": EditionState.RUNNING, "theme": {"en": "Water"}},
            "C is being held in Chongqing, on 6–7 November 2023, under the theme “Water”.",
        ),
        ({"state": EditionState.OPEN}, "C will be held in Chongqing, on 6–7 November 2023."),
        ({"state": EditionState.RUNNING}, "C is being held in Chongqing, on 6–7 November 2023."),
        ({"state": EditionState.CONCLUDED}, "C was held in Chongqing, on 6–7 November 2023."),
        ({"ends_on": None}, "C will be held in Chongqing, on 6 November 2023."),
        (
            {"starts_on": None, "ends_on": None},
            "C: Chongqing, dates to be announced.",
        ),
        (
            {"city": {}, "theme": {"en": "Water"}},
            "C, under the theme “Water”: place to be announced, 6–7 November 2023.",
        ),
    ],
)
def test_the_sentence_says_no_more_than_is_known(
    client: Client, fields: dict[str, object], sentence: str
) -> None:
    edition = make_edition(name={"en": "C"}, **fields)

    page = read(client, edition.get_absolute_url())

    assert lead_of(page) == sentence


def test_an_edition_whose_city_is_open_names_its_host(client: Client) -> None:
    series = make_series(hosts=["Sichuan"])
    edition = make_edition(series=series, city={}, host=series.hosts.get(), country=china())

    assert "Sichuan, China" in text_of(read(client, edition.get_absolute_url()))


def test_organisers_stand_by_role_with_their_number(client: Client) -> None:
    edition = first_edition()
    for _number in range(6):
        make_organiser(edition=edition)
    body = make_organiser(edition=edition, role=OrganiserRole.SUPPORTING_BODY)

    page = read(client, edition.get_absolute_url())

    groups = page.find_class("organiser-group")
    assert [" ".join(g.find("h3").text_content().split()) for g in groups] == [
        "Co-sponsors 6",
        "Supporting body",
    ]
    assert str(body.organisation) in groups[1].text_content()


def test_announcements_run_by_date_with_their_kind(client: Client) -> None:
    edition = first_edition()
    make_announcement(edition=edition, on="2023-11-06", kind="letter", title={"en": "A letter"})
    make_announcement(edition=edition, on="2023-10-30", title={"en": "Press conference held"})

    words = text_of(read(client, edition.get_absolute_url()))

    assert words.index("Press conference held") < words.index("A letter")
    assert "Congratulatory letter" in words
    assert "30 October 2023" in words


def test_every_fact_leads_to_its_source_and_back(client: Client) -> None:
    edition = first_edition()
    first, second = make_source(title={"en": "Report one"}), make_source(title={"en": "Report two"})
    topic = make_topic(edition=edition, name={"en": "open science"})
    for target, field, source, start in (
        (edition, "starts_on", first, 10),
        (edition, "ends_on", second, 20),
        (edition, "theme", first, 30),
        (topic, "", first, 40),
    ):
        Citation.objects.create(
            target=target, field=field, source=source, start=start, end=start + 5
        )

    page = read(client, edition.get_absolute_url())

    marks = page.xpath("//main//sup[contains(@class, 'source-marks')]/a")
    assert [mark.text for mark in marks] == ["1a", "2a", "1b", "1c"]
    for mark in marks:
        place = page.get_element_by_id(mark.get("href").removeprefix("#"))
        back = place.find_class("source-back")[0].get("href").removeprefix("#")
        assert page.get_element_by_id(back) is mark
    foot = " ".join(page.find_class("sources")[0].text_content().split())
    assert "Report one" in foot
    assert "Theme, characters 30 to 35" in foot


def test_a_place_cited_twice_is_one_footnote(client: Client) -> None:
    edition = first_edition()
    source = make_source()
    for _number in range(2):
        organiser = make_organiser(edition=edition)
        Citation.objects.create(target=organiser, source=source, start=1, end=9)

    page = read(client, edition.get_absolute_url())

    marks = page.xpath("//main//sup[contains(@class, 'source-marks')]/a")
    assert [mark.text for mark in marks] == ["1a", "1a"]
    assert len(set(page.xpath("//@id"))) == len(page.xpath("//@id"))


def test_where_sources_differ_it_stands_beside_the_fact(client: Client) -> None:
    edition = first_edition()
    note = {"en": "This report names only 6 November; two others say 6 to 7."}
    Citation.objects.create(target=edition, field="starts_on", source=make_source(), note=note)

    page = read(client, edition.get_absolute_url())

    facts = page.find_class("facts")[0].text_content()
    assert note["en"] in facts
    assert note["en"] in page.find_class("sources")[0].text_content()


def test_a_citation_that_no_fact_shows_still_stands_at_the_foot(client: Client) -> None:
    edition = first_edition()
    Citation.objects.create(target=edition, field="slug", source=make_source(title={"en": "Odd"}))

    page = read(client, edition.get_absolute_url())

    assert "Odd" in page.find_class("sources")[0].text_content()


def test_machines_read_the_edition_as_an_event(client: Client) -> None:
    edition = first_edition(languages=["en", "zh-hans"])
    make_venue(edition=edition, name={"en": "Congress </script> Hall"})
    sponsor = make_organiser(edition=edition)
    make_organiser(edition=edition, role=OrganiserRole.SUPPORTING_BODY)

    page = read(client, edition.get_absolute_url())

    (script,) = page.xpath("//script[@type='application/ld+json']")
    event = json.loads(script.text)
    assert event["@type"] == "Event"
    assert event["name"] == "First Exchange Conference"
    assert (event["startDate"], event["endDate"]) == ("2023-11-06", "2023-11-07")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["name"] == "Congress </script> Hall"
    assert event["location"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Chongqing",
        "addressCountry": "CN",
    }
    assert [body["name"] for body in event["organizer"]] == [str(sponsor.organisation)]
    assert len(event["contributor"]) == 1
    assert event["inLanguage"] == ["en", "zh-Hans"]
    assert event["url"].endswith("/en/editions/chongqing-2023/")


def test_machines_are_told_nothing_that_is_not_known(client: Client) -> None:
    edition = make_edition(city={}, starts_on=None, ends_on=None, languages=[])

    page = read(client, edition.get_absolute_url())

    event = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert not {"startDate", "endDate", "location", "organizer", "inLanguage"} & set(event)


def test_a_shared_link_carries_title_and_sentence(client: Client) -> None:
    edition = first_edition()

    page = read(client, edition.get_absolute_url())

    found = {meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@property]")}
    assert found["og:title"] == "First Exchange Conference"
    assert found["og:description"].startswith("First Exchange Conference was held in Chongqing")


@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize("name", ["edition", "series", "list"])
def test_pages_stand_in_every_language(client: Client, language: str, name: str) -> None:
    edition = first_edition()
    make_milestone(series=edition.series)
    make_announcement(edition=edition)
    make_topic(edition=edition)
    make_organiser(edition=edition)
    arguments = {"edition": ["chongqing-2023"], "series": ["exchange"], "list": []}[name]
    with translation.override(language):
        address = reverse(f"editions:{name}", args=arguments)

    page = read(client, address)

    assert page.get("lang") == language
    assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
    if language != "en":
        assert page.xpath("//main//*[contains(@class, 'fallback')][@lang='en']")


def test_an_unpublished_edition_does_not_exist_for_the_public(client: Client) -> None:
    edition = make_edition(is_public=False, name={"en": "Secret conference"})
    other = make_edition(series=edition.series)

    read(client, edition.get_absolute_url(), 404)
    assert "Secret conference" not in text_of(read(client, reverse("editions:list")))
    assert "Secret conference" not in text_of(read(client, edition.series.get_absolute_url()))
    assert "Secret conference" not in text_of(read(client, other.get_absolute_url()))


def test_a_series_without_a_public_edition_does_not_exist(client: Client) -> None:
    series = make_series()
    make_edition(series=series, is_public=False)

    read(client, series.get_absolute_url(), 404)


def test_publishing_shows_at_once(client: Client) -> None:
    edition = make_edition(is_public=False)
    read(client, edition.get_absolute_url(), 404)

    operations.publish_edition(actor=TEST, edition=edition)
    read(client, edition.get_absolute_url())
    operations.unpublish_edition(actor=TEST, edition=edition)
    read(client, edition.get_absolute_url(), 404)


def test_a_series_says_what_to_expect_and_that_nobody_announced_it(client: Client) -> None:
    edition = first_edition()

    words = text_of(read(client, edition.series.get_absolute_url()))

    assert "By the rotation, the next edition falls to Sichuan in 2025." in words
    assert "This follows from the rotation of the series alone." in words
    assert "Nobody has announced it." in words
    assert "Every 2 years, Chongqing → Sichuan in turn" in words


def test_a_series_shows_its_milestones_with_their_precision(client: Client) -> None:
    series = first_edition().series
    milestone = make_milestone(series=series, on="2015-11", title={"en": "First plan"})
    make_milestone(series=series, on="2023-10-18", title={"en": "Announced"})
    Citation.objects.create(target=milestone, source=make_source(title={"en": "The report"}))

    page = read(client, series.get_absolute_url())

    words = text_of(page)
    assert words.index("November 2015") < words.index("18 October 2023")
    assert "The report" in words
    assert lead_of(page) == "A conference held in turn."


def test_an_edition_leads_to_the_next_one(client: Client) -> None:
    edition = first_edition()
    later = make_edition(series=edition.series, starts_on=date(2025, 6, 1), ends_on=None)

    page = read(client, edition.get_absolute_url())

    assert page.xpath(f"//main//a[@href='{later.get_absolute_url()}']")
    assert "not announced" not in text_of(page)


def test_the_list_narrows_by_series_and_state(client: Client) -> None:
    concluded = make_edition(state=EditionState.CONCLUDED, name={"en": "Past one"})
    make_edition(name={"en": "Coming one"})
    address = reverse("editions:list")

    by_state = text_of(read(client, f"{address}?state=concluded"))
    by_series = text_of(read(client, f"{address}?series={concluded.series.slug}"))
    nothing = text_of(read(client, f"{address}?state=running&series={concluded.series.slug}"))

    for words in (by_state, by_series):
        assert "Past one" in words
        assert "Coming one" not in words
    assert "No edition fits these filters." in nothing


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=over", "state"),
        ("series=none-such", "series"),
        ("page=0", "page"),
        ("page=2", "page"),
        ("page=x", "page"),
        ("page=%00", "page"),
        ("page=²", "page"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client: Client, query: str, field: str) -> None:
    make_edition()

    page = read(client, f"{reverse('editions:list')}?{query}", 400)

    assert field in text_of(page)


def test_an_empty_list_says_so(client: Client) -> None:
    assert "No edition has been published yet." in text_of(read(client, reverse("editions:list")))


def test_names_are_escaped(client: Client) -> None:
    edition = make_edition(name={"en": "<b>Bold</b> & co"}, theme={"en": "<i>{x}</i>"})

    body = client.get(edition.get_absolute_url()).content.decode()

    assert "<b>Bold" not in body
    assert "<i>{x}" not in body
    assert escape("<b>Bold</b> & co") in body


def _grow(edition: Edition, rows: int) -> None:
    source = make_source()
    for _number in range(rows):
        for part in (
            make_topic(edition=edition),
            make_venue(edition=edition),
            make_organiser(edition=edition),
            make_announcement(edition=edition),
            make_milestone(series=edition.series),
        ):
            Citation.objects.create(target=part, source=source)


def _grow_series(series: Series, rows: int) -> None:
    for _number in range(rows):
        make_edition(series=series, country=china())


@pytest.mark.parametrize("name", ["edition", "series", "list"])
def test_pages_cost_the_same_with_one_row_and_with_thirty(
    client: Client, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from serai.foundation.web.release_cache import release_cache

    edition = first_edition()
    arguments = {"edition": ["chongqing-2023"], "series": ["exchange"], "list": []}[name]
    address = reverse(f"editions:{name}", args=arguments)
    _grow(edition, 1)
    _grow_series(edition.series, 1)
    read(client, address)  # content types are read once
    release_cache.clear()
    with CaptureQueriesContext(connection) as few:
        read(client, address)
    _grow(edition, 29)
    _grow_series(edition.series, 17)
    release_cache.clear()
    with django_assert_num_queries(len(few)):
        read(client, address)


def test_a_source_names_the_public_pages_that_cite_it(client: Client) -> None:
    source = make_source()
    public, draft = first_edition(), make_edition(is_public=False, name={"en": "Draft"})
    milestone = make_milestone(series=public.series)
    for target in (make_topic(edition=public), make_topic(edition=draft), draft.series, milestone):
        Citation.objects.create(target=target, source=source)

    page = read(client, source.get_absolute_url())

    links = set(page.xpath("//main//a/@href"))
    assert {public.get_absolute_url(), public.series.get_absolute_url()} <= links
    assert not {draft.get_absolute_url(), draft.series.get_absolute_url()} & links
