"""What is released turns back into the same programme, and says what was public."""

from __future__ import annotations

import pytest
from django_scopes import scope

from factories.editions import make_edition, make_topic
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_programme,
    make_session,
)
from serai.convene.programme.models import Session
from serai.convene.programme.released import (
    PROGRAMME,
    as_snapshot,
    drawn,
    from_snapshot,
    programme_of,
)
from serai.foundation.record.operations import Program
from serai.foundation.releases.operations import release

pytestmark = pytest.mark.django_db

SECRETARIAT = Program("the secretariat")


def test_a_programme_turns_into_json_and_back() -> None:
    edition = make_edition()
    make_programme(edition, sessions=5, rooms=2)
    activity = make_activity(edition, None, topics=[make_topic(edition=edition)])
    make_participation(make_contribution(activity=activity, title=None), role="chair")
    programme = drawn(edition)

    assert from_snapshot(as_snapshot(programme)) == programme
    assert len(programme.sessions) == 5
    assert len(programme.people) == 6


def test_the_public_reads_the_latest_release_and_nothing_else() -> None:
    edition = make_edition()
    session = make_session(make_activity(edition), "2023-11-06 09:00")
    make_session(make_activity(edition, is_public=False))
    assert programme_of(edition) is None

    release(actor=SECRETARIAT, kind=PROGRAMME, subject=edition)
    with scope(edition=edition):
        Session.objects.filter(pk=session.pk).update(title={"en": "Storage"})
    released = programme_of(edition)
    assert released is not None
    assert [each.title for each in released.sessions] == [{}]
    assert released.number == 1

    release(actor=SECRETARIAT, kind=PROGRAMME, subject=edition)
    released = programme_of(edition)
    assert released is not None
    assert [each.title for each in released.sessions] == [{"en": "Storage"}]
    assert released.number == 2
