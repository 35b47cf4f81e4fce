"""Pages that only work brings about can be read by everybody, too: documents, jobs, imports."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.addresses import WIND_FARM
from journeys.demonstration import Demonstration, Prepared
from journeys.test_accessibility import check, in_language
from journeys.visitor import Visitor

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
