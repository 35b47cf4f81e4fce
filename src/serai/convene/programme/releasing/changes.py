"""What changed from one released programme to the next, in the words of those who organise it.

The generic comparison says which fields of which things differ; here it is told for readers, in
the active language, and for each sentence whom it concerns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.convene.editions.models import Edition
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.models import ParticipationRole
from serai.convene.programme.released import (
    ReleasedActivity,
    ReleasedContribution,
    ReleasedProgramme,
    ReleasedSession,
)
from serai.convene.programme.released.things import Whole
from serai.convene.programme.released.writing import as_snapshot
from serai.convene.programme.times import clock
from serai.foundation.releases.comparing import Changed, Collection, compare
from serai.foundation.translation import render_text
from serai.foundation.web.context import language_name
from serai.foundation.web.templatetags.serai import date_text

Tone = Literal["added", "removed", "changed"]
LEADING = frozenset({ParticipationRole.CHAIR, ParticipationRole.MODERATOR})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that is different, and the codes of the people whom it concerns."""

    text: str
    people: frozenset[str] = frozenset()


@dataclass(slots=True)
class Change:
    """What is different about one thing of the programme."""

    tone: Tone
    title: str
    href: str = ""
    """Its public page, as long as there is one."""
    session: str = ""
    """The code of the session that it is about, or of the session of a contribution."""
    sentences: list[Sentence] = field(default_factory=list)

    def concerning(self, person: str) -> list[str]:
        """What of it concerns a person."""
        return [each.text for each in self.sentences if person in each.people]

    @property
    def people(self) -> frozenset[str]:
        """Everybody whom any of it concerns."""
        return frozenset().union(*(each.people for each in self.sentences))


def changes_between(
    before: ReleasedProgramme | None, after: ReleasedProgramme, edition: Edition
) -> list[Change]:
    """Tell what is different, in the order of the programme; before the first release it was empty.

    Sessions come first, for they are what people wait for, then talks, activities, and the rest.
    """
    return list(_Telling(before or ReleasedProgramme(after.time_zone), after, edition).told())


