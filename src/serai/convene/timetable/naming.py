"""Names in what the engine says: references in a plan, names where somebody reads it.

The engine gets references in place of names, and puts them into its sentences. A plan is kept with
them, so each reader sees names in their own language, and whose data was erased is named nowhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serai.convene.programme.models import Equipment, Room, Section, Session
from serai.convene.timetable.models import HappeningKind, RuleKind
from serai.foundation.directory.models import Person

_REFERENCE = re.compile("\ufff9([^\ufff9-\ufffb]*)\ufffa([a-z]+):([^\ufff9-\ufffb]*)\ufffb")
"""Interlinear annotation of Unicode: a name, and what it is the name of."""


def reference(kind: str, code: str, name: str = "") -> str:
    """Return what stands for a name; ``name`` is what is shown if the thing is there no more."""
    return f"\ufff9{name}\ufffa{kind}:{code}\ufffb"


def happened(change: Mapping[str, Any]) -> str:
    """Return what a change that the engine repairs was, and to whom or what it happened."""
    whom = next(kind for kind in ("person", "room", "session") if kind in change)
    return f"{reference('happening', change['change'])}: {reference(whom, change[whom])}"


def naming(texts: Iterable[str]) -> Callable[[str], str]:
    """Return what puts names into any of these texts, in the language of the reader.

    Read inside the scope of the edition, with a query or two a kind of thing that is named.
    """
    codes: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for _name, kind, code in _REFERENCE.findall(text):
            codes[kind].add(code)
    names = {kind: _NAMES[kind](wanted) for kind, wanted in codes.items() if kind in _NAMES}

    def name(found: re.Match[str]) -> str:
        known = names.get(found[2], {}).get(found[3]) or found[1]
        return known or (_("Somebody") if found[2] == "person" else "–")

    return lambda text: _REFERENCE.sub(name, text)


def _people(codes: Iterable[str]) -> Mapping[str, str]:
    language = get_language()
    people = Person.objects.filter(code__in=codes).prefetch_related("names")
    return {person.code: person.display_name(language) for person in people}


def _sessions(codes: Iterable[str]) -> Mapping[str, str]:
    sessions = Session.objects.filter(code__in=codes).select_related("activity")
    return {session.code: str(session) for session in sessions}


def _rooms(codes: Iterable[str]) -> Mapping[str, str]:
    return {room.code: str(room) for room in Room.objects.filter(code__in=codes)}


def _sections(codes: Iterable[str]) -> Mapping[str, str]:
    return {section.code: str(section) for section in Section.objects.filter(code__in=codes)}


_NAMES: Mapping[str, Callable[[Iterable[str]], Mapping[str, str]]] = {
    "person": _people,
    "session": _sessions,
    "room": _rooms,
    "section": _sections,
    "rule": lambda _codes: {kind.value: str(kind.label) for kind in RuleKind},
    "happening": lambda _codes: {kind.value: str(kind.label) for kind in HappeningKind},
    "equipment": lambda _codes: {code: str(label) for code, label in Equipment.choices},
}
