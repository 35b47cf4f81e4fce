"""The columns of the tabular formats: what they are called, and what a cell of each holds.

One row is one record. A text has a column for each language (``name[en]``). A list stands in one
cell, its items separated by semicolons; an item of several fields separates them by bars::

    parties        host|tsinghua-university ; party||KE ; party|||the Kenyan partner
    legal_events   signature|1978-01-21 ; renewal|2003~||Paris|[en]by notes[fr]par lettres

A semicolon, bar or backslash that belongs to a text has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from serai.foundation.languages import LANGUAGE_CODES
from serai.track.register.exchange.shape import (
    CHOICES,
    PARTS,
    SETS,
    TRANSLATED,
    TRANSLATED_TERMS,
    Plain,
)

Cell = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, its field, and what stands in its cells."""

    name: str
    field: str
    type: str
    """``string``, ``integer``, ``number`` or ``boolean``, as in Table Schema."""
    explanation: Any
    language: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    is_for_information: bool = False
    """Whether it is only exported; an import passes over it."""


_LANGUAGES = (*TRANSLATED, *TRANSLATED_TERMS)
_FIELDS: tuple[tuple[str, str, Any, str], ...] = (
    ("code", "string", _("The permanent code that Serai gave; leave it out for a new record."), ""),
    ("key", "string", _("A name of your own for the record: small letters, digits and hyphens. The "
                        "same key means the same record when the file is imported again."),
     "kano-demonstration-park"),
    ("identifiers", "string", _("What other registers call the record, as register:value."),
     "iati:XM-DAC-41114-1"),
    ("kind", "string", _("What the record is a record of."), "overseas_park"),
    ("name", "string", _("The name."), "Kano Agricultural Demonstration Park"),
    ("name_as_written", "string", _("The name as the source writes it, where it differs."), ""),
    ("summary", "string", _("What it is, in a few sentences."), ""),
    ("status", "string", _("Where it stands. Leave it out where there are dated events: it follows "
                           "from them."), ""),
    ("stage", "string", _("How far the editorial work is. What is published must cite a source."),
     "draft"),
    ("part_of", "string", _("The key or code of the record that it is a part of."), ""),
    ("countries", "string", _("Every country that takes part, by its ISO 3166-1 code."), "CN; NG"),
    ("countries_are_examples", "boolean", _("true where the source says “and other countries”."),
     "false"),
    ("place_name", "string", _("Where it is."), "Kano"),
    ("place_country", "string", _("The country where it is."), "NG"),
    ("latitude", "number", _("Degrees north, with a point; south is negative."), "12.00012"),
    ("longitude", "number", _("Degrees east, with a point; west is negative."), "8.59167"),
    ("started_on", "string", _("2015, 2015-11 or 2015-11-06; ~ behind it for “about”."), "2015-11"),
    ("ended_on", "string", _("As for the start."), ""),
    ("fields", "string", _("Fields of science, by the codes of the OECD."), "4.1; 2.7"),
    ("themes", "string", _("Themes of the programme, by key."), ""),
    ("goals", "string", _("Sustainable Development Goals, by number."), "2; 17"),
    ("counts_in_totals", "boolean", _("false where it must not be counted."), "true"),
    ("counting_reason", "string", _("Why it does not count."), ""),
    ("instrument", "string", _("Agreements: what sort of instrument it is."), ""),
    ("covers_more", "boolean", _("Agreements: whether it covers more than science and "
                                 "technology."), ""),
    ("term_years", "integer", _("Agreements: the term in years."), ""),
    ("renewal", "string", _("Agreements: how it goes on after the term."), ""),
    ("notice_months", "integer", _("Agreements: the notice in months."), ""),
    ("entry_into_force_rule", "string", _("Agreements: when it enters into force."), ""),
    ("languages", "string", _("Agreements: the authentic languages, with spaces between."), ""),
    ("depositary", "string", _("Agreements: the depositary."), ""),
    ("treaty_series_number", "string", _("Agreements: the number in the UN Treaty Series."), ""),
    ("parties", "string", _("Who takes part: role|organisation|country|as the source writes it. "
                            "Organisations by key, code or register:value."),
     "host||NG|Kano State; builder|||a company of Shandong"),
    ("legal_events", "string", _("Agreements: event|date|party|place|note."), ""),
    ("status_events", "string", _("Other records: status|date|note."), "operating|2016-03"),
    ("measures", "string", _("What is counted: name|value|unit|as of|note."),
     "Area|40|hectare|2020"),
    ("elements", "string", _("Items of lists: list|item."), ""),
    ("relations", "string", _("Related records: relation|key."), ""),
    ("sources", "string", _("Sources that are known here, by key: source@page 3. For one field: "
                            "started_on=source@page 3."), ""),
)  # fmt: skip
_INFORMATION: tuple[tuple[str, str, Any], ...] = (
    ("address", "string", _("The permanent address of the record.")),
    ("source_titles", "string", _("What the record rests on.")),
    ("source_addresses", "string", _("Where the sources are.")),
    ("source_rights", "string", _("Under which rights the sources stand.")),
    ("retrieved_on", "string", _("When the sources were retrieved.")),
    ("licence", "string", _("Under which licence this record may be reused.")),
    ("changed_at", "string", _("When the record was changed last.")),
)