class _Telling:
    """Tells one difference."""

    def __init__(
        self, before: ReleasedProgramme, after: ReleasedProgramme, edition: Edition
    ) -> None:
        self.before = before
        self.after = after
        self.addresses = Addresses.public(edition)
        self.difference = compare(as_snapshot(before).whole, as_snapshot(after).whole)

    def told(self) -> Iterator[Change]:
        changes = [
            *self._things("sessions", self.before.session_named, self.after.session_named),
            *self._things("contributions", _named(self.before), _named(self.after)),
            *self._things("activities", self.before.activity_named, self.after.activity_named),
            *self._named_things("sections", _("Section")),
            *self._named_things("topics", _("Topic")),
            *self._named_things("rooms", _("Room")),
            *self._people(),
        ]
        yield from (change for change in changes if change.sentences)
        if zone := self.difference.fields.get("time_zone"):
            text = _("Times are in %(after)s instead of %(before)s.")
            yield Change("changed", _("Time zone"), sentences=[
                Sentence(text % {"before": zone[0], "after": zone[1]})
            ])  # fmt: skip

    # Sessions, contributions and activities

    def _things(
        self, name: str, before: Mapping[str, Whole], after: Mapping[str, Whole]
    ) -> Iterator[Change]:
        found = self.difference.of(name)
        for code in found.removed:
            thing = before[code]
            people = self._everybody(self.before, thing)
            yield self._about("removed", thing, self.before, [
                Sentence(self._gone(thing), people)
            ])  # fmt: skip
        for code, thing in after.items():
            if code in found.added:
                yield self._about("added", thing, self.after, list(self._new(thing)))
            elif code in found.changed:
                sentences = list(self._differences(before[code], thing, found.changed[code]))
                yield self._about("changed", thing, self.after, sentences)

    def _about(
        self, tone: Tone, thing: Whole, programme: ReleasedProgramme, sentences: list[Sentence]
    ) -> Change:
        session = thing if isinstance(thing, ReleasedSession) else None
        page: ReleasedActivity | ReleasedSession | None = session
        if isinstance(thing, ReleasedContribution):
            session = programme.session_named.get(thing.session or "")
            page = session or programme.activity_named.get(thing.activity or "")
        elif isinstance(thing, ReleasedActivity):
            page = thing
        is_there = page and page.code in {**self.after.session_named, **self.after.activity_named}
        return Change(
            tone, _title(thing, programme), self.addresses.of(page) if page and is_there else "",
            session.code if session else "", sentences,
        )  # fmt: skip

    def _gone(self, thing: Whole) -> str:
        if isinstance(thing, ReleasedSession) and (when := _when(thing, self.before)):
            return _("Cancelled; it was planned for %(when)s.") % {"when": when}
        return _("Cancelled.")

    def _new(self, thing: Whole) -> Iterator[Sentence]:
        place = ""
        if isinstance(thing, ReleasedSession):
            place = ", ".join(
                each for each in (_when(thing, self.after), self._room(thing, self.after)) if each
            )
        people = self._everybody(self.after, thing)
        yield Sentence(_("New: %(what)s.") % {"what": place} if place else _("New."), people)
        yield from self._parts_taken(None, thing)

    def _differences(self, was: Whole, now: Whole, change: Changed) -> Iterator[Sentence]:
        everybody = self._everybody(self.before, was) | self._everybody(self.after, now)
        told: set[str] = {"participations", "position"}
        if isinstance(was, ReleasedSession) and isinstance(now, ReleasedSession):
            told |= {"day", "starts_at", "ends_at", "room"}
            yield from self._moved(was, now, everybody)
        for name, (old, new) in change.fields.items():
            if name not in told and (text := self._field(name, old, new, now)):
                yield Sentence(text, everybody)
        yield from self._parts_taken(was, now)

    def _moved(
        self, was: ReleasedSession, now: ReleasedSession, people: frozenset[str]
    ) -> Iterator[Sentence]:
        old, new = _when(was, self.before), _when(now, self.after)
        if old != new:
            # Of a day that stays, it is only the time that has become known.
            is_known_now = was.day == now.day and not was.starts_at
            yield Sentence(_replaced("" if is_known_now else old, new, _MOVED), people)
        old, new = self._room(was, self.before), self._room(now, self.after)
        if (was.room or "") != (now.room or ""):
            yield Sentence(_replaced(old, new, _ROOM), people)

    def _room(self, session: ReleasedSession, programme: ReleasedProgramme) -> str:
        room = programme.room_named.get(session.room or "")
        return render_text(room.name).text if room else ""

    def _field(self, name: str, old: Any, new: Any, thing: Whole) -> str:
        """Tell of one field in a sentence; nothing of what readers never see."""
        match name:
            case "name" | "title":
                return _replaced(render_text(old).text, render_text(new).text, _TITLE)
            case "session":
                texts = [
                    _title(found, programme) if (found := programme.session_named.get(code)) else ""
                    for programme, code in ((self.before, old or ""), (self.after, new or ""))
                ]
                return _replaced(texts[0], texts[1], _SESSION)
            case "languages":
                names = _(", ").join(language_name(code) for code in new or [])
                return (
                    _("Languages: %(names)s.") % {"names": names} if names
                    else _("Languages are to be announced again.")
                )  # fmt: skip
            case "access" | "kind":
                label = thing.access if name == "access" else thing.kind  # type: ignore[union-attr]
                return _("Now: %(what)s.") % {"what": label.label}
            case "summary" | "description" | "abstract":
                return _("The description has changed.")
            case "citations":
                return _("The sources have changed.")
            case "section" | "topics" | "activity":
                return _("It has another place in the programme.")
            case "organisers":
                names = _(", ").join(
                    render_text(each.name).text for each in getattr(thing, "organisers", ())
                )
                return _("Held by: %(names)s.") % {"names": names} if names else ""
            case "outcomes":
                return _("What came of it has changed.")
            case "stated":
                return _("What the sources state of it has changed.")
        return ""

    def _parts_taken(self, was: Whole | None, now: Whole) -> Iterator[Sentence]:
        """Who came, went, or does something else; it concerns them and those who lead."""
        roles_before, roles_after = _roles(was), _roles(now)
        leading = {person for person, roles in roles_after.items() if roles & LEADING}
        for person in dict.fromkeys([*roles_before, *roles_after]):
            old, new = roles_before.get(person, set()), roles_after.get(person, set())
            if old == new:
                continue
            values = {
                "name": self._name(person),
                "role": _(", ").join(sorted(str(role.label) for role in new)),
            }
            template = (
                _("%(name)s takes part: %(role)s.") if not old
                else _("%(name)s now takes part as: %(role)s.") if new
                else _("%(name)s no longer takes part.")
            )  # fmt: skip
            yield Sentence(template % values, frozenset({person} | (leading if was else set())))

    def _name(self, person: str) -> str:
        known = self.after.people.get(person) or self.before.person(person)
        return known.display_name()

    def _everybody(self, programme: ReleasedProgramme, thing: Whole) -> frozenset[str]:
        """Who takes part in a thing, or in what belongs to it."""
        parts = [thing, *programme.contributions_to(thing)]
        if isinstance(thing, ReleasedActivity):
            parts += programme.sessions_of.get(thing.code, [])
        return frozenset(each.person for part in parts for each in part.participations)

    # What is only named, and people

    def _named_things(self, name: str, label: str) -> Iterator[Change]:
        found: Collection = self.difference.of(name)
        for tone, things, text in (
            ("removed", found.removed, _("No longer part of the programme.")),
            ("added", found.added, _("New.")),
        ):
            for thing in things.values():
                yield Change(tone, _labelled(label, thing), sentences=[Sentence(text)])  # type: ignore[arg-type]
        for change in found.changed.values():
            sentences = []
            if "name" in change.fields:
                old, new = (render_text(each).text for each in change.fields["name"])
                sentences.append(Sentence(_replaced(old, new, _TITLE)))
            if "capacity" in change.fields and change.after.get("capacity"):
                text = _("Seats: %(count)s.") % {"count": change.after["capacity"]}
                sentences.append(Sentence(text))
            if set(change.fields) - {"name", "capacity"}:
                sentences.append(Sentence(_("The description has changed.")))
            yield Change("changed", _labelled(label, change.after), sentences=sentences)

    def _people(self) -> Iterator[Change]:
        for code, change in self.difference.of("people").changed.items():
            if "names" in change.fields:
                old, new = (self.before.person(code), self.after.person(code))
                text = _replaced(old.display_name(), new.display_name(), _TITLE)
                yield Change("changed", new.display_name(), sentences=[
                    Sentence(text, frozenset({code}))
                ])  # fmt: skip
            elif "biography" in change.fields:
                yield Change("changed", self._name(code), sentences=[
                    Sentence(_("The biography has changed."), frozenset({code}))
                ])  # fmt: skip
            elif set(change.fields) == {"positions"}:
                held = change.after.get("positions", {})
                if set(held) == set(change.before.get("positions", {})):
                    yield Change("changed", self._name(code), sentences=[
                        Sentence(_("The position has changed."), frozenset({code}))
                    ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Replacement:
    """How to say that something is another, was not known before, or is no longer known."""

    both: str
    known: str
    unknown: str


def _replaced(old: str, new: str, kind: str) -> str:
    words = {
        _MOVED: _Replacement(
            _("Moved from %(old)s to %(new)s."), _("Now on %(new)s."),
            _("Day and time are to be announced again."),
        ),
        _ROOM: _Replacement(
            _("In %(new)s instead of %(old)s."), _("In %(new)s."),
            _("The room is to be announced again."),
        ),
        _TITLE: _Replacement(
            _("Now called “%(new)s” instead of “%(old)s”."), _("Now known: “%(new)s”."),
            _("Its name is to be announced again."),
        ),
        _SESSION: _Replacement(
            _("Moved from “%(old)s” to “%(new)s”."), _("Now in “%(new)s”."),
            _("Its session is to be announced again."),
        ),
    }[kind]  # fmt: skip
    template = words.unknown if not new else words.both if old else words.known
    return template % {"old": old, "new": new}


_MOVED, _ROOM, _TITLE, _SESSION = "moved", "room", "title", "session"


def _named(programme: ReleasedProgramme) -> dict[str, ReleasedContribution]:
    return {each.code: each for each in programme.contributions}


def _labelled(label: str, thing: Mapping[str, Any]) -> str:
    return f"{label}: {render_text(thing.get('name')).text}"


def _title(thing: Whole, programme: ReleasedProgramme) -> str:
    match thing:
        case ReleasedSession():
            activity = programme.activity_named.get(thing.activity)
            return render_text(thing.title or (activity.title if activity else "")).text
        case ReleasedContribution():
            return render_text(thing.title or capfirst(thing.kind_label)).text
        case _:
            return render_text(thing.title).text


def _roles(thing: Whole | None) -> dict[str, set[ParticipationRole]]:
    roles: dict[str, set[ParticipationRole]] = {}
    for part in thing.participations if thing else ():
        roles.setdefault(part.person, set()).add(part.role)
    return roles


def _when(session: ReleasedSession, programme: ReleasedProgramme) -> str:
    """The day and the time of a session, as far as they are known."""
    if session.day is None:
        return ""
    texts: Iterable[datetime] = (each for each in (session.starts_at, session.ends_at) if each)
    hours = "–".join(clock(each, programme.zone).text for each in texts)
    return f"{date_text(session.day)}, {hours}" if hours else str(date_text(session.day))
