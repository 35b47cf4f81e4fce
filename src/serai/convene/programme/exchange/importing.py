"""Bringing a schedule of another program into an edition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.arriving import ELEMENTS, items_of
from serai.convene.programme.exchange.schedule import Faults, Schedule
from serai.convene.programme.exchange.schedule_json import read_json
from serai.convene.programme.exchange.schedule_xml import read_xml
from serai.convene.programme.models import Session
from serai.foundation.dataset.operations import load_documents
from serai.foundation.dataset.problems import DatasetError, Problem
from serai.foundation.record.operations import Actor


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do: events of the file, changes recorded, and how many sessions
    the edition has that the file does not name; those stay as they are.
    """

    events: int
    changes: int
    others: int


def read_schedule(content: bytes, *, name: str, edition: Edition) -> Schedule:
    """Read schedule.xml or schedule.json, whichever it is.

    Raises DatasetError with every fault by line and field.
    """
    read = read_json if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else read_xml
    return read(content, name=name, zone=edition.zone)


def import_schedule(
    *, actor: Actor, edition: Edition, content: bytes, name: str, dry_run: bool = False
) -> Imported:
    """Bring the events of a schedule into an edition, as sessions of an activity for each track.

    All or nothing; importing the same file again changes nothing. A dry run does all of it and
    takes it back. What it brings is a draft until the programme is released. Raises DatasetError
    with every problem there is.
    """
    schedule = read_schedule(content, name=name, edition=edition)
    _refuse_longer_than_a_night(schedule, edition, name)
    with scope(edition=edition), transaction.atomic():
        try:
            loaded = load_documents(
                documents=[items_of(schedule, edition, name=name)], actor=actor, dry_run=dry_run
            )
        except DatasetError as error:
            raise DatasetError([_in_words_of_file(each) for each in error.problems]) from None
        sessions = Session.objects.count()
    return Imported(
        events=len(schedule.events),
        changes=loaded.changes,
        others=max(0, sessions - len(schedule.events)),
    )


def _refuse_longer_than_a_night(schedule: Schedule, edition: Edition, name: str) -> None:
    """Refuse what a session cannot hold rather than make it shorter."""
    faults = Faults(name)
    for event in schedule.events:
        begins, ends = (
            moment.astimezone(edition.zone).date()
            for moment in (event.starts_at, event.starts_at + event.duration)
        )
        if ends > begins + timedelta(days=1):
            faults.tell(
                event.place.of("duration"), "event.duration",
                "a session ends on its day or the next: make an event of each day",
            )  # fmt: skip
    faults.raise_if_any()


def _in_words_of_file(problem: Problem) -> Problem:
    """Name the element of the file, rather than the item that was made of it."""
    field = problem.field.split(".")[1:2] or [""]
    return replace(problem, field=".".join(filter(None, ["event", ELEMENTS.get(field[0], "")])))
