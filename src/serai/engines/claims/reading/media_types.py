"""What kind of file it is, by what is in it; the name only decides between kinds of text."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from serai.engines.claims.reading.document import UnreadableDocument

PLAIN_TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

SUFFIXES = {
    ".txt": PLAIN_TEXT, ".text": PLAIN_TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".pdf": PDF, ".docx": DOCX,
}  # fmt: skip
"""The endings of the names of files that can be read."""

_HTML_BEGINS = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_HTML = re.compile(rb"<(?:p|div|article|h[1-6]|span|br|table)\b[^>]*>", re.IGNORECASE)

_READABLE = "Serai reads plain text, Markdown, HTML, PDF and DOCX."
_SAVE_AS = "Open it in the program that made it, save it as DOCX or PDF, and add that file."
_RECOGNISE = (
    "Run a text recognition program (OCR) over it, check the result, and add the PDF or the text."
)
_UNPACK = "Unpack it and add the files that are in it."

_REFUSED: tuple[tuple[bytes, str, str, str], ...] = (
    (b"{\\rtf", "rtf", "it is an RTF document.", _SAVE_AS),
    (b"\x89PNG\r\n", "picture", "it is a picture.", _RECOGNISE),
    (b"\xff\xd8\xff", "picture", "it is a picture.", _RECOGNISE),
    (b"GIF8", "picture", "it is a picture.", _RECOGNISE),
    (b"II*\x00", "picture", "it is a picture.", _RECOGNISE),
    (b"MM\x00*", "picture", "it is a picture.", _RECOGNISE),
    (b"\x1f\x8b", "archive", "it is a compressed archive.", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "archive", "it is a compressed archive.", _UNPACK),
    (b"Rar!", "archive", "it is a compressed archive.", _UNPACK),
    (b"BZh", "archive", "it is a compressed archive.", _UNPACK),
    (b"\xfd7zXZ", "archive", "it is a compressed archive.", _UNPACK),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The OLE compound file: Office before 2007, and any Office file that has a password."""


def media_type_of(content: bytes, name: str) -> str:
    """Say which of the formats that can be read a file has.

    Raises `UnreadableDocument` for every other kind of file, with what to do about it.
    """
    head = content[:1024]
    if b"%PDF-" in head:
        return PDF
    for signature, code, problem, remedy in _REFUSED:
        if head.startswith(signature):
            raise UnreadableDocument(code, name=name, problem=problem, remedy=remedy)
    if head.startswith(_COMPOUND):
        raise _compound_file(content, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed_type(content, name)
    by_name = SUFFIXES.get(PurePath(name).suffix.lower(), PLAIN_TEXT)
    if by_name in {PDF, DOCX}:
        ending = PurePath(name).suffix[1:].upper()
        raise UnreadableDocument(
            "damaged",
            name=name,
            problem=f"its name says {ending}, but its content does not.",
            remedy="Save the file again: it may have been cut off, or be an error page.",
        )
    if by_name == HTML or _HTML_BEGINS.match(head.decode("latin-1")):
        return HTML
    if by_name == PLAIN_TEXT and head.lstrip()[:1] == b"<" and len(_ANY_HTML.findall(head)) > 2:
        return HTML
    return by_name


def _compound_file(content: bytes, name: str) -> UnreadableDocument:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableDocument(
            "password",
            name=name,
            problem="it is protected by a password.",
            remedy="Open it, remove the password, save it, and add it again.",
        )
    return UnreadableDocument(
        "old_office",
        name=name,
        problem="it is in the Office format from before 2007.",
        remedy=_SAVE_AS,
    )


def _packed_type(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableDocument(
            "damaged",
            name=name,
            problem="it is damaged: it begins as a DOCX or ZIP file, but cannot be opened.",
            remedy="Download or save the file again.",
        ) from None
    if "[Content_Types].xml" in names and any(each.startswith("word/") for each in names):
        return DOCX
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise UnreadableDocument(
            "other_office",
            name=name,
            problem="it is a spreadsheet, a presentation or another office format.",
            remedy=f"{_READABLE} Save it as one of these, and add that file.",
        )
    raise UnreadableDocument("archive", name=name, problem="it is a ZIP archive.", remedy=_UNPACK)
