"""The desk of the speakers: who is how far, letters, refusals, answers on behalf, tables."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_room,
    make_session,
)
from factories.speakers import make_letter, make_speaker
from reading import text_of
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Participation
from serai.convene.speakers import letters, operations
from serai.convene.speakers.links import token_of
from serai.convene.speakers.models import Answer, AnswerState, Letter, LetterKind, Speaker
from serai.convene.speakers.operations import Reply
from serai.convene.speakers.queries import (
    Answered,
    Lack,
    Standing,
    having_answered,
    lacking,
    taking_part,
)
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import run_now
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db

ACTOR = Program("the secretariat")
DESK = "/en/desk/editions/labs-2027/speakers/"


@pytest.fixture
def edition() -> Edition:
    return make_edition(slug="labs-2027", starts_on=date(2027, 11, 6), ends_on=date(2027, 11, 7))


@pytest.fixture
def part(edition: Edition) -> Participation:
    """The talk of Aida Bekova, alone in her session."""
    session = make_session(
        make_activity(edition, "Forum"), "2027-11-06 09:00", title="Water",
        room=make_room(edition, "Great hall"),
    )  # fmt: skip
    talk = make_contribution(session=session, title="Clean rivers")
    return make_participation(talk, make_person("Aida Bekova"))


@pytest.fixture
def speaker(part: Participation, edition: Edition) -> Speaker:
    return make_speaker(edition, part.person, email="aida@example.org", language="fr")


def decline(part: Participation) -> None:
    operations.answer(actor=ACTOR, participation=part, reply=Reply(AnswerState.DECLINED))


class TestList:
    """Who is asked, silent, confirmed, declined; and what is missing of them."""

    def test_filters_and_what_is_read_agree(self, edition: Edition, part: Participation) -> None:
        make_speaker(edition, part.person)
        confirmed = make_participation(part.contribution.session, make_person("Bo"), "chair")
        operations.answer(actor=ACTOR, participation=confirmed, reply=Reply(AnswerState.CONFIRMED))
        declined = make_participation(part.contribution.session, make_person("Chen"))
        decline(declined)
        make_participation(make_activity(edition), make_person("Dana"), "interpreter")
        with scope(edition=edition):
            names = {
                answered: [str(each) for each in having_answered(taking_part(), answered)]
                for answered in Answered
            }
            lacks = {lack: {str(each) for each in lacking(taking_part(), lack)} for lack in Lack}
            standings = [Standing(person) for person in taking_part()]

        assert names == {
            Answered.NOT_ASKED: ["Dana"], Answered.SILENT: ["Aida Bekova"],
            Answered.CONFIRMED: ["Bo"], Answered.DECLINED: ["Chen"],
        }  # fmt: skip
        for lack in Lack:
            read = {str(each.person) for each in standings if lack in each.lacks}
            assert read == lacks[lack]
        assert lacks[Lack.SLIDES] == {"Aida Bekova"}
        assert lacks[Lack.BIOGRAPHY] == {"Aida Bekova", "Bo"}

    def test_filters_stand_in_the_address(
        self, secretariat_client: Client, speaker: Speaker, edition: Edition
    ) -> None:
        make_participation(make_activity(edition), make_person("Omar Haddad"), "chair")

        text = text_of(secretariat_client.get(f"{DESK}?answer=silent&lacks=slides&role=speaker"))

        assert "Aida Bekova" in text
        assert "Omar Haddad" not in text
        assert secretariat_client.get(f"{DESK}?answer=perhaps").status_code == 400

    def test_the_table_follows_the_filters_and_guards_formulas(
        self, secretariat_client: Client, speaker: Speaker, part: Participation
    ) -> None:
        operations.answer(
            actor=ACTOR, participation=part, reply=Reply(AnswerState.DECLINED, "=1+1")
        )

        content = secretariat_client.get(f"{DESK}table.csv?answer=declined").content

        (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        assert (row["name"], row["email"]) == ("Aida Bekova", "aida@example.org")
        assert (row["answer"], row["reason"], row["starts_at"]) == ("declined", "'=1+1", "09:00")
        assert secretariat_client.get(f"{DESK}table.xlsx?answer=silent").status_code == 200


class TestLetters:
    """Invitations and reminders: looked at first, sent once, in the reader's language."""

    def test_an_invitation_goes_once_from_the_list_through_the_outbox(
        self, secretariat_client: Client, part: Participation, edition: Edition
    ) -> None:
        speaker = make_speaker(
            edition, part.person, asked_at=None, email="aida@example.org", language="fr",
            time_zone="Europe/Paris",
        )  # fmt: skip
        for _twice in range(2):
            secretariat_client.post(DESK, {"action": "invite", "selected": [part.person.pk]})
        assert "1 letter waits in the outbox" in text_of(secretariat_client.get(DESK))
        assert mail.outbox == []

        secretariat_client.post(f"{DESK}outbox/send/")
        run_now(Job.objects.get(name="speakers.send_letters"))

        (message,) = mail.outbox
        assert message.to == ["aida@example.org"]
        assert f"/fr/my-part/{token_of(speaker)}/" in message.body
        assert "Clean rivers" in message.body
        assert "09:00–10:00 (Asia/Shanghai)" in message.body
        assert "02:00 (Europe/Paris)" in message.body
        speaker.refresh_from_db()
        assert speaker.asked_at is not None
        with scopes_disabled():
            assert Letter.objects.get().told_at is not None

    def test_reminded_is_only_who_was_asked_and_left_something_open(
        self, edition: Edition, speaker: Speaker
    ) -> None:
        make_participation(make_activity(edition), make_person("Never asked"))
        through = make_participation(make_activity(edition), make_person("Done"), "interpreter")
        make_speaker(edition, through.person, is_there_throughout=True)
        operations.answer(actor=ACTOR, participation=through, reply=Reply(AnswerState.CONFIRMED))

        with scope(edition=edition):
            written = letters.write_letters(
                actor=ACTOR, edition=edition, people=list(taking_part()),
                kind=LetterKind.REMINDER,
            )  # fmt: skip

        assert [str(each.speaker) for each in written] == ["Aida Bekova"]

    def test_who_has_no_address_stays_in_the_outbox(
        self, secretariat_client: Client, edition: Edition, part: Participation
    ) -> None:
        make_letter(make_speaker(edition, part.person))

        assert "none: write one down" in text_of(secretariat_client.get(f"{DESK}outbox/"))
        response = secretariat_client.post(f"{DESK}outbox/send/", follow=True)
        assert "No letter in the outbox has an address." in text_of(response)
        assert not Job.objects.exists()

    def test_the_preview_says_what_is_sent_with_words_of_the_desk(
        self, secretariat_client: Client, speaker: Speaker
    ) -> None:
        letter = make_letter(speaker, LetterKind.REMINDER)
        secretariat_client.post(f"{DESK}outbox/note/", {"note_0": "See you soon."})

        page = text_of(secretariat_client.get(f"{DESK}outbox/{letter.pk}/"))

        assert "See you soon." in page
        assert f"/fr/my-part/{token_of(speaker)}/" in page

    def test_a_letter_is_discarded(self, secretariat_client: Client, speaker: Speaker) -> None:
        letter = make_letter(speaker)
        secretariat_client.post(f"{DESK}outbox/", {"action": "discard", "selected": [letter.pk]})

        with scopes_disabled():
            assert not Letter.objects.exists()


