"""Who takes part and what they said, as a table: one row a participation."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from serai.convene.editions.models import Edition
from serai.convene.programme.released import programme_of
from serai.convene.speakers.letters import address_to
from serai.convene.speakers.models import Speaker
from serai.convene.speakers.queries import Standing
from serai.convene.speakers.showing import parts_of
from serai.foundation.directory.models import Person
from serai.foundation.tables import Cell
from serai.foundation.translation import render_text

COLUMNS = (
    "code", "name", "country", "email", "role", "title", "activity", "day", "starts_at", "ends_at",
    "time_zone", "room", "answer", "reason", "moved_since", "asked_at", "missing",
    "biography_public", "remote", "languages", "equipment", "accessibility",
)  # fmt: skip


def rows_of(people: QuerySet[Person], edition: Edition) -> Iterator[list[Cell]]:
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
            yield [
                person.code, str(person),
                render_text(person.country.name).text if person.country else "",
                address_to(speaker), part.role, part.title, part.within or part.title,
                part.day,
                when.starts.text if when else "", when.ends.text if when and when.ends else "",
                edition.time_zone, part.room,
                given.state if given else "", given.reason if given else "",
                "yes" if part.is_moved else "", *shared,
            ]  # fmt: skip
