"""The programme as readers and machines get it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import brotli
import pytest
from django.test import Client
from django.utils import translation
from django_scopes import scope
from lxml import html
from pytest_django import DjangoAssertNumQueries

from factories.directory import make_organisation, make_person
from factories.editions import make_edition, make_topic
from factories.evidence import make_claim, make_source
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_programme,
    make_room,
    make_section,
    make_session,
    release_all,
    release_programme,
)
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Access, Activity, ActivityOrganiser
from serai.foundation.web.release_cache import release_cache
from serai.track.evidence.models import Qualifier, Review

pytestmark = pytest.mark.django_db


def read(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    """Release what the test has made, and read a page of it."""
    release_all()
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return html.fromstring(response.content.decode())


def text_of(page: html.HtmlElement) -> str:
    return " ".join(page.find(".//main").text_content().split())


def programme(edition: Edition, query: str = "") -> str:
    return f"/en/editions/{edition.slug}/programme/{query}"


def headings(page: html.HtmlElement) -> list[str]:
    return [
        " ".join(h.text_content().split())
        for h in page.xpath("//section[@class='programme-group']/h2")
    ]


def lines(page: html.HtmlElement) -> list[str]:
    return [link.text_content() for link in page.xpath("//*[@class='programme-line']/a")]


# What is unknown


def test_what_has_no_day_stands_in_a_group_of_its_own(client: Client) -> None:
    edition = make_edition()
    make_session(make_activity(edition, "Opening"), "2023-11-06 09:00")
    make_activity(edition, "Exhibition")
    page = read(client, programme(edition))
    assert headings(page) == ["Monday, 6 November 2023", "Day to be announced"]
    assert lines(page) == ["Opening", "Exhibition"]


def test_of_a_concluded_edition_nothing_will_be_announced_any_more(client: Client) -> None:
    edition = make_edition(state="concluded")
    activity = make_activity(edition, None, kind="roundtable")
    page = read(client, programme(edition))
    assert headings(page) == ["Day not stated in the sources"]
    assert "name not stated in the sources" in text_of(page)
    page = read(client, activity.get_absolute_url())
    assert page.find(".//h1").text_content() == "Roundtable"
    assert "Day, time and room are not stated in the sources." in text_of(page)
    assert "announced" not in text_of(page)


def test_each_unknown_of_a_session_is_said(client: Client) -> None:
    session = make_session(make_activity(make_edition(), None))
    text = text_of(read(client, session.get_absolute_url()))
    for words in ("Day", "Room", "Access", "Languages", "Speakers"):
        assert f"{words} to be announced" in text
    assert "name to be announced" in text


def test_a_day_without_a_time_is_shown_with_the_time_unknown(client: Client) -> None:
    edition = make_edition()
    session = make_session(make_activity(edition), day="2023-11-07")
    assert "Time to be announced" in text_of(read(client, programme(edition)))
    text = text_of(read(client, session.get_absolute_url()))
    assert "7 November 2023 Time to be announced" in text


def test_a_contribution_without_a_title_is_named_by_its_kind(client: Client) -> None:
    session = make_session(make_activity(make_edition()))
    make_participation(make_contribution(session=session, title=None, kind="keynote"))
    assert "Keynote title to be announced" in text_of(read(client, session.get_absolute_url()))


def test_an_empty_programme_says_so(client: Client) -> None:
    assert "not published yet" in text_of(read(client, programme(make_edition())))


# Time


def test_times_are_shown_in_the_zone_of_the_edition_with_its_name(client: Client) -> None:
    edition = make_edition(time_zone="Asia/Shanghai")
    session = make_session(make_activity(edition), "2023-11-06 00:30", minutes=45)
    assert session.starts_at is not None
    assert session.starts_at.isoformat() == "2023-11-05T16:30:00+00:00"
    page = read(client, programme(edition))
    assert headings(page) == ["Monday, 6 November 2023"]
    assert "China Standard Time (UTC+08:00)" in text_of(page)
    [starts] = page.xpath("//*[contains(@class, 'stop-date')]/time")
    assert (starts.get("datetime"), starts.text) == ("2023-11-06T00:30+08:00", "00:30")
    page = read(client, session.get_absolute_url())
    times = [time.get("datetime") for time in page.xpath("//dd//time")]
    assert times == ["2023-11-06T00:30+08:00", "2023-11-06T01:15+08:00"]


def test_sessions_stand_in_order_of_time_and_room(client: Client) -> None:
    edition = make_edition()
    hall, annexe = make_room(edition, "Hall"), make_room(edition, "Annexe")
    for name, starts, room in (
        ("Third", "2023-11-06 14:00", hall),
        ("Second", "2023-11-06 09:00", annexe),
        ("First", "2023-11-06 09:00", hall),
    ):
        make_session(make_activity(edition, name), starts, room=room)
    page = read(client, programme(edition))
    assert lines(page) == ["First", "Second", "Third"]
    assert len(page.xpath("//ol[contains(@class, 'programme-slots')]/li")) == 2


# Views and filters


def test_by_section_and_by_topic(client: Client) -> None:
    edition = make_edition()
    data, health = (make_topic(edition=edition, name={"en": name}) for name in ("Data", "Health"))
    forums = make_section(edition, "Forums", description={"en": "Five of them."})
    make_section(edition, "Roundtables")
    make_activity(edition, "Open science", section=forums, topics=[data, health])
    make_activity(edition, "Exhibition")
    page = read(client, programme(edition, "?view=section"))
    assert headings(page) == ["Forums", "Roundtables", "Section to be announced"]
    assert "Five of them." in text_of(page)
    page = read(client, programme(edition, "?view=topic"))
    assert headings(page) == ["Data", "Health", "Topic to be announced"]
    assert lines(page) == ["Open science", "Open science", "Exhibition"]


def test_a_section_shows_what_it_rests_on(client: Client) -> None:
    edition = make_edition()
    section = make_section(edition, "Forums")
    make_activity(edition, section=section)
    with scope(edition=edition):
        section.citations.create(
            source=make_source(title={"en": "Report on forums"}), note={"en": "Another differs."}
        )
    text = text_of(read(client, programme(edition, "?view=section")))
    assert "Report on forums" in text
    assert "Another differs." in text


@pytest.fixture
def varied() -> Edition:
    edition = make_edition()
    section = make_section(edition, "Forums", key="forums")
    topic = make_topic(edition=edition, key="data")
    forum = make_activity(
        edition, "Forum", section=section, topics=[topic], access=Access.INVITED,
        languages=["fr"], kind="forum",
    )  # fmt: skip
    make_session(forum, "2023-11-06 09:00")
    make_session(forum, "2023-11-07 09:00", title="Second day", languages=["ru"])
    make_activity(edition, "Signing", kind="signing", is_main=False)
    return edition


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("day=2023-11-07", ["Second day"]),
        ("day=none", ["Signing"]),
        ("day=2024-01-01", []),
        ("section={section}", ["Forum", "Second day"]),
        ("section=none", ["Signing"]),
        ("topic={topic}", ["Forum", "Second day"]),
        ("topic=none", ["Signing"]),
        ("kind=signing", ["Signing"]),
        ("access=invited", ["Forum", "Second day"]),
        ("access=unknown", ["Signing"]),
        ("language=fr", ["Forum"]),
        ("language=ru", ["Second day"]),
        ("language=none", ["Signing"]),
        ("is_main=no", ["Signing"]),
        ("kind=forum&day=2023-11-06", ["Forum"]),
        ("kind=forum&section=none", []),
        ("view=section&language=ru", ["Forum"]),
        ("view=section&day=2023-11-07", ["Forum"]),
    ],
)
def test_filters(client: Client, varied: Edition, query: str, expected: list[str]) -> None:
    with scope(edition=varied):
        activity = Activity.objects.get(kind="forum")
        topic = activity.topics.get()
        assert activity.section is not None
        query = query.format(section=activity.section.code, topic=topic.code)
    page = read(client, programme(varied, "?" + query))
    assert lines(page) == expected
    if not expected:
        assert "Nothing matches these filters" in text_of(page)


def test_a_filter_says_how_many_each_of_its_values_leaves(client: Client, varied: Edition) -> None:
    page = read(client, programme(varied, "?language=fr"))
    for link in page.xpath("//nav[@class='facet-groups']//li/a"):
        [count] = link.xpath(".//*[contains(@class, 'facet-count')]")
        if link.get("aria-current"):
            assert count.text == str(len(lines(page)))
        else:
            found = read(client, programme(varied, link.get("href")))
            assert len(lines(found)) == int(count.text)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("view=week", "view"),
        ("day=tomorrow", "day"),
        ("day=2023-02-30", "day"),
        ("section=nowhere", "section"),
        ("topic=nothing", "topic"),
        ("kind=party", "kind"),
        ("access=yes", "access"),
        ("language=tlh", "language"),
        ("is_main=maybe", "is_main"),
        ("kind=%00", "kind"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(
    client: Client, varied: Edition, query: str, parameter: str
) -> None:
    page = read(client, programme(varied, "?" + query), status=400)
    assert parameter in text_of(page)


def test_a_section_of_another_edition_is_no_filter(client: Client, varied: Edition) -> None:
    foreign = make_section(make_edition())
    read(client, programme(varied, f"?section={foreign.code}"), status=400)


# What is not public


def test_what_is_not_public_does_not_exist(client: Client) -> None:
    edition = make_edition()
    hidden = make_activity(edition, "Secret talks", is_public=False)
    session = make_session(hidden, "2023-11-06 09:00")
    talk = make_contribution(session=session)
    person = make_participation(talk).person
    assert "Secret" not in text_of(read(client, programme(edition)))
    for address in (
        hidden.get_absolute_url(),
        session.get_absolute_url(),
        f"/en/editions/{edition.slug}/speakers/{person.code}/",
    ):
        read(client, address, status=404)
    assert str(person) not in text_of(read(client, f"/en/editions/{edition.slug}/speakers/"))


def test_pages_belong_to_their_edition(client: Client) -> None:
    edition, other = make_edition(), make_edition()
    session = make_session(make_activity(edition))
    read(client, f"/en/editions/{other.slug}/sessions/{session.code}/", status=404)
    read(client, f"/en/editions/{other.slug}/activities/{session.activity.code}/", status=404)


# Pages of one thing


def test_an_activity_shows_what_is_stated_with_its_bound_and_source(client: Client) -> None:
    edition = make_edition()
    activity = make_activity(edition, "Exhibition", kind="exhibition")
    cases = make_claim(subject="Cooperation cases", value=80, qualifier=Qualifier.MORE_THAN)
    unchecked = make_claim(subject="Visitors", review=Review.DRAFT)
    with scope(edition=edition):
        activity.stated.set([cases, unchecked])
    page = read(client, activity.get_absolute_url())
    text = text_of(page)
    assert "more than 80" in text
    assert "Cooperation cases" in text
    assert "Visitors" not in text
    assert page.xpath(f"//a[@href='{cases.get_absolute_url()}']")


def test_an_activity_shows_its_organisers_topics_people_and_sources(client: Client) -> None:
    edition = make_edition()
    topic = make_topic(edition=edition, name={"en": "Open science"})
    section = make_section(edition, "Forums")
    activity = make_activity(
        edition, "Forum", section=section, topics=[topic], access=Access.INVITED,
        languages=["en", "fr"],
    )  # fmt: skip
    with scope(edition=edition):
        ActivityOrganiser.objects.create(
            activity=activity, organisation=make_organisation("Academy of Sciences", country=None)
        )
        activity.citations.create(source=make_source(title={"en": "Report on the forum"}))
    make_participation(activity, make_person("Ada Lovelace"), "chair", position_held="Countess")
    text = text_of(read(client, activity.get_absolute_url()))
    for words in (
        "Forums", "by invitation", "English, Français", "Academy of Sciences", "Open science",
        "Ada Lovelace, chair", "Countess", "Report on the forum",
    ):  # fmt: skip
        assert words in text


def test_each_fact_of_an_activity_leads_to_its_source(client: Client) -> None:
    edition = make_edition()
    activity = make_activity(edition, "Forum", access=Access.INVITED)
    with scope(edition=edition):
        for name, title in (("name", "Announcement"), ("access", "Report on the forum")):
            activity.citations.create(source=make_source(title={"en": title}), field=name)
    page = read(client, activity.get_absolute_url())
    (mark,) = page.xpath("//dt[starts-with(., 'Access')]//a")
    assert mark.get("href") == "#source-2a"
    place = " ".join(page.xpath("//li[@id='source-2']")[0].text_content().split())
    assert place.startswith("Report on the forum")
    assert place.endswith("Access")


def test_a_session_shows_its_room_with_its_seats(client: Client) -> None:
    edition = make_edition()
    session = make_session(
        make_activity(edition), "2023-11-06 09:00", room=make_room(edition, "Hall", capacity=1200)
    )
    assert "Hall1,200 seats" in text_of(read(client, session.get_absolute_url()))


def test_a_speaker_has_everything_they_do_in_the_edition(client: Client) -> None:
    edition = make_edition()
    person = make_person("Ada Lovelace")
    session = make_session(make_activity(edition, "Forum"), "2023-11-06 09:00")
    make_participation(make_contribution(session=session, title="Engines"), person)
    make_participation(session, person, "chair", position_held="Countess")
    make_participation(make_contribution(edition=edition, title="Notes"), person)
    make_participation(make_contribution(title="Elsewhere"), person)
    text = text_of(read(client, f"/en/editions/{edition.slug}/speakers/{person.code}/"))
    for words in ("Countess", "Engines", "Forum", "Notes", "Activity to be announced", "chair"):
        assert words in text
    assert "Elsewhere" not in text


def test_speakers_stand_in_order_of_name_once_each(client: Client) -> None:
    edition = make_edition()
    activity = make_activity(edition)
    ada, bo, interpreter = (make_person(name) for name in ("Zhang Ada", "an Bo", "Iris"))
    for role in ("chair", "speaker"):
        make_participation(activity, ada, role)
    make_participation(activity, bo)
    make_participation(activity, interpreter, "interpreter")
    page = read(client, f"/en/editions/{edition.slug}/speakers/")
    names = [link.text for link in page.xpath("//li[@class='listing-item']/a")]
    assert names == ["an Bo", "Zhang Ada"]
    assert "chair, speaker" in text_of(page)


def test_machines_get_an_event_with_its_parts(client: Client) -> None:
    edition = make_edition()
    activity = make_activity(edition, "Forum </script>")
    session = make_session(activity, "2023-11-06 09:00", room=make_room(edition, "Hall"))
    make_participation(activity, make_person("Ada Lovelace"))

    def data(address: str) -> dict[str, object]:
        [script] = read(client, address).xpath("//script[@type='application/ld+json']")
        found: dict[str, object] = json.loads(script.text)
        return found

    event = data(activity.get_absolute_url())
    assert event["@type"] == "Event"
    assert event["name"] == "Forum </script>"
    assert event["startDate"] == "2023-11-06T09:00:00+08:00"
    assert event["performer"] == [{"@type": "Person", "name": "Ada Lovelace"}]
    [part] = event["subEvent"]  # type: ignore[misc]
    assert part["location"]["name"] == "Hall"
    assert part["endDate"] == "2023-11-06T10:00:00+08:00"
    event = data(session.get_absolute_url())
    assert event["superEvent"]["name"] == "Forum </script>"  # type: ignore[index]


@pytest.mark.parametrize("view", ["", "view=grid&"])
def test_filters_work_together_and_say_what_is_left(client: Client, view: str) -> None:
    edition = make_edition()
    section, hall = make_section(edition, "Heat & water"), make_room(edition, {"fr": "Salle A"})
    for name, access in (("Open", "public"), ("Closed", "invited")):
        activity = make_activity(edition, name, section=section, access=access, languages=["fr"])
        make_session(activity, "2023-11-06 09:00", room=hall)
    make_session(make_activity(edition, "Other", access="public"), "2023-11-06 11:00")
    query = f"?{view}section={section.code}&access=public&language=fr"
    page = read(client, programme(edition, query))
    titles = "//li[contains(@class, 'block') or contains(@class, 'programme-line')]/a/text()"
    assert page.xpath(titles) == ["Open"]
    chosen = page.xpath("//ul[@class='programme-chosen']/li")
    assert [" ".join(each.text_content().split()) for each in chosen] == [
        "Section: Heat & water (chosen; follow to remove)",
        "Access: Open to the public (chosen; follow to remove)",
        "Language: French (chosen; follow to remove)",
        "Clear all filters",
    ]
    assert "access" not in chosen[1].find("a").get("href")
    rooms = read(client, programme(edition)).xpath("//a[contains(@href, 'room=')]/span[1]")
    assert [each.text_content() for each in rooms] == ["Salle A", "Room to be announced"]
    empty = read(client, programme(edition, query + "&q=nothing"))
    assert "Nothing matches these filters" in text_of(empty)
    assert "Search: nothing" in text_of(empty)


def test_machines_get_the_whole_programme_as_one_event(client: Client) -> None:
    edition = make_edition(starts_on=date(2023, 11, 6))
    activity = make_activity(edition, "Forum", languages=["zh-hans"])
    session = make_session(activity, "2023-11-06 09:00", title="Heat", room=make_room(edition))
    make_participation(make_contribution(session=session), make_person("Ada Lovelace"))
    make_session(make_activity(edition, "Secret", is_public=False), "2023-11-06 12:00")
    release_programme(edition)
    response = client.get(f"/en/editions/{edition.slug}/programme/programme.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    whole = json.loads(response.content)
    assert (whole["@context"], whole["startDate"]) == ("https://schema.org", "2023-11-06")
    [forum] = whole["subEvent"]
    [heat] = forum["subEvent"]
    assert forum["endDate"] == heat["endDate"] == "2023-11-06T10:00:00+08:00"
    assert (heat["name"], heat["inLanguage"]) == ("Heat", ["zh-Hans"])
    assert heat["performer"] == [{"@type": "Person", "name": "Ada Lovelace"}]
    assert heat["url"].endswith(session.get_absolute_url())


def test_nothing_unknown_is_invented_for_machines(client: Client) -> None:
    activity = make_activity(make_edition(), None)
    [script] = read(client, activity.get_absolute_url()).xpath(
        "//script[@type='application/ld+json']"
    )
    event = json.loads(script.text)
    assert "startDate" not in event
    assert "performer" not in event


def test_a_missing_translation_is_marked(client: Client) -> None:
    edition = make_edition()
    make_activity(edition, {"en": "Opening", "fr": "Ouverture"})
    make_activity(edition, "Exhibition")
    page = read(client, programme(edition).replace("/en/", "/fr/"))
    assert lines(page) == ["Ouverture", "Exhibition"]
    [marked] = page.xpath("//*[@class='programme-line']//*[@class='fallback']")
    assert marked.get("lang") == "en"


def test_every_page_stands_in_every_language(client: Client, varied: Edition) -> None:
    with scope(edition=varied):
        activity = Activity.objects.get(kind="forum")
    for code in ("zh-hans", "ar", "ru"):
        with translation.override(code):
            for address in (activity.get_absolute_url(), programme(varied)):
                read(client, address.replace("/en/", f"/{code}/"))


# Cost


def _activity(edition: Edition, rows: int) -> str:
    activity = make_activity(edition)
    for _row in range(rows):
        session = make_session(activity, "2023-11-06 09:00", room=make_room(edition))
        make_participation(make_contribution(session=session))
        make_participation(activity)
    return activity.get_absolute_url()


def _session(edition: Edition, rows: int) -> str:
    session = make_session(make_activity(edition))
    for _row in range(rows):
        make_participation(make_contribution(session=session))
        make_participation(session)
    return session.get_absolute_url()


def _programme(query: str) -> Callable[[Edition, int], str]:
    def prepared(edition: Edition, rows: int) -> str:
        make_programme(edition, sessions=rows, rooms=2)
        return programme(edition, query)

    return prepared


def _speakers(edition: Edition, rows: int) -> str:
    make_programme(edition, sessions=rows, rooms=2)
    return f"/en/editions/{edition.slug}/speakers/"


def _speaker(edition: Edition, rows: int) -> str:
    person = make_person()
    for _row in range(rows):
        session = make_session(make_activity(edition))
        make_participation(make_contribution(session=session), person)
    return f"/en/editions/{edition.slug}/speakers/{person.code}/"


@pytest.mark.parametrize(
    ("prepared", "queries"),
    [
        (_programme(""), 4),
        (_programme("?view=grid&q=talk"), 4),
        (_programme("?view=section"), 4),
        (_programme("?view=topic&kind=forum"), 4),
        (_activity, 4),
        # The tab of calls, materials and minutes are rooms of their own.
        (_session, 6),
        (_speakers, 4),
        (_speaker, 4),
    ],
)
def test_a_page_costs_the_same_with_one_row_and_with_thirty(
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    prepared: Callable[[Edition, int], str],
    queries: int,
) -> None:
    counts = []
    for rows in (1, 30):
        address = prepared(make_edition(), rows)
        read(client, address)  # a release is parsed once per process
        release_cache.clear()
        with django_assert_max_num_queries(queries) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_two_hundred_sessions_in_twelve_rooms_stay_light(client: Client) -> None:
    edition = make_edition()
    make_programme(edition, sessions=200, rooms=12)
    release_programme(edition)
    body = client.get(programme(edition)).content
    assert body.count(b'class="programme-line"') == 200
    assert len(brotli.compress(body)) < 30_000
