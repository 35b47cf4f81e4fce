"""A conference as CoSPLib describes it: what is to be placed, where, and what each place costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

Penalties = NDArray[np.int64]
Pair = tuple[int, int]


class Term(StrEnum):
    """The terms of the objectives. The values are their names in the sheet `parameters`."""

    TRACKS_SESSIONS = "Tracks_Sessions|Penalty"
    TRACKS_ROOMS = "Tracks_Rooms|Penalty"
    SESSIONS_ROOMS = "Sessions_Rooms|Penalty"
    SIMILAR_TRACKS = "Similar Tracks"
    ROOMS_PER_TRACK = "Number of Rooms per Track"
    PARALLEL_TRACKS = "Parallel Tracks"
    CONSECUTIVE_TRACKS = "Consecutive Tracks"
    TIME_ZONES = "Submissions_Timezones"
    ORDER = "Submissions Order"
    SUBMISSIONS_SESSIONS = "Submissions_Sessions|Penalty"
    SUBMISSIONS_ROOMS = "Submissions_Rooms|Penalty"
    PRESENTERS = "Presenters Conflicts"
    ATTENDEES = "Attendees Conflicts"
    CHAIRS = "Chairs Conflicts"
    PRESENTERS_AT_ONCE = "Presenters Conflicts Timeslot Level"
    ATTENDEES_AT_ONCE = "Attendees Conflicts Timeslot Level"


class Mode(StrEnum):
    """Which objective: E, of the authors' exact model, or F, which the library's checker sums."""

    EXACT = "exact"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Session:
    """A stretch of time that runs in all rooms at once, cut into time slots."""

    name: str
    slots: int
    start: int
    """Minutes after midnight, at the conference."""
    end: int


@dataclass(frozen=True, slots=True)
class Track:
    """Submissions that belong together."""

    name: str
    chairs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Submission:
    """What is to be presented."""

    reference: str
    track: int
    slots: int
    order: int = 0
    """The place in its track, counted from 1; 0 is any."""
    offset: int = 0
    """Minutes by which its clock is ahead of Greenwich."""
    presenters: frozenset[str] = frozenset()
    attendees: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Hours:
    """When it suits people to present, by their own clock, and what other times cost."""

    suitable: tuple[int, int] = (0, 24 * 60)
    less_suitable: tuple[int, int] = (0, 24 * 60)
    less_suitable_penalty: int = 0
    unsuitable_penalty: int = 0

    def penalty(self, start: int, end: int) -> int:
        """Return what a session costs that lasts from `start` to `end`, in minutes of a day.

        The conditions are those of the library, and end like they do: a session over midnight
        is unsuitable only where it ends before the less suitable hours begin.
        """
        earliest, latest = self.less_suitable
        if start < earliest or end > latest or end < earliest:
            return self.unsuitable_penalty
        if start < self.suitable[0] or end > self.suitable[1]:
            return self.less_suitable_penalty
        return 0


@dataclass(frozen=True)
class Instance:
    """A conference to be timetabled. Indices are places in its lists."""

    name: str
    sessions: tuple[Session, ...]
    rooms: tuple[str, ...]
    tracks: tuple[Track, ...]
    submissions: tuple[Submission, ...]
    weights: dict[Term, int]
    """What one unit of a term costs; a term that is not there costs nothing."""
    track_session: Penalties
    track_room: Penalties
    session_room: Penalties
    similar: Penalties
    """Symmetric: what it costs that two tracks run at once."""
    submission_session: Penalties
    submission_room: Penalties
    hours: Hours = field(default_factory=Hours)
    offset: int = 0
    """Minutes by which the clock of the conference is ahead of Greenwich."""

    def weight(self, term: Term) -> int:
        """Return what one unit of a term costs."""
        return self.weights.get(term, 0)

    @cached_property
    def time_zone(self) -> Penalties:
        """What a session costs a submission because of the hour where its presenter is."""
        found: Penalties = np.zeros((len(self.submissions), len(self.sessions)), np.int64)
        for at, submission in enumerate(self.submissions):
            shift = submission.offset - self.offset
            for k, session in enumerate(self.sessions):
                start, end = (session.start + shift) % 1440, (session.end + shift) % 1440
                found[at, k] = self.hours.penalty(start, end)
        return found

    @cached_property
    def of_track(self) -> tuple[tuple[int, ...], ...]:
        """The submissions of each track."""
        found: list[list[int]] = [[] for _ in self.tracks]
        for at, submission in enumerate(self.submissions):
            found[submission.track].append(at)
        return tuple(map(tuple, found))

    @cached_property
    def presenter_pairs(self) -> tuple[Pair, ...]:
        """Pairs of submissions that need one person in two places.

        Somebody presents both, or presents one and chairs the other track.
        """
        return self._pairs(
            [submission.presenters for submission in self.submissions],
            [submission.presenters for submission in self.submissions],
        )

    @cached_property
    def attendee_pairs(self) -> tuple[Pair, ...]:
        """Pairs of submissions of which somebody wants to hear one, and is needed in the other."""
        return self._pairs(
            [submission.attendees for submission in self.submissions],
            [submission.presenters | submission.attendees for submission in self.submissions],
        )

    def _pairs(
        self, wanted: Sequence[frozenset[str]], there: Sequence[frozenset[str]]
    ) -> tuple[Pair, ...]:
        """Pair submissions where one wants somebody who is at the other, or chairs its track."""
        at: dict[str, set[int]] = defaultdict(set)
        for other, people in enumerate(there):
            for person in people:
                at[person].add(other)
        chairing: dict[str, set[int]] = defaultdict(set)
        for t, track in enumerate(self.tracks):
            for person in track.chairs:
                chairing[person].add(t)
        pairs = set()
        for one, people in enumerate(wanted):
            own = self.submissions[one].track
            for person in people:
                elsewhere = (t for t in chairing[person] if t != own)
                for other in at[person].union(*(self.of_track[t] for t in elsewhere)) - {one}:
                    pairs.add((min(one, other), max(one, other)))
        return tuple(sorted(pairs))

    @cached_property
    def chair_pairs(self) -> tuple[Pair, ...]:
        """Pairs of tracks with a chair in common."""
        return tuple(
            (a, b)
            for a, b in combinations(range(len(self.tracks)), 2)
            if self.tracks[a].chairs & self.tracks[b].chairs
        )

    @cached_property
    def kinds(self) -> dict[Mode, tuple[int, ...]]:
        """A number for each submission; those with the same number are alike to an objective."""
        return {mode: self._kinds(mode) for mode in Mode}

    def _kinds(self, mode: Mode) -> tuple[int, ...]:
        pairs = set(chain(*self.presenter_pairs))
        if mode is Mode.EXTENDED:
            pairs |= set(chain(*self.attendee_pairs))
        penalties = (
            self.weight(Term.TIME_ZONES) * self.time_zone
            + self.weight(Term.SUBMISSIONS_SESSIONS) * self.submission_session
        )
        numbers: dict[tuple[object, ...], int] = {}
        found = []
        for s, submission in enumerate(self.submissions):
            key: tuple[object, ...] = (
                submission.track,
                submission.slots,
                penalties[s].tobytes(),
                self.weight(Term.SUBMISSIONS_ROOMS) and self.submission_room[s].tobytes(),
            )
            is_single = s in pairs or (
                mode is Mode.EXTENDED and self.weight(Term.ORDER) and submission.order
            )
            found.append(numbers.setdefault((s,) if is_single else key, len(numbers)))
        return tuple(found)

    def most_sessions(self, track: int) -> int:
        """Return in how many sessions objective E lets a track run.

        As many as hold it when the shortest sessions are taken first.
        """
        left = sum(self.submissions[at].slots for at in self.of_track[track])
        count = 0
        for slots in sorted(session.slots for session in self.sessions):
            if left <= 0:
                break
            left -= slots
            count += 1
        return count
