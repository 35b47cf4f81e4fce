"""Speaking slots: opened, given by a plan so that regions have their share, and counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from factories.directory import make_country, make_person
from factories.editions import make_edition
from factories.programme import make_activity, make_participation, make_room, make_session
from factories.timetable import make_availability, make_open_slots
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Participation, Session
from serai.convene.timetable.models import Candidate, OpenSlots, Plan
from serai.convene.timetable.planning import take_over_plan
from serai.convene.timetable.tasks import make_plan
from serai.foundation.directory.erasing import erase_person
from serai.foundation.directory.models import Person
from serai.foundation.jobs.operations import run_now, start
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db
IN_EARNEST = pytest.mark.django_db(transaction=True)

WEI = Program("Wei")
DESK = "/en/desk/editions/fifth/timetable/"


@pytest.fixture
def edition() -> Edition:
    return make_edition(
        slug="fifth", time_zone="UTC", starts_on=date(2023, 11, 6), ends_on=date(2023, 11, 6)
    )


@pytest.fixture
def session(edition: Edition) -> Session:
    """Stands from nine to ten."""
    room = make_room(edition)
    return make_session(make_activity(edition), "2023-11-06 09:00", room=room, title="Storage")


def people(*countries: str) -> list[Person]:
    return [make_person(country=make_country(code)) for code in countries]


def made(edition: Edition) -> Plan:
    arguments = {"edition": edition.pk, "kind": "fill", "seconds": 2, "changes": []}
    assert run_now(start(actor=WEI, job=make_plan, arguments=arguments)).error == ""
    with scopes_disabled():
        found: Plan = Plan.objects.select_related("edition").latest("pk")
    return found


@IN_EARNEST
def test_a_plan_gives_slots_so_that_regions_have_their_share(
    edition: Edition, session: Session, secretariat_client: Client
) -> None:
    asia, africa = people("CN", "KZ", "CN", "KZ"), people("KE", "ET")
    make_open_slots(session, *asia, *africa, slots=3)
    plan = made(edition)
    given = plan.speakers[session.code]
    assert len({each.code for each in asia} & set(given)) == 2
    assert len({each.code for each in africa} & set(given)) == 1
    page = secretariat_client.get(f"{DESK}plans/{plan.code}/").content.decode()
    assert "Given to" in page
    assert "Take it over" in page
    entries, _left = take_over_plan(actor=WEI, plan=plan)
    with scopes_disabled():
        assert set(
            Participation.objects.filter(session=session).values_list("person__code", flat=True)
        ) == set(given)
        assert not OpenSlots.objects.exists()
    assert len(entries) == 4


@IN_EARNEST
def test_slots_go_to_those_who_are_there(edition: Edition, session: Session) -> None:
    away, there = people("CN", "CN")
    make_open_slots(session, away, there)
    make_availability(edition, away, "2023-11-06 09:00", "2023-11-06 12:00")
    assert made(edition).speakers == {session.code: [there.code]}


def post(client: Client, session: Session, slots: int, *chosen: Person) -> Any:
    rows = {f"candidates-{n}-person": person.code for n, person in enumerate(chosen)}
    return client.post(
        f"{DESK}speaking/new/",
        {
            "session": session.pk, "slots": slots, "candidates-TOTAL_FORMS": len(chosen),
            "candidates-INITIAL_FORMS": 0, **rows,
        },
    )  # fmt: skip


def test_slots_are_opened_and_closed_at_the_desk(
    session: Session, secretariat_client: Client
) -> None:
    ana, wei = people("CN", "KE")
    refused = post(secretariat_client, session, 3, ana, wei)
    assert "There are fewer candidates than slots." in refused.content.decode()
    assert post(secretariat_client, session, 1, ana, wei).status_code == 302
    with scopes_disabled():
        slots = OpenSlots.objects.get()
        assert {each.person for each in slots.candidates.all()} == {ana, wei}
    address = f"{DESK}speaking/{slots.pk}/"
    assert "Storage" in secretariat_client.get(address).content.decode()
    secretariat_client.post(f"{address}delete/")
    with scopes_disabled():
        assert not OpenSlots.objects.exists()


def test_who_speaks_is_counted_by_region(
    edition: Edition, session: Session, secretariat_client: Client
) -> None:
    assert "Nobody speaks yet" in secretariat_client.get(f"{DESK}speaking/").content.decode()
    for person in people("CN", "KZ", "ET"):
        make_participation(session, person)
    make_open_slots(session, *people("KE"))
    page = secretariat_client.get(f"{DESK}speaking/").content.decode()
    rows = " ".join(page.partition("By region")[2].split())
    assert "Asia" in rows
    assert rows.index("Asia") < rows.index("Africa")
    assert "Least developed country" in rows


def test_who_is_forgotten_is_no_candidate(session: Session) -> None:
    (ana,) = people("CN")
    make_open_slots(session, ana)
    erase_person(actor=WEI, person=ana)
    with scopes_disabled():
        assert not Candidate.objects.exists()
