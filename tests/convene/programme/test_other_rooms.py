"""What the programme adds to the pages and tools of other rooms."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django_scopes import scope, scopes_disabled
from lxml import html

from factories.calls import make_call
from factories.directory import make_organisation, make_person
from factories.editions import make_edition, make_topic, make_venue
from factories.evidence import make_source
from factories.interpretation import make_interpreter
from factories.proceedings import make_material, make_minutes, make_running_order, publish
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
from factories.speakers import make_letter, make_speaker
from factories.timetable import make_availability, make_open_slots, make_plan
from serai.convene.editions.copying import copy_edition, propose_next
from serai.convene.editions.models import Edition
from serai.convene.programme.models import (
    Access,
    Activity,
    ActivityOrganiser,
    Room,
    Section,
    Session,
)
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program, undo
from serai.foundation.web.release_cache import release_cache
from serai.track.figures.counters import check_counter, count_all

pytestmark = pytest.mark.django_db

TEST = Program("test")


def text_of(client: Client, address: str) -> str:
    """Release what the test has made, and read a page."""
    release_all()
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:2000]
    return " ".join(html.fromstring(response.content).find(".//main").text_content().split())


def test_the_page_of_an_edition_shows_its_sections_with_the_main_activities(
    client: Client,
) -> None:
    edition = make_edition()
    assert "The whole programme" not in text_of(client, edition.get_absolute_url())
    make_activity(edition, "Opening", section=make_section(edition, "Plenary part"))
    make_activity(edition, "Coffee", is_main=False)
    make_activity(edition, "Secret", is_public=False)
    results = make_section(edition, "Results part")
    make_activity(edition, "Exhibition", section=results, is_main=False)
    release_cache.clear()
    text = text_of(client, edition.get_absolute_url())
    assert "Plenary part Opening" in text
    assert "Results part Exhibition" in text
    assert "Coffee" not in text
    assert "Secret" not in text


@pytest.mark.parametrize("query", ["", "&kind=forum", "&is_main=yes", "&kind=forum&is_main=no"])
def test_a_figure_counts_exactly_what_it_opens(client: Client, query: str) -> None:
    edition = make_edition()
    make_activity(edition, kind="forum")
    make_activity(edition, kind="signing")
    make_activity(edition, kind="forum", is_main=False)
    make_activity(edition, kind="forum", is_public=False)
    make_activity(make_edition(), kind="forum")
    release_all()
    wanted = f"edition={edition.slug}{query}"
    check_counter("programme.activities", wanted)
    [counted] = count_all([("programme.activities", wanted)])
    assert counted is not None
    page = html.fromstring(client.get(counted.href).content)
    assert len(page.xpath("//*[@class='programme-line']")) == counted.number


def test_sections_are_counted_as_the_page_shows_them(client: Client) -> None:
    edition = make_edition()
    make_activity(edition, section=make_section(edition))
    make_section(edition)
    release_all()
    wanted = f"edition={edition.slug}"
    check_counter("programme.sections", wanted)
    [counted, unknown] = count_all(
        [("programme.sections", wanted), ("programme.sections", "edition=nowhere")]
    )
    assert counted is not None
    assert unknown is not None
    page = html.fromstring(client.get(counted.href).content)
    assert len(page.xpath("//section[@class='programme-group']")) == counted.number == 2
    assert unknown.number == 0


@pytest.mark.parametrize(
    "query", ["", "kind=forum", "edition=x&kind=party", "edition=x&view=day", "edition=a b"]
)
def test_a_counter_refuses_what_it_cannot_count(query: str) -> None:
    with pytest.raises(ValidationError):
        check_counter("programme.activities", query)


def test_the_programme_is_the_start_of_the_next_one() -> None:
    edition = make_edition()
    topic = make_topic(edition=edition)
    section = make_section(edition, "Forums")
    activity = make_activity(edition, "Open science", section=section, topics=[topic])
    with scope(edition=edition):
        ActivityOrganiser.objects.create(activity=activity, organisation=make_organisation())
    make_session(activity, "2023-11-06 09:00", room=make_room(edition, "Hall"))
    parts = ["topics", "sections", "rooms", "activities"]
    copy = copy_edition(actor=TEST, source=edition, values=propose_next(edition), parts=parts)
    with scope(edition=copy):
        twin = Activity.objects.get()
        assert (str(twin), twin.is_public, str(twin.section)) == ("Open science", False, "Forums")
        assert twin.topics.get().edition == copy
        assert twin.organisers.count() == 1
        assert str(Room.objects.get()) == "Hall"
        assert not Session.objects.exists()


def test_what_an_activity_was_like_is_not_said_of_the_next() -> None:
    source = make_edition(slug="first")
    make_activity(
        source, "Opening", summary={"en": "A letter was read."}, access=Access.INVITED
    )  # fmt: skip
    target = copy_edition(
        actor=TEST, source=source, values=propose_next(source), parts=["activities"]
    )
    with scope(edition=target):
        twin = Activity.objects.get()
    assert (str(twin), str(twin.summary), twin.access) == ("Opening", "", Access.UNKNOWN)


def test_activities_can_be_copied_without_their_sections() -> None:
    edition = make_edition()
    make_activity(edition, section=make_section(edition))
    copy = copy_edition(
        actor=TEST, source=edition, values=propose_next(edition), parts=["activities"]
    )
    with scope(edition=copy):
        assert Activity.objects.get().section is None
        assert not Section.objects.exists()


def test_people_and_organisations_show_what_they_did(client: Client) -> None:
    edition = make_edition()
    person, academy = make_person("Ada Lovelace"), make_organisation("Academy", country=None)
    activity = make_activity(edition, "Forum on engines")
    hidden = make_activity(edition, "Secret talks", is_public=False)
    for shown in (activity, hidden):
        make_participation(make_contribution(activity=shown, title=f"Notes at {shown}"), person)
        with scope(edition=edition):
            ActivityOrganiser.objects.create(activity=shown, organisation=academy)
    make_participation(make_activity(make_edition(is_public=False), "Draft"), person)
    text = text_of(client, person.get_absolute_url())
    assert "Notes at Forum on engines" in text
    assert "Secret" not in text
    assert "Draft" not in text
    text = text_of(client, academy.get_absolute_url())
    assert "Forum on engines" in text
    assert "Secret" not in text


def test_a_source_names_the_public_activities_that_rest_on_it(client: Client) -> None:
    edition = make_edition()
    source = make_source()
    for name, public in (("Forum on engines", True), ("Secret talks", False)):
        activity = make_activity(edition, name, is_public=public)
        with scope(edition=edition):
            activity.citations.create(source=source)
            make_session(activity).citations.create(source=source)
            make_contribution(activity=activity).citations.create(source=source)
    text = text_of(client, source.get_absolute_url())
    assert "Forum on engines" in text
    assert "Secret" not in text


def test_the_desk_says_what_is_still_to_be_found_out(secretariat_client: Client) -> None:
    make_activity(make_edition(state="announced"), None)
    make_activity(make_edition(state="concluded"), None)
    text = text_of(secretariat_client, "/en/desk/")
    assert "activities without a name" in text


def test_a_programme_of_thirty_costs_the_edition_page_no_more(client: Client) -> None:
    edition = make_edition()
    make_programme(edition, sessions=30, rooms=3)
    text_of(client, edition.get_absolute_url())


def full_edition() -> Edition:
    """An edition with something in every room of its wing."""
    edition = make_edition(slug="fifth", is_public=False)
    section, venue = make_section(edition), make_venue(edition=edition)
    activity = make_activity(edition, section=section)
    session = make_session(activity, "2023-11-06 09:00", room=make_room(edition, venue=venue))
    speaker = make_person()
    make_participation(make_contribution(session=session), speaker)
    make_call(edition, activity=activity)
    make_availability(edition, speaker, "2023-11-06 09:00", "2023-11-06 12:00")
    make_open_slots(session, speaker)
    make_plan(edition)
    make_interpreter(edition, "en fr")
    make_letter(make_speaker(edition, speaker))
    make_material(session)
    make_running_order(session, 20)
    publish(make_minutes(session))
    release_programme(edition)
    return edition


def test_an_edition_is_deleted_with_all_that_is_in_it_and_can_come_back(
    secretariat_client: Client,
) -> None:
    full_edition()
    with scopes_disabled():
        before = {model: set(model._base_manager.values_list("pk", flat=True))
                  for model in (Section, Room, Activity, Session)}  # fmt: skip
    address = "/en/desk/editions/fifth/delete/"
    page = html.fromstring(secretariat_client.get(address).content)
    assert "Delete" in page.text_content()
    answer = secretariat_client.post(address)
    assert answer.status_code == 302, answer.content.decode()
    with scopes_disabled():
        assert not any(model._base_manager.exists() for model in before)
    undo(actor=TEST, entry=Entry.objects.get(verb="edition.deleted"))
    with scopes_disabled():
        assert {model: set(model._base_manager.values_list("pk", flat=True))
                for model in before} == before  # fmt: skip


def test_a_section_in_use_is_not_deleted(secretariat_client: Client) -> None:
    edition = make_edition(slug="fifth")
    section = make_section(edition, "Energy")
    make_activity(edition, "Storage forum", section=section)
    answer = secretariat_client.post(
        f"/en/desk/editions/fifth/programme/sections/{section.code}/delete/"
    )
    assert answer.status_code == 409
    assert "Storage forum" in answer.content.decode()
