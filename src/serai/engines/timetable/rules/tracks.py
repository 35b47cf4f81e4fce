"""What tracks ask for: together, in order, one after another, apart from similar ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from serai.engines.timetable.layout import Layout
from serai.engines.timetable.problem import Count, Problem
from serai.engines.timetable.rules.base import Rule
from serai.engines.timetable.rules.rooms import room_name
from serai.engines.timetable.solution import gettext_noop
from serai.engines.timetable.standing import Breach, Item, Standing
from serai.engines.timetable.terms import Balance, Blocks, Gaps, Group, Pair, Spread, Term


def tracks(layout: Layout) -> dict[str, tuple[int, ...]]:
    """The sessions of each track."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, session in enumerate(layout.sessions):
        if session.track:
            found[session.track].append(number)
    return {track: tuple(numbers) for track, numbers in found.items()}


def track_name(problem: Problem, track: str) -> str:
    """What a track is called."""
    return next((each.name or each.id for each in problem.tracks if each.id == track), track)


def similar(problem: Problem) -> list[tuple[str, str]]:
    """Pairs of tracks that draw the same people."""
    pairs = {tuple(sorted((each.id, other))) for each in problem.tracks for other in each.similar}
    return sorted((a, b) for a, b in pairs if a != b)


@dataclass(frozen=True, kw_only=True)
class TrackOrder(Rule):
    """Sessions of a track that have an order stand in it."""

    key = "track_order"
    name = gettext_noop("Tracks run in order")
    unit = "pairs in the wrong order"
    usual = "hard"
    demand = gettext_noop("%(first)s comes before %(second)s in %(track)s")
    remedy = gettext_noop("Leave the order of %(track)s open")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for track, numbers in tracks(layout).items():
            for a, b in combinations(numbers, 2):
                first, second = layout.sessions[a].order, layout.sessions[b].order
                if first is None or second is None or first == second:
                    continue
                pair = (a, b) if first < second else (b, a)
                yield Pair(
                    sessions=pair, ahead=0, behind=None,
                    values={"track": track_name(layout.problem, track),
                            "first": layout.title(pair[0]), "second": layout.title(pair[1])},
                )  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for track, items in standing.by_track.items():
            ordered = [each for each in items if each.session.order is not None]
            ordered.sort(key=lambda each: each.session.order or 0)
            for first, second in combinations(ordered, 2):
                if first.session.order != second.session.order and second.start < first.end:
                    yield Breach(
                        1,
                        gettext_noop("%(second)s stands before %(first)s in %(track)s"),
                        {"track": track_name(standing.problem, track), "first": first.title,
                         "second": second.title},
                        (first.session.id, second.session.id),
                    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TrackParallel(Rule):
    """Sessions of one track are not held at once."""

    key = "track_parallel"
    name = gettext_noop("A track does not run beside itself")
    unit = "pairs of sessions at once"
    usual = "hard"
    demand = gettext_noop("%(track)s holds one session at a time")
    remedy = gettext_noop("Let sessions of %(track)s run at once, or split it")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for track, numbers in tracks(layout).items():
            values = {"track": track_name(layout.problem, track)}
            if len(numbers) < 2:
                continue
            if hard:
                yield Group(sessions=numbers, values=values)
                continue
            for pair in combinations(numbers, 2):
                yield Pair(sessions=pair, values=values)

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for track, items in standing.by_track.items():
            for first, second in standing.clashes(items):
                yield Breach(
                    1,
                    gettext_noop("%(first)s and %(second)s of %(track)s are held at once"),
                    {"track": track_name(standing.problem, track), "first": first.title,
                     "second": second.title},
                    (first.session.id, second.session.id),
                )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SimilarTracks(Rule):
    """Tracks that draw the same people do not run at once."""

    key = "similar_tracks"
    name = gettext_noop("Similar tracks do not run at once")
    unit = "pairs of sessions at once"
    usual = 2
    demand = gettext_noop("%(first)s and %(second)s draw the same people")
    remedy = gettext_noop("Let %(first)s and %(second)s run at once")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        by_track = tracks(layout)
        for a, b in similar(layout.problem):
            for first in by_track.get(a, ()):
                for second in by_track.get(b, ()):
                    yield Pair(
                        sessions=(first, second),
                        values={"first": layout.title(first), "second": layout.title(second)},
                    )

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for a, b in similar(standing.problem):
            for first in standing.by_track.get(a, ()):
                for second in standing.by_track.get(b, ()):
                    if first.overlaps(second):
                        yield Breach(
                            1,
                            gettext_noop("%(first)s and %(second)s draw the same people"),
                            {"first": first.title, "second": second.title},
                            (first.session.id, second.session.id),
                        )


@dataclass(frozen=True, kw_only=True)
class TrackRoom(Rule):
    """A track stays in one room."""

    key = "track_room"
    name = gettext_noop("A track stays in one room")
    unit = "rooms beyond the first"
    usual = 1
    demand = gettext_noop("%(track)s stays in one room")
    remedy = gettext_noop("Let %(track)s change rooms")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for track, numbers in tracks(layout).items():
            if len(numbers) > 1:
                yield Spread(sessions=numbers, over="rooms",
                             values={"track": track_name(layout.problem, track)})  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for track, items in standing.by_track.items():
            rooms = {each.room.id for each in items}
            if len(rooms) > 1:
                yield Breach(
                    len(rooms) - 1,
                    gettext_noop("%(track)s is held in %(rooms)s rooms"),
                    {"track": track_name(standing.problem, track), "rooms": len(rooms)},
                    tuple(each.session.id for each in items),
                    rooms=tuple(sorted(rooms)),
                )


@dataclass(frozen=True, kw_only=True)
class TrackDay(Rule):
    """A track is held on one day."""

    key = "track_day"
    name = gettext_noop("A track is held on one day")
    unit = "days beyond the first"
    usual = 3
    demand = gettext_noop("%(track)s is held on one day")
    remedy = gettext_noop("Spread %(track)s over several days")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for track, numbers in tracks(layout).items():
            if len(numbers) > 1:
                yield Spread(sessions=numbers, over="days",
                             values={"track": track_name(layout.problem, track)})  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for track, items in standing.by_track.items():
            days = {each.day for each in items}
            if len(days) > 1:
                yield Breach(
                    len(days) - 1,
                    gettext_noop("%(track)s is spread over %(days)s days"),
                    {"track": track_name(standing.problem, track), "days": len(days)},
                    tuple(each.session.id for each in items),
                )


@dataclass(frozen=True, kw_only=True)
class TrackConsecutive(Rule):
    """The sessions of a track on a day follow each other, with `minutes` between at most."""

    key = "track_consecutive"
    name = gettext_noop("The sessions of a track follow each other")
    unit = "sessions after which the track does not go on"
    usual = 1
    may_be_hard = False
    minutes: Count = 30

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for track, numbers in tracks(layout).items():
            if len(numbers) > 1:
                yield Gaps(sessions=numbers, tolerance=self.minutes,
                           values={"track": track_name(layout.problem, track)})  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for track, items in standing.by_track.items():
            unfollowed = [
                each for each in items
                if not any(each.end <= other.start <= each.end + self.minutes
                           for other in items if other is not each)
            ]  # fmt: skip
            gaps = len(unfollowed) - len({each.day for each in items})
            if gaps > 0:
                yield Breach(
                    gaps,
                    gettext_noop("%(track)s has gaps"),
                    {"track": track_name(standing.problem, track), "gaps": gaps},
                    tuple(each.session.id for each in items),
                )


@dataclass(frozen=True, kw_only=True)
class OneTrackARoom(Rule):
    """In each window of a day a room holds sessions of one track only."""

    key = "one_track_a_room"
    name = gettext_noop("A room holds one track in a half-day")
    unit = "tracks beyond the first"
    usual = 1
    demand = gettext_noop("A room holds one track in a half-day")
    remedy = gettext_noop("Let tracks share a room in a half-day")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        by_track = tracks(layout)
        if by_track:
            numbers = {each: n for n, each in enumerate(by_track)}
            track = {i: numbers[t] for t, sessions in by_track.items() for i in sessions}
            yield Blocks(sessions=tuple(track), track=track)

    def measure(self, standing: Standing) -> Iterable[Breach]:
        held: dict[tuple[tuple[int, int], str], dict[str, list[Item]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for item in standing.items:
            window = standing.window_of(item)
            if item.session.track and window:
                held[window, item.room.id][item.session.track].append(item)
        for (_window, room), by_track in held.items():
            if len(by_track) > 1:
                yield Breach(
                    len(by_track) - 1,
                    gettext_noop("%(room)s holds %(tracks)s tracks in one half-day"),
                    {"room": room_name(standing.problem.room[room]), "tracks": len(by_track)},
                    tuple(i.session.id for items in by_track.values() for i in items),
                    rooms=(room,),
                )


@dataclass(frozen=True, kw_only=True)
class DayBalance(Rule):
    """Days are about equally full: no day has more than `tolerance` sessions above another."""

    key = "balance"
    name = gettext_noop("The days are equally full")
    unit = "sessions too many on the fullest day"
    usual = 1
    may_be_hard = False
    tolerance: Count = 1

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        if len(layout.days) > 1:
            yield Balance(sessions=range(len(layout.sessions)), tolerance=self.tolerance)

    def measure(self, standing: Standing) -> Iterable[Breach]:
        dates = sorted(day.date for day in standing.problem.days)
        counts = {(date - dates[0]).days: 0 for date in dates}
        for item in standing.items:
            counts[item.day] = counts.get(item.day, 0) + 1
        excess = max(counts.values()) - min(counts.values()) - self.tolerance
        if len(dates) > 1 and excess > 0:
            yield Breach(
                excess,
                gettext_noop("The fullest day has %(excess)s sessions too many"),
                {"excess": excess},
            )
