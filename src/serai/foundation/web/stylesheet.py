"""The look and the behaviour of all pages: one stylesheet, one script, one mark.

The stylesheet is written in several files by subject and delivered as one. Pages for anonymous
readers carry it in themselves, without what only desks need, so that the first paint takes one
round trip; everybody else gets a link to all of it, at an address that holds the digest of the
content and may be kept for ever. What only few public pages need is in a file of its own, which
those pages carry besides (`page_stylesheet`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import brotli

DIRECTORY = Path(__file__).parent / "static" / "serai"

SUBJECTS = (
    "layers",
    "tokens",
    "base",
    "layout",
    "navigation",
    "components",
    "forms",
    "tables",
    "route",
    "desk",
)
"""The files of the stylesheet in order. Those of the rooms follow, in a layer of their own, so that
a room can refine a component; the print styles come last.
"""
ROOMS, DESK_ROOMS, PAGES = "rooms", "desk_rooms", "pages"

_STRINGS_AND_COMMENTS = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/""", re.DOTALL
)
_SPACE = re.compile(r"\s+")
_AROUND_PUNCTUATION = re.compile(r"\s*([{};,])\s*")
_AFTER_COLON = re.compile(r"([\w-]):\s+")


@dataclass(frozen=True)
class Asset:
    """A file that every page needs, with the digest of its content in its address."""

    name: str
    content_type: str
    body: bytes = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """The first twelve hexadecimal digits of the SHA-256 of the content."""
        return hashlib.sha256(self.body).hexdigest()[:12]

    @cached_property
    def compressed(self) -> bytes:
        """The content in Brotli, as small as it gets: it is made once per process."""
        return bytes(brotli.compress(self.body, mode=brotli.MODE_TEXT, quality=11))

    @property
    def address(self) -> str:
        """Where it is served (see `serai.foundation.web.urls_root`)."""
        stem, _dot, extension = self.name.rpartition(".")
        return f"/assets/{stem}.{self.digest}.{extension}"


def minified(css: str) -> str:
    """Take comments and needless space out of a stylesheet, leaving strings as they are.

    Only what is safe everywhere is removed: space around braces, commas and semicolons, and after
    the colon of a declaration. Space around operators stays, where ``calc()`` needs it.
    """
    kept: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        if found[1] is None:
            return " "
        kept.append(found[1])
        return f"\0{len(kept) - 1}\0"

    text = _STRINGS_AND_COMMENTS.sub(set_aside, css)
    text = _SPACE.sub(" ", text)
    text = _AROUND_PUNCTUATION.sub(r"\1", text)
    text = _AFTER_COLON.sub(r"\1:", text).replace(";}", "}")
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text).strip()


@cache
def stylesheet() -> Asset:
    """Return the whole stylesheet, read and joined once per process."""
    return _joined("serai.css", ROOMS, DESK_ROOMS)


@cache
def stylesheet_of_readers() -> Asset:
    """Return what the pages need that anybody may read."""
    return _joined("reader.css", ROOMS)


@cache
def page_stylesheet(name: str) -> str:
    """Return what the pages of one kind need besides.

    Raises FileNotFoundError for a name that no file of ``pages`` has.
    """
    return minified(f"@layer rooms {{ {(DIRECTORY / PAGES / f'{name}.css').read_text('utf-8')} }}")


def _joined(name: str, *folders: str) -> Asset:
    texts = [(DIRECTORY / f"{subject}.css").read_text("utf-8") for subject in SUBJECTS]
    texts += [
        f"@layer rooms {{ {path.read_text('utf-8')} }}"
        for folder in folders
        for path in sorted((DIRECTORY / folder).glob("*.css"))
    ]
    texts.append((DIRECTORY / "print.css").read_text("utf-8"))
    css = minified("\n".join(texts))
    return Asset(name, "text/css; charset=utf-8", css.encode())


@cache
def asset(name: str) -> Asset:
    """Return one of the files that every page needs. Raises LookupError for any other name."""
    if name == "serai.css":
        return stylesheet()
    content_type = {
        "serai.js": "text/javascript; charset=utf-8",
        "serai.svg": "image/svg+xml",
    }.get(name)
    if content_type is None:
        raise LookupError(f"No asset is called {name!r}.")
    return Asset(name, content_type, (DIRECTORY / name).read_bytes())
