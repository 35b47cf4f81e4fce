"""A chair in a hall whose network goes: the page kept, run, sent later, and gone at sign-out."""

from __future__ import annotations

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import BrowserContext, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from browsing import accessibility_faults, sign_in
from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition
from factories.proceedings import make_running_order
from factories.programme import make_activity, make_participation, make_session
from serai.convene.proceedings.models import RunningItem

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_kept_page_opens_without_network_and_goes_with_the_account(
    page: Page, browser_context: BrowserContext, live_server: LiveServer
) -> None:
    edition = make_edition(slug="fifth", time_zone="UTC")
    session = make_session(make_activity(edition, "Heat"), "2023-11-06 09:00", 60)
    make_running_order(session, 10, 20, 5)
    chair = user_with(name="Aigul")
    make_participation(session, make_person(user=chair), "chair")
    sign_in(browser_context, signed_in(chair), live_server)
    live = f"/en/desk/editions/fifth/proceedings/{session.code}/live/"
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(live)
    page.get_by_role("button", name="Keep for the hall").click()
    expect(page.get_by_text("This page is on this device until you sign out")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/move/")):
        page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("All is saved.")).to_be_visible()

    browser_context.set_offline(True)
    page.goto(live)
    expect(page.locator("[data-on-title]")).to_have_text("Item 1")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_text("No network: what you press is kept here")).to_be_visible()
    page.reload()
    expect(page.locator("[data-on-title]")).to_have_text("Item 2")
    assert accessibility_faults(page) == []
    with page.expect_response(lambda answer: answer.url.endswith("/move/")):
        browser_context.set_offline(False)
    expect(page.get_by_text("All is saved.")).to_be_visible()
    with scopes_disabled():
        begun = RunningItem.objects.exclude(started_at=None)
        assert [str(item) for item in begun] == ["Item 1", "Item 2"]

    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").wait_for()
    browser_context.set_offline(True)
    with pytest.raises(Error, match=r"ERR_(FAILED|INTERNET_DISCONNECTED)"):
        page.goto(live)
