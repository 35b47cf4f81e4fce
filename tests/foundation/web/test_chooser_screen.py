"""Choosing in a browser: by keys alone, in rows that were added, over a slow network."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from browsing import accessibility_faults, intercept, sign_in
from factories.accounts import signed_in, user_with
from factories.directory import make_organisation
from factories.register import make_party, make_record
from serai.foundation.accounts.models import Role
from serai.track.register.models import Party, Record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def record() -> Record:
    record = make_record(name="A laboratory")
    make_party(record, organisation=make_organisation("Academy of Sciences"))
    for name in ("Institute of Botany", "Institute of Hydrology", "Ministry of Water"):
        make_organisation(name)
    return record


@pytest.fixture
def parties(
    page: Page, browser_context: BrowserContext, live_server: LiveServer, record: Record
) -> Page:
    sign_in(browser_context, signed_in(user_with(Role.EDITOR)), live_server)
    page.goto(f"/en/desk/register/{record.code}/parties/")
    expect(page.get_by_role("combobox", name="Organisation").first).to_be_visible()
    return page


def chooser(page: Page, row: int) -> Locator:
    return page.locator(f".chooser:has([name='parties-{row}-organisation']) [role=combobox]")


def options(page: Page) -> Locator:
    return page.locator(".chooser-panel:not([hidden]) [role=option]")


def active(page: Page) -> str:
    return page.locator("[role=option][aria-selected=true] > span").first.inner_text()


def test_one_is_chosen_by_keys_and_saved(parties: Page, record: Record) -> None:
    first = chooser(parties, 0)
    expect(first).to_have_value("Academy of Sciences")
    first.focus()
    parties.keyboard.type("insti")
    expect(first).to_have_attribute("aria-expanded", "true")
    expect(options(parties)).to_have_count(2)
    expect(parties.get_by_role("status").filter(has_text="Organisations: 2")).to_be_attached()
    expect(parties.get_by_role("button", name="Try again")).to_have_count(0)
    assert accessibility_faults(parties) == []
    for key, name in (
        ("ArrowDown", "Botany"), ("ArrowDown", "Hydrology"), ("ArrowDown", "Botany"),
        ("ArrowUp", "Hydrology"), ("Home", "Botany"), ("End", "Hydrology"),
    ):  # fmt: skip
        parties.keyboard.press(key)
        assert active(parties) == f"Institute of {name}"
    chosen = options(parties).nth(1).get_attribute("id")
    expect(first).to_have_attribute("aria-activedescendant", chosen or "")
    parties.keyboard.press("Enter")
    expect(first).to_have_value("Institute of Hydrology")
    expect(first).to_have_attribute("aria-expanded", "false")
    parties.get_by_role("button", name="Save").click()
    expect(parties.get_by_text("Saved.")).to_be_visible()
    assert str(Party.objects.get().organisation) == "Institute of Hydrology"


def test_escape_closes_and_keeps_what_was_typed(parties: Page) -> None:
    first = chooser(parties, 0)
    first.fill("nobody")
    expect(parties.get_by_text("Nothing matches").first).to_be_visible()
    parties.keyboard.press("Escape")
    expect(first).to_have_attribute("aria-expanded", "false")
    expect(first).to_have_value("nobody")


def test_a_row_that_was_added_searches_too(parties: Page) -> None:
    parties.get_by_role("button", name="Add a party").click()
    added = chooser(parties, 2)
    expect(added).to_have_value("")
    added.click()
    expect(options(parties)).to_have_count(4)
    options(parties).filter(has_text="Ministry of Water").click()
    expect(added).to_have_value("Ministry of Water")


def test_what_was_chosen_is_kept_until_it_is_saved(parties: Page) -> None:
    first = chooser(parties, 0)
    first.fill("ministry")
    options(parties).filter(has_text="Ministry of Water").click()
    parties.on("dialog", lambda dialog: dialog.accept())
    parties.reload()
    expect(chooser(parties, 0)).to_have_value("Ministry of Water")


def test_the_last_words_win_and_a_failure_can_be_tried_again(parties: Page) -> None:
    waiting: list[Route] = []

    def answer(route: Route) -> None:
        if "q=institute" in route.request.url:
            route.fulfill(status=500)
        elif "q=inst" in route.request.url:
            waiting.append(route)
        else:
            route.continue_()

    intercept(parties, "**/choose/**", answer)
    first = chooser(parties, 0)
    expect(first).to_be_visible()
    first.fill("inst")
    expect(parties.get_by_text("Loading").first).to_be_visible()
    first.fill("mini")
    expect(options(parties)).to_have_count(1)
    for route in waiting:
        route.abort()
    expect(options(parties).filter(has_text="Ministry of Water")).to_be_visible()

    first.fill("institute")
    retry = parties.get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    parties.unroute("**/choose/**")
    retry.click()
    expect(options(parties)).to_have_count(2)
