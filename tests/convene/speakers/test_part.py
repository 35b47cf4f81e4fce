"""What a speaker does by their personal link or signed in: answer, say when, describe, hand in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from pytest_django import Settings

from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_room,
    make_session,
    release_programme,
)
from factories.speakers import make_speaker
from reading import form_of, text_of
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Participation, Session
from serai.convene.speakers.links import speaker_of, token_of
from serai.convene.speakers.models import Answer, AnswerState, Speaker
from serai.convene.speakers.operations import revoke_link
from serai.convene.timetable.models import Availability, Presence
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db

ACTOR = Program("the secretariat")


@pytest.fixture
def edition() -> Edition:
    return make_edition(slug="labs-2027", starts_on=date(2027, 11, 6), ends_on=date(2027, 11, 7))


@pytest.fixture
def aida() -> Person:
    return make_person("Aida Bekova")


@pytest.fixture
def part(edition: Edition, aida: Person) -> Participation:
    """Her talk: on the first morning in Chongqing, in English, not released yet."""
    activity = make_activity(edition, "Forum on water", languages=["en"])
    session = make_session(
        activity, "2027-11-06 09:00", title="Water", room=make_room(edition, "Great hall")
    )
    return make_participation(make_contribution(session=session, title="Clean rivers"), aida)


@pytest.fixture
def speaker(part: Participation, edition: Edition, aida: Person) -> Speaker:
    return make_speaker(edition, aida)


def link(speaker: Speaker, page: str = "") -> str:
    return f"/en/my-part/{token_of(speaker)}/{page}"


def answer_to(part: Participation) -> Answer | None:
    with scopes_disabled():
        return Answer.objects.filter(participation=part).first()


def times_of(person: Person) -> list[Availability]:
    with scopes_disabled():
        return list(Availability.objects.filter(person=person))


class TestLink:
    """The personal link: private, revocable, for a while."""

    def test_opens_what_one_takes_part_in(self, client: Client, speaker: Speaker) -> None:
        response = client.get(link(speaker))

        text = text_of(response)
        assert response.status_code == 200
        for said in ("Clean rivers", "Forum on water", "09:00", "Great hall", "Speaker", "English"):
            assert said in text

    def test_leads_to_calendar_and_pages_once_they_are_released(
        self, client: Client, edition: Edition, part: Participation, speaker: Speaker
    ) -> None:
        code = part.contribution.session.code  # type: ignore[union-attr]
        page, calendar = f"/en/editions/{edition.slug}/sessions/{code}/", f"?sessions={code}"
        before = client.get(link(speaker)).content.decode()
        release_programme(edition)
        after = client.get(link(speaker)).content.decode()

        assert (page in before, calendar in before) == (False, False)
        assert (page in after, calendar in after) == (True, True)

    def test_leads_a_chair_with_an_account_to_the_running_order(
        self, client: Client, part: Participation, speaker: Speaker
    ) -> None:
        session = part.contribution.session  # type: ignore[union-attr]
        make_participation(session, speaker.person, "chair")
        running = f"/proceedings/{session.code}/running/"
        assert running not in client.get(link(speaker)).content.decode()

        speaker.person.user = user_with()
        speaker.person.save()
        assert running in client.get(link(speaker)).content.decode()

    def test_is_neither_kept_nor_indexed_nor_told_to_other_pages(
        self, client: Client, speaker: Speaker
    ) -> None:
        response = client.get(link(speaker))

        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "strict-origin"
        assert response["X-Robots-Tag"] == "noindex, nofollow"

    def test_survives_the_protection_of_forms(self, speaker: Speaker) -> None:
        browser = Client(enforce_csrf_checks=True)
        token = form_of(browser.get(link(speaker, "needs/")))["csrfmiddlewaretoken"]

        response = browser.post(
            link(speaker, "answers/"), {"csrfmiddlewaretoken": token},
            headers={"Origin": "http://testserver"},
        )  # fmt: skip

        assert response.status_code == 302

    def test_is_gone_once_revoked_and_the_next_is_another(
        self, client: Client, speaker: Speaker
    ) -> None:
        before = link(speaker)

        revoke_link(actor=ACTOR, speaker=speaker)

        assert client.get(before).status_code == 404
        assert "no longer works" in text_of(client.get(before))
        speaker.refresh_from_db()
        assert token_of(speaker) not in before

    def test_is_gone_a_month_after_the_edition(self, speaker: Speaker) -> None:
        token = token_of(speaker)
        assert speaker_of(token) is not None

        Edition.objects.filter(pk=speaker.edition_id).update(
            starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2)
        )

        assert speaker_of(token) is None

    def test_made_up_ones_lead_nowhere(self, client: Client, speaker: Speaker) -> None:
        assert client.get(f"/en/my-part/{speaker.pk}-1.made-up/").status_code == 404


class TestSignedIn:
    """The same with an account."""

    def test_who_was_asked_sees_their_part(self, aida: Person, speaker: Speaker) -> None:
        aida.user = user_with()
        aida.save()
        browser = signed_in(aida.user)

        assert "labs-2027" in browser.get("/en/my-part/").content.decode()
        assert "Clean rivers" in text_of(browser.get("/en/editions/labs-2027/my-part/"))

    def test_a_draft_is_not_told_before_anybody_was_asked(
        self, aida: Person, part: Participation, edition: Edition
    ) -> None:
        aida.user = user_with()
        aida.save()
        browser = signed_in(aida.user)
        address = "/en/editions/labs-2027/my-part/"

        assert browser.get(address).status_code == 404
        release_programme(edition)
        assert browser.get(address).status_code == 200


class TestAnswers:
    """Confirming, declining, thinking again."""

    def test_one_is_confirmed_for_its_time(
        self, client: Client, speaker: Speaker, part: Participation
    ) -> None:
        client.post(link(speaker, f"answers/{part.pk}/"), {"answer": "confirmed"})

        given = answer_to(part)
        assert given is not None
        assert given.state == AnswerState.CONFIRMED
        assert given.starts_at == datetime(2027, 11, 6, 1, tzinfo=UTC)
        assert not given.is_on_behalf

    def test_looking_changes_nothing(
        self, client: Client, speaker: Speaker, part: Participation
    ) -> None:
        assert client.get(link(speaker, f"answers/{part.pk}/")).status_code == 405
        assert answer_to(part) is None

    def test_one_is_declined_with_a_reason_and_taken_back(
        self, client: Client, speaker: Speaker, part: Participation
    ) -> None:
        client.post(link(speaker, f"answers/{part.pk}/decline/"), {"reason": "On a field trip"})
        given = answer_to(part)
        assert given is not None
        assert (given.state, given.reason) == (AnswerState.DECLINED, "On a field trip")
        assert "On a field trip" in text_of(client.get(link(speaker)))

        client.post(link(speaker, f"answers/{part.pk}/"), {"answer": ""})
        assert answer_to(part) is None

    def test_a_reason_is_not_demanded(
        self, client: Client, speaker: Speaker, part: Participation
    ) -> None:
        client.post(link(speaker, f"answers/{part.pk}/decline/"))

        given = answer_to(part)
        assert given is not None
        assert given.state == AnswerState.DECLINED

    def test_all_are_confirmed_at_once_but_no_refusal_is_overturned(
        self, client: Client, speaker: Speaker, part: Participation, aida: Person, edition: Edition
    ) -> None:
        chairing = make_participation(make_activity(edition), aida, "chair")
        client.post(link(speaker, f"answers/{part.pk}/decline/"))

        client.post(link(speaker, "answers/"))

        first, second = answer_to(part), answer_to(chairing)
        assert first is not None
        assert second is not None
        assert (first.state, second.state) == (AnswerState.DECLINED, AnswerState.CONFIRMED)

    def test_a_session_that_moved_since_asks_again(
        self, client: Client, speaker: Speaker, part: Participation
    ) -> None:
        client.post(link(speaker, f"answers/{part.pk}/"), {"answer": "confirmed"})
        with scopes_disabled():
            Session.objects.update(
                starts_at=datetime(2027, 11, 7, 1, tzinfo=UTC),
                ends_at=datetime(2027, 11, 7, 2, tzinfo=UTC), day=date(2027, 11, 7),
            )  # fmt: skip

        assert "The time has changed since this answer" in text_of(client.get(link(speaker)))

    def test_nobody_answers_for_others(
        self, client: Client, speaker: Speaker, edition: Edition
    ) -> None:
        of_another = make_participation(make_activity(edition))

        address = link(speaker, f"answers/{of_another.pk}/")
        assert client.post(address, {"answer": "confirmed"}).status_code == 404
        assert answer_to(of_another) is None

    def test_an_answer_that_there_is_not_is_refused(
        self, client: Client, speaker: Speaker, part: Participation
    ) -> None:
        address = link(speaker, f"answers/{part.pk}/")
        assert client.post(address, {"answer": "perhaps"}).status_code == 400


class TestTimes:
    """When somebody is there, on their own clocks."""

    def post(self, client: Client, speaker: Speaker, **fields: str) -> str:
        values = {"presence": "away", "first_day": "2027-11-06", **fields}
        return text_of(client.post(link(speaker, "times/"), values, follow=True))

    def test_a_time_is_read_on_the_clocks_of_the_speaker(
        self, client: Client, speaker: Speaker, aida: Person
    ) -> None:
        client.post(link(speaker, "zone/"), {"time_zone": "Europe/Paris"})

        text = self.post(client, speaker, first_time="01:00", last_time="05:00")

        (row,) = times_of(aida)
        assert row.presence == Presence.AWAY
        assert row.starts_at == datetime(2027, 11, 6, 0, tzinfo=UTC)
        assert row.time_zone == "Europe/Paris"
        assert "Times are those of Europe/Paris" in text
        assert "01:00" in text
        # Nine in Chongqing is two in the morning in Paris.
        assert "Your time: 02:00" in text_of(client.get(link(speaker)))

    def test_a_time_outside_of_the_conference_is_explained(
        self, client: Client, speaker: Speaker, aida: Person
    ) -> None:
        text = self.post(client, speaker, first_day="2027-12-01", last_day="2027-12-02")

        assert "from 6 November 2027, 00:00 to 8 November 2027, 00:00 on your clocks" in text
        assert times_of(aida) == []

    @pytest.mark.parametrize(
        ("second", "is_taken"),
        [
            ({"presence": "away", "first_time": "11:00", "last_time": "13:00"}, False),
            ({"presence": "unwanted", "first_time": "09:00", "last_time": "13:00"}, False),
            ({"presence": "away", "first_time": "12:00", "last_time": "13:00"}, True),
            ({"presence": "there", "first_time": "10:30", "last_time": "11:30"}, False),
            ({"presence": "there", "first_time": "08:00", "last_time": "18:00"}, True),
        ],
    )
    def test_what_contradicts_an_earlier_time_is_explained(
        self, client: Client, speaker: Speaker, aida: Person,
        second: dict[str, str], is_taken: bool,
    ) -> None:  # fmt: skip
        self.post(client, speaker, first_time="10:00", last_time="12:00")

        text = self.post(client, speaker, **second)

        assert ("You have said already: not then" in text) is not is_taken
        assert len(times_of(aida)) == 1 + is_taken

    def test_a_time_that_is_taken_away_is_gone_and_only_ones_own(
        self, client: Client, speaker: Speaker, aida: Person, edition: Edition
    ) -> None:
        self.post(client, speaker)
        with scopes_disabled():
            of_another = Availability.objects.create(
                edition=edition, person=make_person(), starts_at=datetime(2027, 11, 6, tzinfo=UTC),
                ends_at=datetime(2027, 11, 7, tzinfo=UTC),
            )  # fmt: skip

        refused = client.post(link(speaker, f"times/{of_another.pk}/remove/"))
        client.post(link(speaker, f"times/{times_of(aida)[0].pk}/remove/"))

        assert refused.status_code == 404
        assert times_of(aida) == []

    def test_who_is_there_all_the_time_says_so_until_a_time_says_otherwise(
        self, client: Client, speaker: Speaker
    ) -> None:
        client.post(link(speaker, "times/throughout/"))
        speaker.refresh_from_db()
        assert speaker.is_there_throughout

        self.post(client, speaker)
        speaker.refresh_from_db()
        assert not speaker.is_there_throughout

    def test_what_was_typed_stays_where_something_is_wrong(
        self, client: Client, speaker: Speaker
    ) -> None:
        response = client.post(
            link(speaker, "times/"),
            {"presence": "away", "first_day": "2027-11-06", "first_time": "nine",
             "note": "My plane"},
        )  # fmt: skip

        assert "“nine” is not a time of day" in text_of(response)
        assert "My plane" in response.content.decode()


class TestAbout:
    """What may be printed, and what only the desk reads."""

    def test_the_position_goes_to_every_part(
        self, client: Client, speaker: Speaker, part: Participation, aida: Person, edition: Edition
    ) -> None:
        chairing = make_participation(make_activity(edition), aida, "chair")

        client.post(
            link(speaker, "about/"),
            {"position_held_0": "Director of the Water Institute", "biography_0": "She swims.",
             "is_biography_public": "on"},
        )  # fmt: skip

        for each in (part, chairing):
            each.refresh_from_db()
            assert str(each.position_held) == "Director of the Water Institute"
        speaker.refresh_from_db()
        assert str(speaker.biography) == "She swims."
        assert speaker.is_biography_public

    def test_a_biography_too_long_is_refused_and_kept_in_the_form(
        self, client: Client, speaker: Speaker
    ) -> None:
        response = client.post(link(speaker, "about/"), {"biography_0": "long " * 1000})

        assert response.status_code == 200
        assert "at most 3000 characters" in text_of(response)

    def test_needs_are_kept_for_the_desk(self, client: Client, speaker: Speaker) -> None:
        client.post(
            link(speaker, "needs/"),
            {"is_remote": "on", "languages": ["en", "ru"], "accessibility": "A ramp",
             "language": "ru"},
        )  # fmt: skip

        speaker.refresh_from_db()
        assert (speaker.is_remote, speaker.languages) == (True, ["en", "ru"])
        assert (speaker.accessibility, speaker.language) == ("A ramp", "ru")


class TestSlides:
    """Slides go with what one speaks in."""

    @pytest.fixture(autouse=True)
    def private(self, settings: Settings, tmp_path: Path) -> None:
        settings.PRIVATE_ROOT = tmp_path

    def test_a_file_is_handed_in_and_replaced(
        self, client: Client, speaker: Speaker, part: Participation, edition: Edition
    ) -> None:
        def hand_in(place: str, name: str, content: bytes) -> str:
            file = SimpleUploadedFile(name, content)
            values = {"place": place, "file": file, "access": "people"}
            return text_of(client.post(link(speaker, "slides/"), values, follow=True))

        assert "rivers.pdf" in hand_in(f"new-{part.pk}", "rivers.pdf", b"%PDF-1.7\none\n%%EOF")
        with scope(edition=edition):
            (material,) = part.contribution.materials.all()
        text = hand_in(f"replace-{material.pk}", "rivers-2.pdf", b"%PDF-1.7\ntwo\n%%EOF")

        assert "rivers-2.pdf" in text
        with scope(edition=edition):
            assert [each.number for each in material.versions.all()] == [2, 1]

    def test_what_is_no_presentation_is_refused(
        self, client: Client, speaker: Speaker, part: Participation
    ) -> None:
        file = SimpleUploadedFile("rivers.pdf", b"MZ a program")
        response = client.post(
            link(speaker, "slides/"), {"place": f"new-{part.pk}", "file": file, "access": "people"}
        )

        assert response.status_code == 200
        assert 'class="field-errors"' in response.content.decode()
        with scope(edition=speaker.edition):
            assert not part.contribution.materials.exists()

    def test_nothing_is_handed_in_where_others_speak(
        self, client: Client, speaker: Speaker, edition: Edition
    ) -> None:
        session = make_session(make_activity(edition))
        of_another = make_participation(session)

        response = client.post(
            link(speaker, "slides/"),
            {"place": f"new-{of_another.pk}", "link": "https://example.org", "access": "people"},
        )

        assert response.status_code == 200
        with scope(edition=edition):
            assert not session.materials.exists()


def test_the_pages_work_in_arabic(client: Client, speaker: Speaker) -> None:
    address = reverse("speakers:linked_part", args=[token_of(speaker)]).replace("/en/", "/ar/")

    assert 'dir="rtl"' in client.get(address).content.decode()
