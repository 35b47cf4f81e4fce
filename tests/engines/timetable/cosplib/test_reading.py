"""Workbooks as people keep them, and what is said of those that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from engines.timetable.cosplib.small import Conference, submission
from omissions import SHARED
from serai.engines.timetable.cosplib.instance import Hours, Mode, Term
from serai.engines.timetable.cosplib.reading import WorkbookError, read_instance

MATRIX = "tracks_sessions|penalty"
CONFERENCE = Conference(
    [
        [*submission("S1", "A", 2, zone="GMT+8", presenters="Ann, Bo"), 1, None, None, 3],
        [*submission("S2", "B", 1, order=1, presenters="Bo"), None, 2, None, None],
    ],
    tracks=[["A", "Cy"], ["B", "Cy, Ann"]],
    weights={Term.TRACKS_SESSIONS: 5, Term.TIME_ZONES: 2},
    matrices={
        "tracks_sessions|penalty": [[1, None], [None, 4]],
        "similar tracks": [[9, 6], [None, None]],
    },
)


def changed(tmp_path: Path, change: Callable[[Workbook], Any]) -> Path:
    """The conference after a change of its workbook."""
    path = CONFERENCE.write(tmp_path / "conference.xlsx")
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def put(sheet: str, cell: str, value: Any) -> Callable[[Workbook], Any]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def test_everything_that_stands_in_the_sheets_is_read(tmp_path: Path) -> None:
    instance = read_instance(CONFERENCE.write(tmp_path / "conference.xlsx"))
    assert instance.name == "conference"
    assert [(s.name, s.slots, s.start, s.end) for s in instance.sessions] == [
        ("Mon1", 2, 540, 660), ("Mon2", 2, 840, 960),
    ]  # fmt: skip
    assert instance.rooms == ("Hall", "Club")
    assert [each.offset for each in instance.submissions] == [480, 0]
    assert instance.submission_session.tolist() == [[1, 0], [0, 2]]
    assert instance.submission_room.tolist() == [[0, 3], [0, 0]]
    assert instance.track_session.tolist() == [[1, 0], [0, 4]]
    assert instance.track_room.tolist() == [[0, 0], [0, 0]]
    assert instance.similar.tolist() == [[0, 6], [6, 0]]
    assert {term: n for term, n in instance.weights.items() if n} == CONFERENCE.weights
    # 17:00 to 19:00 and 22:00 to 24:00 in the zone of S1; 24:00 is 00:00, before the hours begin.
    assert instance.time_zone.tolist() == [[0, 10], [1, 0]]
    assert instance.presenter_pairs == ((0, 1),)
    assert instance.chair_pairs == ((0, 1),)


@pytest.mark.parametrize(
    "change",
    [
        put("tracks", "A1", "tracks "),
        put("submissions", "B2", "  a "),
        put("submissions", "C2", "2.0"),
        put("submissions", "C2", 2.0),
        put("submissions", "A40", "  "),
        put(MATRIX, "F9", " "),
        put("sessions", "D2", "09:00"),
        put("sessions", "D2", 0.375),
        put("parameters", "E2", "5"),
        put("submissions", "F2", "Ann ,Bo,"),
        put("submissions", "H1", "mon1 "),
        lambda book: setattr(book[MATRIX], "title", "Tracks_Sessions|Penalty "),
        lambda book: book.remove(book["similar tracks"]) or put("parameters", "E5", 0)(book),
    ],
)
def test_what_makes_no_difference_makes_none(
    tmp_path: Path, change: Callable[[Workbook], Any]
) -> None:
    before = read_instance(CONFERENCE.write(tmp_path / "before.xlsx"))
    after = read_instance(changed(tmp_path, change))
    for name in ("sessions", "rooms", "submissions", "weights", "offset"):
        assert getattr(after, name) == getattr(before, name)
    for name in ("track_session", "submission_session", "submission_room", "time_zone"):
        assert getattr(after, name).tolist() == getattr(before, name).tolist()


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        (put("submissions", "C3", "two"), "“submissions”, C3", "“two” is not a number"),
        (put("submissions", "C3", -1), "“submissions”, C3", "not a whole number"),
        (put("submissions", "C3", 0), "“submissions”, C3", "at least one time slot"),
        (put("submissions", "B3", "C"), "“submissions”, B3", "no track “C”"),
        (put("submissions", "A3", "S1"), "“submissions”, A3", "two submissions “S1”"),
        (put("submissions", "A3", None), "“submissions”, A3", "has no name"),
        (put("submissions", "E3", "CET"), "“submissions”, E3", "not a time zone"),
        (put("submissions", "H1", "Tue"), "“submissions”, H1", "no session or room “Tue”"),
        (put("submissions", "I1", "Mon1"), "“submissions”, I1", "two columns “Mon1”"),
        (put("submissions", "H2", "=1+1"), "“submissions”, H2", "result of the formula"),
        (put("submissions", "H2", 1e300), "“submissions”, H2", "larger than"),
        (put("submissions", "N2", 4), "“submissions”, N2", "column has no name"),
        (put("sessions", "B3", None), "“sessions”, B3", "how many time slots"),
        (put("sessions", "D3", None), "“sessions”, D3", "an empty cell is not a time"),
        (put("sessions", "D3", "noon"), "“sessions”, D3", "“noon” is not a time"),
        (put(MATRIX, "A2", "Z"), "penalty”, A2", "no track “Z”"),
        (put(MATRIX, "B2", "x"), "penalty”, B2", "not a number"),
        (put(MATRIX, "C1", "Mon1"), "penalty”, C1", "two columns “Mon1”"),
        (put(MATRIX, "A3", "A"), "penalty”, A3", "two rows “A”"),
        (
            lambda book: [
                put(*each, 10**12)(book) for each in (("parameters", "E2"), (MATRIX, "B2"))
            ],
            "“parameters”",
            "a plan may cost",
        ),
        (put("parameters", "E2", "many"), "“parameters”, E2", "not a number"),
        (lambda book: book.remove(book["rooms"]), "conference.xlsx", "no sheet “rooms”"),
        (lambda book: book["rooms"].delete_rows(2, 9), "“rooms”, A2", "there is no room"),
    ],
)
def test_the_cell_that_cannot_be_understood_is_named(
    tmp_path: Path, change: Callable[[Workbook], Any], place: str, problem: str
) -> None:
    with pytest.raises(WorkbookError) as error:
        read_instance(changed(tmp_path, change))
    assert "conference.xlsx" in str(error.value)
    assert place in str(error.value)
    assert problem in str(error.value)


def test_a_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_text("not a workbook")
    with pytest.raises(WorkbookError, match=r"plan\.xlsx: it cannot be read as an Excel workbook"):
        read_instance(path)


def test_a_pair_of_tracks_counts_wherever_it_stands(tmp_path: Path) -> None:
    for values in ([[None, 6], [None, None]], [[None, None], [6, None]], [[None, 6], [2, None]]):
        CONFERENCE.matrices["similar tracks"] = values
        instance = read_instance(CONFERENCE.write(tmp_path / "conference.xlsx"))
        assert instance.similar.tolist() == [[0, 6], [6, 0]]


@pytest.mark.parametrize(
    ("start", "end", "penalty"),
    [
        (9 * 60 + 30, 21 * 60 + 30, 0), (9 * 60, 10 * 60, 1), (21 * 60, 22 * 60, 1),
        (6 * 60, 8 * 60, 10), (22 * 60, 23 * 60 + 30, 10), (22 * 60, 0, 10), (0, 60, 10),
    ],
)  # fmt: skip
def test_hours_cost_what_they_cost_in_the_library(start: int, end: int, penalty: int) -> None:
    hours = Hours((570, 1290), (420, 1380), less_suitable_penalty=1, unsuitable_penalty=10)
    assert hours.penalty(start, end) == penalty


def test_sessions_that_objective_e_allows_are_counted_shortest_first(tmp_path: Path) -> None:
    rows = [submission(f"S{at}") for at in range(5)]
    sessions = [("Mon1", 4, 9), ("Mon2", 2, 12), ("Mon3", 3, 15)]
    instance = read_instance(Conference(rows, [["A"]], sessions).write(tmp_path / "a.xlsx"))
    assert instance.most_sessions(0) == 2


def test_submissions_that_nothing_tells_apart_are_of_one_kind(tmp_path: Path) -> None:
    rows = [
        submission("S1"), submission("S2", order=1), submission("S3", slots=2),
        submission("S4", presenters="P"), submission("S5", "B", presenters="P"),
    ]  # fmt: skip
    conference = Conference(rows, weights={Term.ORDER: 1})
    kinds = read_instance(conference.write(tmp_path / "a.xlsx")).kinds
    assert kinds[Mode.EXACT] == (0, 0, 1, 2, 3)
    assert kinds[Mode.EXTENDED] == (0, 1, 2, 3, 4)


@pytest.mark.shared
def test_the_instances_of_the_library_are_read() -> None:
    sizes = {}
    for path in (SHARED / "benchmarks" / "cosplib" / "instances").glob("*.xlsx"):
        instance = read_instance(path)
        sizes[path.stem] = (
            len(instance.submissions), len(instance.tracks), len(instance.sessions),
            len(instance.rooms),
        )  # fmt: skip
        assert len(instance.weights) == len(Term)
        assert all(session.start < session.end for session in instance.sessions)
    assert sizes["OR60F3"] == (1112, 72, 32, 23)
    assert sizes["GECCO20Poster"] == (131, 1, 2, 1)
    assert sizes["ISF22"] == (311, 49, 11, 10)


def test_times_are_read_from_what_excel_keeps(tmp_path: Path) -> None:
    path = changed(tmp_path, put("sessions", "D2", time(9, 30)))
    assert read_instance(path).sessions[0].start == 570
