"""The canonical text of a document, and the blocks and sentences in it.

Every offset of this package counts Unicode code points of :attr:`CanonicalText.text`, end
exclusive.
Lines that were broken only for their width are joined by *same-length* substitution (``flat``), so
an offset into the joined text is an offset into the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import sentencex

from serai.engines.claims.languages import Language, language

BlockKind = Literal["paragraph", "heading", "item", "row", "furniture"]

SOFT = "\u00ad"
"""Stands in ``flat`` for the characters between the halves of a word broken at a line end."""

MAX_WRAPPED = 132
"""The widest line, in characters, that is taken for one broken by width."""

MIN_WRAPPED = 30
"""A shorter line before a capital letter ended where its writer meant it to."""

MAX_SENTENCE = 4_000
"""Characters after which a sentence is cut: text without any full stop must not cost more."""

MAX_PART = 10_000
"""Characters of one block that are cut into sentences at a time."""

_STOP = re.compile(r"[.!?][\"”’)]* (?=[\"“‘(]?[^\W\d_a-z])|[。！？؟][”’」』）]*")
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]*(?:\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]|\Z)")
_ITEM = re.compile(
    r"\s*(?:[-*+•●▪◦■□○‣⁃∙·–—►➢✓o]\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+|[（(][一二三四五六七八九十]+[)）])"
)
_BULLET = re.compile(r"[-*+•●▪◦■□○‣⁃∙·–—►➢✓]\s+")
_LABELLED = re.compile(r"\s*[^\W\d_a-z][^\n:.]{1,40}:\s+\S")
"""A line of a list of particulars: *Students: 27,480*."""
_HEADING = re.compile(
    r"\s{0,3}#{1,6}\s|\s*(?:[A-Z][^a-z\n]{8,80}|第[一二三四五六七八九十]+[章节].*)$"
)
_RULE = re.compile(r"[-=_*+|:.\s~]{3,}$")
_PAGE_NUMBER = re.compile(
    r"\s*+[-–—\[(]?\s*+(?:[Pp]age\s+|[Pp]\.\s*)?\d{1,4}(?:\s*+(?:/|of)\s*+\d{1,4})?\s*+[-–—\])]?\s*+$"
)
_COLUMNS = re.compile(r"[^\s.!?:;,](?: {2,}|\t+)(?=\S)")
"""Space between columns; two spaces behind a mark only part sentences."""
_FIRST_PIECE = re.compile(r"\S[^\s\-\u2010-\u2014]*")
_HYPHEN_END = re.compile(r"(\w)(?:[-\u2010\u00ac])[ \t\xa0]*$")
_SCANNED_HYPHEN = re.compile(
    r"(?<=[a-z]{2})- (?=[a-z]{2})(?!(?:and|or|to|but|nor|as|et|ou|y|o|und)\b)"
)
"""A line end that a scanner left inside a line: labora- tories, but not mid- and long-term."""
_SPACES = dict.fromkeys(
    [*range(0x2000, 0x200B), 0x0A, 0x0D, 0x09, 0x0B, 0x0C, 0x85, 0xA0, 0x202F, 0x205F, 0x3000,
     0x2028, 0x2029, 0x1C, 0x1D, 0x1E, 0x1F],
    " ",
)  # fmt: skip
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:approx|ca?|est|nos?|figs?|vs|incl|excl|pp?|vols?|arts?|secs?|paras?|resp|max|min|ed"
    r"|cf|viz|tel|gov|gen|sen|rep|prof|drs?|mrs?|ms|st|sq)\.\s*$",
    re.IGNORECASE,
)
_STOP_IN_QUOTE = re.compile(
    r"(?<=[。！？])(?=\d)|(?<=[\w%)]{3})[.!?] (?=[A-Z][a-z]*[ ,'’][\w\"“])"
    r"|(?<=[\w%)]{4})[.!?] (?=\d[\d,.]* [a-z])"
    r"|(?<=[\w%)]{3})[.!?] (?=l(?!bs?\b|td\b|m\b)[b-df-hjkm-np-tv-xz])"
)
"""A full stop that a quotation, a number or a misread capital goes on behind, which sentencex
keeps together."""
_MISREAD_CAPITAL = re.compile(r"l[b-df-hjkm-np-tv-xz]")
"""OCR reads I as l: *lt* was opened, *ln* 1989. No word begins with l and a consonant."""
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.\s*$", re.IGNORECASE)
_ABBREVIATION_INSIDE = re.compile(
    r"(?:^|[\s(\d])(?:тыс|млн|млрд|трлн|руб|долл|гг?|ст|им|др|проф|акад|кв|т|п|пп|см|ок|mds?|mrd|mio|env|art"
    r"|chap|av|aprox|núm|pág|art|ee|uu|sra?|dra?)\.\s*$",
    re.IGNORECASE,
)
"""Abbreviations that may end a sentence as well: they do if a capital follows."""
_NOTE = re.compile(r"\s*\d{1,3}\s+[A-Z]")
_TERMINAL = re.compile(
    r"[.!?:;。！？：；؟۔…](?:[\"'”’»)\]」』]*|(?<!\d.)[\"'”’»)\]」』]*\d{1,2})\s*$"
)
"""The end of a sentence, footnote mark and all, but not a number such as 64.9."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a paragraph, a heading, a list item, a row of a table.

    ``furniture`` is what the page carries and nobody states: page numbers, rules, counters.
    """

    start: int
    end: int
    kind: BlockKind


class Sentence(NamedTuple):
    """A sentence, without the white space around it."""

    start: int
    end: int
    block: int


class _Line(NamedTuple):
    start: int
    end: int
    """Without the line break and trailing space."""
    text: str


@dataclass(frozen=True)
class CanonicalText:
    """A text that offsets refer to, with its language (a two-letter code)."""

    text: str
    language: str = "en"

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in reading order."""
        return self._layout[0]

    @cached_property
    def flat(self) -> str:
        """The text at the same length: one kind of space, soft line breaks made spaces.

        A word broken with a hyphen at a line end is held together by :data:`SOFT`.
        """
        return self._layout[1]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all blocks; a row or furniture is one sentence."""
        return tuple(self._sentences())

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds an offset."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.sentences[index].end:
            return self.sentences[index]
        return None

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _layout(self) -> tuple[tuple[Block, ...], str]:
        return _lay_out(self.text, language(self.language))

    def _sentences(self) -> Iterator[Sentence]:
        for number, block in enumerate(self.blocks):
            if block.kind in {"row", "furniture"}:
                yield Sentence(block.start, block.end, number)
                continue
            flat = self.flat[block.start : block.end]
            marker = _BULLET.match(flat)
            blank = marker.end() if marker else 0  # sentencex reads on behind one
            for start, end in _boundaries(" " * blank + flat[blank:], self.language):
                piece = flat[start:end]
                left = len(piece) - len(piece.lstrip())
                if stripped := piece.strip():
                    begin = block.start + start + left
                    yield Sentence(begin, begin + len(stripped), number)


def _boundaries(flat: str, language: str) -> Iterator[tuple[int, int]]:
    """Sentence boundaries in one block, which cover it without a gap."""
    position = 0
    for end in _ends(flat, language):
        while end - position > MAX_SENTENCE:
            cut = flat.rfind(" ", position, position + MAX_SENTENCE) + 1
            cut = cut if cut > position else position + MAX_SENTENCE
            yield position, cut
            position = cut
        if end > position and not (end < len(flat) and _is_abbreviated(flat, end)):
            for inside in _STOP_IN_QUOTE.finditer(flat, position, end):
                if not _is_abbreviated(flat, inside.end()):
                    yield position, inside.end()
                    position = inside.end()
            yield position, end
            position = end
    if position < len(flat):
        yield position, len(flat)


def _ends(flat: str, language: str) -> Iterator[int]:
    """Where the sentences of a block end; sentencex is slow on long ones and gets them in parts."""
    start = 0
    while start < len(flat):
        stop = len(flat)
        if stop - start > MAX_PART:
            stops = [match.end() for match in _STOP.finditer(flat, start, start + MAX_PART)]
            stop = stops[-1] if stops else start + MAX_PART
        for found in sentencex.get_sentence_boundaries(language, flat[start:stop]):
            yield start + found["end_index"]
        start = stop


def _is_abbreviated(flat: str, end: int) -> bool:
    before = flat[max(0, end - 12) : end]
    if (
        flat[end].islower()
        and not _MISREAD_CAPITAL.match(flat, end)
        and before.rstrip().endswith(".")
    ):
        return True
    if _ABBREVIATION.search(before) or (flat[end].isdigit() and _MONTH.search(before)):
        return True
    return not flat[end].isupper() and _ABBREVIATION_INSIDE.search(before) is not None


def _lay_out(text: str, tables: Language) -> tuple[tuple[Block, ...], str]:
    lines = [
        _Line(match.start(), match.start() + len(stripped), stripped)
        for match in _LINE.finditer(text)
        if (stripped := match.group().rstrip()) or match.group()
    ]
    rows = _rows(lines)
    leaning = (
        tables.prepositions | tables.linkers | tables.coordinators | tables.articles
        | tables.determiners
    )  # fmt: skip
    width = _width([line for line, in_table in zip(lines, rows, strict=True) if not in_table])
    characters = list(text.translate(_SPACES))
    blocks: list[Block] = []
    previous: _Line | None = None
    for number, line in enumerate(lines):
        if not line.text:
            previous = None
            continue
        indent = len(line.text) - len(line.text.lstrip())
        kind = _kind(line.text, in_table=rows[number])
        if (
            previous is not None
            and kind == "paragraph"
            and blocks[-1].kind in {"paragraph", "item"}
            and not (blocks[-1].kind == "item" and _is_new(previous, line))
            and _is_soft(previous, line, width, leaning)
        ):
            _join(characters, previous, line, indent)
            blocks[-1] = Block(blocks[-1].start, line.end, blocks[-1].kind)
        else:
            blocks.append(Block(line.start + indent, line.end, kind))
        previous = line
    return tuple(blocks), _SCANNED_HYPHEN.sub(SOFT * 2, "".join(characters))


def _kind(line: str, *, in_table: bool) -> BlockKind:
    if _RULE.match(line) or _PAGE_NUMBER.match(line):
        return "row" if in_table and not _RULE.match(line) else "furniture"
    if in_table:
        return "row"
    if _ITEM.match(line):
        return "item"
    return "heading" if _HEADING.match(line) else "paragraph"


def _width(lines: list[_Line]) -> int:
    """The width that lines were broken at: what nine in ten of the longer lines keep to."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    longer = [length for length in lengths if length >= 40] or lengths
    return longer[int(0.9 * (len(longer) - 1))] if longer else 0


