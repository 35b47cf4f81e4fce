"""Reads the workbooks of CoSPLib (A. Kheiri, Y. Pylyavskyy, P. Jacko, GECCO '25 Companion).

One sheet each for submissions, tracks, sessions, rooms and parameters, and four matrices of
penalties, which may be missing. Rows and columns may follow that are empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np

from serai.engines.timetable.cosplib.instance import (
    Hours,
    Instance,
    Penalties,
    Session,
    Submission,
    Term,
    Track,
)
from serai.engines.timetable.cosplib.sheets import Names, Sheet, Workbook, WorkbookError, plain

__all__ = ["WorkbookError", "read_instance"]

T = TypeVar("T")

MOST = 2**61
"""What a plan may cost: solvers add up what lies between the least and the most."""

REFERENCE, TRACK, SLOTS, ORDER, ZONE, PRESENTERS, ATTENDEES, FIRST_PENALTY = range(8)


def read_instance(path: Path) -> Instance:
    """Read a workbook; `WorkbookError` names the sheet and the cell that cannot be understood."""
    book = Workbook(path)
    tracks, sessions, rooms = (Names(kind) for kind in ("track", "session", "room"))
    hours, offset = _parameters(book.sheet("parameters"))
    found_sessions = tuple(_sessions(book.sheet("sessions"), sessions))
    _names(book.sheet("rooms"), rooms)
    found_tracks = tuple(_tracks(book.sheet("tracks"), tracks))
    sheet = book.sheet("submissions")
    submissions, submission_session, submission_room = _submissions(
        sheet, tracks, sessions, rooms, offset
    )
    instance = Instance(
        name=path.stem,
        sessions=found_sessions,
        rooms=tuple(rooms.names),
        tracks=found_tracks,
        submissions=submissions,
        weights=_weights(book.sheet("parameters")),
        track_session=_matrix(book, "tracks_sessions|penalty", tracks, sessions),
        track_room=_matrix(book, "tracks_rooms|penalty", tracks, rooms),
        session_room=_matrix(book, "sessions_rooms|penalty", sessions, rooms),
        similar=_similar(book, tracks),
        submission_session=submission_session,
        submission_room=submission_room,
        hours=hours,
        offset=offset,
    )
    _refuse_overflow(instance, book.name)
    return instance


def _refuse_overflow(instance: Instance, file: str) -> None:
    """Refuse what could cost more than a number of 64 bits holds."""
    slots = sum(submission.slots for submission in instance.submissions)
    penalties = {
        Term.TRACKS_SESSIONS: instance.track_session,
        Term.TRACKS_ROOMS: instance.track_room,
        Term.SESSIONS_ROOMS: instance.session_room,
        Term.TIME_ZONES: instance.time_zone,
        Term.SUBMISSIONS_SESSIONS: instance.submission_session,
        Term.SUBMISSIONS_ROOMS: instance.submission_room,
        Term.SIMILAR_TRACKS: instance.similar,
    }
    dearest = sum(
        weight * slots * (int(penalties[term].max(initial=0)) if term in penalties else slots)
        for term, weight in instance.weights.items()
    )
    if dearest > MOST:
        raise WorkbookError(
            f"with these weights and penalties a plan may cost {dearest:.0e}, which is too much"
            " to be reckoned with.",
            file=file, sheet="parameters",
        )  # fmt: skip


def _weights(sheet: Sheet) -> dict[Term, int]:
    """Find the weight right of each label, wherever the labels stand."""
    labels = {plain(term): term for term in Term}
    found: dict[Term, int] = {}
    for row in range(len(sheet.rows)):
        for column in range(len(sheet.rows[row])):
            term = labels.get(plain(sheet.text(row, column).rstrip(": ")))
            if term is not None:
                found[term] = sheet.number(row, column + 1)
    if not found:
        raise sheet.error(f"there is no weight, such as that of “{Term.SIMILAR_TRACKS}”.", 1, 3)
    return found


def _parameters(sheet: Sheet) -> tuple[Hours, int]:
    """Read the hours that suit people and the time zone: labels with their values on the right."""
    section, offset = "", 0
    spans: dict[tuple[str, str], int] = {}
    for row in range(len(sheet.rows)):
        label = plain(sheet.text(row, 0).rstrip(": "))
        if label.endswith("scheduling times"):
            section = label.removesuffix("scheduling times").strip()
        elif label == "local time zone":
            offset = sheet.zone(row, 1)
        elif label in {"from", "to"} and sheet.value(row, 1) is not None:
            spans[section, label] = sheet.time(row, 1)
        elif label == "penalty":
            spans[section, label] = sheet.number(row, 1)

    def span(name: str) -> tuple[int, int]:
        return spans.get((name, "from"), 0), spans.get((name, "to"), 24 * 60)

    return Hours(
        suitable=span("suitable"),
        less_suitable=span("less suitable"),
        less_suitable_penalty=spans.get(("less suitable", "penalty"), 0),
        unsuitable_penalty=spans.get(("unsuitable", "penalty"), 0),
    ), offset


def _names(sheet: Sheet, names: Names) -> list[int]:
    """Take the names in the first column, and return their rows."""
    rows = list(sheet.filled_rows())
    if not rows:
        raise sheet.error(f"there is no {names.kind}.", 1, 0)
    for row in rows:
        names.add(sheet.text(row, 0), sheet, row)
    return rows


def _sessions(sheet: Sheet, sessions: Names) -> Iterator[Session]:
    for row in _names(sheet, sessions):
        if sheet.value(row, 1) is None:
            raise sheet.error("a session says how many time slots it has.", row, 1)
        yield Session(
            sheet.text(row, 0), sheet.number(row, 1), sheet.time(row, 3), sheet.time(row, 4)
        )


def _tracks(sheet: Sheet, tracks: Names) -> Iterator[Track]:
    for row in _names(sheet, tracks):
        yield Track(sheet.text(row, 0), sheet.people(row, 1))


def _submissions(
    sheet: Sheet, tracks: Names, sessions: Names, rooms: Names, offset: int
) -> tuple[tuple[Submission, ...], Penalties, Penalties]:
    references = Names("submission")
    rows = _names(sheet, references)
    submissions = tuple(
        Submission(
            reference=sheet.text(row, REFERENCE),
            track=tracks.find(sheet.text(row, TRACK), sheet, row, TRACK),
            # A submission without a length takes one slot, as everywhere else in the library.
            slots=sheet.number(row, SLOTS) if sheet.value(row, SLOTS) is not None else 1,
            order=sheet.number(row, ORDER),
            offset=sheet.zone(row, ZONE, default=offset),
            presenters=sheet.people(row, PRESENTERS),
            attendees=sheet.people(row, ATTENDEES),
        )
        for row in rows
    )
    for row, submission in zip(rows, submissions, strict=True):
        if submission.slots == 0:
            raise sheet.error("a submission needs at least one time slot.", row, SLOTS)
    by_session: Penalties = np.zeros((len(rows), len(sessions)), np.int64)
    by_room: Penalties = np.zeros((len(rows), len(rooms)), np.int64)
    seen: set[tuple[bool, int]] = set()
    for column, name in _header(sheet, FIRST_PENALTY):
        # Sessions stand before rooms, so of two that share a name the first is the session.
        is_session = name in sessions and (
            name not in rooms or column < FIRST_PENALTY + len(sessions)
        )
        if not is_session and name not in rooms:
            raise sheet.error(f"there is no session or room “{name}”.", 0, column)
        names, penalties = (sessions, by_session) if is_session else (rooms, by_room)
        place = names.find(name, sheet, 0, column)
        twice = sheet.error(f"there are two columns “{name}”.", 0, column)
        _once(seen, (is_session, place), twice)
        for at, row in enumerate(rows):
            penalties[at, place] = sheet.number(row, column)
    return submissions, by_session, by_room


def _matrix(book: Workbook, title: str, down: Names, across: Names) -> Penalties:
    """Read penalties by row and column; without the sheet there are none."""
    found: Penalties = np.zeros((len(down), len(across)), np.int64)
    sheet = book.sheet_or_none(title)
    if sheet is None:
        return found
    columns = {column: across.find(name, sheet, 0, column) for column, name in _header(sheet, 1)}
    seen_columns: set[int] = set()
    for column, place in columns.items():
        twice = sheet.error(f"there are two columns “{across.names[place]}”.", 0, column)
        _once(seen_columns, place, twice)
    seen_rows: set[int] = set()
    for row in sheet.filled_rows():
        at = down.find(sheet.text(row, 0), sheet, row, 0)
        _once(seen_rows, at, sheet.error(f"there are two rows “{down.names[at]}”.", row, 0))
        for column, place in columns.items():
            found[at, place] = sheet.number(row, column)
    return found


def _similar(book: Workbook, tracks: Names) -> Penalties:
    """Read how unwelcome each pair of tracks at once is.

    A pair stands in two cells. The library reads the one above the diagonal; authors fill only
    that. Where it is empty, the other one counts.
    """
    sheet = book.sheet_or_none("similar tracks")
    given = _matrix(book, "similar tracks", tracks, tracks)
    if sheet is None:
        return given
    order = [tracks.find(sheet.text(row, 0), sheet, row, 0) for row in sheet.filled_rows()]
    rank = np.empty(len(tracks), np.int64)
    rank[order + [at for at in range(len(tracks)) if at not in set(order)]] = np.arange(len(tracks))
    above = np.where(rank[:, None] < rank[None, :], given, 0)
    below = np.where(rank[:, None] > rank[None, :], given, 0)
    found: Penalties = np.where(above > 0, above, below.T)
    return found + found.T


def _once(seen: set[T], place: T, twice: WorkbookError) -> None:
    """Take a place that was not taken yet; of two penalties nobody knows which one counts."""
    if place in seen:
        raise twice
    seen.add(place)


def _header(sheet: Sheet, first: int) -> Iterator[tuple[int, str]]:
    """Yield the columns that have a name; one without may only be empty."""
    width = max((len(row) for row in sheet.rows), default=0)
    for column in range(first, width):
        name = sheet.text(0, column)
        if name:
            yield column, name
            continue
        for row in sheet.filled_rows():
            if sheet.value(row, column) is not None:
                raise sheet.error("the column has no name in its first row.", row, column)
