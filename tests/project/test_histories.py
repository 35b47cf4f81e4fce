"""Rooms that are tabs of an edition have no desk of their own; their objects have histories."""

from __future__ import annotations

import pytest
from django.db.models import Model
from django.test import Client

from factories.calls import make_call
from factories.directory import make_person
from factories.editions import make_edition
from factories.interpretation import make_interpreter
from factories.programme import make_activity, make_session
from factories.reviewing import make_reviewer
from factories.speakers import make_speaker
from factories.timetable import make_availability, make_open_slots, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def objects() -> list[Model]:
    edition = make_edition()
    person = make_person()
    session = make_session(make_activity(edition))
    return [
        make_plan(edition),
        make_availability(edition, person, "2023-11-06 09:00", "2023-11-06 10:00"),
        make_open_slots(session, person),
        make_interpreter(edition),
        make_speaker(edition, person),
        make_reviewer(make_call(edition)),
    ]


def test_who_edits_programmes_reads_what_happened_in_every_room(
    objects: list[Model], secretariat_client: Client, analyst_client: Client
) -> None:
    for each in objects:
        address = f"/en/desk/history/{each._meta.label_lower}/{each.pk}/"
        assert secretariat_client.get(address).status_code == 200, address
        assert analyst_client.get(address).status_code == 404, address
