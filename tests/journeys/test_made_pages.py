"""Pages that only work brings about can be read by everybody, too: documents, imports, calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from browsing import sign_in
from factories.accounts import signed_in, user_with
from factories.calls import make_call, make_question, make_submission
from factories.editions import make_edition
from factories.proceedings import make_minutes, publish
from factories.programme import make_activity, make_session, release_programme
from factories.reviewing import assign, make_criterion, make_review, make_reviewer
from journeys.addresses import WIND_FARM
from journeys.demonstration import Demonstration, Prepared
from journeys.test_accessibility import check, in_language
from journeys.visitor import Visitor
from serai.convene.calls.models import Outcome
from serai.convene.calls.reviewing.deciding import decide
from serai.foundation.accounts.models import Role
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.browser

REPORT = (
    "Forum on open laboratories\n\nThe forum gathered more than 120 researchers from 14 countries "
    "in Kendal on 12 March 2025. The partners had built 37 joint laboratories by then.\n"
)
FAULTY = "key,kind,name[en],started_on\nfirst,nonsense,First,2020-13\n"


@pytest.fixture(scope="module")
def worked_site(installation: Prepared) -> Iterator[Demonstration]:
    """The product with its example, for the tests of this file alone."""
    with installation.served() as demonstration:
        yield demonstration


@pytest.fixture(scope="module")
def administrator(chromium: Browser, worked_site: Demonstration) -> Iterator[Visitor]:
    visitor = Visitor(chromium, worked_site)
    visitor.sign_in("Example administrator")
    yield visitor
    visitor.close()


def check_both_ways(visitor: Visitor, path: str, *, shown: str = "main h1") -> None:
    check(visitor, path, ("light", "dark"), shown=shown)
    check(visitor, in_language(path, "ar"), ("light",), shown=shown)


def path_of(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)


def wait_for_the_job(page: Page) -> None:
    expect(page).to_have_url(re.compile("/desk/jobs/"))
    expect(page.locator("[data-job-state=done]")).to_be_visible()


def test_a_document_with_its_proposals(administrator: Visitor) -> None:
    page = administrator.open("/en/desk/documents/new/")
    page.get_by_label("Or a text").fill(REPORT)
    page.get_by_role("main").get_by_role("button", name="Upload").click()
    wait_for_the_job(page)
    job = path_of(page)
    page.get_by_role("link", name="Go on to the result").click()
    if path_of(page) == "/en/desk/documents/":
        page.get_by_role("link", name="Forum on open laboratories").click()
    document = path_of(page)
    check_both_ways(administrator, job)
    check_both_ways(administrator, document, shown=".review-card.is-current")
    check_both_ways(administrator, f"{document}?show=names")
    page.goto("/en/desk/proposals/?kind=figure")
    page.locator("main td a").first.click()
    check_both_ways(administrator, path_of(page))
    check_both_ways(administrator, "/en/desk/proposals/")


def test_the_report_about_a_file_with_faults(administrator: Visitor) -> None:
    page = administrator.open("/en/desk/register/imports/new/")
    page.get_by_label("File").set_input_files(
        {"name": "faulty.csv", "mimeType": "text/csv", "buffer": FAULTY.encode()}
    )
    page.get_by_role("main").get_by_role("button", name="Check the file").click()
    wait_for_the_job(page)
    page.get_by_role("link", name="Go on to the result").click()
    expect(page.get_by_role("main")).to_contain_text("“2020-13” is not a day of the calendar")
    check_both_ways(administrator, path_of(page))
    check_both_ways(administrator, "/en/desk/register/imports/")


def test_a_webhook_and_what_was_sent(administrator: Visitor) -> None:
    page = administrator.open("/en/desk/webhooks/new/")
    page.get_by_label("Name").fill("Website of the ministry")
    page.get_by_label("Address").fill("http://127.0.0.1:9/hook")
    page.get_by_role("main").get_by_role("button", name="Save").click()
    webhook = path_of(page)
    page.get_by_role("button", name="Send a test").click()
    check_both_ways(administrator, webhook)
    page.goto(webhook)
    page.get_by_role("link", name=re.compile("test")).first.click()
    check_both_ways(administrator, path_of(page))


def test_a_task_and_a_saved_search(administrator: Visitor) -> None:
    desk = WIND_FARM.replace("/en/", "/en/desk/")
    page = administrator.open(f"{desk}tasks/new/")
    page.get_by_label("What is to be done").fill("Find the day of signing")
    page.get_by_role("main").get_by_role("button", name="Save").click()
    check_both_ways(administrator, desk)
    check_both_ways(administrator, "/en/desk/register/tasks/")
    page = administrator.open("/en/register/searches/save/?q=laboratory")
    page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/register/searches/$"))
    check_both_ways(administrator, "/en/register/searches/")


def test_a_record_in_the_frame_of_another_site(administrator: Visitor) -> None:
    check_both_ways(administrator, f"{WIND_FARM}embed/")


@pytest.mark.django_db(transaction=True)
def test_a_call_from_its_page_to_its_letters(chromium: Browser, live_server: LiveServer) -> None:
    """The example has no call: here one is open, sent to, reviewed and decided upon."""
    edition = make_edition(slug="fifth")
    session = make_session(make_activity(edition, "Heat"), "2023-11-06 09:00", 60)
    release_programme(edition)
    publish(make_minutes(session, decisions=[{"text": {"en": "To meet again."}}]))
    call = make_call(edition, "Green technology", text={"en": "Tell us what you learned."})
    make_question(call, "Was it tried?", "one", options=["yes", "no"])
    criterion = make_criterion(call)
    reviewer = make_reviewer(call, user_with(email="wei@academy.example"))
    rice, wind = make_submission(call, "Rice in dry years"), make_submission(call, "Wind")
    assign(reviewer, rice)
    make_review(reviewer, wind, {criterion: 2}, comment="Thin.", comment_for_authors="Say more.")
    decide(actor=Program("chair"), submissions=[wind], outcome=Outcome.REJECTED)
    public, desk = "/en/editions/fifth/", "/en/desk/editions/fifth/"
    calls, desk_call = f"{public}calls/", f"{desk}calls/{call.code}/"
    minutes = f"{public}sessions/{session.code}/minutes/"
    ranking = ["ranking/", f"ranking/{wind.code}/"]
    pages = {
        None: [calls, f"{calls}{call.code}/", f"{calls}{call.code}/submit/", minutes],
        rice.submitter: [f"{public}submissions/{rice.code}/", "/en/accounts/me/submissions/"],
        reviewer.user: [f"{desk_call}review/", f"{desk_call}review/{rice.code}/"],
        user_with(Role.SECRETARIAT): [
            f"{desk}submissions/{rice.code}/",
            *(
                f"{desk_call}{page}"
                for page in ["", "assignments/", *ranking, "letters/", "fairness/"]
            ),
        ],
    }
    visitor = Visitor(chromium, Demonstration(live_server.url, {}, Path()))
    for user, paths in pages.items():
        if user:
            sign_in(visitor.page.context, signed_in(user), live_server)
        for path in paths:
            check_both_ways(visitor, path)
    visitor.close()
