"""Where an agreement stands: examples from real texts, and what must hold of any events."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from serai.foundation.dates import PartialDate
from serai.track.register.models import LegalEventKind as Kind
from serai.track.register.models import Renewal, Status
from serai.track.register.status import (
    CONSENT,
    ENDED,
    Event,
    Step,
    Term,
    agreement_status,
    latest_status,
)

TODAY = date(2023, 11, 6)
OPEN = Term()


def event(kind: Kind, on: str = "", party: str = "", reported: date = TODAY) -> Event:
    return Event.dated(kind, PartialDate.parse(on) if on else None, reported=reported, party=party)


@pytest.mark.parametrize(
    ("events", "term", "expected"),
    [
        pytest.param([], OPEN, Status.UNKNOWN, id="nothing known"),
        pytest.param([event(Kind.ADOPTION, "2001")], OPEN, Status.UNKNOWN, id="text adopted"),
        pytest.param([event(Kind.SIGNATURE, "2001")], OPEN, Status.SIGNED, id="signed"),
        pytest.param([event(Kind.SIGNATURE)], OPEN, Status.SIGNED, id="signed, undated"),
        pytest.param([event(Kind.SIGNATURE, "2023")], OPEN, Status.SIGNED, id="signed this year"),
        pytest.param([event(Kind.SIGNATURE, "2024")], OPEN, Status.UNKNOWN, id="to be signed"),
        pytest.param(
            [event(Kind.SIGNATURE, "2001"), event(Kind.RATIFICATION, "2002")],
            OPEN, Status.SIGNED, id="ratified by one",
        ),
        pytest.param(
            [event(Kind.SIGNATURE, "2001"), event(Kind.PROVISIONAL_APPLICATION, "2001")],
            OPEN, Status.PROVISIONALLY_APPLIED, id="provisionally applied",
        ),
        pytest.param(
            [event(Kind.SIGNATURE, "1978-01-21"), event(Kind.ENTRY_INTO_FORCE, "1978-01-21")],
            Term(5, Renewal.AUTOMATIC), Status.IN_FORCE, id="China–France 1978",
        ),
        pytest.param(
            [event(Kind.SIGNATURE, "2003"), event(Kind.ENTRY_INTO_FORCE, "2003")],
            Term(5, Renewal.UNTIL_NOTICE), Status.IN_FORCE, id="China–New Zealand 2003",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2010-03-01")],
            Term(5), Status.EXPIRED, id="term over, renewal unknown",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2018")],
            Term(5), Status.UNKNOWN, id="term over at some time of this year",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2010"), event(Kind.CONFIRMED_IN_FORCE, "2012")],
            Term(5), Status.EXPIRED, id="listed within the term, which is over",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2010"), event(Kind.CONFIRMED_IN_FORCE, "2020")],
            Term(5), Status.UNKNOWN, id="listed after the term: renewed, who knows for how long",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2010"), event(Kind.RENEWAL, "2020-05-01")],
            Term(5), Status.IN_FORCE, id="renewed",
        ),
        pytest.param(
            [event(Kind.SIGNATURE, "2015"), event(Kind.CONFIRMED_IN_FORCE, "2020")],
            OPEN, Status.IN_FORCE, id="listed as in force",
        ),
        pytest.param(
            [event(Kind.SIGNATURE, "2021"), event(Kind.CONFIRMED_IN_FORCE, "2022")],
            Term(5), Status.IN_FORCE, id="listed, term cannot be over",
        ),
        pytest.param(
            [event(Kind.CONFIRMED_IN_FORCE, "2020")], Term(2), Status.UNKNOWN, id="listed once",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2010"), event(Kind.SUPERSEDED, "2015")],
            OPEN, Status.SUPERSEDED, id="superseded",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2015"), event(Kind.TERMINATION, "2015")],
            OPEN, Status.TERMINATED, id="entered and terminated in one year",
        ),
        pytest.param(
            [event(Kind.TERMINATION, "2015"), event(Kind.CONFIRMED_IN_FORCE, "2015")],
            OPEN, Status.UNKNOWN, id="listed and terminated in one year",
        ),
        pytest.param(
            [event(Kind.EXPIRY, "2015"), event(Kind.CONFIRMED_IN_FORCE, "2019")],
            OPEN, Status.IN_FORCE, id="expired, later listed again",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2010"), event(Kind.EXPIRY, "2023")],
            OPEN, Status.UNKNOWN, id="expires this year",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2010"), event(Kind.WITHDRAWAL, "2015", "FR")],
            Term(parties=2), Status.TERMINATED, id="one of two left",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2010"), event(Kind.WITHDRAWAL, "2015", "FR")],
            Term(parties=5), Status.IN_FORCE, id="one of five left",
        ),
        pytest.param(
            [event(Kind.ENTRY_INTO_FORCE, "2010"), event(Kind.WITHDRAWAL, "2015", "FR")],
            OPEN, Status.IN_FORCE, id="one of an unknown number left",
        ),
    ],
)  # fmt: skip
def test_examples(events: list[Event], term: Term, expected: Status) -> None:
    assert agreement_status(events, term, on=TODAY) == expected


def test_the_day_asked_about_decides() -> None:
    events = [event(Kind.SIGNATURE, "2001"), event(Kind.ENTRY_INTO_FORCE, "2002-03-01")]
    term = Term(5, Renewal.BY_AGREEMENT)

    def on(*day: int) -> Status:
        return agreement_status(events, term, on=date(*day))

    assert on(2000, 12, 31) == Status.UNKNOWN
    assert on(2001, 6, 1) == Status.UNKNOWN  # the signature may be still to come
    assert on(2001, 12, 31) == Status.SIGNED
    assert on(2002, 2, 28) == Status.SIGNED
    assert on(2002, 3, 1) == Status.IN_FORCE
    assert on(2007, 2, 28) == Status.IN_FORCE
    assert on(2007, 3, 1) == Status.EXPIRED


def test_a_term_that_begins_on_a_leap_day() -> None:
    events = [event(Kind.ENTRY_INTO_FORCE, "2016-02-29")]
    assert agreement_status(events, Term(5), on=date(2021, 2, 28)) == Status.IN_FORCE
    assert agreement_status(events, Term(5), on=date(2021, 3, 1)) == Status.EXPIRED


days = st.dates(date(1950, 1, 1), date(2049, 12, 31))
terms = st.builds(
    Term,
    years=st.none() | st.integers(1, 30),
    renewal=st.sampled_from(Renewal),
    parties=st.none() | st.integers(1, 5),
)


@st.composite
def periods(draw: st.DrawFn) -> tuple[date, date]:
    day = draw(days)
    return draw(
        st.sampled_from([
            (day, day),
            (day.replace(day=1), PartialDate(day.year, day.month).latest),
            (date(day.year, 1, 1), date(day.year, 12, 31)),
        ])
    )  # fmt: skip


@st.composite
def happenings(draw: st.DrawFn, kinds: st.SearchStrategy[Kind] | None = None) -> Event:
    earliest, latest = draw(periods())
    kind = draw(st.sampled_from(Kind) if kinds is None else kinds)
    return Event(kind, earliest, latest, draw(st.sampled_from(["", "CN", "FR"])))


histories = st.lists(happenings(), max_size=5)


@given(st.lists(happenings(st.sampled_from([*CONSENT, Kind.ADOPTION]))), terms, days)
def test_signatures_alone_never_bring_into_force(events: list[Event], term: Term, on: date) -> None:
    assert agreement_status(events, term, on=on) in {Status.SIGNED, Status.UNKNOWN}


@given(histories, terms, days, st.randoms())
def test_the_order_of_the_rows_does_not_matter(
    events: list[Event], term: Term, on: date, random: object
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert agreement_status(shuffled, term, on=on) == agreement_status(events, term, on=on)


@given(histories, terms, days)
def test_the_future_does_not_matter(events: list[Event], term: Term, on: date) -> None:
    past = [event for event in events if event.earliest <= on]
    assert agreement_status(past, term, on=on) == agreement_status(events, term, on=on)


@given(histories, terms, st.sampled_from(list(ENDED)), days)
def test_an_ending_after_everything_is_final(
    events: list[Event], term: Term, kind: Kind, last: date
) -> None:
    assume(all(event.latest < last for event in events))
    assume(not any(event.kind in {*ENDED, Kind.WITHDRAWAL} for event in events))
    ended = [*events, Event(kind, last, last)]
    assert agreement_status(ended, term, on=last + timedelta(days=400)) == ENDED[kind]


@given(histories, terms, days)
def test_a_list_of_today_settles_it(events: list[Event], term: Term, on: date) -> None:
    assume(all(event.latest < on for event in events))
    listed = [*events, Event(Kind.CONFIRMED_IN_FORCE, on, on)]
    assert agreement_status(listed, term, on=on) == Status.IN_FORCE


@given(histories, terms, days, st.data())
@example(
    [Event(Kind.TERMINATION, date(2015, 1, 1), date(2015, 12, 31))], OPEN, date(2020, 1, 1), None
)
def test_a_more_exact_date_never_contradicts(
    events: list[Event], term: Term, on: date, data: st.DataObject | None
) -> None:
    """The heart of the matter: what was answered from vague dates stays true of exact ones."""
    vague = agreement_status(events, term, on=on)
    assume(vague != Status.UNKNOWN)
    exact = []
    for event in events:
        length = (event.latest - event.earliest).days
        offset = data.draw(st.integers(0, length)) if data else length
        day = event.earliest + timedelta(days=offset)
        exact.append(Event(event.kind, day, day, event.party))
    assert agreement_status(exact, term, on=on) == vague


def test_other_records_stand_where_their_latest_step_left_them() -> None:
    planned = Step(Status.PLANNED)
    building = Step(Status.BUILDING, PartialDate(2016))
    operating = Step(Status.OPERATING, PartialDate(2017, 6))
    closed = Step(Status.CLOSED, PartialDate(2030))
    steps = [closed, operating, planned, building]
    assert latest_status(steps, on=TODAY) == Status.OPERATING
    assert latest_status(steps, on=date(2016, 5, 1)) == Status.BUILDING
    assert latest_status([planned], on=TODAY) == Status.PLANNED
    assert latest_status([], on=TODAY) is None
    assert latest_status([closed], on=TODAY) is None
