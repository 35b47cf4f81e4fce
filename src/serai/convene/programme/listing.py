"""A programme as its page lists it, by day, by section or by topic.

All of it is turned into plain lines, so that the template has nothing left to look up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serai.convene.editions.models import Edition, EditionState
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.entries import Entry, entries
from serai.convene.programme.filters import BY_DAY, UNKNOWN, VIEWS, Filters, View
from serai.convene.programme.grid import GridDay, Placed, lay_out
from serai.convene.programme.lines import Group, Line, Slot
from serai.convene.programme.models import Access, ActivityKind
from serai.convene.programme.released import (
    ReleasedProgramme,
    ReleasedSection,
    ReleasedSession,
    ReleasedTopic,
)
from serai.convene.programme.searching import Searcher
from serai.convene.programme.sources import Sources
from serai.convene.programme.times import clock, zone_name
from serai.convene.programme.wording import wording
from serai.foundation.web.templatetags.serai import day_text, translated

VIEW_LABELS = {
    "day": gettext_lazy("By day"),
    "grid": gettext_lazy("Timetable"),
    "section": gettext_lazy("By section"),
    "topic": gettext_lazy("By topic"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, with the address that chooses it or takes it away."""

    label: str
    count: int
    href: str
    is_active: bool


@dataclass(slots=True)
class Listing:
    """Everything the programme page shows."""

    count_text: str
    groups: list[Group]
    tabs: list[dict[str, Any]]
    facets: list[dict[str, Any]]
    route: list[dict[str, Any]]
    chosen: list[Choice]
    """What the programme is narrowed to, each with the address that takes it away."""
    clear_href: str
    zone: str
    days: list[GridDay] = field(default_factory=list)
    """The days as grids, where the timetable was asked for."""


