"""The released programme as a table, one row a session."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from serai.convene.editions.models import Edition
from serai.convene.programme.released import ReleasedProgramme, ReleasedSession
from serai.foundation.translation import render_text
from serai.track.register.exchange.columns import guarded

COLUMNS = (
    "code", "day", "starts_at", "ends_at", "time_zone", "room", "section", "activity", "kind",
    "title", "summary", "languages", "access", "people", "contributions", "address", "release",
)  # fmt: skip


def rows(programme: ReleasedProgramme, edition: Edition) -> Iterator[list[str]]:
    """The rows under `COLUMNS`, in the active language; several people are parted by semicolons.

    A session whose day, time or room nobody has announced has an empty cell there.
    """
    for session in programme.sessions:
        yield [guarded(value) for value in _row(session, programme, edition)]


def _row(session: ReleasedSession, programme: ReleasedProgramme, edition: Edition) -> list[str]:
    activity, zone = programme.activity_named[session.activity], programme.zone
    section = programme.section_named[activity.section].name if activity.section else {}
    people = [programme.person(code).display_name() for code in programme.people_in(session)]
    talks = [_text(each.title) for each in programme.contributions_to(session)]
    return [
        session.code,
        session.day.isoformat() if session.day else "",
        session.starts_at.astimezone(zone).strftime("%H:%M") if session.starts_at else "",
        session.ends_at.astimezone(zone).strftime("%H:%M") if session.ends_at else "",
        programme.time_zone,
        _text(programme.room_named[session.room].name) if session.room else "",
        _text(section),
        _text(activity.title),
        str(activity.kind),
        _text(session.title) or _text(activity.title),
        _text(session.summary),
        " ".join(session.languages or activity.languages),
        str(activity.access),
        "; ".join(people),
        "; ".join(filter(None, talks)),
        settings.BASE_URL + reverse("programme:session", args=[edition.slug, session.code]),
        str(programme.number or ""),
    ]


def _text(value: object) -> str:
    return render_text(value).text


def write_csv(programme: ReleasedProgramme, edition: Edition) -> bytes:
    """Write the table as CSV in UTF-8, with the mark by which spreadsheets know it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(rows(programme, edition))
    return file.getvalue().encode("utf-8-sig")


def write_xlsx(programme: ReleasedProgramme, edition: Edition) -> bytes:
    """Write the table as a workbook, its head fixed and its columns wide enough to read."""
    from openpyxl import Workbook  # A tenth of a second that most processes never need.
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("programme")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS, start=1):
        wide = column in {"title", "summary", "people", "contributions", "activity", "address"}
        sheet.column_dimensions[get_column_letter(number)].width = 40 if wide else 14
    head = [WriteOnlyCell(sheet, column) for column in COLUMNS]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows(programme, edition):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
