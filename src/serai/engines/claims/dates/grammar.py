"""Finds dates and periods by the patterns of a language, and works out what they mean.

Every pattern is matched over the whole text; of matches that overlap the longest stays. Words in
front ("by the end of", "since") and behind (以来) belong to the span and give its relation.
"""

from __future__ import annotations

import calendar as gregorian
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from serai.engines.claims.dates.calendars import (
    Calendar,
    Unit,
    calendar_of,
    rules_of,
    surroundings_of,
    triggers_of,
)
from serai.engines.claims.dates.span import (
    Basis,
    DateSpan,
    Relation,
    bounds_of,
    precision_of,
)
from serai.engines.claims.languages import language as tables_of

_ROOM = 40
"""Characters on either side of a digit or a word of the calendar that a date can take up."""

_REACH = 48
"""Characters in front of a date that are searched for words that belong to it."""

_NAME_BEFORE = re.compile(r"(?:[A-Z][\w’'-]+|Agenda|Vision|No\.)\s+\Z")
_NOUN_BEHIND = re.compile(
    r"\s+(?:(?:new|joint|foreign|other|young|more|of the)\s+)*(?:people|staff|[a-z]{3,}s)\b"
)
_MONEY_BEFORE = re.compile(r"(?:[$€£¥#№+/=]|\bNo\.?|[A-Za-z]-)\s?\Z")
_UNDATED_YEAR = "XXXX"

_OTHER_DIGITS = re.compile("[٠-٩۰-۹０-９]")
_DIGITS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "012345678901234567890123456789"
)


class _Meaning(NamedTuple):
    value: str
    value_end: str = ""
    relation: Relation = "at"
    basis: Basis = "stated"


class _Found(NamedTuple):
    start: int
    end: int
    rule: str
    match: re.Match[str]


def find_dates(text: str, language: str = "en", stated_on: date | None = None) -> list[DateSpan]:
    """Find the dates and periods of a text; offsets are Unicode code points of ``text``.

    ``stated_on`` is the day on which the text was written: what is relative to it, and days
    without a year, are only known with it; without it their value is empty. The year of a day
    without one is the one that puts it nearest to that day.
    """
    plain = text if text.isascii() or not _OTHER_DIGITS.search(text) else text.translate(_DIGITS)
    reader = _Reader(plain, language, stated_on)
    return [replace(span, text=text[span.start : span.end]) for span in reader.spans()]


