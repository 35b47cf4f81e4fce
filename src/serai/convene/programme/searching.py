"""Words in a programme: titles, summaries, abstracts, rooms and names, in all its languages.

A programme is small enough to be looked through in memory. What may be typed is the same as in the
register (`serai.foundation.search.query`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from django.utils.translation import gettext as _

from serai.convene.programme.released import (
    ReleasedActivity,
    ReleasedProgramme,
    ReleasedSession,
)
from serai.convene.programme.released.things import Whole
from serai.foundation.search.query import Limit, Phrase, QueryError, matches, parse
from serai.foundation.search.tokens import index_text
from serai.foundation.web.parameters import ParameterError

LONGEST = 200

Sought = Callable[[Iterable[str]], bool]
"""Tells whether texts hold what was looked for."""


def sought(text: str) -> Sought:
    """Read what a reader typed. Raises ParameterError where it cannot be read."""
    if len(text) > LONGEST:
        raise ParameterError("q", _("Write at most %d characters.") % LONGEST)
    try:
        wanted = parse(text)
    except QueryError as unreadable:
        raise ParameterError("q", str(unreadable)) from None

    def holds(texts: Iterable[str]) -> bool:
        indexed = f" {index_text(texts)} "

        def is_found(part: Phrase | Limit) -> bool:
            if isinstance(part, Limit):
                return False
            written = " ".join(part.tokens)
            return f" {written}{'' if part.is_prefix else ' '}" in indexed

        return matches(wanted, is_found)

    return holds


class Searcher:
    """Finds activities and sessions of one programme."""

    def __init__(self, programme: ReleasedProgramme, text: str) -> None:
        self._programme = programme
        self._holds = sought(text)
        self._talks: dict[str | None, list[Whole]] = defaultdict(list)
        for each in programme.contributions:
            self._talks[each.session or each.activity].append(each)

    def finds(self, activity: ReleasedActivity, sessions: Iterable[ReleasedSession]) -> bool:
        """Tell whether an activity, with these sessions of it, answers."""
        wholes = [activity, *self._talks[activity.code]]
        for session in sessions:
            wholes += [session, *self._talks[session.code]]
        return self._holds(chain.from_iterable(map(self._texts, wholes)))

    def _texts(self, whole: Whole) -> Iterator[str]:
        for name in ("name", "title", "summary", "abstract"):
            texts = getattr(whole, name, None)
            if isinstance(texts, dict):
                yield from texts.values()
        if isinstance(whole, ReleasedSession) and whole.room:
            yield from self._programme.room_named[whole.room].name.values()
        for part in whole.participations:
            yield from self._programme.person(part.person).names.values()
