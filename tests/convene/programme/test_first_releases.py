"""What was public before there were releases is released; what is loaded can be."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations import Migration
from django.test import Client

from factories.editions import make_edition
from factories.programme import make_activity, release_programme
from serai.convene.editions.copying import copy_edition, propose_next
from serai.convene.editions.models import Edition
from serai.convene.programme.released import PROGRAMME, programme_of
from serai.convene.programme.releasing.first import MIGRATION, release_what_was_public
from serai.foundation.dataset.operations import dump_dataset, load_dataset
from serai.foundation.record.operations import Program
from serai.foundation.releases.queries import releases_of

pytestmark = pytest.mark.django_db

LOADER = Program("a load")
FILES = """
series: [{key: forum, slug: forum, name: Forum}]
editions:
  - {key: forum-1, series: forum, ordinal: 1, slug: forum-1, name: First forum, is_public: true}
activities: [{key: opening, edition: forum-1, kind: ceremony, name: Opening}]
"""
RELEASE = """
programme_releases: [{key: forum-1-programme, edition: forum-1, number: 1, note: As planned}]
"""


def numbers(edition: Edition) -> list[int]:
    return [each.number for each in releases_of(PROGRAMME, edition.code)]


def loaded(place: Path, text: str) -> Edition:
    (place / "forum.yaml").write_text(text)
    load_dataset(places=[place], actor=LOADER)
    return Edition.objects.get(slug="forum-1")


def test_the_migration_releases_what_was_public_and_only_once() -> None:
    public, drafted, empty, released = (make_edition() for _each in range(4))
    make_activity(public)
    make_activity(drafted, is_public=False)
    make_activity(released)
    release_programme(released)
    name = Migration(MIGRATION[1], MIGRATION[0])

    release_what_was_public(plan=[(name, True)])
    assert numbers(public) == []
    for _time in range(2):
        release_what_was_public(plan=[(name, False)])

    assert [numbers(each) for each in (public, drafted, empty, released)] == [[1], [], [], [1]]


def test_the_migration_that_it_hangs_on_is_there() -> None:
    place = Path(apps.get_app_config(MIGRATION[0]).path) / "migrations" / f"{MIGRATION[1]}.py"
    assert place.is_file()


def test_a_load_can_end_with_a_release_and_makes_it_once(tmp_path: Path, client: Client) -> None:
    edition = loaded(tmp_path, FILES + RELEASE)
    assert numbers(edition) == [1]
    page = client.get("/en/editions/forum-1/programme/").content.decode()
    assert "Opening" in page

    loaded(tmp_path, FILES.replace("Opening", "Opening day") + RELEASE)
    assert numbers(edition) == [1]
    loaded(
        tmp_path, FILES.replace("Opening", "Opening day") + RELEASE.replace("1, note", "2, note")
    )
    assert numbers(edition) == [2, 1]


def test_a_load_without_a_word_of_it_releases_nothing(tmp_path: Path, client: Client) -> None:
    edition = loaded(tmp_path, FILES)
    assert programme_of(edition) is None
    page = client.get("/en/editions/forum-1/programme/").content.decode()
    assert "not published yet" in page
    assert "Opening" not in page


def test_what_is_dumped_is_released_again_unless_the_draft_went_on(tmp_path: Path) -> None:
    edition = loaded(tmp_path, FILES + RELEASE)
    make_activity(make_edition())
    counts = dump_dataset(directory=tmp_path / "all")
    assert counts["programme_releases"] == 1

    make_activity(edition)
    assert dump_dataset(directory=tmp_path / "more")["programme_releases"] == 0


def test_a_copy_starts_without_a_release() -> None:
    edition = make_edition()
    make_activity(edition)
    release_programme(edition)
    copy = copy_edition(
        actor=LOADER, source=edition, values=propose_next(edition), parts=["activities"]
    )
    assert programme_of(copy) is None