class _Reader:
    def __init__(self, text: str, language: str, stated_on: date | None) -> None:
        self.text = text
        self.words: Calendar = calendar_of(language)
        self.tables = tables_of(language)
        self.rules = rules_of(language)
        self.triggers = triggers_of(language)
        self.front, self.behind = surroundings_of(language)
        self.future = re.compile(self.words.is_future, re.IGNORECASE)
        self.year_context = re.compile(rf"(?:{self.words.year_context})\Z", re.IGNORECASE)
        self.stated_on = stated_on
        self.last_day = ""
        """The last day that the text named: what "the same day" means."""

    def spans(self) -> Iterator[DateSpan]:
        for found in self._longest():
            if (span := self._span(found)) is not None:
                if span.precision == "day":
                    self.last_day = span.value_end or span.value
                yield span

    def _windows(self) -> Iterator[tuple[int, int]]:
        """Where a digit or a word of the calendar stands, with some room around it."""
        start = end = 0
        for first, last in self.triggers(self.text):
            if first - _ROOM > end:
                if end:
                    yield start, end
                start = first - _ROOM
            end = last + _ROOM
        if end:
            yield max(0, start), min(end, len(self.text))

    def _longest(self) -> list[_Found]:
        every = [
            _Found(match.start(), match.end(), name, match)
            for start, end in self._windows()
            for name, pattern in self.rules
            for match in pattern.finditer(self.text, start, end)
        ]
        every.sort(key=lambda found: (found.start - found.end, found.start))
        taken: list[_Found] = []
        covered = bytearray(len(self.text))
        for found in every:
            if not any(covered[found.start : found.end]):
                covered[found.start : found.end] = b"\1" * (found.end - found.start)
                taken.append(found)
        return sorted(taken)

    def _span(self, found: _Found) -> DateSpan | None:
        groups = {
            name.rstrip("_"): value
            for name, value in found.match.groupdict().items()
            if value is not None
        }
        front = self.front.search(self.text, max(0, found.start - _REACH), found.start)
        behind = self.behind.match(self.text, found.end)
        assert behind is not None
        start = found.start
        relation: Relation = "at"
        ends = edge = False
        if front is not None and front[0].strip():
            start = front.start()
            relation = self._relation(front["relation"], self.words.before)
            ends, edge = bool(front["ends"]), bool(front["edge"])
        end = found.end
        if behind[0]:
            end = behind.end()
            ends = ends or bool(behind["ends"])
            if behind["relation"]:
                relation = self.words.after[behind["relation"].lower()]
        alone = found.rule == "year" and found.end - found.start == 4
        if alone and not self._is_year(found, in_context=start < found.start or end > found.end):
            return None
        meaning = self._meaning(found, groups)
        if meaning is None:
            return None
        value, value_end, own, basis = meaning
        written = front["relation"] if front is not None else None
        if written and written.lower() in self.words.day_only and not (ends or len(value) == 10):
            relation, start = "at", found.start
        relation = own if own != "at" else relation
        if value_end and relation in {"since", "until"}:
            relation = "at"  # "from 6 to 7 November" is the period, not what follows it
        if ends and not value_end and relation in {"by", "until"}:
            value = _last_day(value)
        confidence = 0.95 if basis == "stated" else 0.8
        if not value:
            confidence = 0.5
        elif edge or (ends and relation == "at"):
            confidence = min(confidence, 0.85)
        rules = (found.rule, *(("end of",) if ends else ()), *(("part of",) if edge else ()))
        return DateSpan(
            start, end, self.text[start:end], value, value_end, relation, basis, confidence, rules
        )

    @staticmethod
    def _relation(written: str | None, words: object) -> Relation:
        if not written:
            return "at"
        assert isinstance(words, dict)
        found: Relation = words[" ".join(written.lower().split())]
        return found

    def _is_year(self, found: _Found, *, in_context: bool) -> bool:
        """Whether four digits alone are a year: not a count, an amount or a part of a name."""
        front, behind = self.text[: found.start][-24:], self.text[found.end : found.end + 40]
        named = not in_context and _MONEY_BEFORE.search(front)
        if named or re.match(r"[.,:/]\d|\s?%|[-–]\w|\d", behind):
            return False
        if self.words.capitals and _NOUN_BEHIND.match(behind):
            return False
        if not in_context and self._counts(behind):
            return False
        return (
            in_context
            or bool(self.year_context.search(front))
            or bool(re.match(r"[)\]]", behind) and front.rstrip().endswith(("(", "[")))
        )

    def _counts(self, behind: str) -> bool:
        """Whether what follows four digits is what they count."""
        found = re.match(r"\s?([^\W\d_]+)", behind)
        if found is None:
            return False
        word, tables = found[1].lower(), self.tables
        if word in tables.currencies or word in tables.measures or word in tables.durations:
            return word not in tables.years
        return tables.code in {"fr", "es", "ru"} and (
            tables.is_plural(word) and word not in tables.ends
        )

    # What a match means

    def _meaning(self, found: _Found, groups: dict[str, str]) -> _Meaning | None:
        if "now" in groups:
            stated = self.stated_on.isoformat() if self.stated_on else ""
            return _Meaning(stated, relation="now", basis="publication")
        if "same" in groups:
            return _Meaning(self.last_day, basis="inferred")
        if "weekday" in groups:
            return self._weekday(found, groups)
        if "ago" in groups:
            return self._shifted(
                self.words.units[groups["unit"].lower()], -self._count(groups["ago"])
            )
        if "unit" in groups:
            return self._past(groups)
        if "decade" in groups:
            return _Meaning(groups["decade"][:3] + "X")
        year, basis = self._year_of(groups)
        if "quarter" in groups or "half" in groups or "months" in groups:
            return self._part(groups, year, basis)
        if "m" in groups:
            return self._months(found, groups)
        if "relative" in groups:
            unit, offset = self.words.relatives[" ".join(groups["relative"].lower().split())]
            return self._shifted(unit, offset)
        if "y2" in groups:
            last = groups["y2"] if len(groups["y2"]) == 4 else year[:2] + groups["y2"]
            return _Meaning(year, last) if int(year) < int(last) else None
        return _Meaning(year, basis=basis) if year else None

    def _year_of(self, groups: dict[str, str]) -> tuple[str, Basis]:
        if "y" in groups:
            return groups["y"], "stated"
        if "relative" in groups and self.stated_on:
            unit, offset = self.words.relatives[" ".join(groups["relative"].lower().split())]
            if unit == "year":
                return str(self.stated_on.year + offset), "inferred"
        return "", "inferred"

    def _count(self, written: str) -> int:
        return int(written) if written.isdigit() else self.words.counts[written.lower()]

    def _part(self, groups: dict[str, str], year: str, basis: Basis) -> _Meaning | None:
        if not year and self.stated_on and "quarter" in groups:
            year = str(self.stated_on.year)
        if not year:
            return _Meaning("", basis="inferred")
        if "months" in groups:
            months = self._count(groups["months"])
            return (
                _Meaning(f"{year}-01", f"{year}-{months:02d}", basis=basis)
                if months <= 12
                else None
            )
        kind = "quarter" if "quarter" in groups else "half"
        number = self.words.ordinals[groups[kind].lower()]
        return _Meaning(f"{year}-{(32 if kind == 'quarter' else 39) + number}", basis=basis)

    def _months(self, found: _Found, groups: dict[str, str]) -> _Meaning | None:
        first = self._month(groups["m"])
        last = self._month(groups["m2"]) if "m2" in groups else 0
        day, last_day = self._day(groups.get("d")), self._day(groups.get("d2"))
        written = groups.get("y2") or groups.get("y") or ""
        basis: Basis = "stated"
        year = written
        if not written:
            year, basis = self._inferred_year(last or first, last_day or day, groups)
        if (
            found.rule == "day first"
            and found.match["mark"] == "/"
            and day <= 12
            and self.words.month_first
        ):
            return _Meaning(year)  # 06/11/2023 is two dates; only the year is certain
        if not year:
            return _Meaning("", basis="inferred")
        first_year = groups.get("y") or str(int(year) - (1 if last and first > last else 0))
        value = _value(first_year, first, day)
        if not (last or last_day):
            return _Meaning(value, basis=basis) if value else None
        value_end = _value(year, last or first, last_day)
        if not value or not value_end or bounds_of(value)[0] > bounds_of(value_end)[0]:  # type: ignore[index]
            return None
        return _Meaning(value, value_end, basis=basis)

    def _day(self, written: str | None) -> int:
        if not written:
            return 0
        digits = re.match(r"\d+", written)
        return int(digits[0]) if digits else self.words.days[written.lower()]

    def _month(self, written: str) -> int:
        return int(written) if written.isdigit() else self.words.months[written.lower().rstrip(".")]

    def _inferred_year(self, month: int, day: int, groups: dict[str, str]) -> tuple[str, Basis]:
        """The year that puts a month or day nearest to the day of the statement."""
        if self.stated_on is None:
            return "", "inferred"
        this = self.stated_on.year
        year, basis = self._year_of(groups)
        if year:
            return year, basis
        which = self._which(groups)
        if which:
            # This year's month, unless "last" or "next" would then not be behind or ahead.
            last, following = month >= self.stated_on.month, month <= self.stated_on.month
            return str(this + {1: -last, 2: 0, 3: following}[which]), "inferred"
        near = min(
            (this, this - 1, this + 1),
            key=lambda each: abs((date(each, month, min(day or 15, 28)) - self.stated_on).days),  # type: ignore[operator]
        )
        return str(near), "inferred"

    def _which(self, groups: dict[str, str]) -> int:
        """1, 2 or 3 for last, this and next; 0 where nothing is said."""
        return {"last": 1, "this": 2, "next": 3}.get(
            self.words.which.get(groups.get("which", "").lower(), ""), 0
        )

    def _weekday(self, found: _Found, groups: dict[str, str]) -> _Meaning:
        """The nearest such day before the statement, or behind it if the sentence looks ahead."""
        if self.stated_on is None:
            return _Meaning("", basis="inferred")
        back = (self.stated_on.weekday() - self.words.weekdays[groups["weekday"].lower()]) % 7
        which = self._which(groups)
        clause = re.split(r"[.;]\s", self.text[max(0, found.start - 100) : found.start])[-1]
        ahead = which == 3 or (which == 0 and self.future.search(clause))
        if ahead:
            back = back - 7 if back else 0
        elif which == 1 and back == 0:
            back = 7
        return _Meaning((self.stated_on - timedelta(days=back)).isoformat(), basis="inferred")

    def _shifted(self, unit: Unit, offset: int) -> _Meaning:
        if self.stated_on is None:
            return _Meaning("", basis="inferred")
        day = self.stated_on
        if unit == "day":
            return _Meaning((day + timedelta(days=offset)).isoformat(), basis="inferred")
        if unit == "week":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
            return _Meaning(
                monday.isoformat(), (monday + timedelta(days=6)).isoformat(), basis="inferred"
            )
        if unit == "month":
            return _Meaning(_month_shifted(day, offset), basis="inferred")
        years = offset * (10 if unit == "decade" else 1)
        return _Meaning(f"{day.year + years:04d}", basis="inferred")

    def _past(self, groups: dict[str, str]) -> _Meaning | None:
        """A period up to the day of the statement: over the past ten years."""
        if self.stated_on is None:
            return _Meaning("", basis="inferred")
        unit = self.words.units[groups["unit"].lower()]
        count = self._count(groups["count"]) if groups.get("count") else 1
        today = self.stated_on
        if unit in {"year", "decade"}:
            start = f"{today.year - count * (10 if unit == 'decade' else 1):04d}"
        elif unit == "month":
            start = _month_shifted(today, -count)
        else:
            start = (today - timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
        return _Meaning(start, today.isoformat(), basis="inferred")


def _value(year: str, month: int, day: int) -> str:
    """The ISO value, or nothing where the calendar has no such day."""
    if not 1 <= month <= 12 or day > gregorian.monthrange(int(year), month)[1]:
        return ""
    return f"{year}-{month:02d}-{day:02d}" if day else f"{year}-{month:02d}"


def _last_day(value: str) -> str:
    """The end of June is a day that was stated: its last."""
    found = bounds_of(value)
    return found[1].isoformat() if found and precision_of(value) != "day" else value


def _month_shifted(day: date, offset: int) -> str:
    months = day.year * 12 + day.month - 1 + offset
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
