from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_scopes import scope
from django_scopes.exceptions import ScopeError
from hypothesis import given
from hypothesis import strategies as st

from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_section,
    make_session,
)
from serai.convene.editions.models import Edition
from serai.convene.programme.models import (
    Activity,
    ActivityOrganiser,
    Contribution,
    Participation,
    Room,
    Section,
    Session,
)

SCOPED = [Activity, ActivityOrganiser, Contribution, Participation, Room, Section, Session]
moments = st.integers(946_684_800, 2_114_380_800).map(lambda s: datetime.fromtimestamp(s, UTC))


@pytest.mark.django_db
@pytest.mark.parametrize("model", SCOPED)
def test_reading_outside_an_edition_raises(model: type[Activity]) -> None:
    with pytest.raises(ScopeError):
        list(model.objects.all())


@pytest.mark.django_db
def test_sessions_stand_in_order_of_time_and_those_without_one_last() -> None:
    edition = make_edition()
    activity = make_activity(edition)
    nowhere = make_session(activity)
    some_time = make_session(activity, day="2023-11-06")
    late = make_session(activity, "2023-11-06 15:00")
    early = make_session(activity, "2023-11-06 09:00")
    with scope(edition=edition):
        assert list(Session.objects.all()) == [early, late, some_time, nowhere]


@given(moments, st.sampled_from(["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"]))
def test_the_day_of_a_session_is_the_day_of_its_start_in_the_zone(
    starts_at: datetime, zone: str
) -> None:
    edition = Edition(time_zone=zone)
    session = Session(
        edition=edition, activity=Activity(edition=edition), starts_at=starts_at,
        day=date(1999, 1, 1),
    )  # fmt: skip
    session.clean()
    assert session.day == starts_at.astimezone(edition.zone).date()


@pytest.mark.django_db
def test_a_session_ends_after_it_starts_in_the_database_too() -> None:
    session = make_session(make_activity(make_edition()), "2023-11-06 09:00")
    session.ends_at = session.starts_at
    with scope(edition=session.edition), pytest.raises(ValidationError, match="end after"):
        session.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        session.save()


@pytest.mark.django_db
def test_nothing_refers_to_another_edition() -> None:
    activity = make_activity(make_edition())
    foreign = make_section(make_edition())
    activity.section = foreign
    with (
        scope(edition=[activity.edition, foreign.edition]),
        pytest.raises(ValidationError, match="another edition"),
    ):
        activity.full_clean()


@pytest.mark.django_db
def test_a_person_has_a_role_once_in_a_contribution_and_in_one_thing_only() -> None:
    contribution = make_contribution()
    person = make_person()
    make_participation(contribution, person)
    with pytest.raises(ValidationError, match="has this role already"):
        make_participation(contribution, person)
    part = Participation(
        edition=contribution.edition, person=person, role="chair", contribution=contribution,
        activity=make_activity(contribution.edition),
    )  # fmt: skip
    with scope(edition=contribution.edition), pytest.raises(ValidationError, match="Choose one"):
        part.full_clean()


@pytest.mark.django_db
def test_a_contribution_takes_the_activity_of_its_session() -> None:
    session = make_session(make_activity(make_edition()))
    assert make_contribution(session=session).activity == session.activity


@pytest.mark.django_db
def test_a_name_is_given_or_to_be_announced_and_never_both() -> None:
    edition = make_edition()
    assert str(make_activity(edition, None)) == "Forum, name to be announced"
    with pytest.raises(ValidationError, match="not both"):
        make_activity(edition, "Forum", name_disclosure="to_be_announced")
