"""The kinds of things a data file can hold.

A room registers its kinds in ``imports.py``. A kind has a schema (pydantic), a function that loads
one item through the room's operations, and a function that gives back all items for a dump.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from django.db import models
from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, StringConstraints

from serai.foundation.dates import PartialDate
from serai.foundation.identity import CODE_PATTERN, Identified, code_for_key
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import TranslatedText, texts_of

if TYPE_CHECKING:
    from serai.foundation.dataset.loading import Loading

KEY_PATTERN = r"^[a-z0-9][a-z0-9-]*$"

Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=100)]
"""The readable name of an object in data files: ``zhanatas-wind-farm``."""

Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
"""The permanent code of an object, as a dump writes it. It stands in addresses."""


def _texts(value: Any) -> TranslatedText:
    if isinstance(value, TranslatedText):
        return value
    if isinstance(value, str | int):
        return TranslatedText({"en": str(value)})
    if isinstance(value, Mapping):
        unknown = [code for code in value if code not in LANGUAGE_CODES]
        if unknown:
            raise ValueError(
                f"“{unknown[0]}” is not a language here: use {', '.join(LANGUAGE_CODES)}"
            )
        if all(isinstance(text, str | int) for text in value.values()):
            return TranslatedText({code: str(text) for code, text in value.items()})
    raise ValueError("write a text, or one text for each language code")


def _partial_date(value: Any) -> PartialDate | None:
    if value is None or isinstance(value, PartialDate):
        return value
    return PartialDate.parse(str(value))


Texts = Annotated[TranslatedText, PlainValidator(_texts)]
"""A text (English), or a mapping of language code to text."""

NO_TEXT = TranslatedText({})

DateText = Annotated[PartialDate | None, PlainValidator(_partial_date)]
"""A date as exact as it is known: 2015, 2015-11 or 2015-11-06."""

Number = Annotated[str, BeforeValidator(str)]
"""A number, exactly as written."""


class Part(BaseModel):
    """Base of the schema of something that stands inside an item."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class Item(Part):
    """Base of the schema of an item: its key, and its permanent code where that is not derived."""

    key: Key
    code: Code | None = None


I = TypeVar("I", bound=Item)  # noqa: E741
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Kind(Generic[I]):
    """One kind of item. ``name`` is the top-level word in the file."""

    name: str
    model: type[models.Model]
    schema: type[I]
    load: Callable[[I, Loading], models.Model]
    dump: Callable[[], Iterable[dict[str, Any]]]
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Field of the item by column of the model, where the two differ."""


_kinds: dict[str, Kind[Any]] = {}


def register_kind(kind: Kind[Any]) -> None:
    """Make a kind known. Kinds are loaded and dumped in the order of registration."""
    if kind.name in _kinds:
        raise ValueError(f"The kind {kind.name!r} is registered twice.")
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind[Any]]:
    """Every kind by name."""
    return dict(_kinds)


def reference(target: Any) -> str | None:
    """Return the name by which a dump refers to an object: its key, else its code."""
    if target is None:
        return None
    return str(getattr(target, "key", None) or getattr(target, "code", None) or target.pk)


def own_code(target: Identified) -> str | None:
    """Return the permanent code of an object, unless it follows from the name in the file."""
    derived = code_for_key(target._meta.label_lower, str(reference(target)))
    return None if target.code == derived else target.code


def written(**values: Any) -> dict[str, Any]:
    """Turn values into what stands in a file: empty ones left out, texts and dates as text."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        plain = _written(value)
        if plain not in (None, "", [], {}):
            result[name.rstrip("_")] = plain
    return result


def _written(value: Any) -> Any:
    if isinstance(value, TranslatedText):
        texts = texts_of(value)
        return texts["en"] if set(texts) == {"en"} else texts
    if isinstance(value, bool | int | dict) or value is None:
        return value
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    return str(value)
