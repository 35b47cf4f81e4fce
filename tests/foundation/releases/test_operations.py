"""Releases are numbered one after the other, never changed, and forget a person when asked to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import Settings

from factories.accounts import user_with
from factories.directory import make_organisation
from serai.foundation.directory.models import Organisation
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program, can_be_undone
from serai.foundation.releases import operations
from serai.foundation.releases.kinds import (
    ReleaseKind,
    Snapshot,
    register_release_kind,
    release_kind,
)
from serai.foundation.releases.models import Release
from serai.foundation.releases.operations import (
    DraftMovedError,
    UnchangedError,
    forget_in_releases,
    release,
)
from serai.foundation.releases.queries import (
    fingerprint,
    is_intact,
    latest,
    latest_versions,
    snapshot_of,
)
from working.processes import PATIENCE

CLERK = Program("the clerk")


class Draft:
    """Something that is released, and changes each time that it is looked at unless it is held."""

    def __init__(self) -> None:
        self.looked = 0
        self.is_held = False
        self.people: dict[str, dict[str, str]] = {}
        self.kind = ReleaseKind("minutes", "Minutes", Organisation, self.draw)

    def draw(self, _subject: Organisation) -> Snapshot:
        if not self.is_held:
            self.looked += 1
        return Snapshot({"items": [{"code": "a", "looked": self.looked}]}, self.people)


@pytest.fixture
def draft() -> Draft:
    return Draft()


@pytest.mark.django_db
def test_numbers_follow_each_other_for_each_subject(draft: Draft) -> None:
    one, other = make_organisation(), make_organisation()
    user = user_with()
    made = [
        release(actor=user, kind=draft.kind, subject=subject, note={"en": "New.", "fr": "Neuf."})
        for subject in (one, one, other)
    ]
    assert [each.number for each in made] == [1, 2, 1]
    assert made[1] == latest(draft.kind, one.code)
    assert made[0].by == user
    versions = latest_versions(draft.kind, [one.code, other.code, "nothing"])
    assert {code: each.release for code, each in versions.items()} == {
        one.code: made[1].pk, other.code: made[2].pk,
    }  # fmt: skip
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.verb, entry.root_type) == ("release.made", "directory.organisation")
    assert not can_be_undone(entry)


@pytest.mark.django_db
def test_the_same_is_not_released_twice_in_a_row(draft: Draft) -> None:
    subject = make_organisation()
    draft.is_held = True
    release(actor=CLERK, kind=draft.kind, subject=subject)
    with pytest.raises(UnchangedError):
        release(actor=CLERK, kind=draft.kind, subject=subject)
    assert Release.objects.count() == 1


@pytest.mark.django_db
def test_only_what_was_looked_at_is_released(draft: Draft) -> None:
    subject = make_organisation()
    seen = fingerprint(draft.draw(subject))
    with pytest.raises(DraftMovedError):
        release(actor=CLERK, kind=draft.kind, subject=subject, expected=seen)
    draft.is_held = True
    seen = fingerprint(draft.draw(subject))
    assert release(actor=CLERK, kind=draft.kind, subject=subject, expected=seen).number == 1


@pytest.mark.django_db
def test_an_earlier_state_is_released_again_under_a_new_number(draft: Draft) -> None:
    subject = make_organisation()
    first, _second = (release(actor=CLERK, kind=draft.kind, subject=subject) for _each in range(2))
    third = release(actor=CLERK, kind=draft.kind, subject=subject, again=first)
    assert (third.number, snapshot_of(third)) == (3, snapshot_of(first))
    with pytest.raises(UnchangedError):
        release(actor=CLERK, kind=draft.kind, subject=subject, again=first)


@pytest.mark.django_db
def test_a_release_is_never_changed_or_deleted(draft: Draft) -> None:
    made = release(actor=CLERK, kind=draft.kind, subject=make_organisation())
    made.number = 7
    for attempt in (
        made.save,
        made.delete,
        Release.objects.all().delete,
        lambda: Release.objects.update(number=7),
    ):
        with pytest.raises(TypeError):
            attempt()
    made.refresh_from_db()
    assert made.number == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [("number", "7"), ("digest", "'x'"), ("note", "'x'"), ("subject", "'x'"), ("kind", "'x'"),
     ("at", "'2020-01-01'"), ("content", "'{}'")],
)  # fmt: skip
def test_the_database_itself_refuses_to_change_it(draft: Draft, column: str, value: str) -> None:
    release(actor=CLERK, kind=draft.kind, subject=make_organisation())
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE releases_release SET {column} = {value}")


@pytest.mark.django_db
def test_what_is_said_of_a_person_goes_from_every_release_and_the_rest_is_proven(
    draft: Draft,
) -> None:
    subject = make_organisation()
    draft.people = {"ada": {"name": "Ada"}, "ben": {"name": "Ben"}}
    for _twice in range(2):
        release(actor=CLERK, kind=draft.kind, subject=subject)
    before = latest_versions(draft.kind, [subject.code])

    assert forget_in_releases(codes=["ada"]) == 2
    assert forget_in_releases(codes=["ada"]) == 0

    for made in Release.objects.all():
        assert made.people == {"ben": {"name": "Ben"}}
        assert set(made.personal["ada"]) == {"digest"}
        assert is_intact(made)
    assert latest_versions(draft.kind, [subject.code]) != before
    made = Release.objects.all()[0]
    made.personal["ben"]["says"]["name"] = "Bernard"
    assert not is_intact(made)
    made.refresh_from_db()
    made.content["items"] = []
    assert not is_intact(made)


@pytest.mark.django_db
def test_a_deleted_account_leaves_the_release(draft: Draft) -> None:
    user = user_with()
    made = release(actor=user, kind=draft.kind, subject=make_organisation())
    user.delete()
    made.refresh_from_db()
    assert made.by is None


def test_a_kind_is_registered_once_and_found_by_its_name(draft: Draft) -> None:
    assert release_kind("programme").name == "programme"
    with pytest.raises(LookupError):
        release_kind("nothing")
    with pytest.raises(ValueError, match="twice"):
        register_release_kind(release_kind("programme"))


def _together(people: int, draft: Draft, subject: Organisation) -> list[int | str]:
    def one(_person: int) -> int | str:
        try:
            return release(actor=CLERK, kind=draft.kind, subject=subject).number
        except IntegrityError:
            return "the number was taken"
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_release_at_once_each_gets_a_number_of_their_own(draft: Draft) -> None:
    numbers = _together(8, draft, make_organisation())
    assert sorted(map(str, numbers)) == [str(number) for number in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_would_make_the_same_number(
    draft: Draft, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    if connection.vendor == "sqlite":
        # There the one who writes has the whole database from the beginning of the transaction.
        options = settings.DATABASES["default"]["OPTIONS"]
        assert options["transaction_mode"] == "IMMEDIATE"
        return
    both_have_looked = Barrier(2)
    monkeypatch.setattr(operations, "_wait_for_turn", lambda _subject: None)
    drawn = draft.draw

    def draw(subject: Organisation) -> Snapshot:
        both_have_looked.wait(timeout=PATIENCE)
        return drawn(subject)

    draft.kind = ReleaseKind("minutes", "Minutes", Organisation, draw)
    assert set(_together(2, draft, make_organisation())) == {1, "the number was taken"}
