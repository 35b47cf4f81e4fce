"""The programme in data files, loaded as a whole and dumped again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django_scopes import scope

from factories.directory import make_organisation, make_person
from factories.editions import make_edition, make_topic
from factories.evidence import make_claim, make_source
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Access, Activity, Contribution, Session
from serai.foundation.dataset.operations import dump_dataset, load_dataset
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db

LOADER = Program("serai load")

PROGRAMME = """
sections:
  - key: plenary
    edition: chongqing-2023
    name: {en: Opening and plenary, fr: Ouverture}
    cite:
      _: report@10:20
rooms:
  - key: great-hall
    edition: chongqing-2023
    name: Great Hall
    capacity: 1200
activities:
  - key: opening
    edition: chongqing-2023
    kind: ceremony
    name: Opening ceremony
    section: plenary
    access: invited
    languages: [en, zh-hans]
    topics: [open-science]
    stated: [guests]
    organisers: [ministry]
    people:
      - person: minister
        role: chair
        position_held: Minister
        cite:
          _: report@30:40
    cite:
      name: [report@10:20, report@page 2]
  - key: roundtable-two
    edition: chongqing-2023
    kind: roundtable
    is_main: false
    is_public: false
    position: 1
sessions:
  - key: opening-session
    edition: chongqing-2023
    activity: opening
    day: 2023-11-06
    starts_at: "09:00"
    ends_at: 10:30
    room: great-hall
  - key: dinner
    edition: chongqing-2023
    activity: opening
    title: Dinner
    day: 2023-11-06
    starts_at: 22:00
    ends_at: "00:30"
    ends_next_day: true
    position: 1
contributions:
  - key: address
    edition: chongqing-2023
    kind: keynote
    session: opening-session
    people:
      - {person: minister, role: keynote}
"""


@pytest.fixture
def edition() -> Edition:
    edition = make_edition(key="chongqing-2023", slug="chongqing-2023")
    make_topic(edition=edition, key="open-science")
    make_source(key="report")
    make_claim(key="guests")
    make_organisation("Ministry", country=None, key="ministry")
    make_person("Minister", key="minister")
    return edition


def load(folder: Path, text: str) -> int:
    file = folder / "programme.yaml"
    file.write_text(text, "utf-8")
    return load_dataset(places=[file], actor=LOADER).changes


def test_a_programme_is_loaded_with_everything_it_refers_to(
    tmp_path: Path, edition: Edition
) -> None:
    load(tmp_path, PROGRAMME)
    with scope(edition=edition):
        opening = Activity.objects.get(key="opening")
        assert str(opening.section) == "Opening and plenary"
        assert opening.access == Access.INVITED
        assert opening.topics.get().key == "open-science"
        assert opening.stated.get().key == "guests"
        assert str(opening.organisers.get()) == "Ministry"
        chair = opening.participations.get()
        assert (str(chair.position_held), chair.citations.get().start) == ("Minister", 30)
        assert [citation.field for citation in opening.citations.all()] == ["name", "name"]
        unnamed = Activity.objects.get(key="roundtable-two")
        assert str(unnamed) == "Roundtable, name to be announced"
        assert (unnamed.is_main, unnamed.is_public, unnamed.section) == (False, False, None)
        session = Session.objects.get(key="opening-session")
        assert session.starts_at == datetime(2023, 11, 6, 1, 0, tzinfo=UTC)
        dinner = Session.objects.get(key="dinner")
        assert dinner.ends_at == datetime(2023, 11, 6, 16, 30, tzinfo=UTC)
        assert dinner.day == date(2023, 11, 6)
        address = Contribution.objects.get(key="address")
        assert address.activity == opening
        assert str(address) == "Keynote, title to be announced"


def test_loading_twice_changes_nothing(tmp_path: Path, edition: Edition) -> None:
    assert load(tmp_path, PROGRAMME) > 0
    assert load(tmp_path, PROGRAMME) == 0


def test_a_dump_loads_into_the_same_programme(tmp_path: Path, edition: Edition) -> None:
    load(tmp_path, PROGRAMME)
    dump_dataset(directory=tmp_path / "first")
    names = ("sections", "rooms", "activities", "sessions", "contributions")
    files = [next((tmp_path / "first").glob(f"*-{name}.yaml")) for name in names]
    assert load_dataset(places=files, actor=LOADER).changes == 0
    dump_dataset(directory=tmp_path / "second")
    for file in files:
        assert (tmp_path / "second" / file.name).read_text() == file.read_text()


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        (
            'day: 2023-11-06\n    starts_at: "09:00"',
            'starts_at: "09:00"',
            "starts_at",
            "give the day",
        ),
        ('starts_at: "09:00"', "starts_at: nine", "starts_at", "not a time of day"),
        ("ends_at: 10:30", "ends_at: 08:30", "ends_at", "end after it starts"),
        ("day: 2023-11-06", "day: 6 November", "day", "not a day"),
        ("section: plenary", "section: plenum", "section", "no section called"),
        ("kind: ceremony", "kind: party", "kind", "ceremony"),
        ("stated: [guests]", "stated: [cases]", "stated.0", "no claim called"),
        ("name: [report@10:20, report@page 2]", "nome: report@10:20", "cite", "cannot be cited"),
        ("role: keynote}", "role: star}", "people.0.role", "chair"),
    ],
)
@pytest.mark.usefixtures("edition")
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, field: str, words: str
) -> None:
    text = PROGRAMME.replace(old, new, 1)
    with pytest.raises(DatasetError) as caught:
        load(tmp_path, text)
    problem = caught.value.problems[0]
    assert words in problem.message
    assert problem.field.partition(".")[2] == field
    line = text[: text.index(new)].count("\n") + 1
    assert problem.line == line - (field == "cite")


def test_nothing_is_loaded_where_something_is_wrong(tmp_path: Path, edition: Edition) -> None:
    with pytest.raises(DatasetError):
        load(tmp_path, PROGRAMME.replace("role: keynote}", "role: star}"))
    with scope(edition=edition):
        assert not Activity.objects.exists()