class _Composer:
    """Turns a programme into a listing, looking up each label only once."""

    def __init__(
        self,
        edition: Edition,
        programme: ReleasedProgramme,
        filters: Filters,
        addresses: Addresses,
    ) -> None:
        self.edition = edition
        self.programme = programme
        self.filters = filters
        self.addresses = addresses
        self.words = wording(edition)
        self.zone = programme.zone
        self.kinds = {value: capfirst(str(label)) for value, label in ActivityKind.choices}
        self.access = {value: str(label) for value, label in Access.choices}
        self.access[Access.UNKNOWN.value] = str(self.words.access)
        self.room_names = {room.code: translated(room.name) for room in programme.rooms}
        self.room_order = {room.code: order for order, room in enumerate(programme.rooms)}
        self.section_names = {s.code: translated(s.name) for s in programme.sections}
        self.topic_names = {t.code: translated(t.name) for t in programme.topics}
        self.names = {
            activity.code: translated(activity.name)
            for activity in programme.activities
            if activity.name
        }
        self.day_names: dict[str, str] = {}

    def day_name(self, value: str) -> str:
        if value == UNKNOWN:
            return str(self.words.day)
        if value not in self.day_names:
            self.day_names[value] = day_text(date.fromisoformat(value))
        return self.day_names[value]

    def line(self, entry: Entry) -> Line:
        activity, session = entry.activity, entry.session
        name = self.names.get(activity.code)
        own_title = translated(session.title) if session else ""
        details: list[str] = []
        if own_title or name:
            details.append(self.kinds[activity.kind])
        if own_title:
            details.append(name or str(self.words.name))
        if session is not None:
            details.append(self._room(session))
        elif self.filters.view not in BY_DAY:
            details.append(self._when(entry.sessions))
        if activity.access != Access.UNKNOWN:
            details.append(self.access[activity.access])
        return Line(
            title=own_title or name or self.kinds[activity.kind],
            href=self.addresses.of(session or activity),
            unknown="" if own_title or name else str(self.words.name),
            details=format_html_join(" · ", "<bdi>{}</bdi>", ((detail,) for detail in details)),
            starts=clock(session.starts_at, self.zone) if session and session.starts_at else None,
            ends=clock(session.ends_at, self.zone) if session and session.ends_at else None,
            is_public=activity.is_public,
            code=session.code if session else "",
            room=self._room(session) if session else "",
        )

    def _room(self, session: ReleasedSession) -> str:
        return self.room_names[session.room] if session.room else str(self.words.room)

    def _when(self, sessions: Sequence[ReleasedSession]) -> str:
        days = sorted({session.day.isoformat() for session in sessions if session.day})
        texts = [self.day_name(day) for day in days]
        if not days or any(session.day is None for session in sessions):
            texts.append(str(self.words.day))
        if len(sessions) > 1:
            texts.append(
                ngettext("%(count)s session", "%(count)s sessions", len(sessions))
                % {"count": len(sessions)}
            )
        return _(", ").join(texts)

    def groups(self, entries: Iterable[Entry]) -> list[Group]:
        if self.filters.view in BY_DAY:
            return list(self._days(entries))
        return list(self._headings(list(entries)))

    def grid(self, entries: Iterable[Entry]) -> list[GridDay]:
        """The days as grids; what has no day stands in a last one without a grid."""
        by_day: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_day[next(iter(entry.values["day"]))].append(entry)
        names = {order: self.room_names[code] for code, order in self.room_order.items()}
        names[len(names)] = str(self.words.room)
        days = []
        for day in sorted(by_day, key=lambda day: (day == UNKNOWN, day)):
            found = by_day[day]
            made = GridDay(f"day-{day}", self.day_name(day), len(found))
            placed = []
            for entry in found:
                session, line = entry.session, self.line(entry)
                if session is None or session.starts_at is None:
                    made.untimed.append(line)
                    continue
                room = self.room_order.get(session.room or "", len(self.room_order))
                placed.append(Placed(line, session.starts_at, session.ends_at, room))
            days.append(lay_out(made, placed, names, self.zone))
        return days

    def _days(self, entries: Iterable[Entry]) -> Iterator[Group]:
        by_day: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_day[next(iter(entry.values["day"]))].append(entry)
        unknown = by_day.pop(UNKNOWN, [])
        for day in sorted(by_day):
            found = sorted(by_day[day], key=self._order)
            slots = [
                Slot(clock(starts, self.zone) if starts else None, [self.line(e) for e in slot])
                for starts, slot in groupby(found, key=_starts)
            ]
            yield Group(f"day-{day}", self.day_name(day), len(found), slots=slots)
        if unknown:
            yield Group(
                "day-none", self.day_name(UNKNOWN), len(unknown),
                lines=[self.line(entry) for entry in unknown],
            )  # fmt: skip

    def _order(self, entry: Entry) -> tuple[bool, datetime | None, int, int]:
        session = entry.session
        assert session is not None
        starts = session.starts_at or datetime.max.replace(tzinfo=UTC)
        return (
            session.starts_at is None, starts,
            self.room_order.get(session.room or "", len(self.room_order)), session.position,
        )  # fmt: skip

    def _headings(self, entries: list[Entry]) -> Iterator[Group]:
        view = self.filters.view
        by_code: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for code in entry.values[view]:
                by_code[code].append(entry)
        things: Sequence[ReleasedSection | ReleasedTopic] = (
            self.programme.sections if view == "section" else self.programme.topics
        )
        names = self.section_names if view == "section" else self.topic_names
        sources = Sources(each for section in self.programme.sections for each in section.citations)
        for thing in things:
            found = by_code.get(thing.code, [])
            if not found and self.filters.are_any:
                continue
            yield Group(
                f"{view}-{thing.code}", names[thing.code], len(found),
                lines=[self.line(entry) for entry in found],
                text=translated(thing.description) if isinstance(thing, ReleasedSection) else "",
                citations=sources.of(thing.citations) if isinstance(thing, ReleasedSection) else [],
            )  # fmt: skip
        if unknown := by_code.get(UNKNOWN):
            yield Group(
                f"{view}-none", str(getattr(self.words, view)), len(unknown),
                lines=[self.line(entry) for entry in unknown],
            )  # fmt: skip

    def facets(self, entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
        languages = _language_names()
        labels: list[tuple[str, str, Any]] = [
            ("day", _("Day"), self.day_name),
            ("section", _("Section"), self.section_names | {UNKNOWN: str(self.words.section)}),
            ("topic", _("Topic"), self.topic_names | {UNKNOWN: str(self.words.topic)}),
            ("room", _("Room"), self.room_names | {UNKNOWN: str(self.words.room)}),
            ("kind", _("Kind"), self.kinds),
            ("access", _("Access"), {key: capfirst(text) for key, text in self.access.items()}),
            ("language", _("Language"), languages | {UNKNOWN: str(self.words.languages)}),
            ("is_main", _("Main activity"), {"yes": _("Yes"), "no": _("No")}),
        ]
        for name, label, texts in labels:
            counts: Counter[str] = Counter()
            for entry in entries:
                if self.filters.admits(entry.values, but=name):
                    counts.update(entry.values[name])
            active = self.filters.chosen.get(name)
            if active and active not in counts:
                counts[active] = 0
            if len(counts) < 2 and not active:
                continue  # a filter that changes nothing
            order = sorted(counts) if name == "day" else [key for key in texts if key in counts]
            yield {"label": label, "options": [
                Choice(
                    texts(value) if callable(texts) else texts[value],
                    counts[value],
                    self.filters.address(**{name: None if value == active else value}),
                    is_active=value == active,
                )
                for value in order
            ]}  # fmt: skip

    def chosen(self, facets: Iterable[dict[str, Any]]) -> list[Choice]:
        """The values that are chosen, and the words looked for, as they are read beside others."""
        found = [
            replace(option, label=format_html("{}: {}", facet["label"], option.label))
            for facet in facets
            for option in facet["options"]
            if option.is_active
        ]
        if self.filters.text:
            label = f"{_('Search')}: {self.filters.text}"
            found.append(Choice(label, 0, self.filters.address(q=None), is_active=True))
        return found

    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": VIEW_LABELS[view],
                "href": self.filters.address(view=None if view == "day" else view),
                "is_active": view == self.filters.view,
            }
            for view in VIEWS
        ]

    def route(self, groups: Sequence[Group | GridDay]) -> list[dict[str, Any]]:
        """The days of the edition one after the other, with what is known of each."""
        found = {group.anchor: group for group in groups}
        edition = self.edition
        days = {anchor.removeprefix("day-") for anchor in found} - {UNKNOWN}
        if edition.starts_on and not self.filters.are_any:
            last = edition.ends_on or edition.starts_on
            days |= {
                (edition.starts_on + timedelta(days=n)).isoformat()
                for n in range(min((last - edition.starts_on).days, 30) + 1)
            }
        state = "done" if edition.state == EditionState.CONCLUDED else "open"
        stops = []
        for day in [*sorted(days), *([UNKNOWN] if "day-none" in found else [])]:
            group = found.get(f"day-{day}")
            count = group.count if group else 0
            stops.append({
                "title": self.day_name(day),
                "href": f"#day-{day}" if group else "",
                "text": _count_text("day", count) if count else str(self.words.nothing_on_day),
                "state": "open" if day == UNKNOWN else state,
            })  # fmt: skip
        return stops


