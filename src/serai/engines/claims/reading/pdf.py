"""PDF by PDFium: the text of each page in reading order, with its paragraphs put back.

A PDF knows where glyphs stand, not what a paragraph is. A line that stands further below the last
one than lines do on that page, that is set in another size or indented begins a paragraph and
gets an empty line before it; the others stay soft-wrapped lines. Headers and footers that run
through the pages are left out, so that sentences that cross a page are whole.
"""

from __future__ import annotations

import ctypes
import re
import threading
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median
from typing import Any

from serai.engines.claims.reading.document import Content, Limits, UnreadableDocument

_LOCK = threading.Lock()
"""PDFium keeps global state and must not be called from two threads at once."""

_FORM_LETTERS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc\u2f00-\u2fd5]+")
"""Ligatures, Arabic presentation forms and Kangxi radicals: how letters look, not what they are."""

_BROKEN_WORD = str.maketrans(dict.fromkeys("\x02\xad\ufffe", "-\n"))
"""PDFium writes one of these where a word was broken, for the hyphen and the end of the line."""

_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ufeff]")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff]")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)
_NAME_OF_FILE = re.compile(
    r"(?:microsoft \w+ - )?\S.*\.(?:docx?|pdf|rtf|odt|txt|html?|pptx?|xlsx?|indd|tex|dvi|wpd|pages)"
    r"|microsoft \w+ - .*|(?:untitled|document|presentation)[-\s\d]*",
    re.IGNORECASE,
)
"""Titles that a program gave the file: “Microsoft Word - report_final.doc”, “Untitled-1”."""

_PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD of fpdfview.h."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page; measures are in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    height: float
    last_bottom: float
    """Another than ``bottom`` where words broken at line ends hold several lines together."""


def read_pdf(content: bytes, *, name: str, limits: Limits) -> Content:
    """Read the text of a PDF. Raises `UnreadableDocument` for passwords, pictures and damage."""
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise _unopened(getattr(error, "err_code", None), name) from None
        try:
            if len(document) > limits.pages:
                raise UnreadableDocument(
                    "too_long",
                    name=name,
                    problem=f"it has {len(document)} pages; at most {limits.pages} are read.",
                    remedy="Split it into parts, and add the parts that matter.",
                )
            pages = [_lines(document, number) for number in range(len(document))]
            facts = document.get_metadata_dict(skip_empty=True)
        finally:
            document.close()
    return _joined(pages, facts, name)


def _unopened(code: int | None, name: str) -> UnreadableDocument:
    if code == _PASSWORD_ERROR:
        return UnreadableDocument(
            "password",
            name=name,
            problem="it is protected by a password.",
            remedy="Open it, print it to a new PDF without a password, and add that file.",
        )
    return UnreadableDocument(
        "damaged",
        name=name,
        problem="it is a damaged PDF that cannot be opened.",
        remedy="Download or save the file again.",
    )


def _lines(document: Any, number: int) -> list[_Line]:
    """The lines of one page. A page that PDFium cannot load has none."""
    import pypdfium2

    try:
        page = document[number]
        written = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    raw = pypdfium2.raw
    left, bottom, last_bottom, unused = (ctypes.c_double() for _ in range(4))
    lines, place = [], 0
    for line in written.get_text_range().splitlines(keepends=True):
        first = place + len(line) - len(line.lstrip())
        index = raw.FPDFText_GetCharIndexFromTextIndex(written, first)
        last = raw.FPDFText_GetCharIndexFromTextIndex(written, place + len(line.rstrip()) - 1)
        raw.FPDFText_GetCharOrigin(written, index, left, bottom)
        raw.FPDFText_GetCharOrigin(written, last, unused, last_bottom)
        if clean := _clean(line):
            size = raw.FPDFText_GetFontSize(written, index)
            lines.append(_Line(clean, left.value, bottom.value, size, last_bottom.value))
        place += len(line.encode("utf-16-le", "surrogatepass")) // 2
    return lines


