"""The next edition, begun from the last."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from convene.editions.browser import form_of
from factories.accounts import user_with
from factories.editions import (
    entrust,
    make_announcement,
    make_edition,
    make_organiser,
    make_series,
    make_topic,
    make_venue,
)
from factories.evidence import make_source
from serai.convene.editions.copying import CopyRun, copy_edition, propose_next, register_copied_part
from serai.convene.editions.models import Edition, EditionRole, EditionState
from serai.convene.editions.verbs import EDITION_CHANGED
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program, change_object
from serai.foundation.record.queries import verify
from serai.track.evidence.models import Citation

pytestmark = pytest.mark.django_db

TEST = Program("test")
EVERYTHING = ("texts", "topics", "venues", "organisers", "team")


@pytest.fixture
def source() -> Edition:
    series = make_series(hosts=["Chongqing", "Sichuan"], interval_years=2)
    edition = make_edition(
        series=series, slug="chongqing-2023", host=series.hosts.first(),
        theme={"en": "A road to innovation"}, state=EditionState.CONCLUDED,
    )  # fmt: skip
    topic = make_topic(edition=edition, name={"en": "open science"}, key="open-science")
    Citation.objects.create(target=topic, source=make_source())
    Citation.objects.create(target=edition, field="theme", source=make_source())
    make_venue(edition=edition)
    make_organiser(edition=edition)
    make_announcement(edition=edition)
    entrust(user_with(), edition, EditionRole.PROGRAMME_EDITOR)
    return edition


def test_the_rule_of_the_series_proposes_host_year_and_address(source: Edition) -> None:
    proposed = propose_next(source)

    assert proposed["ordinal"] == 2
    assert str(proposed["host"]) == "Sichuan"
    assert proposed["slug"] == "sichuan-2025"
    assert (proposed["starts_on"], proposed["ends_on"]) == (date(2025, 11, 6), date(2025, 11, 7))
    assert not proposed["city"], "the host city is not known yet"
    assert proposed["state"] == EditionState.ANNOUNCED


def test_without_a_rotation_the_place_stays(source: Edition) -> None:
    alone = make_edition(city={"en": "Geneva"}, starts_on=None, ends_on=None)
    alone.refresh_from_db()

    proposed = propose_next(alone)

    assert str(proposed["city"]) == "Geneva"
    assert proposed["slug"] == f"{alone.series.slug}-2"
    assert proposed["starts_on"] is None


def test_a_taken_address_is_not_proposed_again(source: Edition) -> None:
    make_edition(slug="sichuan-2025")

    assert propose_next(source)["slug"] == "sichuan-2025-2"


def test_every_part_is_taken_over_but_no_source(source: Edition) -> None:
    edition = copy_edition(actor=TEST, source=source, values=propose_next(source), parts=EVERYTHING)

    assert not edition.is_public
    assert str(edition.theme) == "A road to innovation"
    assert [str(topic) for topic in edition.topics.all()] == ["open science"]
    assert edition.venues.count() == edition.organisers.count() == 1
    assert edition.role_assignments.get().role == EditionRole.PROGRAMME_EDITOR
    assert edition.announcements.count() == 0
    assert edition.citations.count() == 0
    assert edition.topics.get().citations.count() == 0
    assert edition.topics.get().code != source.topics.get().code
    assert edition.topics.get().key is None


def test_only_the_chosen_parts_are_taken_over(source: Edition) -> None:
    edition = copy_edition(actor=TEST, source=source, values=propose_next(source), parts=["venues"])

    assert edition.venues.count() == 1
    assert edition.topics.count() == edition.organisers.count() == 0
    assert not edition.theme
    assert edition.role_assignments.count() == 0


def test_everything_is_recorded_under_the_new_edition(source: Edition) -> None:
    edition = copy_edition(actor=TEST, source=source, values=propose_next(source), parts=EVERYTHING)

    entries = Entry.objects.order_by("number")
    assert [entry.verb for entry in entries] == [
        "edition.copied", "edition.changed", "edition.topic_added", "edition.venue_added",
        "edition.organiser_added", "edition.role_given",
    ]  # fmt: skip
    assert {entry.root_id for entry in entries} == {str(edition.pk)}
    assert list(verify()) == []


def test_other_rooms_add_parts_that_find_the_twins_of_earlier_ones(
    source: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, Any] = {}

    def copy(run: CopyRun) -> None:
        found["topic"] = run.twin(run.source.topics.get())
        found["venue"] = run.twin(run.source.venues.get())
        found["nothing"] = run.twin(None)
        change_object(
            actor=run.actor, verb=EDITION_CHANGED, instance=run.target,
            changes={"summary": {"en": "from another room"}},
        )  # fmt: skip

    monkeypatch.setattr("serai.convene.editions.copying._parts", dict(_registered()))
    register_copied_part("extra", "extra", copy, position=200)
    edition = copy_edition(
        actor=TEST, source=source, values=propose_next(source), parts=["topics", "extra"]
    )

    assert found == {"topic": edition.topics.get(), "venue": None, "nothing": None}
    assert str(edition.summary) == "from another room"
    with pytest.raises(ValueError, match="twice"):
        register_copied_part("extra", "extra", copy)


def _registered() -> dict[str, Any]:
    from serai.convene.editions.copying import copied_parts

    return {part.key: part for part in copied_parts()}


def test_a_copy_that_cannot_be_made_leaves_nothing(source: Edition) -> None:
    values = {**propose_next(source), "slug": "chongqing-2023"}

    with pytest.raises(ValidationError):
        copy_edition(actor=TEST, source=source, values=values, parts=EVERYTHING)
    with pytest.raises(LookupError):
        copy_edition(actor=TEST, source=source, values=propose_next(source), parts=["dreams"])

    assert Edition.objects.count() == 1
    assert Entry.objects.count() == 0


def test_the_desk_proposes_and_creates_the_next_edition(
    source: Edition, secretariat_client: Client
) -> None:
    address = reverse("editions_desk:copy", args=[source.slug])
    typed = form_of(secretariat_client, address)
    assert typed["slug"] == ["sichuan-2025"]
    assert "topics" in typed["parts"]
    assert "venues" not in typed["parts"]

    response = secretariat_client.post(
        address, {**typed, "name_0": "Second conference", "parts": ["topics"]}
    )

    edition = Edition.objects.get(slug="sichuan-2025")
    assert response.status_code == 302
    assert response["Location"] == edition.get_desk_url()
    assert str(edition) == "Second conference"
    assert edition.topics.count() == 1
    assert edition.organisers.count() == 0
    assert not edition.is_public


def test_the_desk_says_what_cannot_be_and_keeps_what_was_typed(
    source: Edition, secretariat_client: Client
) -> None:
    address = reverse("editions_desk:copy", args=[source.slug])
    typed = form_of(secretariat_client, address)

    response = secretariat_client.post(
        address,
        {**typed, "ordinal": "1", "name_0": "A name to keep", "parts": ["none-such"]},
    )

    body = response.content.decode()
    assert response.status_code == 200
    assert "A name to keep" in body
    assert "none-such" in body
    again = secretariat_client.post(address, {**typed, "ordinal": "1"})
    assert "The series has an edition with this ordinal." in again.content.decode()
    assert Edition.objects.count() == 1
