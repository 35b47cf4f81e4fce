"""A programme is released at the desk, what changed is told in words, and to the right people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from django_scopes import scope
from icalendar import Calendar
from lxml import etree

from factories.accounts import user_with
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
from reading import text_of
from serai.convene.editions.models import Edition
from serai.convene.programme.models import (
    Activity,
    Contribution,
    Disclosure,
    Participation,
    ReleaseNotice,
    Session,
)
from serai.convene.programme.released import PROGRAMME, drawn, programme_of
from serai.convene.programme.releasing import operations
from serai.convene.programme.releasing.changes import Change, changes_between
from serai.foundation.accounts.models import User
from serai.foundation.directory.models import Person
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import retry, run_now
from serai.foundation.record.operations import Program
from serai.foundation.releases.models import Release
from serai.foundation.releases.queries import latest

pytestmark = pytest.mark.django_db

CLERK = Program("the clerk")


def desk(edition: Edition, rest: str = "") -> str:
    return f"/en/desk/editions/{edition.slug}/programme/releases/{rest}"


def told(edition: Edition) -> dict[str, list[str]]:
    """What is told of the draft, by the title of what it is about."""
    released = programme_of(edition)
    changes = changes_between(released, drawn(edition), edition)
    return {each.title: [said.text for said in each.sentences] for each in changes}


def speaker_with_account(language: str = "en") -> Person:
    person = make_person()
    user = user_with()
    User.objects.filter(pk=user.pk).update(language=language)
    person.user = user
    person.save()
    return person


def change(thing: Activity | Session | Contribution, **values: object) -> None:
    with scope(edition=thing.edition):
        type(thing).objects.filter(pk=thing.pk).update(**values)


# In words


def test_each_change_of_a_session_is_told_in_a_sentence() -> None:
    edition = make_edition()
    hall, annexe = make_room(edition, "Hall"), make_room(edition, "Annexe")
    session = make_session(make_activity(edition, "Forum"), "2023-11-06 09:00", room=hall)
    release_programme(edition)
    change(
        session, starts_at=session.starts_at + timedelta(hours=2),
        ends_at=session.ends_at + timedelta(hours=2), room=annexe, title={"en": "Storage"},
        languages=["en", "fr"],
    )  # fmt: skip
    assert told(edition) == {
        "Storage": [
            "Moved from 6 November 2023, 09:00–10:00 to 6 November 2023, 11:00–12:00.",
            "In Annexe instead of Hall.",
            "Now known: “Storage”.",
            "Languages: English, Français.",
        ]
    }


def test_what_becomes_known_and_what_is_open_again_is_told_apart() -> None:
    edition = make_edition()
    hall = make_room(edition, "Hall")
    one = make_session(make_activity(edition, "One"))
    third = make_session(make_activity(edition, "Third"), day="2023-11-06")
    other = make_session(make_activity(edition, "Other"), "2023-11-06 09:00", room=hall)
    release_programme(edition)
    change(one, day="2023-11-07", room=hall)
    change(third, starts_at=other.starts_at)
    change(other, day=None, starts_at=None, ends_at=None, room=None)
    assert told(edition) == {
        "One": ["Now on 7 November 2023.", "In Hall."],
        "Third": ["Now on 6 November 2023, 09:00."],
        "Other": ["Day and time are to be announced again.", "The room is to be announced again."],
    }


def test_what_comes_and_goes_is_told_with_who_takes_part() -> None:
    edition = make_edition()
    ada, ben = make_person("Ada"), make_person("Ben")
    forum = make_activity(edition, "Forum")
    gone = make_session(forum, "2023-11-06 09:00", title="Left out")
    stays = make_session(forum, "2023-11-06 11:00", title="Panel")
    talk = make_contribution(session=stays, title=None, kind="keynote")
    part = make_participation(stays, ada)
    release_programme(edition)
    with scope(edition=edition):
        gone.delete()
        Participation.objects.filter(pk=part.pk).delete()
    make_participation(stays, ben, "panellist")
    change(talk, title={"en": "Sand"}, title_disclosure=Disclosure.KNOWN)
    make_session(forum, "2023-11-07 09:00", title="Added")
    assert told(edition) == {
        "Left out": ["Cancelled; it was planned for 6 November 2023, 09:00–10:00."],
        "Panel": ["Ada no longer takes part.", "Ben takes part: panellist."],
        "Added": ["New: 7 November 2023, 09:00–10:00."],
        "Sand": ["Now known: “Sand”."],
    }


def test_changes_are_told_in_the_language_of_the_reader() -> None:
    edition = make_edition()
    session = make_session(make_activity(edition, {"en": "Forum", "fr": "Le forum"}))
    release_programme(edition)
    change(session, day="2023-11-07")
    with translation.override("fr"):
        [found] = changes_between(programme_of(edition), drawn(edition), edition)
    assert found.title == "Le forum"
    assert found.href.startswith("/fr/")


def test_nothing_is_told_of_a_programme_that_stays_as_it_is() -> None:
    edition = make_edition()
    make_participation(make_contribution(session=make_session(make_activity(edition))))
    release_programme(edition)
    assert told(edition) == {}


# At the desk


def test_the_desk_shows_what_would_change_and_releases_it(secretariat_client: Client) -> None:
    edition = make_edition()
    session = make_session(make_activity(edition, "Forum"), day="2023-11-06")
    page = text_of(secretariat_client.get(desk(edition)))
    assert "Nothing is released yet" in page
    assert "All that is public becomes the first release." in page

    response = secretariat_client.post(desk(edition), {"note_0": "Welcome."})
    assert response.status_code == 302
    change(session, day="2023-11-07")
    page = text_of(secretariat_client.get(desk(edition)))
    assert "Everybody reads release 1" in page
    assert "Moved from 6 November 2023 to 7 November 2023." in page
    secretariat_client.post(desk(edition), {"note_0": "A day later.", "note_1": "晚一天。"})

    made = latest(PROGRAMME, edition.code)
    assert made is not None
    assert (made.number, made.note.data) == (2, {"en": "A day later.", "zh-hans": "晚一天。"})
    assert "Nothing has changed since" in text_of(secretariat_client.get(desk(edition)))


def test_the_desk_says_whether_all_of_it_is_released(secretariat_client: Client) -> None:
    edition = make_edition()
    activity = make_activity(edition)
    address = desk(edition).removesuffix("releases/")
    assert "Nothing is released yet" in text_of(secretariat_client.get(address))
    release_programme(edition)
    assert "Everybody reads the programme as it is here." in text_of(
        secretariat_client.get(address)
    )
    change(activity, access="invited")
    assert "Not all of this is released" in text_of(secretariat_client.get(address))


def test_nobody_releases_what_they_have_not_seen(secretariat_client: Client) -> None:
    edition = make_edition()
    session = make_session(make_activity(edition, "Forum"))
    form = secretariat_client.get(desk(edition)).context["form"]
    seen = {"expected": form.initial["expected"], "note_0": "Typed before."}
    change(session, day="2023-11-07")

    response = secretariat_client.post(desk(edition), seen)
    assert response.status_code == 200
    assert "The draft has changed while you looked at it." in text_of(response)
    assert "Typed before." in response.content.decode()
    assert latest(PROGRAMME, edition.code) is None

    again = {**seen, "expected": response.context["form"].data["expected"]}
    assert secretariat_client.post(desk(edition), again).status_code == 302
    assert latest(PROGRAMME, edition.code) is not None


def test_going_back_is_a_new_release_of_the_old_state(
    secretariat_client: Client, client: Client
) -> None:
    edition = make_edition()
    session = make_session(make_activity(edition, "Forum"), day="2023-11-06")
    release_programme(edition)
    change(session, day="2023-11-07")
    release_programme(edition)

    page = secretariat_client.get(desk(edition, "1/again/"))
    assert "Moved from 7 November 2023 to 6 November 2023." in text_of(page)
    assert secretariat_client.post(desk(edition, "1/again/"), {}).status_code == 302

    public = text_of(client.get(session.get_absolute_url()))
    assert "6 November 2023" in public
    assert [each.number for each in Release.objects.all()] == [3, 2, 1]
    assert told(edition) == {"Forum": ["Moved from 6 November 2023 to 7 November 2023."]}
    assert secretariat_client.get(desk(edition, "3/again/")).status_code == 404
    assert secretariat_client.get(desk(edition, "9/again/")).status_code == 404


def test_what_is_taken_twice_is_said_before_it_is_released(secretariat_client: Client) -> None:
    edition = make_edition()
    hall = make_room(edition, "Hall")
    for _twice in range(2):
        make_session(make_activity(edition), "2023-11-06 09:00", room=hall)
    page = text_of(secretariat_client.get(desk(edition)))
    assert "Hall is taken by two sessions at once" in page


def test_the_draft_is_seen_at_the_desk_only(secretariat_client: Client, client: Client) -> None:
    edition = make_edition()
    activity = make_activity(edition, "Forum")
    release_programme(edition)
    change(activity, name={"en": "Renamed"})
    later = make_session(activity, title="Not yet released")

    preview = f"/en/desk/editions/{edition.slug}/programme/preview/"
    assert "Renamed" in text_of(secretariat_client.get(preview))
    assert "Not yet released" in text_of(secretariat_client.get(preview))
    for address in (f"/en/editions/{edition.slug}/programme/", edition.get_absolute_url()):
        page = text_of(client.get(address))
        assert "Forum" in page
        assert "Renamed" not in page
        assert "Not yet released" not in page
    assert client.get(later.get_absolute_url()).status_code == 404


# The public list


def test_everybody_reads_what_each_release_changed(client: Client) -> None:
    edition = make_edition()
    address = f"/en/editions/{edition.slug}/programme/releases/"
    assert "not published yet" in text_of(client.get(address))
    assert client.get(address.replace("releases/", "releases.atom")).status_code == 404

    session = make_session(make_activity(edition, "Forum"), day="2023-11-06")
    operations.release_programme(actor=CLERK, edition=edition, note={"en": "First."})
    change(session, day="2023-11-07")
    operations.release_programme(actor=CLERK, edition=edition, note={"en": "Second."})
    page = text_of(client.get(address))
    assert page.index("Second.") < page.index("Moved from 6 November 2023") < page.index("First.")
    assert client.get(f"{address}?page=2").status_code == 400
    assert client.get(f"{address}?page=x").status_code == 400

    feed = etree.fromstring(client.get(address.replace("releases/", "releases.atom")).content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    titles = feed.xpath("a:entry/a:title/text()", namespaces=names)
    assert titles == ["Release 2", "Release 1"]
    assert "Moved from" in feed.xpath("string(a:entry[1]/a:summary)", namespaces=names)
    identities = feed.xpath("a:entry/a:id/text()", namespaces=names)
    assert len(set(identities)) == 2


def test_the_list_of_a_foreign_edition_is_not_there(client: Client) -> None:
    edition = make_edition(is_public=False)
    make_activity(edition)
    release_programme(edition)
    for name in ("releases/", "releases.atom"):
        assert client.get(f"/en/editions/{edition.slug}/programme/{name}").status_code == 404


# Telling people


def release_and_send(edition: Edition, **options: bool) -> list[mail.EmailMessage]:
    operations.release_programme(actor=CLERK, edition=edition, note={"en": "See you."}, **options)
    for job in Job.objects.filter(name="programme.tell_release", state="queued"):
        assert run_now(job).state == "done"
    sent, mail.outbox = mail.outbox, []
    return sent


def test_a_speaker_without_an_account_is_told_where_the_desk_writes_to_them() -> None:
    edition = make_edition()
    speaker = make_speaker(edition, email="ada@speakers.example", language="fr")
    session = make_session(make_activity(edition, "Forum"), "2023-11-06 09:00")
    make_participation(session, speaker.person)
    assert len(release_and_send(edition, tell=False)) == 0
    change(session, room=make_room(edition, "Salle A"))
    [message] = release_and_send(edition)
    assert message.to == ["ada@speakers.example"]
    assert "Salle A" in message.body
    assert "Forum" in message.body


def test_people_are_told_of_their_own_changes_and_of_nothing_else() -> None:
    edition = make_edition(name={"en": "Second conference", "fr": "Deuxième conférence"})
    ada, ben, cleo, dan = (speaker_with_account(code) for code in ("en", "fr", "en", "en"))
    unreachable = make_person("No Account")
    moved = make_session(make_activity(edition, "Forum"), "2023-11-06 09:00")
    other = make_session(make_activity(edition, "Plenary"), "2023-11-06 11:00")
    make_participation(moved, ada, "chair")
    make_participation(make_contribution(session=moved, title="A talk"), ben)
    make_participation(moved, unreachable)
    make_participation(other, cleo)
    make_participation(make_activity(make_edition(), "Elsewhere"), dan)
    assert len(release_and_send(edition, tell=False)) == 0

    change(moved, starts_at=moved.starts_at + timedelta(hours=4),
           ends_at=moved.ends_at + timedelta(hours=4))  # fmt: skip
    change(other, room=make_room(edition, "Hall"))
    sent = {message.to[0]: message for message in release_and_send(edition)}

    assert set(sent) == {each.user.email for each in (ada, ben, cleo) if each.user}
    assert ada.user is not None
    assert ben.user is not None
    assert cleo.user is not None
    to_ada = sent[ada.user.email]
    assert to_ada.subject == "Second conference: changes that concern you"
    assert "Moved from 6 November 2023, 09:00–10:00 to 6 November 2023, 13:00–14:00." in to_ada.body
    assert "See you." in to_ada.body
    assert "Plenary" not in to_ada.body
    assert "Hall" in sent[cleo.user.email].body
    assert "Forum" not in sent[cleo.user.email].body
    assert "Deuxième conférence" in sent[ben.user.email].subject
    assert "/fr/editions/" in sent[ben.user.email].body


def test_the_message_brings_the_changed_sessions_as_a_calendar() -> None:
    edition = make_edition()
    ada = speaker_with_account()
    forum = make_activity(edition, "Forum")
    moved, cancelled, same = (
        make_session(forum, f"2023-11-06 {hour}:00", title=title)
        for hour, title in (("09", "Moved"), ("11", "Cancelled"), ("14", "Same"))
    )
    for session in (moved, cancelled, same):
        make_participation(session, ada)
    release_and_send(edition, tell=False)
    change(moved, ends_at=moved.ends_at + timedelta(minutes=30))
    with scope(edition=edition):
        cancelled.participations.all().delete()
        cancelled.delete()

    [message] = release_and_send(edition)
    [(name, content, kind)] = message.attachments
    assert (name, kind) == ("sessions.ics", "text/calendar")
    events = {
        str(each["summary"]): str(each.get("status"))
        for each in Calendar.from_ical(content).walk("VEVENT")
    }
    assert set(events) == {"Moved", "Cancelled"}
    assert events["Cancelled"] == "CANCELLED"


def test_nobody_is_told_twice_of_one_release() -> None:
    edition = make_edition()
    session = make_session(make_activity(edition))
    make_participation(session, speaker_with_account())
    assert len(release_and_send(edition)) == 1
    [notice] = ReleaseNotice.objects.all()
    assert notice.told_at is not None
    job = Job.objects.get(name="programme.tell_release")
    Job.objects.filter(pk=job.pk).update(state="failed")
    run_now(retry(actor=CLERK, job=Job.objects.get(pk=job.pk)))
    assert mail.outbox == []


def test_the_desk_says_beforehand_who_will_be_told(secretariat_client: Client) -> None:
    edition = make_edition()
    session = make_session(make_activity(edition, "Forum"), day="2023-11-06")
    told_person = speaker_with_account()
    make_participation(session, told_person)
    make_participation(session, make_person("Without Account"))
    release_programme(edition)
    change(session, day="2023-11-07")
    page = text_of(secretariat_client.get(desk(edition)))
    assert str(told_person) in page
    assert "No e-mail address is known of 1 person concerned" in page

    secretariat_client.post(desk(edition), {"tell": "on"})
    assert ReleaseNotice.objects.count() == 1


def test_a_change_concerns_only_those_in_it() -> None:
    found = Change("changed", "Forum")
    assert found.people == frozenset()
    assert found.concerning("anybody") == []
