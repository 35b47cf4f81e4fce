"""DOCX: paragraphs and tables in the order in which they are read.

python-docx opens the package; its paragraphs leave out what stands in content controls and in
tracked insertions, so the tree of the document is walked here. Deleted text is left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from serai.engines.claims.reading.document import Content, Limits, UnreadableDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {
    _FALLBACK,
    *(_W + tag for tag in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr")),
}
_SIGNS = {
    _W + "tab": "\t", _W + "ptab": "\t", _W + "br": "\n", _W + "cr": "\n",
    _W + "noBreakHyphen": "\u2011", _W + "softHyphen": "",
}  # fmt: skip


def read_docx(content: bytes, *, name: str, limits: Limits) -> Content:
    """Read the text of a DOCX. Raises `UnreadableDocument` for damage and for zip bombs."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    _check_size(content, name, limits)
    try:
        document = docx.Document(io.BytesIO(content))
        facts = document.core_properties
        title, author = facts.title or "", facts.author or ""
        body: Any = document.element.body
        text = "\n\n".join(_blocks(body)) + "\n"
    except (OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise UnreadableDocument(
            "damaged",
            name=name,
            problem=f"it is a damaged DOCX ({error.__class__.__name__}).",
            remedy="Open it in a word processor, save it again, and add that file.",
        ) from error
    return Content(text=text, title=title.strip(), author=author.strip())


def _check_size(content: bytes, name: str, limits: Limits) -> None:
    """Add up what the package says it unpacks to; zipfile never reads more than that."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(each.file_size for each in archive.infolist())
    if unpacked > limits.unpacked_bytes:
        raise UnreadableDocument(
            "too_large",
            name=name,
            problem=f"it unpacks to {unpacked // 2**20} MB; at most "
            f"{limits.unpacked_bytes // 2**20} MB are read.",
            remedy="Remove the pictures from it, or split it into parts.",
        )


def _blocks(element: Any) -> Iterator[str]:
    """The paragraphs under an element; the rows of a table are lines, its cells parted by tabs."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == _W + "p":
            inner = [box for box in child.iter(_W + "txbxContent") if not _in_fallback(box)]
            if text := _text(child).strip():
                yield text
            for box in inner:
                yield from _blocks(box)
        elif child.tag == _W + "tbl":
            if rows := [row for row in map(_row, child.iter(_W + "tr")) if row.strip()]:
                yield "\n".join(rows)
        else:  # a content control, a tracked insertion, a section
            yield from _blocks(child)


def _row(row: Any) -> str:
    cells = (" ".join(" ".join(_blocks(cell)).split()) for cell in row.iter(_W + "tc"))
    return "\t".join(cells)


def _text(element: Any) -> str:
    pieces = []
    for child in element:
        if child.tag == _W + "t":
            pieces.append(child.text or "")
        elif child.tag in _SIGNS:
            pieces.append(_SIGNS[child.tag])
        elif child.tag not in _SKIPPED and child.tag != _W + "txbxContent":
            pieces.append(_text(child))
    return "".join(pieces)


def _in_fallback(element: Any) -> bool:
    return any(each.tag == _FALLBACK for each in element.iterancestors())
