"""The check of rows and the models have the same rules: a row passes one exactly if the other."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.foundation.dates import PartialDate
from serai.foundation.tables import guarded, unguarded
from serai.foundation.translation import TranslatedText
from serai.track.register.exchange.checking import Checker
from serai.track.register.exchange.columns import BY_NAME, read_cell, row_of
from serai.track.register.exchange.references import References
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.shape import DEFAULTS
from serai.track.register.models import Party, PartyRole, Record, RecordKind, Stage, Status

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
).map(str.strip)
LONG = st.sampled_from([0, 1, 199, 200, 201, 300, 301, 400, 401]).map("x".__mul__)
DATES = st.sampled_from(["", "2001", "2001-05", "2001-05-06", "2001~", "1999-12-31", "2002"])
DEGREES = st.sampled_from(["", "0", "-90", "90", "90.00001", "-91", "180", "-180", "181", "12.5"])
ROWS = st.fixed_dictionaries({
    "kind": st.sampled_from(RecordKind.values),
    "name": st.fixed_dictionaries({"en": LONG, "fr": LONG}),
    "name_as_written": LONG,
    "place_name": st.fixed_dictionaries({"en": LONG}),
    "status": st.sampled_from(Status.values),
    "stage": st.sampled_from([Stage.DRAFT.value, Stage.CHECKED.value]),
    "latitude": DEGREES,
    "longitude": DEGREES,
    "started_on": DATES,
    "ended_on": DATES,
    "counts_in_totals": st.booleans(),
    "counting_reason": st.fixed_dictionaries({"en": LONG}),
})  # fmt: skip


@pytest.fixture
def checker(db: None) -> Checker:
    return Checker(References())


def is_accepted(checker: Checker, values: dict[str, Any]) -> bool:
    """Whether the check of rows lets a new record through."""
    checked = checker.check(ImportRow("file", 2, {"key": "a", **values}))
    checker.check_new(checked, has_source=False)
    return not checked.problems


def is_clean(instance: Any) -> bool:
    """Whether the model lets it through."""
    try:
        instance.full_clean(validate_unique=False)
    except ValidationError:
        return False
    return True


@given(values=ROWS)
@settings(max_examples=300)
def test_a_row_passes_exactly_if_the_model_does(checker: Checker, values: dict[str, Any]) -> None:
    columns = dict(values)
    for name in ("name", "place_name", "counting_reason"):
        columns[name] = TranslatedText(values[name])
    for name in ("started_on", "ended_on"):
        columns[name] = PartialDate.parse(values[name]) if values[name] else None
    for name in ("latitude", "longitude"):
        columns[name] = values[name] or None
    assert is_accepted(checker, values) == is_clean(Record(code="0123456789", **columns))


@given(
    role=st.sampled_from([*PartyRole.values, "guest"]),
    country=st.sampled_from([None, "KE"]),
    written=LONG,
)
def test_a_party_passes_exactly_if_the_model_does(
    checker: Checker, role: str, country: str | None, written: str
) -> None:
    record = Record(pk=1)
    party = Party(record=record, role=role, country_id=country, as_written=written)
    try:
        party.full_clean(exclude=["record"])
        expected = True
    except ValidationError:
        expected = False
    row = {"role": role, "country": country, "as_written": written}
    values = {"kind": "project", "name": {"en": "A"}, "parties": [row]}
    assert is_accepted(checker, values) == expected


@given(
    name=st.dictionaries(st.sampled_from(["en", "zh-hans", "fr", "ar"]), TEXT),
    parties=st.lists(st.tuples(st.just("host"), st.none(), st.just("KE"), TEXT), max_size=3),
    events=st.lists(
        st.tuples(
            st.just("operating"), st.just("2001"),
            st.dictionaries(st.sampled_from(["en", "fr", "ru"]), TEXT.filter(bool)),
        ),
        max_size=3,
    ),
)  # fmt: skip
def test_every_text_comes_back_from_its_cell(
    checker: Checker, name: dict[str, str], parties: list[Any], events: list[Any]
) -> None:
    name = {code: name[code] for code in ("en", "zh-hans", "fr", "ar") if name.get(code)}
    events = [
        (status, on, {code: note[code] for code in ("en", "fr", "ru") if code in note})
        for status, on, note in events
    ]
    plain = {
        **DEFAULTS, "code": "", "key": "a", "kind": "project", "name": name, "parties": parties,
        "status_events": sorted(events, key=repr),
    }  # fmt: skip
    values: dict[str, Any] = {}
    for column, cell in zip(BY_NAME.values(), row_of(plain), strict=False):
        text = unguarded(guarded(str(cell).strip())) if isinstance(cell, str) else cell
        read = read_cell(column, text) if isinstance(text, str) and text else text
        if column.language:
            values.setdefault(column.field, {})[column.language] = read
        elif not column.is_for_information:
            values[column.field] = read
    checked = checker.check(ImportRow("file", 2, values))
    assert checked.problems == []
    found = {code: text for code, text in checked.plain["name"].items() if text}
    assert found == name
    assert checked.plain["parties"] == parties
    assert checked.plain["status_events"] == plain["status_events"]
