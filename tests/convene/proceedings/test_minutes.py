"""Minutes: from draft to release, what changed, and what people leave in them."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django_scopes import scope, scopes_disabled

from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition
from factories.proceedings import ACTOR, make_decision, make_minutes, make_running_order, publish
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_session,
    release_programme,
)
from reading import text_of
from serai.convene.proceedings import operations
from serai.convene.proceedings.models import Attendance, MinutesState
from serai.convene.proceedings.released import as_snapshot, drawn
from serai.foundation.accounts.models import Role
from serai.foundation.directory.erasing import erase_person
from serai.foundation.record.models import Entry
from serai.foundation.record.queries import verify
from serai.foundation.releases.models import Release
from serai.foundation.releases.operations import DraftMovedError, UnchangedError
from serai.foundation.releases.queries import fingerprint, is_intact
from serai.track.register.models import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    edition = make_edition(slug="fifth")
    made = make_session(make_activity(edition, "Heat"), "2023-11-06 09:00", 60)
    release_programme(edition)
    return made


def desk_of(session, rest: str = "") -> str:
    return f"/en/desk/editions/fifth/proceedings/{session.code}/minutes/{rest}"


def page_of(session) -> str:
    return f"/en/editions/fifth/sessions/{session.code}/minutes/"


class TestWriting:
    def test_they_begin_with_the_people_of_the_session_chairs_first(self, session):
        speaker, chair = make_person("Aigul Serikova"), make_person("Chen Li")
        talk = make_contribution(session=session)
        make_participation(talk, speaker)
        make_participation(session, speaker, "panellist")
        make_participation(session.activity, chair, "chair")
        make_participation(session, make_person(), "interpreter")
        minutes = operations.begin_minutes(actor=ACTOR, session=session)
        assert operations.begin_minutes(actor=ACTOR, session=session) == minutes
        with scope(edition=session.edition):
            assert [str(each.person) for each in minutes.attendances.all()] == [
                "Chen Li", "Aigul Serikova",
            ]  # fmt: skip

    def test_a_part_is_written_by_the_chair_on_its_page(self, session):
        chair = signed_in(user_with())
        make_participation(session, make_person(user=chair.user), "chair")
        assert chair.post(desk_of(session, "begin/")).status_code == 302
        address = desk_of(session, "edit/decisions/")
        formset = chair.get(address).context["formsets"][0]
        seal = formset.management_form["edited_from"].value()
        response = chair.post(address, {
            "decisions-TOTAL_FORMS": "1", "decisions-INITIAL_FORMS": "0",
            "decisions-edited_from": seal, "decisions-0-text_0": "To meet again.",
            "decisions-0-ORDER": "1",
        })  # fmt: skip
        assert response.status_code == 302, response.context["problems"]
        page = text_of(chair.get(desk_of(session)))
        assert "To meet again." in page
        assert "Approve as it stands below" in page
        assert chair.get(desk_of(session, "edit/nothing/")).status_code == 404

    def test_nothing_is_approved_that_is_empty_or_was_not_read(self, session):
        minutes = operations.begin_minutes(actor=ACTOR, session=session)
        seen = fingerprint(as_snapshot(drawn(minutes)))
        with pytest.raises(ValidationError, match="Write a section"):
            operations.approve_minutes(actor=user_with(), minutes=minutes, expected=seen)
        make_minutes(session)
        with pytest.raises(DraftMovedError):
            operations.approve_minutes(actor=user_with(), minutes=minutes, expected=seen)

    def test_what_is_approved_and_changed_is_a_draft_again(self, session):
        minutes = make_minutes(session)
        with pytest.raises(ValidationError, match="Only approved"):
            operations.publish_minutes(actor=ACTOR, minutes=minutes)
        publish(minutes)
        with pytest.raises(UnchangedError):
            operations.publish_minutes(actor=ACTOR, minutes=minutes)
        with scope(edition=session.edition):
            (section,) = minutes.sections.all()
            same = [{"pk": section.pk, "text": section.text, "title": section.title}]
            operations.save_minutes(actor=ACTOR, minutes=minutes, parts={"sections": same})
            minutes.refresh_from_db()
            assert minutes.state == MinutesState.APPROVED
            other = [{"pk": section.pk, "text": {"en": "It was closed."}}]
            operations.save_minutes(actor=ACTOR, minutes=minutes, parts={"sections": other})
            minutes.refresh_from_db()
            assert (minutes.state, minutes.approved_by) == (MinutesState.DRAFT, None)
        desk = signed_in(user_with(Role.SECRETARIAT))
        page = text_of(desk.get(desk_of(session)))
        assert "What differs from what is published" in page
        assert not list(verify())


class TestPublished:
    def test_everybody_reads_the_release_and_what_it_changed(self, session):
        assert Client().get(page_of(session)).status_code == 404
        minutes = make_minutes(session, "It was opened.")
        assert Client().get(page_of(session)).status_code == 404
        publish(minutes)
        assert "It was opened." in text_of(Client().get(page_of(session)))
        with scope(edition=session.edition):
            (section,) = minutes.sections.all()
            parts = {"sections": [{"pk": section.pk, "text": {"en": "It was opened at nine."}}]}
            operations.save_minutes(actor=ACTOR, minutes=minutes, parts=parts)
        assert "at nine" not in text_of(Client().get(page_of(session)))
        publish(minutes)
        page = Client().get(page_of(session)).content.decode()
        assert "<del>It was opened.</del>" in page
        assert "<ins>It was opened at nine.</ins>" in page
        earlier = text_of(Client().get(f"{page_of(session)}?release=1"))
        assert "This is an earlier version." in earlier
        assert "at nine" not in earlier
        assert Client().get(f"{page_of(session)}?release=9").status_code == 400
        public = text_of(Client().get(f"/en/editions/fifth/sessions/{session.code}/"))
        assert "Minutes of the session" in public

    def test_minutes_of_a_session_that_is_not_released_stay_unknown(self, session):
        hidden = make_session(session.activity)
        publish(make_minutes(hidden))
        assert Client().get(page_of(hidden)).status_code == 404

    def test_who_is_erased_stands_nowhere_any_more(self, session):
        person = make_person("Aigul Serikova")
        make_participation(session, person)
        order = make_running_order(session, 10)
        with scope(edition=session.edition):
            item = order.items.get()
            operations.save_running_order(
                actor=ACTOR, session=session,
                items=[{"pk": item.pk, "minutes": 10, "person": person}],
            )  # fmt: skip
        minutes = make_minutes(session, actions=[{"text": {"en": "Call back"}, "person": person}])
        publish(minutes)
        assert "Aigul Serikova" in text_of(Client().get(page_of(session)))
        erase_person(actor=user_with(Role.ADMINISTRATOR), person=person)
        assert "Aigul" not in text_of(Client().get(page_of(session)))
        assert is_intact(Release.objects.get(kind="minutes"))
        with scopes_disabled():
            assert not Attendance.objects.exists()
            assert minutes.actions.get().person is None
            assert order.items.get().person is None
        entries = Entry.objects.values_list("object_label", "before", "after")
        found = [each for each in entries if "Aigul" in json.dumps(each)]
        assert not found
        assert not list(verify())

    def test_a_decision_is_entered_into_the_register_as_a_draft(self, session):
        decision = make_decision(session, "To open a joint laboratory.")
        desk = signed_in(user_with(Role.SECRETARIAT))
        address = desk_of(session, f"decisions/{decision.code}/register/")
        assert desk.post(address, {"kind": "joint_laboratory"}).status_code == 302
        with scope(edition=session.edition):
            record = session.activity.outcomes.get().record
        assert (str(record), record.stage) == ("To open a joint laboratory.", Stage.DRAFT)
        public = text_of(Client().get(f"/en/editions/fifth/sessions/{session.code}/"))
        assert "joint laboratory" not in public
        chair = signed_in(user_with())
        make_participation(session, make_person(user=chair.user), "chair")
        assert chair.get(address).status_code == 403
