"""The desk of a programme, through its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope, scopes_disabled
from lxml import html
from pytest_django import DjangoAssertNumQueries

from factories.accounts import signed_in, user_with
from factories.directory import make_organisation, make_person
from factories.editions import entrust, make_edition
from factories.evidence import make_claim, make_source
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_programme,
    make_room,
    make_section,
    make_session,
)
from serai.convene.editions.models import Edition, EditionRole
from serai.convene.programme.models import Activity, Contribution, Section, Session
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.track.evidence.operations import cite

pytestmark = pytest.mark.django_db

KINDS = ("sections", "rooms", "activities", "sessions", "contributions")


@pytest.fixture
def edition() -> Edition:
    return make_edition(is_public=False)


@pytest.fixture
def editor(edition: Edition) -> Client:
    user = user_with()
    entrust(user, edition, EditionRole.PROGRAMME_EDITOR)
    return signed_in(user)


def desk(edition: Edition, rest: str = "") -> str:
    return f"/en/desk/editions/{edition.slug}/programme/{rest}"


def read(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:3000]
    return html.fromstring(response.content.decode())


def text_of(page: html.HtmlElement) -> str:
    return " ".join(page.find(".//main").text_content().split())


def filled(page: html.HtmlElement, **values: Any) -> dict[str, Any]:
    """The fields of the form of a page as a browser would send them, with some typed anew."""
    [form] = page.xpath("//form[contains(@class, 'form')]")
    fields: dict[str, Any] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    fields |= {
        name: value if isinstance(value, list) else [value] for name, value in values.items()
    }
    return {name: value for name, value in fields.items() if value != [None]}


def submit(client: Client, address: str, **values: Any) -> html.HtmlElement:
    """Open a form, fill it in, send it; return the page that follows."""
    response = client.post(address, filled(read(client, address), **values), follow=True)
    assert response.status_code == 200, response.content.decode()[:3000]
    return html.fromstring(response.content.decode())


def undo(client: Client, page: html.HtmlElement) -> None:
    """Follow the button of the message on a page."""
    [form] = page.xpath("//form[contains(@action, '/undo/')]")
    response = client.post(form.get("action"), dict(form.form_values()))
    assert response.status_code == 302


# Who may


def addresses(edition: Edition) -> list[str]:
    section, room = make_section(edition), make_room(edition)
    session = make_session(make_activity(edition, section=section), room=room)
    talk = make_contribution(session=session)
    objects = dict(zip(KINDS, (section, room, session.activity, session, talk), strict=True))
    found = [desk(edition), desk(edition, "preview/")]
    found.append(desk(edition, f"preview/activities/{session.activity.code}/"))
    found.append(desk(edition, f"preview/sessions/{session.code}/"))
    for kind, thing in objects.items():
        found.append(desk(edition, f"{kind}/"))
        found += [desk(edition, f"{kind}/{rest}") for rest in ("new/", f"{thing.code}/")]
        found.append(desk(edition, f"{kind}/{thing.code}/delete/"))
    return found


@pytest.mark.parametrize("role", list(EditionRole))
def test_a_foreign_edition_does_not_exist(role: EditionRole) -> None:
    user = user_with()
    entrust(user, make_edition(), role)
    client = signed_in(user)
    for address in addresses(make_edition(is_public=True)):
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code == 404, address


@pytest.mark.parametrize(
    ("role", "edits"),
    [
        (EditionRole.SECRETARIAT, True),
        (EditionRole.PROGRAMME_EDITOR, True),
        (EditionRole.READER, False),
    ],
)
def test_what_each_role_may_open(edition: Edition, role: EditionRole, edits: bool) -> None:
    user = user_with()
    entrust(user, edition, role)
    client = signed_in(user)
    for address in addresses(edition):
        expected = 200 if edits or "/preview/" in address else 403
        assert client.get(address).status_code == expected, address


def test_the_secretariat_of_the_installation_edits_every_programme(
    secretariat_client: Client, edition: Edition
) -> None:
    for address in addresses(edition):
        assert secretariat_client.get(address).status_code == 200, address


def test_others_are_sent_away(client: Client, delegate_client: Client, edition: Edition) -> None:
    for address in addresses(edition):
        assert client.get(address).status_code == 302, address
        assert delegate_client.get(address).status_code == 403, address


def test_objects_of_another_edition_are_not_found_under_this_one(
    editor: Client, edition: Edition
) -> None:
    foreign = make_activity(make_edition())
    assert editor.get(desk(edition, f"activities/{foreign.code}/")).status_code == 404
    assert editor.get(desk(edition, "ceremonies/")).status_code == 404


# Forms


def test_a_section_is_added_changed_deleted_and_brought_back(
    editor: Client, edition: Edition
) -> None:
    page = submit(editor, desk(edition, "sections/new/"), name_0="Forums")
    assert "Saved." in text_of(page)
    with scope(edition=edition):
        section = Section.objects.get()
    address = desk(edition, f"sections/{section.code}/")
    submit(editor, address, name_0="Themed forums")
    page = html.fromstring(editor.post(f"{address}delete/", follow=True).content.decode())
    with scope(edition=edition):
        assert not Section.objects.exists()
    undo(editor, page)
    with scope(edition=edition):
        assert str(Section.objects.get()) == "Themed forums"
    verbs = list(Entry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["section.added", "section.changed", "section.removed", "change.undone"]


def test_an_activity_is_added_with_organisers_people_and_sources(
    editor: Client, edition: Edition
) -> None:
    academy, person, source = make_organisation(), make_person(), make_source()
    claim = make_claim()
    submit(
        editor, desk(edition, "activities/new/"), name_0="Forum", kind="forum",
        languages=["en", "fr"], stated=[claim.pk], section=make_section(edition).pk,
        **{
            "organisers-0-organisation": academy.pk,
            "participations-0-person": person.pk, "participations-0-role": "chair",
            "participations-0-position_held_0": "President",
            "citations-0-source": source.pk, "citations-0-field": "name",
            "citations-0-start": 10, "citations-0-end": 20,
        },
    )  # fmt: skip
    with scope(edition=edition):
        activity = Activity.objects.get()
        assert activity.languages == ["en", "fr"]
        assert activity.organisers.get().organisation == academy
        assert str(activity.participations.get().position_held) == "President"
        assert activity.stated.get() == claim
        assert activity.citations.get().field == "name"
    page = read(editor, desk(edition, f"preview/activities/{activity.code}/"))
    assert "Preview" in text_of(page)


def test_a_source_keeps_the_claim_that_it_states(editor: Client, edition: Edition) -> None:
    activity, claim = make_activity(edition, "Forum"), make_claim()
    cite(actor=Program("tests"), target=activity, citations=[{"claim": claim, "field": "summary"}])
    submit(editor, desk(edition, f"activities/{activity.code}/"), name_0="Main forum")
    activity.refresh_from_db()
    assert str(activity.name) == "Main forum"
    assert activity.citations.get().claim == claim


def test_a_name_may_be_to_be_announced(editor: Client, edition: Edition) -> None:
    address = desk(edition, "activities/new/")
    page = submit(editor, address, kind="forum")
    assert "not both" in text_of(page)
    submit(editor, address, kind="forum", name_disclosure="to_be_announced")
    with scope(edition=edition):
        assert str(Activity.objects.get()) == "Forum, name to be announced"


def test_a_session_is_typed_on_the_clocks_of_the_edition(editor: Client, edition: Edition) -> None:
    activity, room = make_activity(edition), make_room(edition)
    submit(
        editor, desk(edition, "sessions/new/"), activity=activity.pk, day="2023-11-06",
        starts_at="23:00", ends_at="0:30", ends_next_day="on", room=room.pk,
    )  # fmt: skip
    with scope(edition=edition):
        session = Session.objects.get()
    assert session.starts_at == datetime(2023, 11, 6, 15, 0, tzinfo=UTC)
    assert session.ends_at == datetime(2023, 11, 6, 16, 30, tzinfo=UTC)
    address = desk(edition, f"sessions/{session.code}/")
    page = read(editor, address)
    assert page.xpath("//input[@name='starts_at']")[0].get("value") == "23:00"
    assert page.xpath("//input[@name='ends_next_day']")[0].get("checked") is not None
    page = submit(editor, address)
    assert "Nothing was different" in text_of(page)
    submit(editor, address, ends_next_day=[])
    session.refresh_from_db()
    assert session.ends_at == datetime(2023, 11, 6, 16, 30, tzinfo=UTC)
    submit(editor, address, ends_at="24:00", ends_next_day=[])
    session.refresh_from_db()
    assert session.ends_at == datetime(2023, 11, 6, 16, 0, tzinfo=UTC)
    page = submit(editor, address, starts_at="14:00", ends_at="13:00", ends_next_day=[])
    assert "The session must end after it starts." in text_of(page)
    submit(editor, address, day="", starts_at="", ends_at="", ends_next_day=[])
    session.refresh_from_db()
    assert (session.day, session.starts_at, session.ends_at) == (None, None, None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "", "starts_at": "09:00"}, "Give the day of this time"),
        ({"starts_at": "nine"}, "“nine” is not a time of day: write 09:00."),
        ({"starts_at": "10:00", "ends_at": "09:00"}, "must end after it starts"),
        ({"ends_at": "09:00"}, "Give the start too."),
        ({"day": "2025-03-30", "starts_at": "02:30"}, "Europe/Paris skip 02:30"),
        ({"day": "2025-10-26", "starts_at": "02:30"}, "Write 02:30+02:00 for the first"),
        ({"starts_at": "09:00+05:00"}, "Europe/Paris has another offset"),
        ({"activity": ""}, "This field is required."),
    ],
)
def test_a_time_that_cannot_be_is_explained_and_nothing_typed_is_lost(
    editor: Client, edition: Edition, typed: dict[str, str], words: str
) -> None:
    Edition.objects.update(time_zone="Europe/Paris", starts_on=None, ends_on=None)
    activity = make_activity(edition)
    values = {"activity": str(activity.pk), "day": "2023-11-06", "title_0": "Opening", **typed}
    page = submit(editor, desk(edition, "sessions/new/"), **values)
    assert words in text_of(page)
    sent = filled(page)
    assert {name: sent.get(name, [""])[0] for name in values} == values
    with scope(edition=edition):
        assert not Session.objects.exists()


def test_an_ambiguous_time_is_saved_once_it_says_which(editor: Client, edition: Edition) -> None:
    Edition.objects.update(time_zone="Europe/Paris", starts_on=None, ends_on=None)
    activity = make_activity(edition)
    submit(
        editor, desk(edition, "sessions/new/"), activity=activity.pk, day="2025-10-26",
        starts_at="02:30+01:00",
    )  # fmt: skip
    with scope(edition=edition):
        session = Session.objects.get()
    assert session.starts_at == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    page = read(editor, desk(edition, f"sessions/{session.code}/"))
    assert page.xpath("//input[@name='starts_at']")[0].get("value") == "02:30+01:00"


@pytest.mark.parametrize(
    "day", ["2205-11-06", "0001-01-01", "9999-12-31"], ids=["mistyped", "first", "last"]
)
@pytest.mark.parametrize("is_dated", [True, False])
def test_a_day_far_from_the_edition_is_taken_for_a_slip(
    editor: Client, edition: Edition, day: str, *, is_dated: bool
) -> None:
    if not is_dated:
        Edition.objects.update(starts_on=None, ends_on=None)
    page = submit(
        editor, desk(edition, "sessions/new/"), activity=make_activity(edition).pk, day=day,
        starts_at="00:10", ends_at="00:20", ends_next_day="on",
    )  # fmt: skip
    if day == "2205-11-06" or is_dated:
        assert "Day: This is far from the days of the edition" in text_of(page)
    assert page.xpath("//input[@name='day']")[0].get("value") == day
    with scope(edition=edition):
        assert not Session.objects.exists()


def test_a_far_day_is_refused_for_several_sessions_at_once(
    editor: Client, edition: Edition
) -> None:
    session = make_session(make_activity(edition, "Vigil"), "2023-11-06 09:00")
    answer = {
        "action": "assign", "assigned": "1", "selected": [session.pk], "day": "9999-12-31",
        "room": "",
    }  # fmt: skip
    response = editor.post(desk(edition, "sessions/"), answer)
    assert "Vigil: This is far from the days" in response.content.decode()


def test_from_an_activity_to_its_sessions_and_back_to_the_edition(
    editor: Client, edition: Edition
) -> None:
    activity = make_activity(edition, "Opening")
    page = read(editor, desk(edition, f"activities/{activity.code}/"))
    [href] = page.xpath("//a[.='Add a session']/@href")
    chosen = read(editor, href).xpath("//select[@name='activity']/option[@selected]")
    assert [option.text for option in chosen] == ["Opening"]
    assert page.xpath(f"//nav//a[@href='{edition.get_desk_url()}']")
    read(editor, desk(edition, "sessions/new/?activity=nothing"), 400)
    tabs = read(editor, desk(edition)).xpath("//a[@aria-current='page']")
    assert "Programme" in [tab.text_content().strip() for tab in tabs]


def test_what_is_taken_twice_is_warned_of(editor: Client, edition: Edition) -> None:
    hall, person = make_room(edition, "Great Hall"), make_person("Ada Lovelace")
    first = make_session(make_activity(edition, "First"), "2023-11-06 09:00", room=hall)
    make_participation(first, person, "chair")
    second = make_session(make_activity(edition, "Second"), "2023-11-06 11:00", room=hall)
    make_participation(make_contribution(session=second), person)
    address = desk(edition, f"sessions/{second.code}/")
    page = submit(editor, address, starts_at="09:30", ends_at="10:30")
    assert "Great Hall is taken by two sessions at once: First and Second." in text_of(page)
    assert "Ada Lovelace is in two sessions at once" in text_of(page)
    assert "Great Hall is taken by two" in text_of(read(editor, desk(edition)))
    page = submit(editor, address, starts_at="10:00")
    assert "at once" not in text_of(page)


def test_a_contribution_is_added_with_its_people(editor: Client, edition: Edition) -> None:
    session = make_session(make_activity(edition))
    ada, bo = make_person("Ada"), make_person("Bo")
    submit(
        editor, desk(edition, "contributions/new/"), kind="talk", title_0="Engines",
        session=session.pk,
        **{"participations-0-person": ada.pk, "participations-0-role": "speaker"},
    )  # fmt: skip
    with scope(edition=edition):
        talk = Contribution.objects.get()
    assert talk.activity == session.activity
    address = desk(edition, f"contributions/{talk.code}/")
    submit(
        editor, address,
        **{"participations-1-person": bo.pk, "participations-1-role": "chair"},
    )  # fmt: skip
    with scope(edition=edition):
        assert [str(part) for part in talk.participations.all()] == [
            "Ada (speaker)", "Bo (chair)",
        ]  # fmt: skip


def test_contributions_follow_their_session(editor: Client, edition: Edition) -> None:
    session = make_session(make_activity(edition))
    talk = make_contribution(session=session)
    other = make_activity(edition, "Other")
    submit(editor, desk(edition, f"sessions/{session.code}/"), activity=other.pk)
    talk.refresh_from_db()
    assert talk.activity == other


def test_a_room_in_use_is_not_deleted(editor: Client, edition: Edition) -> None:
    room = make_room(edition)
    make_session(make_activity(edition, "Opening"), room=room)
    page = read(editor, desk(edition, f"rooms/{room.code}/delete/"))
    assert "Opening" in text_of(page)
    response = editor.post(desk(edition, f"rooms/{room.code}/delete/"))
    assert response.status_code == 409


def test_an_activity_is_deleted_with_all_it_holds_and_comes_back_whole(
    editor: Client, edition: Edition
) -> None:
    activity = make_activity(edition)
    make_participation(make_contribution(session=make_session(activity, "2023-11-06 09:00")))
    address = desk(edition, f"activities/{activity.code}/delete/")
    page = html.fromstring(editor.post(address, follow=True).content.decode())
    with scope(edition=edition):
        assert not Session.objects.exists()
    undo(editor, page)
    with scope(edition=edition):
        assert Contribution.objects.get().participations.count() == 1


# Lists


def test_the_overview_says_what_is_missing_and_leads_to_it(
    editor: Client, edition: Edition
) -> None:
    make_session(make_activity(edition, None))
    make_contribution(edition=edition, title=None)
    page = read(editor, desk(edition))
    for row in page.xpath("//section[@aria-labelledby='gaps-title']//tbody/tr"):
        href, count = row.find(".//a").get("href"), row.xpath("td[@class='number']")[0].text
        found = read(editor, href)
        assert len(found.xpath("//tbody/tr")) == int(count), href


def test_rows_are_moved_up_and_down(editor: Client, edition: Edition) -> None:
    sections = [make_section(edition, name) for name in ("One", "Two", "Three")]

    def order() -> list[str]:
        with scope(edition=edition):
            return [str(section) for section in Section.objects.all()]

    def move(section: Section, step: int) -> html.HtmlElement:
        address = desk(edition, f"sections/{section.code}/move/")
        response = editor.post(address, {"step": step}, follow=True)
        return html.fromstring(response.content.decode())

    page = move(sections[2], -1)
    assert order() == ["One", "Three", "Two"]
    undo(editor, page)
    assert order() == ["One", "Two", "Three"]
    assert "at the end of its list" in text_of(move(sections[0], -1))
    assert editor.get(desk(edition, f"sections/{sections[0].code}/move/")).status_code == 405


def test_several_activities_get_a_section_and_are_published_together(
    editor: Client, edition: Edition
) -> None:
    section = make_section(edition)
    activities = [make_activity(edition, is_public=False) for _activity in range(3)]
    address = desk(edition, "activities/")
    chosen = {"action": "assign", "selected": [activity.pk for activity in activities[:2]]}
    page = html.fromstring(editor.post(address, chosen).content.decode())
    assert "Change together" in text_of(page)
    answer = filled(page, section=section.code, is_public="yes")
    page = html.fromstring(editor.post(address, answer, follow=True).content.decode())
    with scope(edition=edition):
        assert set(section.activities.all()) == set(activities[:2])
        assert Activity.objects.filter(is_public=True).count() == 2
    undo(editor, page)
    with scope(edition=edition):
        assert not section.activities.exists()


def test_several_sessions_move_to_another_day_and_keep_their_time(
    editor: Client, edition: Edition
) -> None:
    hall = make_room(edition)
    timed = make_session(make_activity(edition), "2023-11-06 09:00", minutes=90)
    untimed = make_session(make_activity(edition))
    answer = {
        "action": "assign", "assigned": "1", "selected": [timed.pk, untimed.pk],
        "day": "2023-11-07", "room": hall.code,
    }  # fmt: skip
    editor.post(desk(edition, "sessions/"), answer)
    timed.refresh_from_db()
    untimed.refresh_from_db()
    assert timed.starts_at == datetime(2023, 11, 7, 1, 0, tzinfo=UTC)
    assert timed.ends_at == datetime(2023, 11, 7, 2, 30, tzinfo=UTC)
    assert (timed.day, untimed.day) == (date(2023, 11, 7), date(2023, 11, 7))
    assert untimed.room == hall


def test_a_day_on_which_the_clocks_change_is_explained(editor: Client, edition: Edition) -> None:
    Edition.objects.update(time_zone="Europe/Paris", starts_on=None, ends_on=None)
    edition.refresh_from_db()
    session = make_session(make_activity(edition, "Vigil"), "2025-03-29 02:30")
    answer = {
        "action": "assign", "assigned": "1", "selected": [session.pk], "day": "2025-03-30",
        "room": "",
    }  # fmt: skip
    response = editor.post(desk(edition, "sessions/"), answer)
    assert "Vigil: The clocks change at 02:30" in response.content.decode()
    session.refresh_from_db()
    assert session.day == date(2025, 3, 29)


def test_nothing_chosen_is_said(editor: Client, edition: Edition) -> None:
    make_activity(edition)
    response = editor.post(desk(edition, "activities/"), {"action": "assign"}, follow=True)
    assert "Choose at least one row first." in response.content.decode()


def test_a_filter_that_cannot_be_used_is_named(editor: Client, edition: Edition) -> None:
    response = editor.get(desk(edition, "sessions/?missing=everything"))
    assert response.status_code == 400
    assert "missing" in response.content.decode()


@pytest.mark.parametrize("page", ["", *(f"{kind}/" for kind in KINDS)])
def test_a_list_costs_the_same_with_one_row_and_with_thirty(
    secretariat_client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    page: str,
) -> None:
    prepared: list[Callable[[Edition], object]] = [
        lambda edition: make_programme(edition, sessions=1, rooms=1),
        lambda edition: make_programme(edition, sessions=20, rooms=20),
    ]
    counts = []
    for prepare in prepared:
        edition = make_edition()
        prepare(edition)
        with django_assert_max_num_queries(30) as captured:
            read(secretariat_client, desk(edition, page))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# Around the desk


def test_the_menu_leads_to_the_only_edition(editor: Client, edition: Edition) -> None:
    response = editor.get("/en/desk/programme/")
    assert response["Location"] == desk(edition)


def test_several_editions_are_offered(secretariat_client: Client) -> None:
    editions = [make_edition(), make_edition()]
    page = read(secretariat_client, "/en/desk/programme/")
    assert {link.get("href") for link in page.xpath("//main//a")} == {
        desk(edition) for edition in editions
    }


def test_a_reader_has_no_programme_to_edit(edition: Edition) -> None:
    user = user_with()
    entrust(user, edition, EditionRole.READER)
    assert "no edition whose programme" in text_of(read(signed_in(user), "/en/desk/programme/"))


def test_history_is_for_those_who_know_the_edition(editor: Client, edition: Edition) -> None:
    submit(editor, desk(edition, "sections/new/"), name_0="Forums")
    with scopes_disabled():
        section = Section.objects.get()
    page = read(editor, desk(edition, f"sections/{section.code}/"))
    [link] = page.xpath("//a[@class='history-link']")
    assert "Forums" in text_of(read(editor, link.get("href")))
    user = user_with()
    entrust(user, make_edition(), EditionRole.PROGRAMME_EDITOR)
    assert signed_in(user).get(link.get("href")).status_code == 404


def test_the_preview_shows_what_is_not_public_and_says_so(
    editor: Client, client: Client, edition: Edition
) -> None:
    make_activity(edition, "Secret talks", is_public=False)
    text = text_of(read(editor, desk(edition, "preview/")))
    assert "Secret talks" in text
    assert "not public" in text
    assert client.get(f"/en/editions/{edition.slug}/programme/").status_code == 404
