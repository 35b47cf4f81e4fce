"""The columns of a model as JSON: what is read, what may be written, and how one becomes the other.

What is written keeps to a strict schema, so that what the schema allows can be stored. What is read
is described more loosely, since rows come from imports and older versions as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import models
from django.db.models.fields import NOT_PROVIDED
from django.utils import translation
from django.utils.text import capfirst
from pydantic import Field, StringConstraints, WithJsonSchema

from serai.foundation.codes import KnownCodes
from serai.foundation.dates import PartialDate, PartialDateField
from serai.foundation.identity import CODE_PATTERN
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import (
    TranslatedCharField,
    TranslatedText,
    TranslatedTextField,
    texts_of,
)

NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
"""Text without control characters other than tabs and ends of lines."""
NOT_BLANK = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*[^\s\x00-\x1f][^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
_YEAR = r"(?:1[5-9]|2[0-9])\d{2}"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
PARTIAL_DATE = rf"^{_YEAR}(?:-{_MONTH}(?:-{_DAY})?)?~?$"
DATE = rf"^{_YEAR}-{_MONTH}-{_DAY}$"
MOMENT = (
    rf"^{_YEAR}-{_MONTH}-{_DAY}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
    r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)$"
)
LONGEST_TEXT = 10_000


def _text(longest: int | None, *, is_blank_allowed: bool, pattern: str = "") -> Any:
    return Annotated[
        str,
        StringConstraints(
            max_length=longest or LONGEST_TEXT,
            min_length=None if is_blank_allowed else 1,
            pattern=pattern or (NO_CONTROLS if is_blank_allowed else NOT_BLANK),
        ),
    ]


def texts_annotation(longest: int | None, *, is_blank_allowed: bool) -> Any:
    """A text in several languages, each not blank: what is missing is left out."""
    text = _text(longest, is_blank_allowed=False)
    schema = {
        "type": "object",
        "propertyNames": {"enum": list(LANGUAGE_CODES)},
        "additionalProperties": {
            "type": "string", "maxLength": longest or LONGEST_TEXT, "pattern": NOT_BLANK
        },
        **({} if is_blank_allowed else {"minProperties": 1}),
    }  # fmt: skip
    return Annotated[
        dict[Literal[LANGUAGE_CODES], text],  # type: ignore[valid-type]
        Field(min_length=0 if is_blank_allowed else 1),
        WithJsonSchema(schema),
    ]


SHOWN_TEXTS = Annotated[
    dict[str, str],
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]
Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
"""The permanent code of an object."""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One column of a model in JSON."""

    name: str
    given: Any
    """The annotation of what may be written."""
    shown: Any
    """The annotation of what is read."""
    read: Callable[[Any], Any] = _same
    write: Callable[[Any], Any] = _same
    """Turns JSON into the value of the column; raises ValueError with a sentence."""
    refers_to: type[models.Model] | None = None
    is_many: bool = False
    is_choice: bool = False
    is_required: bool = False
    default: Any = None
    description: str = ""


def value_of(model: type[models.Model], name: str) -> Value:
    """Describe a column of a model, from what the model says of it."""
    field: Any = model._meta.get_field(name)
    with translation.override("en"):
        help_text = str(getattr(field, "help_text", "") or "")
        words = capfirst(str(field.verbose_name))
    description = f"{words}. {help_text}".strip() if help_text else f"{words}."
    if isinstance(field, models.ManyToManyField):
        return _references(field, description)
    common: dict[str, Any] = {
        "name": name,
        "description": description,
        "is_required": not field.blank and not field.null and field.default is NOT_PROVIDED,
        "default": _default(field),
    }
    if isinstance(field, models.ForeignKey):
        return _reference(field, common)
    if isinstance(field, TranslatedCharField | TranslatedTextField):
        longest = field.max_length
        return Value(
            **{**common, "default": {}},
            given=texts_annotation(longest, is_blank_allowed=field.blank),
            shown=SHOWN_TEXTS,
            read=texts_of,
            write=TranslatedText,
        )
    if isinstance(field, PartialDateField):
        return Value(
            **{**common, "default": None},
            given=_text(11, is_blank_allowed=True, pattern=PARTIAL_DATE) | None,
            shown=str | None,
            read=lambda value: str(value) if value else None,
            write=lambda value: PartialDate.parse(value) if value else None,
        )
    if field.choices:
        values = tuple(value for value, _label in field.flatchoices)
        if field.blank and "" not in values:
            values = ("", *values)
        return Value(**common, given=Literal[values], shown=str, is_choice=True)
    given, shown, read, write = _plain(field)
    if field.null:
        given, shown = given | None, shown | None
    return Value(**common, given=given, shown=shown, read=read, write=write)


