"""Dates that are known only to the day, the month or the year.

A source that says "in November 2015" has not said which day, and inventing one would be a
false fact. A `PartialDate` keeps exactly what was said. It is written as an ISO 8601 date of
reduced precision (``2015``, ``2015-11``, ``2015-11-06``), with the trailing ``~`` of EDTF level
1 (ISO 8601-2:2019) when the date is approximate. The text form sorts in calendar order.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Any, Literal

from babel.dates import format_date, format_skeleton
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from serai.foundation.languages import locale_of

Precision = Literal["year", "month", "day"]

_WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<about>~)?")


class WrongDateError(ValueError):
    """What somebody wrote is no date. It says so in the language of now; ``template`` is what it
    says in English, with a place for what was ``written``.
    """

    def __init__(self, template: str, written: str) -> None:
        super().__init__(gettext(template) % {"written": written})
        self.template, self.written = template, written


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with the precision it was stated with."""

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False

    @classmethod
    def parse(cls, written: str) -> PartialDate:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, optionally followed by ``~``.

        Raises WrongDateError with a sentence for the person who typed it.
        """
        found = _WRITTEN.fullmatch(written.strip())
        if found is None:
            raise WrongDateError(
                gettext_noop("“%(written)s” is not a date: write 2023, 2023-11 or 2023-11-06."),
                written,
            )
        parts = [int(found[name]) if found[name] else None for name in ("year", "month", "day")]
        year, month, day = parts
        assert year is not None
        try:
            date(year, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            raise WrongDateError(
                gettext_noop("“%(written)s” is not a day of the calendar."), written
            ) from None
        return cls(year, month, day, approximate=found["about"] is not None)

    @classmethod
    def from_date(cls, value: date) -> PartialDate:
        """Take a full calendar date."""
        return cls(value.year, value.month, value.day)

    @property
    def precision(self) -> Precision:
        """How exactly the date is known."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def display(self, language: str | None = None) -> str:
        """Write it out for people, in the given or the active language (CLDR patterns)."""
        locale = locale_of(language)
        if self.precision == "day":
            text = format_date(self.earliest, format="long", locale=locale)
        elif self.precision == "month":
            text = format_skeleton("yMMMM", self.earliest, locale=locale)
        else:
            text = format_skeleton("y", self.earliest, locale=locale)
        return f"~ {text}" if self.approximate else text

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text + ("~" if self.approximate else "")

    def __lt__(self, other: PartialDate) -> bool:
        return (self.earliest, self.latest) < (other.earliest, other.latest)


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A column that holds a `PartialDate` as text; empty means unknown and reads as None."""

    description = _("Date that may be known only to the month or the year")

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 11)
        options.setdefault("blank", True)
        options.setdefault("default", "")
        options.setdefault(
            "help_text", _("Write 2023, 2023-11 or 2023-11-06; leave empty if unknown.")
        )
        super().__init__(*args, **options)

    def from_db_value(self, value: str | None, *_: object) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        if isinstance(value, date):
            return PartialDate.from_date(value)
        if not str(value).strip():
            return None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def get_prep_value(self, value: Any) -> str:
        return str(self.to_python(value) or "")

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(str(value or ""), model_instance)

    def run_validators(self, value: Any) -> None:
        super().run_validators(str(value or ""))
