"""What the demonstration shows of timetables comes about by the operations that desks use."""

from __future__ import annotations

import pytest
from django_scopes import scope

from serai.cli.data import EXAMPLES
from serai.convene.calls.models import Call, Review, Submission, SubmissionSpeaker
from serai.convene.calls.reviewing.conflicts import Conflicts
from serai.convene.editions.models import Edition
from serai.convene.proceedings.models import Minutes
from serai.convene.proceedings.released import MINUTES
from serai.convene.programme.models import Session
from serai.convene.programme.released import PROGRAMME
from serai.convene.speakers.models import Speaker
from serai.convene.timetable.models import Plan, PlanKind
from serai.foundation.accounts.models import User
from serai.foundation.dataset.operations import load_dataset
from serai.foundation.directory.models import PersonName
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import revision
from serai.foundation.releases.queries import releases_of
from serai.project.illustration import SLUG, illustrate
from serai.track.register.models import Record, Stage

# Not within a transaction: the engine tells from a thread of its own how far it is.
pytestmark = pytest.mark.django_db(transaction=True)

ACTOR = Program("test")


def test_the_illustration_is_placed_released_repaired_and_released() -> None:
    places = [EXAMPLES["timetable-illustration"]]
    load_dataset(places=places, actor=ACTOR)
    assert load_dataset(places=places, actor=ACTOR).changes == 0

    illustrate(actor=ACTOR)

    edition = Edition.objects.get(slug=SLUG)
    assert [each.number for each in releases_of(PROGRAMME, edition.code)] == [2, 1]
    with scope(edition=edition):
        assert not Session.objects.filter(starts_at=None).exists()
        placed, repaired = Plan.objects.order_by("pk")
        assert (placed.kind, repaired.kind) == (PlanKind.FILL, PlanKind.REPAIR)
        assert len(placed.moves) == Session.objects.count()
        assert 0 < len(repaired.moves) < len(placed.moves) / 2
        assert {each.state for each in Submission.objects.all()} == {
            "draft", "submitted", "withdrawn", "confirmed",
        }  # fmt: skip
        assert Review.objects.count() > 3
        assert Conflicts(Call.objects.get()).all()
        minutes = Minutes.objects.get()
        assert [each.number for each in releases_of(MINUTES, minutes.code)] == [1]

    # Nothing of it is about anybody, or counts among what the cooperation came to.
    names = PersonName.objects.values_list("text", "language")
    assert all("Sample" in name for name, language in names if language == "en")
    reserved = ("@illustration.example", "@serai.example")
    for model in (Speaker, User, SubmissionSpeaker):
        addresses = model._base_manager.values_list("email", flat=True)
        assert all(address.endswith(reserved) for address in addresses)
    assert not Record.objects.filter(stage=Stage.PUBLISHED).exists()
    length = revision()

    illustrate(actor=ACTOR)

    assert revision() == length