def _plain(field: Any) -> tuple[Any, Any, Callable[[Any], Any], Callable[[Any], Any]]:
    """Annotations and conversions of a column that is not translated and refers to nothing."""
    if isinstance(field, models.BooleanField):
        return bool, bool, bool, _same
    if isinstance(field, models.DecimalField):
        whole = field.max_digits - field.decimal_places
        pattern = rf"^-?\d{{1,{whole}}}(?:\.\d{{1,{field.decimal_places}}})?$"
        return (
            _text(field.max_digits + 2, is_blank_allowed=True, pattern=pattern),
            str,
            _number,
            Decimal,
        )
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return _text(10, is_blank_allowed=True, pattern=DATE), str, _iso, _optional(_date)
    if isinstance(field, models.DateTimeField):
        return _text(25, is_blank_allowed=True, pattern=MOMENT), str, _utc, _optional(_moment)
    if isinstance(field, models.IntegerField):
        lowest, highest = _bounds(field)
        return Annotated[int, Field(ge=lowest, le=highest)], int, _same, _same
    if isinstance(field, models.JSONField):
        known = next(
            (each.codes for each in field.validators if isinstance(each, KnownCodes)), None
        )
        allowed = known or LANGUAGE_CODES
        codes = Annotated[
            list[Literal[allowed]],  # type: ignore[valid-type]
            Field(max_length=len(allowed)),
        ]
        return codes, list[str], list, lambda value: list(dict.fromkeys(value))
    pattern = r"^[-a-zA-Z0-9_]+$" if isinstance(field, models.SlugField) else ""
    text = _text(field.max_length, is_blank_allowed=field.blank, pattern=pattern)
    return text, str, _same, _same


def _reference(field: Any, common: dict[str, Any]) -> Value:
    target = field.related_model
    by = reference_column(target)
    annotation = reference_annotation(target)
    return Value(
        **common,
        given=annotation | None if field.null else annotation,
        shown=_shown_reference(target) | None if field.null else _shown_reference(target),
        read=lambda related: None if related is None else getattr(related, by),
        refers_to=target,
    )


def _references(field: Any, description: str) -> Value:
    target = field.related_model
    by = reference_column(target)
    return Value(
        name=field.name,
        given=Annotated[
            list[reference_annotation(target)],  # type: ignore[misc]
            Field(max_length=500),
        ],
        shown=list[_shown_reference(target)],  # type: ignore[misc]
        read=lambda related: getattr(related, by),
        refers_to=target,
        is_many=True,
        is_required=not field.blank,
        default=[],
        description=description,
    )


def reference_column(target: type[models.Model]) -> str:
    """By which column JSON refers to objects of a model: the permanent code, or an official one."""
    return "code" if has_code(target) else target._meta.pk.name


def has_code(model: type[models.Model]) -> bool:
    """Whether the objects of a model have permanent codes, as those of `Identified` do."""
    return any(
        each.name == "code" and each.unique and not each.primary_key
        for each in model._meta.concrete_fields
    )


def reference_annotation(target: type[models.Model]) -> Any:
    """The annotation of a reference to an object of a model."""
    if has_code(target):
        return Code
    key = target._meta.pk
    if isinstance(key, models.IntegerField):
        lowest, highest = _bounds(key)
        return Annotated[int, Field(ge=max(lowest, 1), le=highest)]
    return _text(key.max_length, is_blank_allowed=False, pattern=r"^[A-Za-z0-9.]+$")


def _shown_reference(target: type[models.Model]) -> Any:
    return (
        int
        if isinstance(target._meta.get_field(reference_column(target)), models.IntegerField)
        else str
    )


def _bounds(field: models.IntegerField[Any, Any]) -> tuple[int, int]:
    if isinstance(field, models.PositiveSmallIntegerField):
        return 0, 32_767
    if isinstance(field, models.PositiveIntegerField):
        return 0, 2_147_483_647
    return -2_147_483_648, 2_147_483_647


def _default(field: Any) -> Any:
    if field.default is NOT_PROVIDED:
        is_text = isinstance(field, models.CharField | models.TextField)
        return "" if is_text and not field.null else None
    default = field.default() if callable(field.default) else field.default
    return str(default) if isinstance(default, str) else default


def _optional(convert: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)


def _number(value: Decimal | None) -> str | None:
    # Normalised, and never as an exponent: what is read can be written again.
    return None if value is None else f"{value.normalize():f}"


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _utc(value: datetime | None) -> str | None:
    return (
        value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        if value
        else None
    )


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError(f"“{written}” is not a day of the calendar.") from None


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"“{written}” is not a moment of the calendar.") from None
