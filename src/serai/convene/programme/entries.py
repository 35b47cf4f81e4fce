"""What a programme lists: its activities and sessions, each with its values for the filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from serai.convene.programme.filters import BY_DAY, UNKNOWN, Values, View
from serai.convene.programme.released import ReleasedActivity, ReleasedProgramme, ReleasedSession


@dataclass(slots=True)
class Entry:
    """What a line is about: an activity, or one session of it, with its values for the filters."""

    activity: ReleasedActivity
    session: ReleasedSession | None
    sessions: Sequence[ReleasedSession]
    values: Values


def codes_of(programme: ReleasedProgramme) -> dict[str, frozenset[str]]:
    """The values that the filters by section, topic and room can have."""
    return {
        "section": frozenset(programme.section_named),
        "topic": frozenset(programme.topic_named),
        "room": frozenset(programme.room_named),
    }


def entries(programme: ReleasedProgramme, view: View) -> Iterator[Entry]:
    """What a view lists: sessions by day and in the grid, activities by section and by topic.

    By day, an activity of which no session is known stands for itself.
    """
    for activity in programme.activities:
        sessions = programme.sessions_of.get(activity.code, [])
        shared = {
            "section": frozenset([activity.section or UNKNOWN]),
            "topic": frozenset(activity.topics or [UNKNOWN]),
            "kind": frozenset([activity.kind.value]),
            "access": frozenset([activity.access.value]),
            "is_main": frozenset(["yes" if activity.is_main else "no"]),
        }
        blocks: list[tuple[ReleasedSession | None, list[ReleasedSession]]] = [(None, sessions)]
        if view in BY_DAY and sessions:
            blocks = [(session, [session]) for session in sessions]
        for session, covered in blocks:
            days = {s.day.isoformat() if s.day else UNKNOWN for s in covered}
            languages = {
                code for s in covered for code in s.languages or activity.languages
            } or set(activity.languages)
            rooms = {s.room or UNKNOWN for s in covered}
            yield Entry(activity, session, covered, {
                **shared,
                "room": frozenset(rooms or [UNKNOWN]),
                "day": frozenset(days or [UNKNOWN]),
                "language": frozenset(languages or [UNKNOWN]),
            })  # fmt: skip
