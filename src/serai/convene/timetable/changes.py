"""What others have done to a timetable since a board last looked, read from the record.

A board that is up to date costs one query. Whatever changes only sessions is answered with those
sessions; what changes what they stand in (rooms, hours, rules, who is there when) lets the board be
read anew.
"""

from __future__ import annotations

from typing import Any

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Activity, Contribution, Room, Section, Session
from serai.convene.timetable.additions import added_labels
from serai.convene.timetable.models import Availability, Frame, Rule
from serai.convene.timetable.operations import PLACE
from serai.convene.timetable.state import Json, board_state, frame_of, sessions_shown
from serai.foundation.accounts.models import User
from serai.foundation.record.models import Entry
from serai.foundation.record.queries import revision

_SESSION = Session._meta.label_lower
_ROOTS = {model._meta.label_lower: model for model in (Activity, Contribution)}
_GROUND = frozenset(
    model._meta.label_lower for model in (Edition, Room, Section, Availability, Frame, Rule)
)
MOST_ENTRIES = 500
"""More than these since a board last looked, and reading all anew is cheaper."""


def changes_since(edition: Edition, since: int, reader: User) -> Json:
    """Return what a board that shows the state ``since`` of the record has to draw anew.

    ``{revision}`` alone where nothing happened; with ``sessions``, ``removed`` (codes) and
    ``done`` (who did what to which session) where sessions changed; with ``board``, the whole
    state, where more did.
    """
    number = revision()
    if number == since:
        return {"revision": number}
    if not 0 <= since <= number:
        return {"revision": number, "board": board_state(edition), "done": []}
    ground = _GROUND | added_labels()
    entries = list(
        Entry.objects.filter(
            number__gt=since, number__lte=number, root_type__in=[_SESSION, *_ROOTS, *ground]
        ).order_by("number")[: MOST_ENTRIES + 1]
    )
    if not entries:
        return {"revision": number}
    codes = dict(Session.objects.values_list("pk", "code"))
    done = [_done(entry, codes, reader) for entry in entries if _session_of(entry) in codes]
    grounds = [entry for entry in entries if entry.root_type in ground]
    if len(entries) > MOST_ENTRIES or any(_is_of(edition, entry) for entry in grounds):
        return {"revision": number, "board": board_state(edition), "done": done}
    changed = {key for entry in entries if (key := _session_of(entry))} | _sessions_under(entries)
    sessions = Session.objects.filter(pk__in=changed & codes.keys())
    sessions = sessions.select_related("activity__section", "room", "edition")
    shown = sessions_shown(edition, sessions, frame_of(edition))
    removed = [
        entry.before["code"]
        for entry in entries
        if entry.object_type == _SESSION
        and entry.before
        and entry.before.get("edition") == edition.pk
        and _session_of(entry) not in codes
    ]
    return {"revision": number, "sessions": shown, "removed": removed, "done": done}


def _session_of(entry: Entry) -> int | None:
    """The key of the session that an entry is about, if it is about one."""
    return int(entry.root_id) if entry.root_type == _SESSION and entry.root_id.isdecimal() else None


def _sessions_under(entries: list[Entry]) -> set[int]:
    """The sessions of the activities and contributions that entries are about."""
    keys: dict[str, set[str]] = {label: set() for label in _ROOTS}
    found: set[int] = set()
    for entry in entries:
        if entry.root_type in keys:
            keys[entry.root_type].add(entry.root_id)
        for values in (entry.before, entry.after):
            if entry.object_type == Contribution._meta.label_lower and values:
                found |= {values["session"]} if values.get("session") else set()
    if activities := keys[Activity._meta.label_lower]:
        found |= set(Session.objects.filter(activity__in=activities).values_list("pk", flat=True))
    if contributions := keys[Contribution._meta.label_lower]:
        of_them = Contribution.objects.filter(pk__in=contributions).exclude(session=None)
        found |= set(of_them.values_list("session", flat=True))
    return found


def _is_of(edition: Edition, entry: Entry) -> bool:
    """Whether something that all sessions stand in belongs to the edition."""
    if entry.root_type == Edition._meta.label_lower:
        return entry.root_id == str(edition.pk)
    belongs = {**(entry.before or {}), **(entry.after or {})}.get("edition")
    # A change of a room does not say again to which edition it belongs: better once too often.
    return belongs in {None, edition.pk}


def _done(entry: Entry, codes: dict[int, str], reader: User) -> dict[str, Any]:
    columns = {*(entry.before or {}), *(entry.after or {})}
    return {
        "entry": entry.number,
        "who": entry.actor_label,
        "mine": entry.actor_id == str(reader.pk),
        "at": entry.at.isoformat(timespec="seconds"),
        "session": codes[int(entry.root_id)],
        "places": entry.object_type == _SESSION and not columns.isdisjoint(PLACE),
    }
