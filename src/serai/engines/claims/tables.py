"""Figures in the cells of a table: a number whose unit stands in the head of its row or column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from serai.engines.claims.compiled import compiled
from serai.engines.claims.figure import Figure, Inherited
from serai.engines.claims.figures import read_sentence
from serai.engines.claims.languages import Language
from serai.engines.claims.nouns import noun_phrase, phrase_text
from serai.engines.claims.text import CanonicalText, Sentence
from serai.engines.claims.tokens import tokenize

_NUMERIC = re.compile(
    r"[<>≤≥~≈]?\s*(?:[A-Z]{0,3}[$€£¥]|[A-Z]{3})?\s?[-+−]?"
    r"(?:\d|[lIO](?=[lIO,]*\d))[\dlIO,.\u00a0 ]*\s?"
    r"(?:%|[a-zA-Z]{1,3})?\+?[*†‡]?"
)
_YEAR = re.compile(r"(?:FY\s?|[Qq][1-4]\s)?(?:1[89]|20)\d\d(?:[-–/]\d{2,4})?[*†]?")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_GAP = re.compile(r" {2,}|\t+")
_NAMELESS = re.compile(
    r"(?:no|nos|nr|rank|code|id|page|pages|year|date|day|time|tel|phone|room|s/n|#|item|ref|序号|年份)\b\.?",
    re.IGNORECASE,
)


class _Cell(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def numeric(self) -> bool:
        return _NUMERIC.fullmatch(self.text) is not None

    @property
    def year(self) -> bool:
        return _YEAR.fullmatch(self.text) is not None


class _Row(NamedTuple):
    sentence: Sentence
    cells: list[_Cell]


def find_table_figures(text: CanonicalText) -> list[Figure]:
    """Return the figures in the tables of a text, in reading order."""
    tables = compiled(text.language)
    found: list[Figure] = []
    for rows in _tables(text):
        head = (
            rows[0].cells
            if not any(cell.numeric and not cell.year for cell in rows[0].cells)
            else []
        )
        for row in rows[1:] if head else rows:
            found.extend(_row_figures(text, row, head, tables.language))
    return found


def _tables(text: CanonicalText) -> Iterator[list[_Row]]:
    """Runs of rows; a rule between rows does not end a table."""
    rows: list[_Row] = []
    for sentence in text.sentences:
        kind = text.blocks[sentence.block].kind
        if kind == "row":
            cells = list(_cells(text.flat, text.text, sentence))
            if rows and _BLANK_LINE.search(text.text, rows[-1].sentence.end, sentence.start):
                yield rows
                rows = []
            if cells:
                rows.append(_Row(sentence, cells))
        elif kind != "furniture" and rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _cells(flat: str, text: str, sentence: Sentence) -> Iterator[_Cell]:
    line = text[sentence.start : sentence.end]
    separator = re.compile(r"\|") if "|" in line else _GAP
    position = 0
    for match in [*separator.finditer(line), None]:
        end = match.start() if match else len(line)
        piece = line[position:end]
        start = sentence.start + position + len(piece) - len(piece.lstrip())
        stripped = piece.strip()
        if stripped or ("|" in line and match and position):
            yield _Cell(start, start + len(stripped), flat[start : start + len(stripped)])
        position = match.end() if match else end


def _row_figures(
    text: CanonicalText, row: _Row, head: list[_Cell], language: Language
) -> Iterator[Figure]:
    aligned = len(head) == len(row.cells)
    shift = len(row.cells) - len(head) if head and len(row.cells) - len(head) == 1 else 0
    label = next((cell for cell in row.cells if cell.text and not cell.numeric), None)
    for column, cell in enumerate(row.cells):
        if not cell.numeric:
            if cell is not label and any(character.isdigit() for character in cell.text):
                yield from _within(text, row.sentence, cell, None)
            continue
        above = None
        if aligned or (shift and column >= shift):
            above = head[column - shift]
        if above is None and cell.year:
            continue
        if above is not None and _NAMELESS.match(above.text):
            continue
        inherited = _unit_of(text, above, language)
        if label is not None and (column > 0 or row.cells[0] is label):
            inherited = inherited or _unit_of(text, label, language)
        if inherited is None and column == 0 and label is not None:
            continue  # the number of the row
        yield from _within(text, row.sentence, cell, inherited)


def _within(
    text: CanonicalText, sentence: Sentence, cell: _Cell, inherited: Inherited | None
) -> Iterator[Figure]:
    yield from read_sentence(text, sentence, (cell.start, cell.end), inherited)


def _unit_of(text: CanonicalText, cell: _Cell | None, language: Language) -> Inherited | None:
    """What a heading says its numbers are: a currency with a magnitude, per cent, or a noun."""
    if cell is None or cell.year or not cell.text:
        return None
    tables = compiled(text.language)
    tokens = tokenize(text.flat, cell.start, cell.end, language)
    magnitude = 1
    for index, token in enumerate(tokens):
        factor = language.multipliers.get(token.word) or language.glued.get(token.word, 1)
        if factor > 1 and index > 0:
            magnitude = factor
    for index in range(len(tokens)):
        if length := tables.percent.at(tokens, index):
            return Inherited("percent", tables.percent.value(tokens, index, length), cell.text)
        length = tables.currencies.at(tokens, index)
        if length and (
            not tokens[index].word.isalpha() or index > 0
            or tokens[index].word in {"usd", "eur", "rmb", "yuan"}
        ):  # fmt: skip
            return Inherited(
                "money", tables.currencies.value(tokens, index, length), cell.text, magnitude
            )
        length = tables.measures.at(tokens, index)
        if length and index > 0 and any(token.word in {"(", ","} for token in tokens[:index]):
            unit = tables.measures.value(tokens, index, length)
            return Inherited("measure", unit, cell.text, magnitude)
    start = 0
    skip = language.articles | language.linkers | language.determiners | language.number_nouns
    while start < len(tokens) and tokens[start].word in skip:
        start += 1
    phrase = noun_phrase(tokens, start, language)
    if phrase is None or not phrase.plural or phrase.unit in {"total", "figure", "value"}:
        return None
    words = tokens[phrase.head].word
    if words in language.measures:
        return Inherited("measure", language.measures[words], cell.text, magnitude)
    return Inherited("count", phrase.unit, phrase_text(text.flat, tokens, phrase), magnitude)
