"""A file that is written from front to back and taken away as it grows."""

from __future__ import annotations

import io
from typing import Any


class Sink(io.RawIOBase):
    """What writers of whole files write to, so that they can be streamed."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        held = bytes(piece)
        self._pieces.append(held)
        self._place += len(held)
        return len(held)

    def tell(self) -> int:
        return self._place

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