def _columns() -> tuple[Column, ...]:
    made: list[Column] = []
    for field, kind, explanation, example in _FIELDS:
        if field in _LANGUAGES:
            made += [
                Column(f"{field}[{code}]", field, kind, explanation, code,
                       example if code == "en" else "")
                for code in LANGUAGE_CODES
            ]  # fmt: skip
        else:
            choices = CHOICES.get(("", field), ())
            made.append(Column(field, field, kind, explanation, "", example, choices))
    made += [Column(name, name, kind, explanation, is_for_information=True)
             for name, kind, explanation in _INFORMATION]  # fmt: skip
    return tuple(made)


COLUMNS = _columns()
BY_NAME: dict[str, Column] = {
    **{column.name: column for column in COLUMNS},
    **{field: next(c for c in COLUMNS if c.field == field) for field in _LANGUAGES},
}
"""Columns by the name in a header; ``name`` alone is the English one."""
LISTS = frozenset({"identifiers", *SETS, *PARTS, "sources"})

_ESCAPED = re.compile(r"([\\;|])")
_UNESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LANGUAGE_MARK = re.compile(r"\\.|\[(" + "|".join(LANGUAGE_CODES) + r")\]", re.DOTALL)
_ITEM = re.compile(r"(?:[^\\;]|\\.)+", re.DOTALL)
_PART = re.compile(r"(?:[^\\|]|\\.)*", re.DOTALL)


def row_of(plain: Plain) -> list[Cell]:
    """Return the cells of a record, in the order of `COLUMNS`; those of information are empty."""
    row: list[Cell] = _EMPTY.copy()
    for start, end, values_of in _AS_THEY_ARE:
        row[start:end] = values_of(plain)
    for field, places in _BY_LANGUAGE:
        if texts := plain[field]:
            for language, text in texts.items():
                row[places[language]] = text
    for at, field, write in _LISTED:
        if values := plain[field]:
            row[at] = "; ".join(map(write, values))
    return row


def _item(values: Sequence[Any]) -> str:
    fields = [_field(value) for value in values]
    while fields and not fields[-1]:
        fields.pop()
    return "|".join(fields)


def _field(value: Any) -> str:
    if not value:
        return ""
    if isinstance(value, dict):
        if len(value) == 1 and "en" in value and "[" not in value["en"]:
            return _escape(value["en"])
        return "".join(
            f"[{code}]" + _escape(text).replace("[", "\\[") for code, text in value.items()
        )
    return _escape(str(value))


