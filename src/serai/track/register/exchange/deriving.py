"""What follows from a record in plain form: its status, its year, what it is found and sorted by.

The operations derive the same from models (`register.operations`); the functions that decide are
the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone

from serai.foundation.dates import PartialDate
from serai.foundation.folding import fold
from serai.track.register.exchange.checking import party_name
from serai.track.register.exchange.references import References
from serai.track.register.exchange.shape import Plain
from serai.track.register.exchange.values import partial_date
from serai.track.register.models import LegalEventKind, PartyRole, RecordKind, Renewal, Status
from serai.track.register.models.record import searched_words
from serai.track.register.quality import Facts, SourceFacts, quality_of
from serai.track.register.status import Event, Step, Term, agreement_status, latest_status

_STATED = ("name", "started_on", "ended_on", "place_name", "place_country", "latitude")
"""The columns that the score asks a source for."""


class Derived(NamedTuple):
    """The columns of a record that nobody enters, and what it is called in English."""

    label: str
    status: str
    year: int | None
    sort_name: str
    words: str
    quality: int


class Deriver:
    """Derives what follows from whole records; ``source`` is the primary key of one that
    each of them cites too.
    """

    def __init__(self, references: References, source: int | None) -> None:
        self._references = references
        self._source = source
        self._today = timezone.localdate()

    def derive(self, plain: Plain) -> Derived:
        """Derive what follows from a record with all its fields."""
        dates, status = self._events(plain)
        started = partial_date(plain["started_on"]) if plain["started_on"] else None
        first = started or (min(dates) if dates else None)
        called = [plain["name_as_written"], *(party[3] for party in plain["parties"])]
        words = searched_words([plain["name"], plain["summary"], plain["place_name"]], called)
        label = label_of(plain["name"])
        return Derived(
            label, status, first.year if first else None, fold(label)[:100], words,
            self._quality(plain, status),
        )  # fmt: skip

    def _events(self, plain: Plain) -> tuple[list[PartialDate], str]:
        """Return the dates of the events of a record, and the status that follows from them."""
        if plain["kind"] == RecordKind.AGREEMENT:
            dates = [partial_date(event[1]) for event in plain["legal_events"] if event[1]]
            return dates, _agreement_status(plain, self._today).value
        events = plain["status_events"]
        if not events:
            return [], plain["status"]
        steps = [Step(Status(each[0]), partial_date(each[1]) if each[1] else None)
                 for each in events]  # fmt: skip
        status = latest_status(steps, on=self._today)
        return [step.on for step in steps if step.on], (status or Status(plain["status"])).value

    def _quality(self, plain: Plain, status: str) -> int:
        fields = {cited[0] for cited in plain["sources"]}
        sources = {self._references.sources[cited[1]].pk for cited in plain["sources"]}
        if self._source is not None:
            fields.add("")
            sources.add(self._source)
        stated = [name for name in _STATED if plain[name]]
        cited = stated if "" in fields else [name for name in stated if name in fields]
        events = plain["legal_events"] or plain["status_events"]
        parts = len(plain["parties"]) + len(plain["measures"]) + len(events)
        # Of dates, the score asks for their precision only.
        best = len(plain["started_on"].rstrip("~"))
        for event in events:
            best = max(best, len(event[1].rstrip("~")))
        return _score(
            plain["kind"], status, len(plain["name"]), bool(plain["summary"]),
            bool(plain["countries"]), bool(plain["fields"] or plain["themes"]),
            plain["latitude"] is not None, best, len(plain["parties"]),
            sum([bool(party[1] or party[2]) for party in plain["parties"]]),
            len(stated) + parts, len(cited),
            tuple(sorted([self._references.worth[pk] for pk in sources])),
        )  # fmt: skip


def label_of(name: Mapping[str, str]) -> str:
    """Return what a record is called in English, else in the first language that it has."""
    return name.get("en") or next(iter(name.values()), "")


@lru_cache(maxsize=100_000)
@lru_cache(maxsize=20_000)
def _score(  # noqa: PLR0917
    kind: str, status: str, languages: int, has_summary: bool, has_countries: bool,  # noqa: FBT001
    has_fields: bool, has_point: bool, best: int, parties: int, named: int, stated: int,  # noqa: FBT001
    cited: int, sources: tuple[tuple[str, bool], ...],
) -> int:  # fmt: skip
    """Return the score of a record; there are few different ones among many records."""
    return quality_of(
        Facts(
            kind=kind, status=status, languages=languages, has_summary=has_summary,
            has_countries=has_countries, has_fields=has_fields, has_point=has_point,
            date=partial_date("2000-01-01"[:best]) if best else None, parties=parties,
            named_parties=named, stated=stated, cited=cited,
            sources=[SourceFacts(kind, official) for kind, official in sources],
        )
    ).score  # fmt: skip


def _agreement_status(plain: Plain, today: date) -> Status:
    names = [party_name(party) for party in plain["parties"]]
    events = [
        Event.dated(
            LegalEventKind(kind), partial_date(on) if on else None, reported=today,
            party=str(names.index(party) + 1) if party else "",
        )
        for kind, on, party, _place, _note in plain["legal_events"]
    ]  # fmt: skip
    if not events:
        return Status.UNKNOWN
    parties = sum(party[0] == PartyRole.PARTY for party in plain["parties"])
    known = None if plain["countries_are_examples"] else parties or None
    term = Term(plain["term_years"], Renewal(plain["renewal"]), known)
    return agreement_status(events, term, on=today)
