"""An edition whose time zone is corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope

from factories.editions import make_edition
from factories.programme import make_activity, make_session
from serai.convene.editions.operations import change_edition
from serai.convene.programme.models import Session
from serai.foundation.record.operations import Program, entries_made, undo

pytestmark = pytest.mark.django_db
ACTOR = Program("test")


def test_sessions_keep_their_times_of_day() -> None:
    edition = make_edition(time_zone="UTC")
    timed = make_session(make_activity(edition), "2023-11-06 00:30")
    with entries_made() as entries:
        change_edition(actor=ACTOR, edition=edition, changes={"time_zone": "Asia/Shanghai"})
    timed.refresh_from_db()
    assert timed.starts_at == datetime(2023, 11, 5, 16, 30, tzinfo=UTC)
    assert timed.day == date(2023, 11, 6)
    for entry in reversed(entries):
        undo(actor=ACTOR, entry=entry)
    timed.refresh_from_db()
    assert timed.starts_at == datetime(2023, 11, 6, 0, 30, tzinfo=UTC)


def test_other_changes_leave_the_sessions_alone() -> None:
    edition = make_edition()
    make_session(make_activity(edition), "2023-11-06 09:00")
    with entries_made() as entries:
        change_edition(actor=ACTOR, edition=edition, changes={"theme": {"en": "Roads"}})
    assert [entry.object_type for entry in entries] == ["editions.edition"]


def test_a_time_that_the_new_clocks_skip_is_named() -> None:
    edition = make_edition(
        time_zone="UTC", starts_on=date(2025, 3, 30), ends_on=date(2025, 3, 30)
    )  # fmt: skip
    make_session(make_activity(edition, "Vigil"), "2025-03-30 02:30")
    with pytest.raises(ValidationError, match="clocks change at 02:30, when “Vigil”"):
        change_edition(actor=ACTOR, edition=edition, changes={"time_zone": "Europe/Paris"})
    edition.refresh_from_db()
    assert edition.time_zone == "UTC"
    with scope(edition=edition):
        assert Session.objects.get().starts_at == datetime(2025, 3, 30, 2, 30, tzinfo=UTC)
