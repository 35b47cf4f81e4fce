"""The programme on paper: everything stands there, in every language, on the right sheets."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest
from django.utils import translation

from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_room,
    make_session,
)
from serai.convene.editions.models import Edition
from serai.convene.programme.printing.sheets import sheet
from serai.convene.programme.printing.writing import write_booklet, write_poster
from serai.convene.programme.released import ReleasedProgramme, drawn
from serai.foundation.languages import LANGUAGE_CODES

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    """Two days; a session past midnight, two at once in a room, one whose time is not known."""
    edition = make_edition(
        name={"en": "Conference on soil", "ar": "مؤتمر التربة", "zh-hans": "土壤会议"},
        starts_on=None, ends_on=None,
    )  # fmt: skip
    hall, annex = make_room(edition, "Great hall"), make_room(edition, "Annex")
    activity = make_activity(edition, "Forum on salt", access="invited")
    for title, starts, minutes, room in (
        ("Opening", "2023-11-06 09:00", 60, hall),
        ("Workshop", "2023-11-06 09:30", 90, hall),
        ("Long night", "2023-11-06 22:00", 180, annex),
        ("Second day", "2023-11-07 10:00", 45, annex),
    ):
        session = make_session(activity, starts, minutes, title=title, room=room, languages=["en"])
        make_participation(session)
    make_participation(session, make_person("Li Wei"), role="chair")
    talk = make_contribution(session=session, title="Salt in numbers")
    make_participation(talk, make_person("Ana Silva"))
    make_session(activity, day="2023-11-07", title="Some time")
    return edition


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def words_of(programme: ReleasedProgramme) -> list[str]:
    return ["Opening", "Workshop", "Long night", "Second day", "Some time"]


def test_the_booklet_says_everything(edition: Edition) -> None:
    programme = drawn(edition)

    text = "\n".join(pages(write_booklet(programme, edition)))

    for word in (*words_of(programme), "Conference on soil", "Monday, 6 November 2023",
                 "Great hall", "22:00", "01:00", "By invitation", "Time to be announced",
                 "China Standard Time"):  # fmt: skip
        assert word in text
    assert "– Salt in numbers · Ana Silva" in text
    assert "Li Wei (chair)" in text
    for person in programme.people.values():
        assert str(person) in text


def test_the_poster_has_a_sheet_a_day(edition: Edition) -> None:
    first, second = pages(write_poster(drawn(edition), edition))

    assert "Opening" in first
    assert "Workshop" in first
    assert "Second day" not in first
    assert "Some time" in second
    assert "– Salt in numbers" in second
    assert "Great hall" not in second


@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize("write", [write_booklet, write_poster])
def test_every_language_is_set(
    edition: Edition, language: str, write: Callable[[ReleasedProgramme, Edition], bytes]
) -> None:
    with translation.override(language):
        assert "Opening" in pages(write(drawn(edition), edition))[0]


def test_the_sheets_speak_the_language_of_the_page(edition: Edition) -> None:
    with translation.override("ar"):
        said = sheet(drawn(edition), edition)

    assert (said["title"], said["direction"], said["language"]) == ("مؤتمر التربة", "rtl", "ar")
    assert [session["until"] for day in said["days"] for session in day["sessions"]][2] == 25 * 60


def test_a_programme_without_sessions_can_be_printed() -> None:
    edition = make_edition()

    assert "Conference" in pages(write_booklet(drawn(edition), edition))[0]
    assert len(pages(write_poster(drawn(edition), edition))) == 1


def test_names_cannot_write_typst(edition: Edition) -> None:
    make_session(make_activity(edition, '#panic("x") $ *bold* \\'), "2023-11-06 15:00")

    assert '#panic("x") $ *bold* \\' in "\n".join(pages(write_booklet(drawn(edition), edition)))
