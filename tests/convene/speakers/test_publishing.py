"""What others get of what a speaker says: releases, calls, copies of data; and forgetting."""

from __future__ import annotations

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from factories.accounts import user_with
from factories.calls import make_call, make_submission
from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_session,
    release_programme,
)
from factories.speakers import make_letter, make_speaker
from reading import text_of
from serai.convene.calls.models import Submission, SubmissionState
from serai.convene.calls.reviewing.deciding import Place, accept
from serai.convene.calls.reviewing.letters import send_letters
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Participation
from serai.convene.programme.released import PROGRAMME, from_snapshot, programme_of
from serai.convene.speakers import operations
from serai.convene.speakers.models import Answer, AnswerState, Speaker
from serai.convene.speakers.operations import Reply
from serai.foundation.accounts.queries import personal_data
from serai.foundation.directory.erasing import erase_person
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import verify
from serai.foundation.releases.kinds import Snapshot

pytestmark = pytest.mark.django_db

ACTOR = Program("the secretariat")


@pytest.fixture
def edition() -> Edition:
    return make_edition(slug="labs-2027")


@pytest.fixture
def part(edition: Edition) -> Participation:
    session = make_session(make_activity(edition, "Forum"), "2023-11-06 09:00")
    talk = make_contribution(session=session, title="Clean rivers")
    return make_participation(talk, make_person("Aida Bekova"))


@pytest.fixture
def speaker(part: Participation, edition: Edition) -> Speaker:
    return make_speaker(edition, part.person, biography={"en": "She measures rivers."})


def test_a_biography_is_public_with_consent_and_a_release_only(
    client: Client, speaker: Speaker, edition: Edition
) -> None:
    page = f"/en/editions/labs-2027/speakers/{speaker.person.code}/"
    release_programme(edition)
    assert "She measures rivers." not in text_of(client.get(page))

    operations.describe(actor=ACTOR, speaker=speaker, values={"is_biography_public": True})
    assert "She measures rivers." not in text_of(client.get(page))

    release_programme(edition)
    assert "She measures rivers." in text_of(client.get(page))


def test_releases_from_before_there_were_biographies_are_read(edition: Edition) -> None:
    people = {"b3kxxxxxxx": {"code": "b3kxxxxxxx", "names": {"en": "Aida Bekova"}}}

    programme = from_snapshot(Snapshot({"time_zone": "UTC"}, people))

    assert programme.person("b3kxxxxxxx").biography == {}


def test_needs_and_addresses_are_in_no_release(speaker: Speaker, edition: Edition) -> None:
    operations.describe(
        actor=ACTOR, speaker=speaker,
        values={"accessibility": "A ramp", "email": "aida@example.org"},
    )  # fmt: skip
    release_programme(edition)

    said = str(PROGRAMME.draw(edition).whole)
    assert programme_of(edition) is not None
    assert "A ramp" not in said
    assert "aida@example.org" not in said


def test_an_accepted_submission_is_confirmed_with_all_its_speakers(
    part: Participation, edition: Edition
) -> None:
    talk = part.contribution
    assert talk is not None
    submission = make_submission(make_call(edition), state=SubmissionState.ACCEPTED)
    with scopes_disabled():
        Submission.objects.filter(pk=submission.pk).update(contribution=talk)
    second = make_participation(talk)

    def state_after(participation: Participation, answer: AnswerState) -> str:
        operations.answer(actor=ACTOR, participation=participation, reply=Reply(answer))
        with scopes_disabled():
            submission.refresh_from_db()
        return submission.state

    assert state_after(part, AnswerState.CONFIRMED) == SubmissionState.ACCEPTED
    assert state_after(second, AnswerState.CONFIRMED) == SubmissionState.CONFIRMED
    assert state_after(part, AnswerState.DECLINED) == SubmissionState.ACCEPTED


def test_who_confirmed_before_the_letter_of_acceptance_went_is_confirmed_with_it(
    edition: Edition,
) -> None:
    call = make_call(edition)
    submissions = [make_submission(call, speakers=[name]) for name in ("Aida B", "Chen Li")]
    for submission in submissions:
        place = Place(make_activity(edition))
        [decision] = accept(actor=ACTOR, submissions=[submission], place=place)
        with scopes_disabled():
            part = Participation.objects.get(session=submission.session)
            if submission is submissions[0]:
                operations.answer(
                    actor=ACTOR, participation=part, reply=Reply(AnswerState.CONFIRMED)
                )
        send_letters(actor=ACTOR, call=call, decisions=[decision])
        with scopes_disabled():
            submission.refresh_from_db()

    assert [each.state for each in submissions] == ["confirmed", "accepted"]


def test_a_copy_of_ones_data_holds_what_one_said(speaker: Speaker, part: Participation) -> None:
    person = speaker.person
    person.user = user_with()
    person.save()
    operations.answer(
        actor=ACTOR, participation=part, reply=Reply(AnswerState.DECLINED, "On a field trip")
    )

    (said,) = personal_data(person.user)["as_a_speaker"]

    assert said["said"]["biography"] == {"en": "She measures rivers."}
    assert said["takes_part"][0]["answer"]["reason"] == "On a field trip"


def test_erasing_a_person_leaves_no_trace(speaker: Speaker, part: Participation) -> None:
    operations.answer(
        actor=ACTOR, participation=part, reply=Reply(AnswerState.DECLINED, "On a field trip")
    )
    operations.describe(actor=ACTOR, speaker=speaker, values={"accessibility": "A ramp"})
    make_letter(speaker)

    erase_person(actor=ACTOR, person=speaker.person)

    with scopes_disabled():
        assert not Speaker.objects.exists()
        assert not Answer.objects.exists()
    said = str(list(Entry.objects.values("before", "after", "object_label", "note")))
    for secret in ("On a field trip", "A ramp", "She measures rivers.", "Aida Bekova"):
        assert secret not in said
    assert not list(verify())
