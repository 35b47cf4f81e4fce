"""Where an agreement stands on a day, worked out from what is known to have happened to it.

The rule is that nothing is made up. A signature does not bring an agreement into force. A date
known only to the year leaves open what was the case within that year. Where two readings of the
events lead to two answers, the status is *unknown*; so a more exact date can settle the answer,
and never contradicts one that was given before.

1. *Ended*: an expiry, a termination, a successor, a withdrawal that leaves fewer than two parties.
   It stands, unless the agreement was renewed or listed as in force afterwards.
2. *In force*: it entered into force, was renewed or is listed as in force. If it has a term and is
   not known to go on by itself, it has expired after the term; but if it is listed as in force
   after that, somebody renewed it, for how long is unknown.
3. *Provisionally applied*, 4. *signed*, in this order; otherwise 5. *unknown*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from serai.foundation.dates import PartialDate
from serai.track.register.models import LegalEventKind as Kind
from serai.track.register.models import Renewal, Status

CONSENT = frozenset({
    Kind.SIGNATURE, Kind.DEFINITIVE_SIGNATURE, Kind.RATIFICATION, Kind.ACCEPTANCE,
    Kind.ACCESSION, Kind.SUCCESSION,
})  # fmt: skip
IN_FORCE = frozenset({Kind.ENTRY_INTO_FORCE, Kind.CONFIRMED_IN_FORCE, Kind.RENEWAL})
REVIVING = frozenset({Kind.CONFIRMED_IN_FORCE, Kind.RENEWAL})
# In this order: what says most about how an agreement ended comes first.
ENDED = {
    Kind.SUPERSEDED: Status.SUPERSEDED,
    Kind.TERMINATION: Status.TERMINATED,
    Kind.EXPIRY: Status.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an agreement, on one day of a period."""

    kind: Kind
    earliest: date
    latest: date
    party: str = ""
    """Whom it concerns; empty where it concerns them all."""

    @classmethod
    def dated(cls, kind: Kind, on: PartialDate | None, *, reported: date, party: str = "") -> Event:
        """Take an event as a source dates it.

        What was reported has happened by the day of the report; an undated event lies anywhere
        before. Only an expiry is foretold: the year in which it falls may not be over.
        """
        if on is None:
            return cls(kind, date.min, reported, party)
        latest = on.latest
        if kind is not Kind.EXPIRY and on.earliest <= reported:
            latest = min(latest, reported)
        return cls(kind, on.earliest, latest, party)


@dataclass(frozen=True, slots=True)
class Term:
    """How long an agreement runs, and how it goes on afterwards."""

    years: int | None = None
    renewal: Renewal = Renewal.UNKNOWN
    parties: int | None = None
    """How many parties there are, where all of them are known."""

    @property
    def goes_on(self) -> bool:
        """Whether it stays in force after its term without a new act."""
        return self.years is None or self.renewal in {Renewal.AUTOMATIC, Renewal.UNTIL_NOTICE}


def agreement_status(events: Iterable[Event], term: Term, *, on: date) -> Status:
    """Return the status of an agreement on a day."""
    begun = [event for event in events if event.earliest <= on]
    certain = [event for event in begun if event.latest <= on]
    # Events that may or may not have happened by then count only if the answer is the same.
    return _only(_decide(certain, term, on), _decide(begun, term, on))


def _only(*readings: Status) -> Status:
    return readings[0] if len(set(readings)) == 1 else Status.UNKNOWN


def _decide(events: list[Event], term: Term, on: date) -> Status:
    endings = _endings(events, term)
    revivals = [event for event in events if event.kind in REVIVING]
    certain, possible = [], []
    for ending in endings:
        if any(revival.earliest > ending.latest for revival in revivals):
            continue
        possible.append(ending)
        if all(revival.latest <= ending.earliest for revival in revivals):
            certain.append(ending)
    running = _running(events, term, on)
    return _only(_ended(certain) or running, _ended(possible) or running)


def _endings(events: list[Event], term: Term) -> list[Event]:
    endings = [event for event in events if event.kind in ENDED and not event.party]
    leaving = [
        event
        for event in events
        if event.kind is Kind.WITHDRAWAL or (event.kind in ENDED and event.party)
    ]
    for event in leaving:
        # Whoever leaves an agreement of two ends it. What the others of many do goes on.
        if not event.party or (term.parties is not None and term.parties <= 2):
            endings.append(Event(Kind.TERMINATION, event.earliest, event.latest))  # noqa: PERF401
    return endings


def _ended(endings: Collection[Event]) -> Status | None:
    kinds = {event.kind for event in endings}
    return next((status for kind, status in ENDED.items() if kind in kinds), None)


def _running(events: list[Event], term: Term, on: date) -> Status:
    kinds = {event.kind for event in events}
    if kinds & IN_FORCE:
        return Status.IN_FORCE if term.goes_on else _within_term(events, term, on)
    if Kind.PROVISIONAL_APPLICATION in kinds:
        return Status.PROVISIONALLY_APPLIED
    return Status.SIGNED if kinds & CONSENT else Status.UNKNOWN


def _within_term(events: list[Event], term: Term, on: date) -> Status:
    assert term.years is not None
    listed = [event for event in events if event.kind is Kind.CONFIRMED_IN_FORCE]
    if any(event.earliest == on == event.latest for event in listed):
        return Status.IN_FORCE
    starts = [event for event in events if event.kind in {Kind.ENTRY_INTO_FORCE, Kind.RENEWAL}]
    if not starts:
        # It is listed as in force, and its term cannot have begun before it was signed.
        signed = [event.earliest for event in events if event.kind is Kind.SIGNATURE]
        if signed and on < _years_after(max(signed), term.years):
            return Status.IN_FORCE
        return Status.UNKNOWN
    first_end = _years_after(max(event.earliest for event in starts), term.years)
    last_end = _years_after(max(event.latest for event in starts), term.years)
    if on < first_end:
        return Status.IN_FORCE
    if on < last_end or any(event.latest >= first_end for event in listed):
        return Status.UNKNOWN
    return Status.EXPIRED


def _years_after(day: date, years: int) -> date:
    """The first day after a term of so many years that began on a day."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A status that a record reached on one day of a period; undated steps have no dates."""

    status: Status
    on: PartialDate | None = None


def latest_status(steps: Iterable[Step], *, on: date) -> Status | None:
    """Return the status of a record that is not an agreement: its latest step that has begun.

    Undated steps come before dated ones; of steps whose dates cannot be told apart, the last one
    given counts. None where there are no steps.
    """
    begun = [step for step in steps if step.on is None or step.on.earliest <= on]
    ordered = sorted(
        begun, key=lambda step: (step.on.earliest, step.on.latest) if step.on else (date.min,) * 2
    )
    return ordered[-1].status if ordered else None
