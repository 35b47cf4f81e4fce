"""Which encoding a text is in: its byte order mark, UTF-8, what it declares, then statistics."""

from __future__ import annotations

import codecs
import re

from serai.engines.claims.reading.document import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 first: its mark in little-endian order begins with that of UTF-16."""

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding=["']([\w.:-]+)""",
    re.IGNORECASE,
)
_CANDIDATES = (
    "gb18030", "big5", "windows-1251", "windows-1252", "windows-1256", "koi8_r", "iso8859_5",
    "iso8859_6", "cp866", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
"""What statistics choose from: legacy encodings of the languages that the engine reads, and their
nearest neighbours. Left free, the choice falls on exotic code pages that agree by accident."""

_AS_READ = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "latin-1": "cp1252",
    "ascii": "cp1252", "iso8859-9": "cp1254", "big5": "big5hkscs",
}  # fmt: skip
"""A declared encoding is read as its superset, as browsers do (WHATWG Encoding Standard)."""

_SAMPLE = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(content: bytes, *, name: str, declared: str = "") -> tuple[str, str]:
    """Decode a text; return it with the name of the encoding, such that Python gives the same.

    ``declared`` is what the transport said (the charset of a Content-Type). Raises
    `UnreadableDocument` if the bytes are no text in any encoding that is tried.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, name)
    if b"\x00" in content[:4096]:
        encoding = _unmarked_utf16(content[:4096])
        if not encoding:
            raise _not_text(name)
        return _strictly(content, encoding, name)
    # Text in another encoding that happens to be valid UTF-8 is practically only ASCII.
    if (text := _tried(content, "utf-8")) is not None:
        return text, "utf-8"
    for label in (declared, _declared_inside(content)):
        if (encoding := _known(label)) and (text := _tried(content, encoding)) is not None:
            return text, encoding
    return _guessed(content, name)


def _strictly(content: bytes, encoding: str, name: str) -> tuple[str, str]:
    if (text := _tried(content, encoding)) is None:
        raise _not_text(name)
    return text, encoding


def _tried(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark: in most texts one byte of each pair is often zero."""
    evens, odds = head[::2].count(0), head[1::2].count(0)
    if max(evens, odds) < len(head) // 20 or min(evens, odds) * 10 > max(evens, odds):
        return ""
    return "utf-16-le" if odds > evens else "utf-16-be"


def _declared_inside(content: bytes) -> str:
    found = _DECLARED.search(content[:4096])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else ""


def _known(label: str) -> str:
    """The codec for a declared label, or nothing if Python has none for text."""
    try:
        found = codecs.lookup(label.strip() or "?").name
        "".encode(found)
    except LookupError:
        return ""
    # Whoever declared UTF-8 was wrong already: UTF-8 has been tried.
    return "" if found.startswith("utf") else _AS_READ.get(found, found)


def _guessed(content: bytes, name: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(
        content[:_SAMPLE], cp_isolation=list(_CANDIDATES), enable_fallback=False
    ).best()
    if best is not None:
        encoding = codecs.lookup(best.encoding).name
        for each in (encoding, "gb18030" if encoding.startswith("gb") else ""):
            text = _tried(content, each) if each else None
            if text is not None and not _CONTROL.search(text[:_SAMPLE]):
                return text, each
    raise _not_text(name)


def _not_text(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        "not_text",
        name=name,
        problem="it is not text in any encoding that is known here.",
        remedy="Save it as text in UTF-8, or as DOCX or PDF, and add that file.",
    )
