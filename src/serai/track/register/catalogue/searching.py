"""What a query of words finds among the records, and how well each record answers it.

A phrase is found in the texts of a record (its names, summary, place, and what sources call it and
its parties), in what its kind is called, in the names of its countries, and in those of the
organisations that take part.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import override

from serai.foundation.directory.indexes import ORGANISATIONS
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.search.index import as_written
from serai.foundation.search.query import (
    All,
    Any,
    Limit,
    Node,
    Not,
    Phrase,
    QueryError,
    parse,
    phrase_of,
    phrases,
)
from serai.foundation.search.tokens import tokens
from serai.track.register.catalogue.bits import Mask
from serai.track.register.catalogue.columns import UNKNOWN_YEAR, Columns, Rows
from serai.track.register.catalogue.reading import read_words
from serai.track.register.catalogue.texts import contains
from serai.track.register.indexes import NAMES, PARTIES, PLACES, RECORDS
from serai.track.register.models import RecordKind

if TYPE_CHECKING:
    from serai.track.register.facets import Facet

NAME_WEIGHT: Final = 4
"""How much more a word says in the name of a record than elsewhere."""
_YEARS = re.compile(r"([12]\d{3})?(\.\.)?([12]\d{3})?")


@cache
def search_fields() -> dict[str, Facet | None]:
    """The fields of a query: the facets, and what stands for none of them."""
    from serai.track.register.facets import FACETS

    return {**{facet.parameter: facet for facet in FACETS}, "place": None}


def parse_search(text: str) -> Node:
    """Read what stands in the search box. Raises QueryError."""
    node = parse(text, fields=search_fields())
    _check(node)
    return node


def _check(node: Node) -> None:
    """Raise QueryError for a field whose value cannot be meant."""
    if isinstance(node, All | Any):
        for part in node.parts:
            _check(part)
    elif isinstance(node, Not):
        _check(node.part)
    elif isinstance(node, Limit):
        if node.field in {"place", "party", "country"}:
            if phrase_of(node.value) is None:
                raise QueryError(_("Write a name after “%(field)s:”.") % {"field": node.field})
        elif node.field == "year":
            _years(node.value)
        else:
            facet = search_fields()[node.field]
            if facet is not None and not facet.named([node.value]):
                raise QueryError(f"{node.field}: {facet.advice_text()}")


def _years(written: str) -> tuple[int, int]:
    if written == UNKNOWN_YEAR:
        return 0, 0
    found = _YEARS.fullmatch(written)
    if not found or not (found[1] or found[3]) or (found[1] and found[3] and not found[2]):
        raise QueryError(_("Write a year such as year:2023, or years such as year:2019..2023."))
    first = int(found[1]) if found[1] else 1
    if not found[2]:
        return first, first
    return first, int(found[3]) if found[3] else 9999


def mask_of(node: Node, columns: Columns) -> Mask:
    """Mark the rows that a query finds."""
    if isinstance(node, All):
        found = np.ones(columns.size, np.bool_)
        for part in node.parts:
            found &= mask_of(part, columns)
        return found
    if isinstance(node, Any):
        found = np.zeros(columns.size, np.bool_)
        for part in node.parts:
            found |= mask_of(part, columns)
        return found
    if isinstance(node, Not):
        return ~mask_of(node.part, columns)
    if isinstance(node, Phrase):
        return columns.kept(node, partial(_phrase, node, columns))
    return columns.kept(node, partial(_limit, node, columns))


def _phrase(phrase: Phrase, columns: Columns) -> Mask:
    found = _texts(phrase, columns)
    found |= _of_kinds(phrase, columns)
    found |= _of_countries(phrase, columns)
    found |= _of_organisations(phrase, columns)
    return found


def _texts(phrase: Phrase, columns: Columns, scope: int | None = None) -> Mask:
    def ask() -> Mask:
        return columns.mask_of_keys(RECORDS.keys(phrase, scope=scope))

    return columns.texts.mask((phrase, scope), columns.size, ask)


@cache
def _kind_names() -> dict[str, list[list[str]]]:
    """The tokens of what each kind is called in every language: few records are named in all."""
    names: dict[str, list[list[str]]] = {kind.value: [] for kind in RecordKind}
    for language in LANGUAGE_CODES:
        with override(language):
            for kind in RecordKind:
                names[kind.value].append(tokens(str(kind.label)))
    return names


def _of_kinds(phrase: Phrase, columns: Columns) -> Mask:
    kinds = [
        kind
        for kind, names in _kind_names().items()
        if any(contains(each, phrase) for each in names)
    ]
    return columns.having("kind", kinds)


def _of_countries(phrase: Phrase, columns: Columns) -> Mask:
    codes = [
        code
        for code, names in columns.country_names.items()
        if any(contains(name, phrase) for name in names)
    ]
    return columns.having("country", codes)


def _of_organisations(phrase: Phrase, columns: Columns) -> Mask:
    return columns.pairs["party"].mask(columns.size, ORGANISATIONS.keys(phrase).tolist())


def _limit(limit: Limit, columns: Columns) -> Mask:
    if limit.field == "year":
        first, last = _years(limit.value)
        years = columns.values["year"]
        between: Mask = (years >= first) & (years <= last)
        return between
    phrase = phrase_of(limit.value)
    if limit.field == "country":
        if limit.value.upper() in columns.country_names:
            return columns.having("country", [limit.value.upper()])
        return _of_countries(phrase, columns) if phrase else np.zeros(columns.size, np.bool_)
    if limit.field == "place" and phrase:
        return _texts(phrase, columns, PLACES)
    facet = search_fields()[limit.field]
    if limit.field == "party" and phrase and facet:
        return (
            _texts(phrase, columns, PARTIES)
            | _of_organisations(phrase, columns)
            | facet.mask(columns, [limit.value])
        )
    return facet.mask(columns, [limit.value]) if facet else np.zeros(columns.size, np.bool_)


def answer_best(node: Node, columns: Columns, rows: Rows) -> Mask:
    """Mark those of a few rows that no other row can answer better: all phrases are in their names.

    It reads their words, where `levels` asks the index for all rows that have a phrase there.
    """
    sought = [as_written(phrase, NAMES) for phrase in phrases(node)]
    words = read_words(columns.keys[rows].tolist())
    return np.array([all(each in f" {text} " for each in sought) for text in words], np.bool_)


def levels(node: Node, columns: Columns, mask: Mask) -> Iterator[Mask]:
    """Part the marked rows by how well they answer a query; those that answer best come first.

    BM25 with k1 = 0 (Robertson and Zaragoza 2009, 3.4): a word weighs the more the fewer records
    have it, and how often a record repeats it does not count, for the texts are short and it is
    the same on every database. A word in the name weighs `NAME_WEIGHT` times as much.
    """
    sought = list(dict.fromkeys(phrases(node)))
    # What a row has of each phrase (0 nothing, 1 the phrase, 2 the phrase in its name) makes the
    # digits of a number; there are few different ones.
    codes = np.zeros(columns.size, np.uint8 if len(sought) <= 5 else np.int64)
    weights = []
    total = max(int(np.count_nonzero(columns.live)), 1)
    for phrase in sought:
        anywhere = mask_of(phrase, columns)
        codes = codes * 3 + anywhere
        codes = codes + (anywhere & _texts(phrase, columns, NAMES))
        holding = int(np.count_nonzero(anywhere))
        weights.append(math.log(1 + (total - min(holding, total) + 0.5) / (holding + 0.5)))
    places = 3 ** np.arange(len(sought), dtype=np.int64)[::-1]
    marked = codes[mask]
    found = np.unique(marked) if codes.dtype != np.uint8 else np.flatnonzero(np.bincount(marked))
    digits = found[:, np.newaxis] // places % 3
    scores = np.round(np.array([0, 1, NAME_WEIGHT])[digits] @ np.array(weights), 9)
    for score in np.unique(scores)[::-1]:
        yield mask & np.logical_or.reduce([codes == code for code in found[scores == score]])