def _rows(lines: list[_Line]) -> list[bool]:
    """Say for each line whether it is a row of a table.

    Bars and tabs say so by themselves; columns of spaces only beside another such line, because
    justified text has wide gaps too.
    """
    aligned = [len(_COLUMNS.findall(line.text.strip())) for line in lines]
    rows = []
    for number, line in enumerate(lines):
        stripped = line.text.strip()
        if (
            stripped.count("|") >= 2
            or (stripped.count("|") == 1 and " | " in stripped)
            or "\t" in stripped
        ):
            rows.append(True)
        else:
            near = aligned[max(0, number - 2) : number] + aligned[number + 1 : number + 3]
            gaps = aligned[number]
            rows.append(gaps > 0 and any(gaps == other or min(gaps, other) > 1 for other in near))
    return rows


def _is_soft(line: _Line, following: _Line, width: int, leaning: frozenset[str]) -> bool:
    """Whether the break between two lines is there only because the line was full.

    No line ends where its writer meant it to in a word that leans on the next: *in*, *of*, *the*.
    """
    first = _FIRST_PIECE.search(following.text)
    if first is None:
        return False
    begins_small = first.group()[0].islower()
    if _NOTE.match(following.text) and _TERMINAL.search(line.text):
        return False
    if _LABELLED.match(following.text) and _LABELLED.match(line.text):
        return False
    if line.text.rsplit(None, 1)[-1] in leaning:
        return True
    if width > MAX_WRAPPED:
        goes_on = begins_small or following.text.lstrip().startswith("(") or line.text[-1] in ",-"
        return goes_on and not _TERMINAL.search(line.text)
    if begins_small and not _TERMINAL.search(line.text):
        return True
    if begins_small is False and len(line.text) < MIN_WRAPPED:
        return False
    return len(line.text) + 1 + len(first.group()) >= 0.8 * width


