"""Who takes part and what they said, as a table: one row a participation."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from serai.convene.editions.models import Edition
from serai.convene.programme.released import programme_of
from serai.convene.speakers.letters import address_to
from serai.convene.speakers.models import Speaker
from serai.convene.speakers.queries import Standing
from serai.convene.speakers.showing import parts_of
from serai.foundation.directory.models import Person
from serai.foundation.translation import render_text
from serai.track.register.exchange.columns import guarded

COLUMNS = (
    "code", "name", "country", "email", "role", "title", "activity", "day", "starts_at", "ends_at",
    "time_zone", "room", "answer", "reason", "moved_since", "asked_at", "missing",
    "biography_public", "remote", "languages", "equipment", "accessibility",
)  # fmt: skip

Rows = Iterable[list[str]]


def rows_of(people: QuerySet[Person], edition: Edition) -> Iterator[list[str]]:
    """The rows under `COLUMNS` of some of `taking_part`, in the active language."""
    released = programme_of(edition)
    for person in people:
        standing = Standing(person)
        speaker = standing.speaker or Speaker(edition=edition, person=person)
        shared = [
            speaker.asked_at.isoformat(timespec="minutes") if speaker.asked_at else "",
            " ".join(standing.lacks),
            "yes" if speaker.is_biography_public else "",
            "yes" if speaker.is_remote else "",
            " ".join(speaker.languages), speaker.equipment, speaker.accessibility,
        ]  # fmt: skip
        for part in parts_of(standing.parts, edition, released):
            when, given = part.when, part.answer
            row = [
                person.code, str(person),
                render_text(person.country.name).text if person.country else "",
                address_to(speaker), part.role, part.title, part.within or part.title,
                part.day.isoformat() if part.day else "",
                when.starts.text if when else "", when.ends.text if when and when.ends else "",
                edition.time_zone, part.room,
                given.state if given else "", given.reason if given else "",
                "yes" if part.is_moved else "", *shared,
            ]  # fmt: skip
            yield [guarded(text) for text in row]


def write_csv(rows: Rows) -> bytes:
    """Write CSV in UTF-8, with the mark by which spreadsheets know it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Rows) -> bytes:
    """Write a workbook, its head fixed."""
    from openpyxl import Workbook  # A tenth of a second that most processes never need.

    book = Workbook(write_only=True)
    sheet = book.create_sheet("speakers")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Format:
    """A form of the table."""

    content_type: str
    write: Callable[[Rows], bytes]


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", write_csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}
