"""The review of a document in a browser, by keys alone: from the text to the public figure."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from browsing import accessibility_faults, intercept, sign_in
from factories.accounts import signed_in, user_with
from factories.figures import make_indicator
from serai.foundation.accounts.models import Role, User
from serai.foundation.record.queries import verify
from serai.track.evidence import operations
from serai.track.evidence.models import Claim, Document, Proposal, ProposalState, Review, Verdict
from serai.track.evidence.operations import ingest_document, read_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """Notes on the cooperation

By the end of June 2023, the academy had signed agreements with more than 80 partner countries. \
It set up 12 joint laboratories and nearly 40 training centres in the same years. 𝒮 marks the page.

More than 80 partner countries had signed agreements with the academy by the end of June 2023. \
Visitors came from afar, among them engineers.
"""


@pytest.fixture
def analyst() -> User:
    return user_with(Role.ANALYST)


@pytest.fixture
def document(analyst: User) -> Document:
    found = ingest_document(
        actor=analyst, content=TEXT.encode(), file_name="notes.txt", published_on=date(2023, 7, 1)
    ).document
    read_document(actor=analyst, document=found)
    found.refresh_from_db()
    return found


@pytest.fixture
def review(
    page: Page, browser_context: BrowserContext, live_server: LiveServer, analyst: User,
    document: Document,
) -> Page:  # fmt: skip
    sign_in(browser_context, signed_in(analyst), live_server)
    page.goto(document.get_desk_url())
    expect(page.locator(".review-card.is-current")).to_be_visible()
    return page


def press(page: Page, *keys: str) -> None:
    """Press keys, each once what the one before asked for is done."""
    for key in keys:
        page.keyboard.press(key)
        expect(page.locator(".review-bar.is-busy")).to_have_count(0)


def current(page: Page) -> str:
    return page.locator(".review-card.is-current h3").inner_text()


def progress(page: Page) -> str:
    return page.locator("[data-review-progress]").inner_text()


def test_figures_are_decided_edited_and_taken_back_by_keys(review: Page) -> None:
    assert "more than 80" in current(review)
    press(review, "a")
    assert "12" in current(review)
    press(review, "r", "u", "u")
    assert progress(review).startswith("0 of")
    assert "more than 80" in current(review)
    press(review, "a", "e")
    review.locator(".review-edit [name=unit]").fill("joint laboratory")
    review.locator(".review-edit [name=scope]").fill("of the academy")
    press(review, "Enter")
    expect(review.locator("[data-review-progress]")).to_have_text(
        f"2 of {Proposal.objects.filter(kind='figure').count()} decided"
    )
    claim = Claim.objects.get(value=12)
    assert (claim.unit, claim.scope, claim.review) == (
        "joint laboratory", "of the academy", Review.ACCEPTED,
    )  # fmt: skip
    assert list(verify()) == []


def test_focus_and_place_follow_the_keys(review: Page) -> None:
    press(review, "n")
    assert review.evaluate("document.activeElement.classList.contains('is-current')")
    marked = review.locator(".review-text .is-current")
    assert marked.inner_text() == "12"
    expect(marked).to_be_in_viewport()
    press(review, "p", "p")
    expect(review.locator("[data-review-status]")).to_have_text("This is the first.")


def test_words_that_were_missed_are_chosen_by_keys_and_filled_in(
    review: Page, document: Document
) -> None:
    place = document.text.index("engineers")
    review.keyboard.press("m")
    # To the last paragraph, and on to its words.
    for _step in range(3):
        review.keyboard.press("ArrowDown")
    for _step in range(200):
        chosen = review.locator(".review-mark.is-chosen").first.inner_text()
        if chosen.startswith("engineers"):
            break
        review.keyboard.press("ArrowRight")
    press(review, "Enter")
    expect(review.locator(".review-edit [aria-invalid]")).to_have_count(0)
    review.locator(".review-edit [name=value]").fill("12")
    review.locator(".review-edit [name=unit]").fill("engineer")
    review.locator(".review-edit [name=subject]").fill("engineers who came")
    press(review, "Enter")
    expect(review.locator("[data-review-status]")).to_have_text("Added and accepted.")
    added = Proposal.objects.get(unit="engineer")
    assert (added.start, added.exact) == (place, "engineers.")
    assert added.state == ProposalState.ACCEPTED


def test_a_wrong_value_is_named_and_nothing_typed_is_lost(review: Page) -> None:
    press(review, "e")
    review.locator(".review-edit [name=value]").fill("many")
    review.locator(".review-edit [name=scope]").fill("of the academy")
    press(review, "Enter")
    expect(review.locator(".review-edit [name=value]")).to_have_attribute("aria-invalid", "true")
    assert review.locator(".review-edit [name=value]").input_value() == "many"
    assert review.locator(".review-edit [name=scope]").input_value() == "of the academy"
    assert not Claim.objects.exists()


def test_the_change_of_another_is_shown_and_not_overwritten(review: Page) -> None:
    proposal = Proposal.objects.filter(kind="figure").order_by("start").first()
    assert proposal
    other = user_with(Role.ANALYST)
    operations.edit_proposal(
        actor=other, proposal=proposal, values={"scope": "as another reads it"},
        revision=proposal.revision,
    )  # fmt: skip
    press(review, "a")
    expect(review.locator(".review-card.is-current [role=alert]")).to_be_visible()
    assert "as another reads it" in review.locator(".review-card.is-current").inner_text()
    assert not Claim.objects.exists()
    press(review, "a")
    assert Claim.objects.get().scope == "as another reads it"


def test_what_could_not_be_sent_can_be_sent_again(review: Page) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    intercept(review, "**/review/decide/", refuse)
    expect(review.locator(".review-card.is-current")).to_be_visible()
    press(review, "a")
    alert = review.locator(".review-card.is-current [role=alert]")
    expect(alert).to_contain_text("This was not saved")
    review.unroute("**/review/decide/", refuse)
    alert.get_by_role("button").press("Enter")
    expect(review.locator("[data-review-progress]")).to_contain_text("1 of")
    assert Claim.objects.count() == 1


def test_keys_can_be_changed_and_turned_off(review: Page) -> None:
    review.keyboard.press("?")
    dialog = review.locator("dialog.review-keys")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Accept: a").press("Enter")
    review.keyboard.press("y")
    expect(dialog.get_by_role("button", name="Accept: y")).to_be_focused()
    review.keyboard.press("Escape")
    press(review, "y")
    assert Claim.objects.count() == 1
    review.keyboard.press("?")
    dialog.locator("[data-keys-on]").uncheck()
    review.keyboard.press("Escape")
    press(review, "y")
    assert Claim.objects.count() == 1


def test_several_are_accepted_at_once_only_where_they_say_the_same(review: Page) -> None:
    identical = review.locator(".review-card.is-current").get_by_role("button", name="Accept all 2")
    if identical.count():
        press(review, "i")
        assert Claim.objects.filter(value=80).count() == 2
    press(review, "w")
    assert "80" not in current(review)
    press(review, "i")
    expect(review.locator("[data-review-status]")).to_have_text(
        "No other waiting proposal says the same."
    )


def test_what_was_accepted_makes_the_figure(
    review: Page, live_server: LiveServer, analyst: User
) -> None:
    indicator = make_indicator(name={"en": "Partner countries"}, unit={"en": "countries"})
    review.reload()
    expect(review.locator(".review-card.is-current")).to_be_visible()
    press(review, "e")
    review.locator(".review-edit [name=indicator]").select_option(label="Partner countries")
    review.locator(".review-edit [name=value]").press("Enter")
    expect(review.locator("[data-review-progress]")).to_contain_text("1 of")
    claim = Claim.objects.get()
    assert claim.indicator == indicator
    review.goto(f"/en/figures/{indicator.slug}/")
    expect(review.locator("main")).to_contain_text("80")
    # The public sees one sentence and the source, not the document.
    review.goto(claim.get_absolute_url())
    expect(review.locator("main")).to_contain_text("more than 80 partner countries")
    expect(review.locator("main")).not_to_contain_text("training centres in the same years")


def test_two_who_differ_are_settled_by_a_third(
    review: Page, document: Document, analyst: User
) -> None:
    proposal = Proposal.objects.filter(kind="figure").order_by("start").first()
    assert proposal
    Document.objects.filter(pk=document.pk).update(reviewers=2)
    proposal.refresh_from_db()
    first = user_with(Role.ANALYST)
    operations.decide(actor=first, proposal=proposal, verdict=Verdict.REJECT, values={}, note="No.")
    review.reload()
    expect(review.locator(".review-card.is-current")).to_be_visible()
    assert "No." not in review.locator(".review-cards").inner_text()
    press(review, "a")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CONTESTED
    press(review, "a")
    # It waits for another, but not for this reviewer.
    assert progress(review).startswith("1 of")
    assert not Claim.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_anybody(review: Page, scheme: str) -> None:
    review.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    press(review, "a")
    assert accessibility_faults(review) == []
    press(review, "e")
    assert accessibility_faults(review) == []
    review.keyboard.press("Escape")
    review.keyboard.press("?")
    assert accessibility_faults(review) == []
    review.set_viewport_size({"width": 320, "height": 700})
    review.keyboard.press("Escape")
    assert review.evaluate("document.documentElement.scrollWidth") <= 320