def _clean(line: str) -> str:
    line = _FORM_LETTERS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), line)
    return _UNWANTED.sub("", line.rstrip().translate(_BROKEN_WORD)).strip()


def _joined(pages: list[list[_Line]], facts: dict[str, str], name: str) -> Content:
    if not any(pages):
        raise UnreadableDocument(
            "picture",
            name=name,
            problem="its pages are pictures without text.",
            remedy="Run a text recognition program (OCR) over it, check the result, and add that.",
        )
    letters = sum(len(line.text) for page in pages for line in page)
    if sum(len(_UNMAPPED.findall(line.text)) for page in pages for line in page) * 5 > letters:
        raise UnreadableDocument(
            "unmapped",
            name=name,
            problem="its fonts do not say which letters their signs stand for.",
            remedy="Print it to pictures and run a text recognition program (OCR) over them.",
        )
    running = _running_lines(pages)
    text, starts, length = [], [], 0
    for page in pages:
        starts.append(length)
        kept = _body(page, running) or page
        for line, broken in zip(kept, _breaks(kept), strict=True):
            piece = ("\n" if broken else "") + line.text + "\n"
            text.append(piece)
            length += len(piece)
    return Content(
        text="".join(text),
        title=_title(facts.get("Title", "").strip(), name) or _heading(pages),
        author=facts.get("Author", "").strip(),
        pages=tuple(starts),
        blank_pages=tuple(number for number, page in enumerate(pages, 1) if not page),
    )


def _title(said: str, name: str) -> str:
    """What the file says its title is, unless that is only the name of a file."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    is_of_file = _NAME_OF_FILE.fullmatch(said) or said.casefold() == stem.casefold()
    return "" if is_of_file else said


def _heading(pages: list[list[_Line]]) -> str:
    """The lines in the largest letters of the first page with text, where they stand out."""
    page = next(filter(None, pages), [])
    body = median(line.height for lines in pages for line in lines)
    largest = max((line.height for line in page if len(line.text) > 3), default=0.0)
    if largest < 1.2 * body:
        return ""
    first = next(index for index, line in enumerate(page) if line.height >= 0.98 * largest)
    lines = takewhile(lambda line: line.height >= 0.98 * largest, page[first:])
    words = " ".join(line.text for line in lines)
    return words if 8 <= len(words) <= 300 else ""


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _running_lines(pages: list[list[_Line]]) -> set[str]:
    """Lines at the edges of three pages or more and of a third of all, alike but for numbers."""
    counted = Counter(
        masked for page in pages for masked in {_masked(line.text) for line in page[:2] + page[-2:]}
    )
    return {masked for masked, times in counted.items() if times >= max(3, len(pages) / 3)}


def _body(page: list[_Line], running: set[str]) -> list[_Line]:
    """The lines of a page without running headers, footers and page numbers."""
    edge = {0, 1, len(page) - 2, len(page) - 1}
    outermost = {0, len(page) - 1} if len(page) > 1 else set()
    return [
        line
        for index, line in enumerate(page)
        if not (index in edge and _masked(line.text) in running)
        and not (index in outermost and _PAGE_NUMBER.fullmatch(line.text))
    ]


def _breaks(lines: list[_Line]) -> list[bool]:
    """For each line of a page whether a paragraph begins with it."""
    steps = [above.last_bottom - below.bottom for above, below in pairwise(lines)]
    usual = median([step for step in steps if step > 0] or [0.0])
    broken = [False] * len(lines)
    for index in range(1, len(lines)):
        above, line = lines[index - 1], lines[index]
        # Upwards is another column or a cell of a table; the sentence may go on there.
        far = steps[index - 1] > 1.3 * usual > 0
        other_size = abs(line.height - above.height) > 0.12 * max(line.height, above.height)
        indented = (
            line.left - above.left > 0.8 * line.height > 0
            and index + 1 < len(lines)
            and line.left - lines[index + 1].left > 0.8 * line.height
        )
        broken[index] = far or other_size or indented
    return broken
