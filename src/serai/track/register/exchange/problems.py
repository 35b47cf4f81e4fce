"""What can be wrong with a file that is imported, told all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from django.utils.translation import gettext

from serai.engines.validation import Fault, Words


class Message(str):
    """What is wrong, in English, which can be said in the language of whoever reads it.

    ``template`` is marked by ``gettext_noop`` where it is written; ``values`` go into it, and may
    be messages themselves.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Self:
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made

    @property
    def words(self) -> str:
        """The message in the language of now."""
        values = {name: in_words(value) for name, value in self.values.items()}
        said = gettext(self.template)
        return said % values if values else said


def in_words(value: Any) -> Any:
    """Return a message in the language of now, and anything else as it is."""
    return value.words if isinstance(value, Message) else value


class Problem(NamedTuple):
    """One fault: where it stands, which rule it breaks, and what to do about it.

    ``field`` is the column, element or path as it is written in the file; empty where the whole
    line or file is meant. ``rule`` is a short fixed name (``unknown-code``), for programs.
    """

    file: str
    line: int
    field: str
    rule: str
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.line}: {field}{self.message}"

    @property
    def words(self) -> str:
        """The message in the language of now; that of a schema or rule set is English."""
        return str(in_words(self.message))

    @property
    def original(self) -> str:
        """What the schema of a format says, in English, where the message puts it plainly."""
        said = self.message.values.get("original", "") if isinstance(self.message, Message) else ""
        return str(said)

    @property
    def is_english(self) -> bool:
        """Whether it cannot be said in another language."""
        return not isinstance(self.message, Message)

    def stored(self) -> list[Any]:
        """Return the fault as JSON values."""
        return [*self[:-1], _stored(self.message)]

    @classmethod
    def restored(cls, stored: Sequence[Any]) -> Problem:
        """Return the fault that was stored."""
        file, line, field, rule, message = stored
        return cls(file, line, field, rule, _restored(message))


def problem_of(fault: Fault, file: str) -> Problem:
    """Say as a problem of an import what is wrong with a file of another format: in plain words,
    where there are any, beside those of its schema.
    """
    said = fault.explanation
    if said is None:
        return Problem(file, fault.line, "", fault.rule, fault.message)
    field = str(said.values["place"]).strip("<>").replace(" ", "/@")
    message = _message(said, original=fault.message)
    return Problem(file, fault.line, field, fault.rule, message)


def _message(words: Words, **more: str) -> Message:
    values = {
        name: _message(value) if isinstance(value, Words) else value
        for name, value in words.values.items()
    }
    return Message(words.template, **values, **more)


def _stored(value: Any) -> Any:
    if not isinstance(value, Message):
        return value
    return {"say": value.template, "with": {k: _stored(v) for k, v in value.values.items()}}


def _restored(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return Message(value["say"], **{name: _restored(each) for name, each in value["with"].items()})
