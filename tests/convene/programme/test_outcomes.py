"""What came of an activity stands on its page, and the activity on the page of the record."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django_scopes import scope

from factories.editions import make_edition
from factories.programme import make_activity, release_all
from factories.register import make_record
from serai.convene.programme.models import Activity, OutcomeKind
from serai.convene.programme.operations import save_activity
from serai.convene.programme.released import programme_of
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import history
from serai.track.register.merging import merge_records
from serai.track.register.models import Record, Stage

pytestmark = pytest.mark.django_db

ACTOR = Program("test")


def give(activity: Activity, *outcomes: tuple[OutcomeKind, Record]) -> None:
    save_activity(
        actor=ACTOR, edition=activity.edition, values={}, activity=activity,
        outcomes=[{"kind": kind, "record": record} for kind, record in outcomes],
    )  # fmt: skip


def test_both_pages_lead_to_each_other(client: Client) -> None:
    activity, record = make_activity(make_edition()), make_record(name="Joint Initiative")
    give(activity, (OutcomeKind.RELEASED, record))
    release_all()
    page = client.get(activity.get_absolute_url()).content.decode()
    assert "What came of it" in page
    assert "Joint Initiative" in page
    page = client.get(record.get_absolute_url()).content.decode()
    assert "At conferences" in page
    assert activity.get_absolute_url() in page
    assert "Released here" in page
    assert "activity_outcome.added" in [entry.verb for entry in history(activity)]


def test_what_is_not_public_is_on_neither_page(client: Client) -> None:
    hidden = make_activity(make_edition(), is_public=False)
    record, draft = make_record(), make_record(name="Not yet", stage=Stage.DRAFT)
    give(hidden, (OutcomeKind.SIGNED, record))
    shown = make_activity(hidden.edition)
    give(shown, (OutcomeKind.SHOWN, draft))
    release_all()
    assert "At conferences" not in client.get(record.get_absolute_url()).content.decode()
    page = client.get(shown.get_absolute_url())
    assert page.status_code == 200
    assert "Not yet" not in page.content.decode()
    released = programme_of(shown.edition)
    assert released is not None
    assert [each.outcomes for each in released.activities] == [()]


def test_the_same_twice_is_refused_and_a_merge_keeps_it_once(client: Client) -> None:
    activity = make_activity(make_edition())
    one, other = make_record(), make_record()
    give(activity, (OutcomeKind.SIGNED, one), (OutcomeKind.SIGNED, other))
    with pytest.raises(ValidationError):
        give(activity, (OutcomeKind.SIGNED, one), (OutcomeKind.SIGNED, one))
    merge_records(actor=ACTOR, survivor=one, duplicate=other)
    with scope(edition=activity.edition):
        assert [outcome.record for outcome in activity.outcomes.all()] == [one]
