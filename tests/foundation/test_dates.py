"""Dates that are known only to the day, the month or the year."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from factories.directory import make_person, translated
from serai.foundation.dates import PartialDate, PartialDateField
from serai.foundation.directory.models import Position

days = st.dates(min_value=date(1, 1, 1))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    precision = draw(st.integers(1, 3))
    return PartialDate(
        day.year,
        day.month if precision > 1 else None,
        day.day if precision > 2 else None,
        approximate=draw(st.booleans()),
    )


@given(partial_dates())
def test_what_is_written_is_read_back(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value


@given(partial_dates())
def test_the_earliest_day_is_not_after_the_latest(value: PartialDate) -> None:
    assert value.earliest <= value.latest
    assert (value.earliest == value.latest) == (value.precision == "day")


@given(partial_dates(), partial_dates())
def test_the_written_form_sorts_in_calendar_order(one: PartialDate, other: PartialDate) -> None:
    if one.earliest < other.earliest and not (one.approximate or other.approximate):
        assert str(one) < str(other)
        assert one < other


@given(days)
def test_a_calendar_date_is_known_to_the_day(day: date) -> None:
    value = PartialDate.from_date(day)
    assert value.precision == "day"
    assert value.earliest == value.latest == day


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused_with_advice(text: str) -> None:
    try:
        value = PartialDate.parse(text)
    except ValueError as error:
        assert "is not" in str(error)  # noqa: PT017 - both outcomes are right
    else:
        assert PartialDate.parse(str(value)) == value


@pytest.mark.parametrize(
    "written",
    [
        "2023-13",
        "2023-02-29",
        "2023-00",
        "2023-11-00",
        "23",
        "2023-1",
        "2023/11",
        "0000",
        "2023-11-6",
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is not a d"):
        PartialDate.parse(written)


@pytest.mark.parametrize(
    ("written", "language", "shown"),
    [
        ("2023-11-06", "en", "6 November 2023"),
        ("2023-11-06", "fr", "6 novembre 2023"),
        ("2023-11-06", "zh-hans", "2023年11月6日"),
        ("2023-11", "en", "November 2023"),
        ("2023-11", "es", "noviembre de 2023"),
        ("2023-11", "zh-hans", "2023年11月"),
        ("2023", "ru", "2023"),
        ("2015~", "en", "~ 2015"),
    ],
)
def test_it_is_shown_with_no_more_than_is_known(written: str, language: str, shown: str) -> None:
    assert PartialDate.parse(written).display(language) == shown
    with translation.override(language):
        assert PartialDate.parse(written).display() == shown


def test_the_field_takes_what_people_and_files_give() -> None:
    field = PartialDateField()
    assert field.to_python(" 2023-11 ") == PartialDate(2023, 11)
    assert field.to_python(date(2023, 11, 6)) == PartialDate(2023, 11, 6)
    assert field.to_python("") is None
    assert field.to_python(None) is None
    with pytest.raises(ValidationError, match="is not a date"):
        field.to_python("last spring")


@pytest.mark.django_db
def test_the_field_keeps_exactly_what_was_said() -> None:
    person = make_person()
    for as_of in (PartialDate(2023, 11), None):
        created = person.positions.create(title=translated("Director"), as_of=as_of)
        assert Position.objects.get(pk=created.pk).as_of == as_of
    assert person.positions.filter(as_of="2023-11").count() == 1
