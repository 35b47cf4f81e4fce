"""The clock of a running order, and moving it on."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition
from factories.proceedings import ACTOR, make_running_order
from factories.programme import make_activity, make_contribution, make_participation, make_session
from reading import text_of
from serai.convene.proceedings import operations
from serai.convene.proceedings.models import RunningItem
from serai.convene.proceedings.presentation import running_of
from serai.convene.proceedings.running import Turn, clock, total
from serai.foundation.accounts.models import Role
from serai.foundation.record.models import Entry

NINE = datetime(2023, 11, 6, 9, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def begins(*turns: Turn, **given_: datetime | None) -> list[float | None]:
    slots = clock(turns, **{"starts_at": NINE, **given_})
    return [(slot.begins - NINE).total_seconds() / 60 if slot.begins else None for slot in slots]


class TestClock:
    def test_items_follow_each_other_from_the_start_of_the_session(self):
        assert begins(Turn(10), Turn(20), Turn(5)) == [0, 10, 30]
        assert begins(Turn(10), Turn(20), starts_at=None) == [None, None]

    def test_what_has_begun_stands_at_its_time_and_shifts_the_rest(self):
        turns = [Turn(10, after(4)), Turn(20), Turn(5)]
        assert begins(*turns) == [4, 14, 34]
        assert begins(*turns, now=after(20)) == [4, 20, 40]
        assert [slot.is_on for slot in clock(turns, starts_at=NINE)] == [True, False, False]

    def test_a_session_that_has_not_begun_is_late_with_all_of_it(self):
        assert begins(Turn(10), Turn(20), now=after(7)) == [7, 17]
        assert begins(Turn(10), Turn(20), now=after(-30)) == [0, 10]

    def test_what_was_passed_over_takes_no_time(self):
        slots = clock([Turn(10, after(0)), Turn(20), Turn(5, after(8))], starts_at=NINE)
        assert [slot.begins for slot in slots] == [after(0), after(8), after(8)]
        assert [slot.is_over for slot in slots] == [True, True, False]

    def test_an_end_ends_what_was_on(self):
        slots = clock([Turn(10, after(0)), Turn(20, after(9))], starts_at=NINE, ended_at=after(15))
        assert slots[1].ends == after(15)
        assert [slot.is_over for slot in slots] == [True, True]

    @given(st.lists(st.integers(0, 120), min_size=1, max_size=12), st.data(), st.integers(0, 600))
    def test_whatever_has_begun_nothing_overlaps_and_the_plan_stays(self, minutes, data, now):
        begun = data.draw(st.integers(0, len(minutes)))
        moments = sorted(data.draw(st.lists(st.integers(0, now), min_size=begun, max_size=begun)))
        turns = [
            Turn(length, after(moments[place]) if place < begun else None)
            for place, length in enumerate(minutes)
        ]
        slots = clock(turns, starts_at=NINE, now=after(now))
        assert [slot.planned for slot in slots] == [
            after(sum(minutes[:place])) for place in range(len(minutes))
        ]
        for slot, following in pairwise(slots):
            assert slot.begins <= slot.ends <= following.begins
        assert sum(slot.is_on for slot in slots) == bool(begun)
        assert total(turns) == sum(minutes)


pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    edition = make_edition(slug="fifth", time_zone="UTC")
    return make_session(make_activity(edition), "2023-11-06 09:00", 60)


class TestMaking:
    def test_it_is_made_from_the_contributions_and_fits_the_session(self, session):
        with scope(edition=session.edition):
            keynote = make_contribution(session=session, kind="keynote", title="Heat")
            make_contribution(session=session, kind="panel", title="Water")
            make_participation(keynote, make_person("Aigul Serikova"))
            make_running_order(session, 10)
            operations.draft_running_order(actor=ACTOR, session=session)
            shown = running_of(session)
            assert [line.title for line in shown.lines] == ["Item 1", "Heat", "Water"]
            assert [line.who for line in shown.lines][1] == "Aigul Serikova"
            assert [line.planned for line in shown.lines] == ["09:00", "09:10", "09:26"]
            assert (shown.minutes, shown.too_long, shown.left) == (59, 0, 1)
            operations.draft_running_order(actor=ACTOR, session=session)
            assert RunningItem.objects.count() == 3

    def test_a_contribution_of_another_session_and_an_item_without_a_title_are_refused(
        self, session
    ):
        with scope(edition=session.edition):
            stranger = make_contribution(session=make_session(session.activity))
            for item in ({"contribution": stranger}, {"minutes": 5}):
                with pytest.raises(ValidationError):
                    operations.save_running_order(actor=ACTOR, session=session, items=[item])

    def test_the_page_warns_where_the_items_take_too_long(self, session):
        make_running_order(session, 50, 25)
        editor = signed_in(user_with(Role.SECRETARIAT))
        page = text_of(editor.get(f"/en/desk/editions/fifth/proceedings/{session.code}/running/"))
        assert "The items take 75 minutes, the session has 60: 15 minutes too many." in page
        assert "09:50" in page

    def test_items_are_edited_and_keep_their_times(self, session):
        order = make_running_order(session, 10, 20)
        with scope(edition=session.edition):
            first, second = order.items.all()
            operations.move_on(actor=ACTOR, session=session, item=first, at=NINE)
        address = f"/en/desk/editions/fifth/proceedings/{session.code}/running/edit/"
        editor = signed_in(user_with(Role.SECRETARIAT))
        page = editor.get(address)
        assert page.status_code == 200
        formset = page.context["formsets"][0]
        data = {
            "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "2",
            "items-edited_from": formset.management_form["edited_from"].value(),
            "items-0-id": first.pk, "items-0-minutes": "15", "items-0-title_0": "Welcome",
            "items-0-ORDER": "1",
            "items-1-id": second.pk, "items-1-minutes": "20", "items-1-title_0": "Item 2",
            "items-1-ORDER": "2", "items-1-DELETE": "on",
        }  # fmt: skip
        response = editor.post(address, data)
        assert response.status_code == 302, response.context["problems"]
        with scope(edition=session.edition):
            (kept,) = order.items.all()
            assert (str(kept), kept.minutes, kept.started_at) == ("Welcome", 15, NINE)


class TestRunning:
    def move(self, client, session, **said):
        return client.post(
            f"/en/desk/editions/fifth/proceedings/{session.code}/live/move/",
            json.dumps(said), content_type="application/json",
        )  # fmt: skip

    def test_a_chair_moves_it_on_and_back_and_ends_it(self, session):
        order = make_running_order(session, 10, 20, 5)
        with scope(edition=session.edition):
            codes = [item.code for item in order.items.all()]
        chair = signed_in(user_with())
        make_participation(session, make_person(user=chair.user), "chair")
        self.move(chair, session, code=codes[0], at=after(2).isoformat())
        self.move(chair, session, code=codes[1], at=after(14).isoformat())
        # The answer was lost on the way: said again, it changes nothing.
        count = Entry.objects.count()
        state = self.move(chair, session, code=codes[1], at=after(14).isoformat()).json()
        assert Entry.objects.count() == count
        assert [each["started_at"] for each in state["items"]] == [
            after(2).isoformat(), after(14).isoformat(), None,
        ]  # fmt: skip
        back = self.move(chair, session, code=codes[0], at=after(2).isoformat()).json()
        assert back["items"][1]["started_at"] is None
        ended = self.move(chair, session, code="", at=after(40).isoformat()).json()
        assert ended["ended_at"] == after(40).isoformat()
        anew = self.move(chair, session, code="anew", at=after(41).isoformat()).json()
        assert (anew["ended_at"], anew["items"][0]["started_at"]) == (None, None)

    def test_nothing_begins_before_what_is_earlier_in_the_order(self, session):
        order = make_running_order(session, 10, 20)
        with scope(edition=session.edition):
            first, second = order.items.all()
            operations.move_on(actor=ACTOR, session=session, item=first, at=after(5))
            with pytest.raises(ValidationError):
                operations.move_on(actor=ACTOR, session=session, item=second, at=after(4))

    def test_a_clock_that_runs_ahead_is_held_back_and_nonsense_is_refused(self, session):
        order = make_running_order(session, 10)
        with scope(edition=session.edition):
            code = order.items.get().code
        editor = signed_in(user_with(Role.SECRETARIAT))
        ahead = self.move(editor, session, code=code, at="2099-01-01T00:00:00+00:00").json()
        assert ahead["items"][0]["started_at"] < "2099"
        assert self.move(editor, session, code=code, at="soon").status_code == 400
        assert self.move(editor, session, code=code, at="2023-11-06T09:00:00").status_code == 400
        assert self.move(editor, session, code=code).status_code == 400
        assert self.move(editor, session, code="other", at=NINE.isoformat()).status_code == 404

    def test_without_scripts_its_buttons_are_forms(self, session):
        order = make_running_order(session, 10)
        with scope(edition=session.edition):
            item = order.items.get()
        editor = signed_in(user_with(Role.SECRETARIAT))
        base = f"/en/desk/editions/fifth/proceedings/{session.code}/live/"
        assert "Not begun yet" in text_of(editor.get(base))
        assert editor.post(f"{base}move/", {"code": item.code}).status_code == 302
        assert "minutes left" in text_of(editor.get(base))
        assert editor.get(f"{base}state/").json()["items"][0]["started_at"]
