"""Published minutes as plain data: drawn up from the rows, and read from a release.

What a release says of people stands apart by their codes, so that it can be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_scopes import scope
from pydantic import TypeAdapter

from serai.convene.proceedings.models import Minutes, Presence
from serai.convene.programme.models import ParticipationRole
from serai.convene.programme.released import ReleasedPerson, released_names
from serai.foundation.directory.models import Person
from serai.foundation.releases.comparing import compare
from serai.foundation.releases.kinds import ReleaseKind, Snapshot, register_release_kind
from serai.foundation.releases.models import Release
from serai.foundation.releases.queries import snapshot_of
from serai.foundation.translation import texts_of

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class ReleasedSection:
    """A section of the text."""

    code: str
    text: Texts
    title: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReleasedDecision:
    """What was decided."""

    code: str
    text: Texts


@dataclass(frozen=True, slots=True)
class ReleasedAction:
    """What somebody, given by code, is to do, until when."""

    code: str
    text: Texts
    person: str | None = None
    organisation: Texts = field(default_factory=dict)
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ReleasedAttendance:
    """How a person took part; ``code`` is that of the person."""

    code: str
    presence: Presence
    role: ParticipationRole | None = None


@dataclass(frozen=True, slots=True)
class ReleasedMinutes:
    """All that minutes say."""

    sections: tuple[ReleasedSection, ...] = ()
    decisions: tuple[ReleasedDecision, ...] = ()
    actions: tuple[ReleasedAction, ...] = ()
    attendances: tuple[ReleasedAttendance, ...] = ()
    people: Mapping[str, ReleasedPerson] = field(default_factory=dict)

    def name_of(self, code: str | None) -> str:
        """The name of a person for the reader; of one who was forgotten, that."""
        return (
            self.people.get(code or "", ReleasedPerson(code or "")).display_name() if code else ""
        )


_minutes = TypeAdapter(ReleasedMinutes)


def drawn(minutes: Minutes) -> ReleasedMinutes:
    """Draw up minutes from the rows that are edited."""
    with scope(edition=minutes.edition):
        people: dict[str, ReleasedPerson] = {}

        def code_of(person: Person | None) -> str | None:
            if person is None:
                return None
            if not person.is_erased:
                people[person.code] = ReleasedPerson(person.code, released_names(person))
            return person.code

        return ReleasedMinutes(
            sections=tuple(
                ReleasedSection(each.code, texts_of(each.text), texts_of(each.title))
                for each in minutes.sections.all()
            ),
            decisions=tuple(
                ReleasedDecision(each.code, texts_of(each.text)) for each in minutes.decisions.all()
            ),
            actions=tuple(
                ReleasedAction(
                    each.code, texts_of(each.text), code_of(each.person),
                    texts_of(each.organisation.name) if each.organisation else {}, each.until,
                )
                for each in _with_people(minutes.actions.select_related("person", "organisation"))
            ),
            attendances=tuple(
                ReleasedAttendance(
                    code_of(each.person) or "", Presence(each.presence),
                    ParticipationRole(each.role) if each.role else None,
                )
                for each in _with_people(minutes.attendances.select_related("person"))
            ),
            people=people,
        )  # fmt: skip


def _with_people(rows: Any) -> Any:
    return rows.prefetch_related("person__names")


def as_snapshot(minutes: ReleasedMinutes) -> Snapshot:
    """Write minutes for a release, with their people apart."""
    content: dict[str, Any] = _minutes.dump_python(minutes, mode="json", exclude_defaults=True)
    return Snapshot(content, content.pop("people", {}))


def minutes_in(release: Release) -> ReleasedMinutes:
    """The minutes that a release says."""
    return _minutes.validate_python(snapshot_of(release).whole)


MINUTES = register_release_kind(
    ReleaseKind("minutes", _("Minutes"), Minutes, lambda minutes: as_snapshot(drawn(minutes)))
)


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one part of minutes, in the words of one language.

    ``before`` or ``after`` is empty where the part is new or gone; ``name`` is its collection.
    """

    name: str
    before: str
    after: str
    language: str


def changes_between(before: ReleasedMinutes, after: ReleasedMinutes) -> list[Change]:
    """The parts in which two versions of minutes differ, in the order of the pages.

    Of each part the reader's language is shown, or the first in which the two differ.
    """
    difference = compare(as_snapshot(before).content, as_snapshot(after).content)
    found = []
    for name in ("attendances", "sections", "decisions", "actions"):
        collection = difference.of(name)
        pairs: list[tuple[Any, Any]] = [(None, each) for each in collection.added.values()]
        pairs += [(each.before, each.after) for each in collection.changed.values()]
        pairs += [(each, None) for each in collection.removed.values()]
        for was, now in pairs:
            found.append(_change(name, _said(name, was, before), _said(name, now, after)))
    return found


def _change(name: str, before: Texts, after: Texts) -> Change:
    reader = get_language() or settings.LANGUAGE_CODE
    different = [
        language for language in dict.fromkeys([reader, *before, *after])
        if before.get(language) != after.get(language)
    ]  # fmt: skip
    language = different[0] if different else reader
    return Change(name, before.get(language, ""), after.get(language, ""), language)


def _said(name: str, thing: Mapping[str, Any] | None, minutes: ReleasedMinutes) -> Texts:
    """What a part says, by language."""
    if thing is None:
        return {}
    reader = get_language() or settings.LANGUAGE_CODE
    if name == "attendances":
        return {reader: f"{minutes.name_of(thing['code'])} ({Presence(thing['presence']).label})"}
    title: Texts = thing.get("title", {})
    beside = ", ".join(filter(None, [minutes.name_of(thing.get("person")), thing.get("until")]))
    return {
        language: "".join([
            f"{title[language]}: " if title.get(language) else "",
            words,
            f" ({beside})" if beside else "",
        ])
        for language, words in thing["text"].items()
    }  # fmt: skip
