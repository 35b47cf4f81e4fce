"""A reviewer scores by keys alone, in a real browser (`scoring.js`)."""

from __future__ import annotations

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from browsing import accessibility_faults, sign_in
from factories.accounts import signed_in, user_with
from factories.calls import make_call, make_submission
from factories.editions import make_edition
from factories.reviewing import assign, make_criterion, make_reviewer
from serai.convene.calls.models import Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_digits_score_and_go_on_and_control_enter_saves(
    page: Page, browser_context: BrowserContext, live_server: LiveServer
) -> None:
    call = make_call(make_edition(slug="fifth"))
    for name in ("Merit", "Clarity"):
        make_criterion(call, name)
    user = user_with(email="wei@academy.example")
    first, second = (make_submission(call, title) for title in ("Rice", "Maize"))
    assign(make_reviewer(call, user), first, second)
    sign_in(browser_context, signed_in(user), live_server)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"/en/desk/editions/fifth/calls/{call.code}/review/{first.code}/")

    scales = page.locator(".review-scale")
    # All scores of a scale stand in one row, even here.
    tops = scales.first.locator("label").evaluate_all(
        "labels => labels.map(each => each.getBoundingClientRect().top)"
    )
    assert len(tops) == 5
    assert len(set(tops)) == 1
    scales.first.get_by_role("radio").first.focus()
    page.keyboard.press("9")  # not on the scale
    expect(page.locator("input:checked")).to_have_count(0)
    page.keyboard.press("4")
    expect(scales.nth(1).get_by_role("radio").first).to_be_focused()
    page.keyboard.press("2")
    expect(page.get_by_label("For the committee")).to_be_focused()
    page.keyboard.type("3 of 5 fields were dry.")
    assert accessibility_faults(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Maize")
    with scopes_disabled():
        review = Review.objects.get()
        assert review.comment == "3 of 5 fields were dry."
        assert [score.value for score in review.scores.order_by("criterion")] == [4, 2]
