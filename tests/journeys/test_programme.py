"""The walk by which the programme is judged: from the engine to a phone without network."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from browsing import sign_in
from factories.accounts import signed_in
from journeys.visitor import BEYOND_THE_SCREEN
from serai.cli.data import EXAMPLES
from serai.convene.editions.models import Edition
from serai.convene.programme.released import PROGRAMME, programme_in
from serai.convene.timetable.models import PlanKind, Presence
from serai.convene.timetable.setting import save_availability
from serai.convene.timetable.tasks import make_plan
from serai.foundation.accounts.models import User
from serai.foundation.dataset.operations import load_dataset
from serai.foundation.directory.models import Person
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.operations import run_now, start
from serai.foundation.record.operations import Program
from serai.foundation.releases.queries import releases_of
from serai.project.illustration import SLUG, illustrate
from serai.project.illustration.people import sample_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTOR = Program("test")
PUBLIC = f"/ar/editions/{SLUG}"
DESK = f"/en/desk/editions/{SLUG}"


@pytest.fixture
def edition() -> Edition:
    """The illustration: placed by the engine and released, then a room lost, repaired, released."""
    load_dataset(places=[EXAMPLES["timetable-illustration"]], actor=ACTOR)
    illustrate(actor=ACTOR)
    return Edition.objects.get(slug=SLUG)


def test_a_timetable_from_the_engine_to_a_phone_without_network(
    browser_context: BrowserContext, live_server: LiveServer, edition: Edition
) -> None:
    page = browser_context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    told = told_of_releases()
    assert set(told[0]) == {address_of(each) for each in everybody(edition)}
    assert set(told[1]) == {address_of(each) for each in concerned(edition)}
    assert 0 < len(told[1]) < len(told[0])

    # A speaker who was to be there alone has declined.
    sign_in(browser_context, signed_in(secretariat()), live_server)
    page.goto(f"{DESK}/speakers/")
    page.get_by_role("link", name="Sample Speaker 7").click()
    page.get_by_role("link", name="Repair the timetable").click()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/jobs/**")
    repaired = run_now(Job.objects.latest("pk"))
    assert repaired.result is not None
    page.goto(repaired.result["href"])
    expect(page.get_by_text("It is proven that no plan moves less.")).to_be_visible()
    expect(page.locator(".is-before .plan-block.is-moved")).to_have_text(["1 Themed activity 4"])
    expect(page.locator(".is-after .plan-block.is-moved")).to_have_count(0)
    page.get_by_role("button", name="Take it over").click()
    page.wait_for_url(f"**{DESK}/timetable/")
    page.goto(f"{DESK}/programme/releases/")
    expect(page.locator(".told summary")).to_have_text(["Sample Speaker 7"])
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("1 person is told.").first).to_be_visible()
    assert [list(each) for each in told_of_releases()] == [["speaker-7@illustration.example"]]

    # What chairs say makes a plan impossible.
    for person in sample_people("chair"):
        save_availability(
            actor=ACTOR, edition=edition,
            values={
                "person": person, "presence": Presence.AWAY,
                "starts_at": datetime(2027, 11, 7, tzinfo=UTC),
                "ends_at": datetime(2027, 11, 10, tzinfo=UTC),
            },
        )  # fmt: skip
    impossible = {
        "edition": edition.pk, "kind": PlanKind.ANEW.value, "seconds": 10, "changes": [],
    }  # fmt: skip
    asked = run_now(start(actor=ACTOR, job=make_plan, about="", arguments=impossible))
    assert asked.result is not None
    page.goto(asked.result["href"])
    reasons = page.get_by_role("region", name="What stands in the way")
    expect(reasons.get_by_text("Ask Sample Chair 1 for more time").first).to_be_visible()
    browser_context.clear_cookies()

    sessions = programme_in(releases_of(PROGRAMME, edition.code)[0]).sessions
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{PUBLIC}/programme/?view=grid")
    expect(page.locator(".block")).to_have_count(len([each for each in sessions if each.starts_at]))
    assert page.evaluate(BEYOND_THE_SCREEN) == []
    page.locator("[data-star]").first.click()
    starred = page.locator(".block > a").first.inner_text()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    browser_context.set_offline(True)
    page.goto(f"{PUBLIC}/agenda/")
    expect(page.locator(".stop-title")).to_have_text([starred])
    page.goto(f"{PUBLIC}/speakers/")
    expect(page.locator(".speakers > li")).to_have_count(len(everybody(edition)))
    assert page.evaluate(BEYOND_THE_SCREEN) == []
    assert faults == []


def told_of_releases() -> list[dict[str, str]]:
    """Send the messages that wait, of each release; return what was said to which address."""
    told = []
    waiting = Job.objects.filter(name="programme.tell_release", state=State.QUEUED)
    for job in waiting.order_by("pk"):
        mail.outbox.clear()
        assert run_now(job).state == "done"
        told.append({message.to[0]: str(message.body) for message in mail.outbox})
    return told


def everybody(edition: Edition) -> set[str]:
    """The codes of all who take part in the latest release."""
    programme = programme_in(releases_of(PROGRAMME, edition.code)[0])
    return {part.person for _whole, part in programme.participations()}


def concerned(edition: Edition) -> set[str]:
    """The codes of those whose session stands elsewhere in the latest release."""
    after, before = (programme_in(each) for each in releases_of(PROGRAMME, edition.code)[:2])
    places = {each.code: (each.starts_at, each.room) for each in before.sessions}
    moved = [each for each in after.sessions if places[each.code] != (each.starts_at, each.room)]
    return {code for each in moved for code in after.people_in(each)}


def address_of(code: str) -> str:
    """Where a sample person is written to."""
    key = str(Person.objects.get(code=code).key)
    return f"{key.removeprefix('sample-').removesuffix('-illustration')}@illustration.example"


def secretariat() -> User:
    return User.objects.get(email="secretariat@serai.example")
