"""The walk by which the programme is judged: from the engine to a phone without network."""

from __future__ import annotations

from datetime import time

import pytest
from django.core import mail
from django.test import Client
from django_scopes import scope
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from browsing import sign_in
from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.programme import make_participation
from factories.speakers import make_speaker
from journeys.visitor import BEYOND_THE_SCREEN
from serai.cli.data import EXAMPLES
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Session
from serai.convene.programme.released import PROGRAMME, programme_in
from serai.convene.timetable.models import PlanKind
from serai.convene.timetable.setting import set_hours
from serai.convene.timetable.tasks import make_plan
from serai.foundation.accounts.models import Role
from serai.foundation.dataset.operations import load_dataset
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import run_now, start
from serai.foundation.record.operations import Program
from serai.foundation.releases.queries import releases_of
from serai.project.illustration import SLUG, illustrate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTOR = Program("test")
PUBLIC = f"/ar/editions/{SLUG}"


@pytest.fixture
def edition() -> Edition:
    """The illustration: placed by the engine and released, then a room lost, repaired, released.

    In each session somebody chairs who has no account, and whose address names the session.
    """
    load_dataset(places=[EXAMPLES["timetable-illustration"]], actor=ACTOR)
    edition = Edition.objects.get(slug=SLUG)
    with scope(edition=edition):
        for session in Session.objects.all():
            chair = make_speaker(edition, make_person(), email=f"{session.code}@chairs.example")
            make_participation(session, chair.person, "chair")
    illustrate(actor=ACTOR)
    return edition


def test_a_timetable_from_the_engine_to_a_phone_without_network(
    browser_context: BrowserContext, live_server: LiveServer, edition: Edition
) -> None:
    page = browser_context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    second, first = (programme_in(each) for each in releases_of(PROGRAMME, edition.code))
    places = {each.code: (each.starts_at, each.room) for each in first.sessions}
    moved = {
        each.code for each in second.sessions if places[each.code] != (each.starts_at, each.room)
    }
    jobs = Job.objects.filter(name="programme.tell_release").order_by("pk")
    for job in jobs:
        mail.outbox.clear()
        assert run_now(job).state == "done"
    told = {message.to[0]: message.body for message in mail.outbox}
    assert set(told) == {f"{code}@chairs.example" for code in moved}

    sign_in(browser_context, editor(), live_server)
    set_hours(
        actor=ACTOR, edition=edition,
        values={"opens_at": time(8), "closes_at": time(9, 30), "step": 15, "walking": 15},
    )  # fmt: skip
    impossible = {
        "edition": edition.pk, "kind": PlanKind.ANEW.value, "seconds": 10, "changes": [],
    }  # fmt: skip
    asked = run_now(start(actor=ACTOR, job=make_plan, about="", arguments=impossible))
    assert asked.result is not None
    page.goto(asked.result["href"])
    expect(page.get_by_role("heading", name="What stands in the way")).to_be_visible()
    browser_context.clear_cookies()

    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{PUBLIC}/programme/?view=grid")
    expect(page.locator(".block")).to_have_count(len(second.sessions))
    assert page.evaluate(BEYOND_THE_SCREEN) == []
    page.locator("[data-star]").first.click()
    starred = page.locator(".block > a").first.inner_text()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    browser_context.set_offline(True)
    page.goto(f"{PUBLIC}/agenda/")
    expect(page.locator(".stop-title")).to_have_text([starred])
    page.goto(f"{PUBLIC}/speakers/")
    expect(page.locator(".speakers > li")).to_have_count(len(second.sessions))
    assert page.evaluate(BEYOND_THE_SCREEN) == []
    assert faults == []


def editor() -> Client:
    return signed_in(user_with(Role.SECRETARIAT))
