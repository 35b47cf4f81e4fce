"""A delegate on the way: stars without an account, no network, a new release, an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django_scopes import scope
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from browsing import accessibility_faults, sign_in
from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_participation,
    make_room,
    make_session,
    release_programme,
)
from serai.convene.agenda.models import Favourite
from serai.convene.agenda.operations import change_agenda
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Session
from serai.convene.programme.operations import remove
from serai.foundation.record.operations import Program

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROGRAMME = "/en/editions/fifth/programme/"
AGENDA = "/en/editions/fifth/agenda/"
READY = "navigator.serviceWorker.ready.then(() => true)"


@pytest.fixture
def edition() -> Edition:
    return make_edition(slug="fifth", name={"en": "Fifth conference"})


@pytest.fixture
def sessions(edition: Edition) -> dict[str, Session]:
    halls = [make_room(edition, name) for name in ("Hall A", "Hall B")]
    made = {
        name: make_session(
            make_activity(edition, name), f"2023-11-06 {starts}", 60, room=halls[place]
        )
        for name, starts, place in (
            ("Opening", "09:00", 0), ("Heat", "09:30", 1), ("Water", "14:00", 0),
        )
    }  # fmt: skip
    make_participation(made["Heat"], make_person("Aigul Serikova"), "chair")
    release_programme(edition)
    return made


def star(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=f"In my agenda: {name}")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def move(session: Session) -> None:
    """Two hours later."""
    assert session.starts_at
    assert session.ends_at
    session.starts_at += timedelta(hours=2)
    session.ends_at += timedelta(hours=2)
    with scope(edition=session.edition):
        session.save()


def test_the_programme_goes_along_without_network_and_tells_what_changed(
    page: Page, browser_context: BrowserContext, edition: Edition, sessions: dict[str, Session]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{PROGRAMME}?view=grid")
    star(page, "Opening")
    star(page, "Heat")
    page.evaluate(READY)

    browser_context.set_offline(True)
    page.goto(AGENDA)
    expect(page.get_by_text("You are offline. This is the programme of release 1")).to_be_visible()
    expect(page.locator(".stop-title")).to_have_text(["Opening", "Heat"])
    expect(page.locator(".agenda-note").first).to_have_text("At the same time as “Heat”")
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="Opening", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Opening")
    expect(page.locator(".facts")).to_contain_text("Hall A")
    page.goto(f"{PROGRAMME}?view=grid")
    expect(page.locator(".block > a")).to_have_text(["Opening", "Heat", "Water"])
    page.goto(f"{PROGRAMME}?day=2023-11-06&q=hall+-heat")
    expect(page.locator(".programme-line > a")).to_have_text(["Opening", "Water"])
    page.get_by_label("Search").fill("nobody said this")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".empty-title")).to_have_text("Nothing matches these filters")
    page.goto("/en/editions/fifth/speakers/")
    page.get_by_label("Name or position").fill("aigul")
    page.get_by_role("link", name="Aigul Serikova").click()
    expect(page.locator(".programme-line")).to_contain_text("Hall B · chair")
    page.get_by_role("link", name="Heat").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.goto("/en/editions/fifth/now/?at=2023-11-06T09:10")
    expect(page.locator(".now-room")).to_have_text(
        [re.compile("Hall A.*Opening.*Next, 14:00Water"), re.compile("Hall B.*Next, 09:30Heat")]
    )
    assert accessibility_faults(page) == []
    page.goto("/en/editions/fifth/programme/downloads/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not on your device")
    page.goto(AGENDA)

    move(sessions["Heat"])
    remove(actor=Program("the secretariat"), instance=sessions["Water"])
    release_programme(edition)
    browser_context.set_offline(False)
    told = page.locator("#agenda-changes")
    expect(told).to_contain_text(
        "Heat moved from Monday, 6 November 2023, 09:30 to Monday, 6 November 2023, 11:30"
    )
    expect(told.locator("details")).to_contain_text("Other sessions (1)")
    expect(page.locator(".stop-date").nth(1)).to_have_text("11:30–12:30")
    expect(page.locator("#agenda-offline")).to_have_count(0)
    page.goto(PROGRAMME)
    expect(page.locator(".change-mark")).to_have_count(1)
    page.get_by_role("button", name="Mark as seen").click()
    expect(page.locator("#agenda-changes, .change-mark")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-star]").first).to_be_visible()
    expect(page.locator("#agenda-changes")).to_have_count(0)


def test_the_stars_of_a_device_and_of_an_account_come_together(
    page: Page,
    browser_context: BrowserContext,
    live_server: LiveServer,
    edition: Edition,
    sessions: dict[str, Session],
) -> None:
    delegate = user_with(name="Aigul")
    change_agenda(actor=delegate, edition=edition, add=[sessions["Water"].code])
    page.goto(PROGRAMME)
    star(page, "Opening")
    sign_in(browser_context, signed_in(delegate), live_server)
    page.goto(PROGRAMME)
    for name in ("Opening", "Water"):
        button = page.get_by_role("button", name=f"In my agenda: {name}")
        expect(button).to_have_attribute("aria-pressed", "true")
    starred = Favourite.objects.filter(user=delegate).values_list("session", flat=True)
    assert set(starred) == {sessions["Opening"].code, sessions["Water"].code}

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="In my agenda: Water").click()
    assert list(starred.all()) == [sessions["Opening"].code]
    browser_context.clear_cookies()
    page.goto(PROGRAMME)
    button = page.get_by_role("button", name="In my agenda: Opening")
    expect(button).to_have_attribute("aria-pressed", "false")