class TestOnBehalf:
    """The desk answers for somebody, and sees what a refusal means."""

    def test_an_answer_by_the_desk_is_marked(
        self, secretariat_client: Client, part: Participation
    ) -> None:
        address = f"{DESK}{part.person.code}/"
        secretariat_client.post(f"{address}answers/{part.pk}/", {"answer": "confirmed"})

        with scopes_disabled():
            assert Answer.objects.get().is_on_behalf
        assert "written down by the desk" in text_of(secretariat_client.get(address))

    def test_a_refusal_of_the_only_speaker_leads_to_the_repair(
        self, secretariat_client: Client, part: Participation
    ) -> None:
        decline(part)
        page = secretariat_client.get(f"{DESK}{part.person.code}/")

        assert "Nobody else takes part" in text_of(page)
        session = part.contribution.session
        repair = (
            "/en/desk/editions/labs-2027/timetable/plans/new/"
            f"?kind=repair&amp;happening=session_cancelled&amp;session={session.code}"
        )
        assert repair in page.content.decode()
        form = secretariat_client.get(repair.replace("&amp;", "&")).content.decode()
        assert f'<option value="{session.pk}" selected>' in form

    def test_a_refusal_of_one_of_several_is_told_so(
        self, secretariat_client: Client, part: Participation
    ) -> None:
        make_participation(part.contribution.session, make_person(), "chair")
        decline(part)

        page = text_of(secretariat_client.get(f"{DESK}{part.person.code}/"))

        assert "1 other person comes" in page
        assert "Repair the timetable" not in page

    def test_a_link_is_revoked_and_given_anew(
        self, secretariat_client: Client, client: Client, speaker: Speaker
    ) -> None:
        address, before = f"{DESK}{speaker.person.code}/link/", token_of(speaker)
        secretariat_client.post(address, {"act": "revoke"})
        assert client.get(f"/en/my-part/{before}/").status_code == 404

        secretariat_client.post(address, {"act": "open"})
        speaker.refresh_from_db()
        assert client.get(f"/en/my-part/{before}/").status_code == 404
        assert client.get(f"/en/my-part/{token_of(speaker)}/").status_code == 200
        assert secretariat_client.post(address, {"act": "burn"}).status_code == 400


def test_the_list_costs_the_same_with_one_row_and_with_many(
    secretariat_client: Client, part: Participation, edition: Edition
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            assert secretariat_client.get(DESK).status_code == 200
        return len(made)

    make_speaker(edition, part.person)
    queries()
    once = queries()
    for _row in range(8):
        talk = make_contribution(session=part.contribution.session)
        make_speaker(edition, make_participation(talk).person)

    assert queries() == once
