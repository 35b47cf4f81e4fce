"""The released programme as a table, one row a session: for programs as CSV, for people as XLSX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Access
from serai.convene.programme.released import ReleasedProgramme, ReleasedSession
from serai.foundation import tables
from serai.foundation.tables import Cell
from serai.foundation.translation import render_text
from serai.foundation.web.context import language_name

COLUMNS = (
    "code", "day", "starts_at", "ends_at", "time_zone", "room", "section", "activity", "kind",
    "title", "summary", "languages", "access", "people", "contributions", "address", "release",
)  # fmt: skip
"""The columns of CSV. They and the values of a list are the same in every language."""

HEADINGS: dict[str, Any] = {
    "day": gettext_lazy("Day"), "starts_at": gettext_lazy("Starts"),
    "ends_at": gettext_lazy("Ends"), "room": gettext_lazy("Room"), "title": gettext_lazy("Title"),
    "activity": gettext_lazy("Activity"), "section": gettext_lazy("Section"),
    "kind": gettext_lazy("Kind"), "people": gettext_lazy("People"),
    "contributions": gettext_lazy("Contributions"), "languages": gettext_lazy("Languages"),
    "access": gettext_lazy("Access"), "summary": gettext_lazy("Summary"),
    "time_zone": gettext_lazy("Time zone"), "address": gettext_lazy("Address"),
    "code": gettext_lazy("Code"),
}  # fmt: skip
"""What the columns of a workbook are called, when and where first."""


def rows(programme: ReleasedProgramme, edition: Edition) -> Iterator[dict[str, Cell]]:
    """The cells by `COLUMNS`, in the active language; several people are parted by semicolons.

    A session whose day, time or room nobody has announced has an empty cell there.
    """
    for session in programme.sessions:
        yield _row(session, programme, edition)


def _row(
    session: ReleasedSession, programme: ReleasedProgramme, edition: Edition
) -> dict[str, Cell]:
    activity, zone = programme.activity_named[session.activity], programme.zone
    section = programme.section_named[activity.section].name if activity.section else {}
    people = [programme.person(code).display_name() for code in programme.people_in(session)]
    talks = [_text(each.title) for each in programme.contributions_to(session)]
    starts_at, ends_at = session.starts_at, session.ends_at
    return {
        "code": session.code,
        "day": session.day,
        "starts_at": starts_at.astimezone(zone).time() if starts_at else None,
        "ends_at": ends_at.astimezone(zone).time() if ends_at else None,
        "time_zone": programme.time_zone,
        "room": _text(programme.room_named[session.room].name) if session.room else "",
        "section": _text(section),
        "activity": _text(activity.title),
        "kind": str(activity.kind),
        "title": _text(session.title) or _text(activity.title),
        "summary": _text(session.summary),
        "languages": " ".join(session.languages or activity.languages),
        "access": str(activity.access),
        "people": "; ".join(people),
        "contributions": "; ".join(filter(None, talks)),
        "address": settings.BASE_URL
        + reverse("programme:session", args=[edition.slug, session.code]),
        "release": programme.number,
    }


def _in_words(row: dict[str, Cell], programme: ReleasedProgramme) -> dict[str, Cell]:
    """A row with words for what are codes in CSV."""
    session = programme.session_named[str(row["code"])]
    activity = programme.activity_named[session.activity]
    return {
        **row,
        "kind": capfirst(str(activity.kind_label)),
        "access": capfirst(str(activity.access.label)) if activity.access != Access.UNKNOWN else "",
        "languages": gettext(", ").join(
            language_name(code) for code in session.languages or activity.languages
        ),
    }


def _text(value: object) -> str:
    return render_text(value).text


def write_csv(programme: ReleasedProgramme, edition: Edition) -> bytes:
    """Write the table as CSV, its columns and codes for programs to rely on."""
    return tables.write_csv(
        COLUMNS, ([row[name] for name in COLUMNS] for row in rows(programme, edition))
    )


def write_xlsx(programme: ReleasedProgramme, edition: Edition) -> bytes:
    """Write the table as a workbook, in words."""
    written = (_in_words(row, programme) for row in rows(programme, edition))
    return tables.write_xlsx(
        [str(heading) for heading in HEADINGS.values()],
        ([row[name] for name in HEADINGS] for row in written),
        title="programme",
    )