def _escape(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", text) if _ESCAPED.search(text) else text


def _cited(cited: tuple[str, str, int | None, int | None, str]) -> str:
    field, source, start, end, words = cited
    place = f"{start}:{end}" if start is not None else words
    at = f"{source}@{place}" if place else source
    return _escape(f"{field}={at}" if field else at)


_PLACES = {column.name: at for at, column in enumerate(COLUMNS)}
_EMPTY: list[Cell] = [""] * len(COLUMNS)


def _as_they_are() -> Iterator[tuple[int, int, Callable[[Plain], Sequence[Cell]]]]:
    """Give each run of columns that hold fields as they are: from where to where, and what reads
    it at once.
    """
    is_plain = [
        not (column.language or column.is_for_information or column.field in LISTS)
        for column in COLUMNS
    ]
    for _is_plain, run in groupby(range(len(COLUMNS)), key=is_plain.__getitem__):
        places = list(run)
        if _is_plain:
            fields = [COLUMNS[at].field for at in places]
            # Of one field alone `itemgetter` would give no sequence.
            read = itemgetter(*fields) if len(fields) > 1 else partial(_only, fields[0])
            yield places[0], places[-1] + 1, read


def _only(field: str, plain: Plain) -> list[Cell]:
    return [plain[field]]


_AS_THEY_ARE = list(_as_they_are())
_BY_LANGUAGE = [
    (field, {code: _PLACES[f"{field}[{code}]"] for code in LANGUAGE_CODES}) for field in _LANGUAGES
]
_KEPT = 20_000
"""How many items are kept as written: the same partners come again and again."""
_WRITERS: dict[str, Callable[[Any], str]] = {
    "parties": lru_cache(_KEPT)(_item),
    "relations": lru_cache(_KEPT)(_item),
    "sources": _cited,
}
_LISTED: list[tuple[int, str, Callable[[Any], str]]] = [
    (_PLACES[field], field, _WRITERS.get(field, _item if field in PARTS else str))
    for field in ("identifiers", *SETS, *PARTS, "sources")
]


class ListCell(str):
    """The text of a cell that holds a list. The check takes it apart: what it has seen before, it
    knows.
    """

    __slots__ = ()

    def items(self) -> list[str]:
        """Return the items as they are written, without empty ones."""
        if "\\" in self:
            items = [item.strip() for item in _ITEM.findall(self)]
        else:
            items = [item.strip() for item in self.split(";")]
        return [item for item in items if item]


def read_cell(column: Column, cell: str) -> str:
    """Turn the text of a cell into what a row holds; the check of the row finds what is wrong."""
    return ListCell(cell) if column.field in LISTS else cell


def read_item(field: str, item: str) -> Any:
    """Take an item of a `ListCell` apart."""
    names = PARTS.get(field)
    return _unescape(item) if names is None else _read_part(field, names, item)


def _read_part(part: str, names: Sequence[str], item: str) -> dict[str, Any]:
    # The pattern also finds the emptiness after each field.
    cells = [cell.strip() for cell in _split_bars(item)]
    found: dict[str, Any] = {}
    for position, cell in enumerate(cells):
        name = names[position] if position < len(names) else f"field {position + 1}"
        if cell:
            found[name] = _read_texts(cell) if (part, name) in _TEXTS else _unescape(cell)
    return found


def _split_bars(item: str) -> list[str]:
    if "\\" not in item:
        return item.split("|")
    cells, at = [], 0
    while at <= len(item):
        match = _PART.match(item, at)
        assert match is not None
        cells.append(match.group())
        at = match.end() + 1
    return cells


_TEXTS = frozenset({
    ("legal_events", "place_name"), ("legal_events", "note"), ("status_events", "note"),
    ("measures", "name"), ("measures", "unit"), ("measures", "note"),
    ("elements", "group"), ("elements", "name"),
})  # fmt: skip


def _read_texts(cell: str) -> Any:
    # The pattern also finds what is escaped, so that no mark begins within it.
    marks = [mark for mark in _LANGUAGE_MARK.finditer(cell) if mark[1]] if "[" in cell else []
    if not marks or cell[: marks[0].start()].strip():
        return _unescape(cell)
    ends = [*(mark.start() for mark in marks[1:]), len(cell)]
    return {
        mark[1]: _unescape(cell[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)
    }


def _unescape(text: str) -> str:
    return _UNESCAPED.sub(r"\1", text) if "\\" in text else text


def nested(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plain record as JSON writes it: each part as a mapping of its fields."""
    return {
        **plain,
        **{
            part: [dict(zip(names, row, strict=True)) for row in plain[part]]
            for part, names in PARTS.items()
        },
        "sources": [_UNESCAPED.sub(r"\1", _cited(cited)) for cited in plain["sources"]],
    }