def compose(
    edition: Edition, programme: ReleasedProgramme, filters: Filters, addresses: Addresses
) -> Listing:
    """Make the listing that a reader asked for."""
    composer = _Composer(edition, programme, filters, addresses)
    listed = list(entries(programme, filters.view))
    if filters.text:
        searcher = Searcher(programme, filters.text)
        listed = [entry for entry in listed if searcher.finds(entry.activity, entry.sessions)]
    found = [entry for entry in listed if filters.admits(entry.values)]
    days = composer.grid(found) if filters.view == "grid" else []
    groups = [] if days else composer.groups(found)
    facets = list(composer.facets(listed))
    noon = datetime.combine(edition.starts_on or date(2000, 1, 1), time(12), tzinfo=programme.zone)
    return Listing(
        count_text=_count_text(filters.view, len(found)),
        groups=groups,
        tabs=composer.tabs(),
        facets=facets,
        chosen=composer.chosen(facets),
        route=composer.route(days or groups) if filters.view in BY_DAY else [],
        clear_href=Filters(filters.view).address() if filters.are_any else "",
        zone=zone_name(programme.zone, noon)
        if any(session.starts_at for session in programme.sessions)
        else "",
        days=days,
    )


_starts = attrgetter("session.starts_at")


def _language_names() -> dict[str, str]:
    from django.conf import settings

    return {code: str(name) for code, name in settings.LANGUAGES}


def _count_text(view: View, count: int) -> str:
    if view in BY_DAY:
        return ngettext(
            "%(count)s item of the programme", "%(count)s items of the programme", count
        ) % {"count": count}
    return ngettext("%(count)s activity", "%(count)s activities", count) % {"count": count}
