"""What the demonstration shows of timetables comes about by the operations that desks use."""

from __future__ import annotations

import pytest
from django_scopes import scope

from serai.cli.data import EXAMPLES
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Session
from serai.convene.programme.released import PROGRAMME
from serai.convene.timetable.models import Plan, PlanKind
from serai.foundation.dataset.operations import load_dataset
from serai.foundation.record.operations import Program
from serai.foundation.releases.queries import releases_of
from serai.project.illustration import SLUG, illustrate

# Not within a transaction: the engine tells from a thread of its own how far it is.
pytestmark = pytest.mark.django_db(transaction=True)

ACTOR = Program("test")


def test_the_illustration_is_placed_released_repaired_and_released() -> None:
    load_dataset(places=[EXAMPLES["timetable-illustration"]], actor=ACTOR)

    illustrate(actor=ACTOR)

    edition = Edition.objects.get(slug=SLUG)
    assert [each.number for each in releases_of(PROGRAMME, edition.code)] == [2, 1]
    with scope(edition=edition):
        assert not Session.objects.filter(starts_at=None).exists()
        placed, repaired = Plan.objects.order_by("pk")
        assert (placed.kind, repaired.kind) == (PlanKind.FILL, PlanKind.REPAIR)
        assert len(placed.moves) == Session.objects.count()
        assert 0 < len(repaired.moves) < len(placed.moves) / 2
