"""Checks one value at a time: each gives its plain form, or a fault and something empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_noop as _

from serai.foundation.dataset.kinds import KEY_PATTERN
from serai.foundation.dates import PartialDate, WrongDateError
from serai.foundation.identity import CODE_PATTERN
from serai.foundation.languages import LANGUAGE_CODES
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.references import References
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.shape import CHOICES, DEFAULTS, Plain, max_length, written_number

_KEY = re.compile(KEY_PATTERN)
_CODE = re.compile(CODE_PATTERN)
_INTEGER = re.compile(r"-?\d{1,9}")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_COMMA_NUMBER = re.compile(
    r"[+-]?\d[\d .\u00a0\u202f']*,\d+|[+-]?\d{1,3}(?:[, \u00a0\u202f']\d{3})+"
)
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_EMPTY = dict.fromkeys(LANGUAGE_CODES, "")
Path = tuple[str | int, ...]


class Checked:
    """A row in plain form, and what is wrong with it."""

    __slots__ = ("_faulty", "line", "plain", "problems", "row")

    def __init__(self, row: ImportRow) -> None:
        self.row = row
        self.line = row.line
        self.plain: Plain = {}
        self.problems: list[Problem] = []
        self._faulty: set[str] = set()

    def fault(self, path: Path, rule: str, message: str) -> None:
        """Tell a fault at a place of the row."""
        self.problems.append(problem_at(self.row, path, rule, message))
        self._faulty.add(str(path[0]))

    def faulty_fields(self) -> set[str]:
        """The fields in which faults were found."""
        return self._faulty


def problem_at(row: ImportRow, path: Path, rule: str, message: str) -> Problem:
    """Put a fault at the nearest place around a value that the row knows."""
    for length in range(len(path), 0, -1):
        place = row.places.get(".".join(map(str, path[:length])))
        if place is not None:
            return Problem(row.file, place.line, place.field, rule, message)
    return Problem(row.file, row.line, ".".join(map(str, path)), rule, message)


@lru_cache(maxsize=100_000)
def partial_date(written: str) -> PartialDate:
    """Read a date; the same few thousand dates come again and again."""
    return PartialDate.parse(written)


class ValueChecks:
    """The checks of single values, against one reading of the references."""

    def __init__(self, references: References) -> None:
        self.references = references
        self._row: Checked

    def _stated(self, path: Path, value: Any) -> dict[str, str]:
        """The texts of the languages that are stated; an empty one empties that language."""
        if isinstance(value, str):
            value = {"en": value}
        if value == _EMPTY:  # As tables have it, by far the most frequent.
            return _EMPTY
        if not isinstance(value, Mapping):
            self._row.fault(path, "not-a-text",
                            Message(_("write a text, or one text for each language")))  # fmt: skip
            return {}
        texts = {}
        for language, text in value.items():
            if text == "" and language in LANGUAGE_CODES:
                texts[language] = ""
            elif language not in LANGUAGE_CODES:
                self._row.fault(
                    (*path, language), "unknown-language",
                    Message(
                        _("“%(written)s” is not a language here: use %(known)s"),
                        written=str(language), known=", ".join(LANGUAGE_CODES),
                    ),
                )  # fmt: skip
            elif isinstance(text, str):
                texts[language] = self._within(path, text.strip(), language)
            elif text is not None:
                self._row.fault((*path, language), "not-a-text", Message(_("write a text")))
        return texts

    def _text(self, path: Path, value: Any) -> dict[str, str]:
        """The texts of a part, which is always stated as a whole."""
        return without_empty(self._stated(path, value)) if value else {}

    def _line(self, path: Path, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            if isinstance(value, bool | list | dict):
                self._row.fault(path, "not-a-text", Message(_("write a text")))
                return ""
            value = str(value)
        return self._within(path, value.strip())

    def _within(self, path: Path, text: str, *language: str) -> str:
        limit = _limit(path)
        if limit is not None and len(text) > limit:
            self._row.fault(
                (*path, *language), "too-long",
                Message(
                    _("it has %(length)s characters; %(limit)s are possible"),
                    length=len(text), limit=limit,
                ),
            )  # fmt: skip
        if "\0" in text:
            self._row.fault(
                (*path, *language), "null-character",
                Message(_("it holds a null character: remove it")),
            )  # fmt: skip
        return text

    def _key(self, path: Path, value: Any) -> str:
        key = self._line(path, value)
        if key and not (_KEY.match(key) and len(key) <= 100):
            self._row.fault(
                path, "wrong-key",
                Message(
                    _("“%(written)s” cannot be a key: use small letters, digits and hyphens, at "
                      "most 100; put the name that another register gives into identifiers"),
                    written=key[:100],
                ),
            )  # fmt: skip
        return key

    def _code(self, path: Path, value: Any) -> str:
        code = self._line(path, value)
        if code and not _CODE.match(code):
            self._row.fault(path, "wrong-code",
                            Message(_("“%(written)s” is not a code that Serai gives; leave it "
                                      "out, and one is made"), written=code[:40]))  # fmt: skip
        return code

    def _choice(self, path: Path, value: Any) -> str:
        part = str(path[0]) if len(path) > 1 else ""
        choices = CHOICES[part, str(path[-1])]
        if value in choices:
            return str(value)
        written = self._line_of(value)
        if not written:
            if part:
                self._row.fault(path, "missing", Message(
                    _("is missing: use %(known)s"), known=", ".join(choices)
                ))  # fmt: skip
                return ""
            return str(DEFAULTS.get(str(path[-1]), ""))
        simple = written.lower().replace(" ", "_").replace("-", "_")
        if simple in choices:
            return simple
        nearest = self.references.nearest(simple, choices)
        self._row.fault(path, "unknown-choice", Message(
            _("“%(written)s” is not known here: %(hint)s"), written=written[:60],
            hint=_hint(nearest, Message(_("use %(known)s"), known=", ".join(choices))),
        ))  # fmt: skip
        return ""

    @staticmethod
    def _line_of(value: Any) -> str:
        return "" if value is None else str(value).strip()

    def _flag(self, path: Path, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        written = self._line_of(value).lower()
        if written in _YES:
            return True
        if written in _NO:
            return False
        if not written:
            return path[-1] == "counts_in_totals"
        self._row.fault(path, "not-yes-or-no", Message(
            _("“%(written)s”: write true or false"), written=written[:40]
        ))  # fmt: skip
        return True

    def _integer(self, path: Path, value: Any) -> int | None:
        written = self._line_of(value).removesuffix(".0")
        if not written or isinstance(value, bool):
            return None
        if not _INTEGER.fullmatch(written) or not 0 <= int(written) <= 32767:
            self._row.fault(path, "not-a-number", Message(
                _("“%(written)s”: write a whole number"), written=written[:40]
            ))  # fmt: skip
            return None
        return int(written)

    def _decimal(self, path: Path, value: Any) -> Decimal | None:
        written = self._line_of(value)
        if not written:
            return None
        if isinstance(value, float):
            written = f"{value:.10f}".rstrip("0").rstrip(".")
        if _NUMBER.fullmatch(written):
            return Decimal(written)
        if _COMMA_NUMBER.fullmatch(written):
            self._row.fault(
                path, "number-with-comma",
                Message(
                    _("“%(written)s”: write numbers with a point and without separators, such as "
                      "%(example)s"),
                    written=written, example=_with_point(written),
                ),
            )  # fmt: skip
            return None
        try:
            number = Decimal(written)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self._row.fault(path, "not-a-number", Message(
                _("“%(written)s” is not a number"), written=written[:40]
            ))  # fmt: skip
            return None
        return number

    def _number(self, path: Path, value: Any) -> str | None:
        number = self._decimal(path, value)
        if number is None:
            if not self._line_of(value):
                self._row.fault(path, "missing", Message(_("is missing: give a number")))
            return None
        if abs(number) >= 10**16 or round(number, 4) != number:
            message = Message(_("at most 16 digits before the point and 4 after it"))
            self._row.fault(path, "number-too-long", message)
            return None
        return written_number(number, 4)

    def _degrees(self, path: Path, value: Any) -> str | None:
        number = self._decimal(path, value)
        if number is None:
            return None
        limit = 90 if path[-1] == "latitude" else 180
        if abs(number) > limit:
            template = _("%(number)s is not between -%(limit)s and %(limit)s")
            if self._look_swapped():
                template = _("%(number)s is not between -%(limit)s and %(limit)s: latitude and "
                             "longitude look swapped")  # fmt: skip
            self._row.fault(
                path, "out-of-range", Message(template, number=str(number), limit=limit)
            )
            return None
        # Five decimals are one metre; what maps give beyond that is not kept.
        return written_number(round(number, 5), 5)

    def _look_swapped(self) -> bool:
        values = self._row.row.values
        try:
            latitude, longitude = (
                Decimal(str(values["latitude"])),
                Decimal(str(values["longitude"])),
            )
        except (KeyError, InvalidOperation):
            return False
        return 90 < abs(latitude) <= 180 and abs(longitude) <= 90

    def _date(self, path: Path, value: Any) -> str:
        written = self._line_of(value)
        if not written:
            return ""
        try:
            return str(partial_date(written))
        except WrongDateError as error:
            message = Message(error.template, written=error.written[:60])
            self._row.fault(path, "wrong-date", message)
            return ""

    def _country(self, path: Path, value: Any) -> str | None:
        written = self._line_of(value)
        if not written:
            return None
        code = self.references.countries.get(written) or self.references.countries.get(
            written.upper() if len(written) <= 3 else ""
        )
        if code is None:
            nearest = self.references.nearest_country(written)
            self._row.fault(path, "unknown-country", Message(
                _("“%(written)s” is not the code of a country: %(hint)s"), written=written[:60],
                hint=_hint(nearest, Message(_("use the codes of ISO 3166-1"))),
            ))  # fmt: skip
        return code or written

    def _field(self, path: Path, value: Any) -> str | None:
        written = self._line_of(value)
        if written in self.references.fields:
            return written
        if written:
            nearest = self.references.nearest_field(written)
            self._row.fault(path, "unknown-field", Message(
                _("“%(written)s” is not a field of science: %(hint)s"), written=written[:60],
                hint=_hint(nearest, Message(_("use the codes of OECD, such as 4.1"))),
            ))  # fmt: skip
        return None

    def _theme(self, path: Path, value: Any) -> str | None:
        written = self._line_of(value)
        found = self.references.themes.get(written)
        if found is None and written:
            nearest = self.references.nearest(written, self.references.themes)
            template = _("there is no theme called “%(written)s”")
            if nearest:
                template = _("there is no theme called “%(written)s”: did you mean %(nearest)s?")
            self._row.fault(path, "unknown-theme", Message(
                template, written=written[:60], nearest=nearest or ""
            ))  # fmt: skip
        return found.name if found else None

    def _goal(self, path: Path, value: Any) -> int | None:
        written = self._line_of(value).removesuffix(".0")
        if written.isascii() and written.isdigit() and int(written) in self.references.goals:
            return int(written)
        if written:
            self._row.fault(path, "unknown-goal",
                            Message(_("“%(written)s” is not a goal: use 1 to 17"),
                                    written=written[:40]))  # fmt: skip
        return None

    def _organisation(self, path: Path, value: Any) -> str | None:
        written = self._line_of(value)
        if not written:
            return None
        found = self.references.organisation(written)
        if found is None:
            nearest = self.references.nearest_organisation(written)
            otherwise = _("enter it in the directory first, or put its name into as_written")
            self._row.fault(path, "unknown-organisation", Message(
                _("there is no organisation “%(written)s”: %(hint)s"), written=written[:80],
                hint=_hint(nearest, Message(otherwise)),
            ))  # fmt: skip
        return found.name if found else written

    def _record(self, path: Path, value: Any) -> str | None:
        return self._line_of(value) or None


def _hint(nearest: Any, otherwise: Message) -> Message:
    """What could have been meant, else what to do."""
    if not nearest:
        return otherwise
    return Message(_("did you mean %(nearest)s?"), nearest=str(nearest))


@lru_cache(maxsize=1000)
def _limit_of(part: str, name: str) -> int | None:
    if name in {"code", "key", "identifiers", "party"}:
        return 300
    return max_length(part, name)


def _limit(path: Path) -> int | None:
    if len(path) == 1:
        return _limit_of("", str(path[0]))
    return _limit_of(str(path[0]), str(path[-1])) if len(path) == 3 else 300


def without_empty(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts in the one order of languages, without empty ones."""
    found = {code: text for code, text in texts.items() if text}
    if len(found) < 2:
        return found
    return {code: found[code] for code in LANGUAGE_CODES if code in found}


def _with_point(written: str) -> str:
    plain = re.sub(r"[ \u00a0\u202f']", "", written)
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", plain) and plain.count(",") > 1:
        return plain.replace(",", "")
    return plain.replace(".", "").replace(",", ".")