def _is_new(line: _Line, following: _Line) -> bool:
    """Whether a sentence begins behind the end of an item, which it then is no part of."""
    ended = _TERMINAL.search(line.text) and not _ABBREVIATION.search(line.text[-12:])
    return bool(ended) and following.text.lstrip()[:1].isupper()


def _join(characters: list[str], line: _Line, following: _Line, indent: int) -> None:
    gap = range(line.end, following.start + indent)
    hyphen = _HYPHEN_END.search(line.text)
    if hyphen and following.text[indent].isalpha():
        keep = hyphen.group(1).isdigit() or _is_number_word(line.text)
        start = line.start + hyphen.end(1)
        for position in range(start + keep, gap.stop):
            characters[position] = SOFT


def _is_number_word(line: str) -> bool:
    """Whether the last word is one that keeps its hyphen: twenty-, six-, 50-."""
    word = re.split(r"[\s\-]", line.rstrip(" -\u2010").lower())[-1]
    return word.endswith(("ty", "one", "two", "three", "four", "five", "six", "ten", "half")) and (
        word in _KEEPS_HYPHEN
    )


_KEEPS_HYPHEN = frozenset(
    "twenty thirty forty fifty sixty seventy eighty ninety one two three four five six seven eight "
    "nine ten half".split()
)
