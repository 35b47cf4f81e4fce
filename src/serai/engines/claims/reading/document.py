"""What comes out of reading a file, and what goes wrong."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from serai.engines.claims.text import CanonicalText


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused.

    They keep a hostile or broken file from taking the memory of the machine: a zip of a few
    kilobytes can unpack to gigabytes.
    """

    bytes: int = 64 * 2**20
    unpacked_bytes: int = 256 * 2**20
    characters: int = 5_000_000
    pages: int = 5_000


class UnreadableDocument(Exception):  # noqa: N818 (it is the document that is at fault)
    """A file that cannot be read: which one, what is wrong, and what its owner can do.

    ``code`` names the fault for programs, so that an interface can put it into other words.
    """

    def __init__(self, code: str, *, name: str, problem: str, remedy: str) -> None:
        self.code, self.name, self.problem, self.remedy = code, name, problem, remedy
        super().__init__(f"{name}: {problem} {remedy}".strip())


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader of one format finds in a file.

    ``pages`` holds the offset in ``text`` at which each page starts; it is empty where the format
    has no pages. ``blank_pages`` are the numbers (from 1) of pages without any text.
    """

    text: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: date | None = None
    declared_language: str = ""
    pages: tuple[int, ...] = ()
    blank_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The canonical text of a file and what was found in it.

    Every offset of the engine counts Unicode code points of ``text.text``. ``encoding`` is the
    name under which Python decodes the file, empty for formats that are not text. For plain text
    and Markdown ``content.decode(encoding)`` is the canonical text, character by character: line
    ends and a byte order mark that the decoder leaves stay where they are and count.
    """

    text: CanonicalText
    name: str
    sha256: str
    media_type: str
    encoding: str = ""
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: date | None = None
    pages: tuple[int, ...] = ()
    blank_pages: tuple[int, ...] = ()

    @property
    def language(self) -> str:
        """One of en, zh, fr, ru, es, ar, or ``other``."""
        return self.text.language

    def page_of(self, offset: int) -> int | None:
        """The number of the page, from 1, on which a character stands; None without pages."""
        return bisect_right(self.pages, offset) or None if self.pages else None
