"""The names by which other programs know things: UUIDs and numbers, both from the code."""

from __future__ import annotations

import uuid

from serai.foundation.identity import ALPHABET

_SPACE = uuid.UUID("8c8b1b39-6f61-5d0c-9a3c-2f6b8a4f7f5e")


def guid_of(code: str) -> str:
    """The UUID of a thing, the same in every file that names it."""
    return str(uuid.uuid5(_SPACE, code))


def number_of(code: str) -> int:
    """The positive number of a thing, for files that have no other names. It has 49 bits."""
    number = 0
    for letter in code:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number + 1
