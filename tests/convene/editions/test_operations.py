"""Writing series and editions: what is allowed, and what the record says of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from factories.accounts import user_with
from factories.editions import make_edition, make_organiser, make_series, make_topic
from serai.convene.editions import operations, queries
from serai.convene.editions.copying import years_later
from serai.convene.editions.models import (
    EditionRole,
    EditionState,
    OrganiserRole,
)
from serai.foundation.accounts.permissions import may
from serai.foundation.dates import PartialDate
from serai.foundation.directory.models import Organisation
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import verify

pytestmark = pytest.mark.django_db

TEST = Program("test")
A, O, R, C = operations.STATES  # noqa: E741


def verbs() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("verb", flat=True))


def test_a_series_is_created_with_its_rotation_in_one_go() -> None:
    series = operations.create_series(
        actor=TEST,
        values={"slug": "exchange", "name": {"en": "Exchange"}, "interval_years": 2},
        hosts=[{"name": {"en": "Chongqing"}}, {"name": {"en": "Sichuan"}}],
        milestones=[{"on": PartialDate(2015), "title": {"en": "A plan"}}],
    )

    assert [str(host) for host in series.hosts.all()] == ["Chongqing", "Sichuan"]
    assert verbs() == [
        "series.created",
        "series.host_added",
        "series.host_added",
        "series.milestone_added",
    ]
    assert list(verify()) == []


def test_hosts_change_their_turns() -> None:
    series = make_series(hosts=["Chongqing", "Sichuan"])
    rows = [{"pk": host.pk, "name": host.name} for host in reversed(series.hosts.all())]

    operations.change_series(actor=TEST, series=series, changes={}, hosts=rows)

    assert [str(host) for host in series.hosts.all()] == ["Sichuan", "Chongqing"]


def test_a_host_that_an_edition_names_stays() -> None:
    series = make_series(hosts=["Chongqing"])
    make_edition(series=series, host=series.hosts.get())

    with pytest.raises(ValidationError, match="refers to what you removed"):
        operations.change_series(actor=TEST, series=series, changes={}, hosts=[])


def test_an_edition_takes_no_host_of_another_series() -> None:
    edition, other = make_edition(), make_series(hosts=["Elsewhere"])

    with pytest.raises(ValidationError) as caught:
        operations.change_edition(actor=TEST, edition=edition, changes={"host": other.hosts.get()})

    assert "host" in caught.value.message_dict


def test_a_series_with_editions_is_not_deleted() -> None:
    edition = make_edition()

    with pytest.raises(ValidationError):
        operations.delete_series(actor=TEST, series=edition.series)
    operations.delete_series(actor=TEST, series=make_series())

    assert verbs() == ["series.deleted"]


def test_parts_are_recorded_under_their_edition() -> None:
    edition = make_edition()
    organisation = Organisation.objects.create(name={"en": "Academy"})

    operations.change_edition(
        actor=TEST, edition=edition, changes={"theme": {"en": "Water"}},
        parts={
            "topics": [{"name": {"en": "rivers"}}, {"name": {"en": "rain"}}],
            "organisers": [{"organisation": organisation, "role": OrganiserRole.CO_SPONSOR}],
        },
    )  # fmt: skip

    assert verbs() == [
        "edition.changed", "edition.topic_added", "edition.topic_added", "edition.organiser_added",
    ]  # fmt: skip
    assert set(Entry.objects.values_list("root_type", "root_id")) == {
        ("editions.edition", str(edition.pk))
    }
    assert [topic.position for topic in edition.topics.all()] == [0, 1]


def test_a_change_that_fails_changes_nothing() -> None:
    edition = make_edition()

    with pytest.raises(ValidationError):
        operations.change_edition(
            actor=TEST, edition=edition, changes={"theme": {"en": "Water"}},
            parts={"topics": [{"name": {}}]},
        )  # fmt: skip

    edition.refresh_from_db()
    assert not str(edition.theme)
    assert verbs() == []


@pytest.mark.parametrize("name", ["state", "is_public", "series"])
def test_what_has_an_operation_of_its_own_is_not_changed_in_passing(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        operations.change_edition(actor=TEST, edition=make_edition(), changes={name: None})


@pytest.mark.parametrize(
    ("start", "to", "note", "field"),
    [
        (A, O, "", None),
        (O, R, "", None),
        (R, C, "", None),
        (C, R, "concluded too early", None),
        (O, A, "registration comes later", None),
        (C, R, " ", "note"),
        (O, A, "", "note"),
        (A, R, "", "to"),
        (A, C, "why not", "to"),
        (C, O, "two back", "to"),
        (C, A, "three back", "to"),
        (A, A, "", "to"),
    ],
)
def test_states_follow_each_other(
    start: EditionState, to: EditionState, note: str, field: str | None
) -> None:
    edition = make_edition(state=start)

    if field is None:
        operations.move_edition(actor=TEST, edition=edition, to=to, note=note)
    else:
        with pytest.raises(ValidationError) as caught:
            operations.move_edition(actor=TEST, edition=edition, to=to, note=note)
        assert list(caught.value.message_dict) == [field]

    edition.refresh_from_db()
    assert edition.state == (start if field else to)
    assert [entry.note for entry in Entry.objects.all()] == ([] if field else [note])


def test_a_file_brings_an_edition_to_its_state_step_by_step() -> None:
    edition = make_edition(state=A)

    operations.bring_edition_to(actor=TEST, edition=edition, to=C, note="example.yaml")
    operations.bring_edition_to(actor=TEST, edition=edition, to=O, note="example.yaml")

    assert edition.state == O
    assert verbs() == ["edition.moved"] * 5


def test_publishing_twice_is_recorded_once() -> None:
    edition = make_edition(is_public=False)

    for _time in range(2):
        operations.publish_edition(actor=TEST, edition=edition)

    assert verbs() == ["edition.published"]


def test_only_an_unpublished_edition_is_deleted_and_can_come_back() -> None:
    edition = make_edition()
    make_topic(edition=edition)
    make_organiser(edition=edition)
    with pytest.raises(ValidationError):
        operations.delete_edition(actor=TEST, edition=edition)

    operations.unpublish_edition(actor=TEST, edition=edition)
    operations.delete_edition(actor=TEST, edition=edition)

    entry = Entry.objects.get(verb="edition.deleted")
    assert entry.before is not None
    assert {part["type"] for part in entry.before["parts"]} == {
        "editions.focustopic", "editions.organiser",
    }  # fmt: skip


def test_the_team_is_exactly_what_was_given() -> None:
    edition = make_edition()
    anna, boris = user_with(), user_with()

    operations.set_edition_roles(
        actor=TEST, edition=edition,
        rows=[{"user": anna, "role": EditionRole.SECRETARIAT}, {"user": boris, "role": "reader"}],
    )  # fmt: skip
    operations.set_edition_roles(
        actor=TEST, edition=edition, rows=[{"user": anna, "role": EditionRole.SECRETARIAT}]
    )

    assert may(anna, "editions.change_edition", edition)
    assert not may(boris, "editions.read_draft", edition)
    assert verbs() == ["edition.role_given", "edition.role_given", "edition.role_withdrawn"]


def test_giving_a_role_twice_changes_nothing() -> None:
    edition, user = make_edition(), user_with()
    assert not may(user, "editions.read_draft", edition)

    for _time in range(2):
        operations.give_edition_role(
            actor=TEST, edition=edition, user=user, role=EditionRole.READER
        )

    assert may(user, "editions.read_draft", edition)
    assert verbs() == ["edition.role_given"]


class TestCurrentEdition:
    def test_there_may_be_none(self) -> None:
        make_edition(is_public=False)

        assert queries.current_edition() is None

    @pytest.mark.parametrize(
        ("states", "chosen"),
        [
            ([C, A, O, R], 3),
            ([C, A, O], 2),
            ([C, A], 1),
            ([C, C], 1),
        ],
    )
    def test_the_nearest_comes_first(self, states: list[EditionState], chosen: int) -> None:
        editions = [
            make_edition(state=state, starts_on=date(2020 + year, 1, 1), ends_on=None)
            for year, state in enumerate(states)
        ]

        assert queries.current_edition() == editions[chosen]

    def test_of_two_announced_the_earlier_comes_first_and_the_undated_last(self) -> None:
        make_edition(state=A, starts_on=None, ends_on=None)
        late = make_edition(state=A, starts_on=date(2027, 1, 1), ends_on=None)
        soon = make_edition(state=A, starts_on=date(2026, 1, 1), ends_on=None)

        assert queries.current_edition() == soon
        assert queries.current_edition(late.series) == late


class TestExpectedEdition:
    def test_hosts_follow_each_other_at_the_interval(self) -> None:
        series = make_series(hosts=["Chongqing", "Sichuan"], interval_years=2)
        edition = make_edition(series=series, state=C)

        expected = queries.expected_edition(series)

        assert expected is not None
        assert (str(expected.host), expected.year, expected.ordinal) == ("Sichuan", 2025, 2)
        assert queries.edition_after(edition) == expected

    def test_an_exchange_of_turns_is_counted_from_the_host_that_had_it(self) -> None:
        series = make_series(hosts=["Chongqing", "Sichuan"], interval_years=2)
        chongqing, sichuan = series.hosts.all()
        make_edition(series=series, state=C, host=sichuan)

        expected = queries.expected_edition(series)

        assert expected is not None
        assert expected.host == chongqing

    def test_an_announced_edition_is_not_expected_besides(self) -> None:
        series = make_series(hosts=["Chongqing", "Sichuan"], interval_years=2)
        first = make_edition(series=series, state=C)
        second = make_edition(series=series, state=A)

        assert queries.expected_edition(series) is None
        assert queries.edition_after(first) == second
        assert queries.edition_after(second) is None

    def test_an_unpublished_edition_does_not_show_through(self) -> None:
        series = make_series(hosts=["Chongqing", "Sichuan"], interval_years=2)
        make_edition(series=series, state=C)
        make_edition(series=series, state=A, is_public=False)

        expected = queries.expected_edition(series)

        assert expected is not None
        assert expected.ordinal == 2

    def test_without_a_rule_nothing_is_expected(self) -> None:
        series = make_series()
        make_edition(series=series, state=C)

        assert queries.expected_edition(series) is None
        assert queries.expected_edition(make_series(hosts=["A"], interval_years=1)) is None

    def test_the_interval_alone_gives_the_year(self) -> None:
        series = make_series(interval_years=4)
        make_edition(series=series, state=C)

        expected = queries.expected_edition(series)

        assert expected is not None
        assert (expected.host, expected.year) == (None, 2027)


@given(day=st.dates(date(1900, 1, 1), date(2200, 12, 31)), years=st.integers(1, 50))
def test_the_same_day_years_later_is_that_day_or_the_one_before(day: date, years: int) -> None:
    later = years_later(day, years)
    assert later is not None

    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


def test_no_day_is_proposed_beyond_the_calendar() -> None:
    assert years_later(date(2025, 11, 6), 8000) is None
