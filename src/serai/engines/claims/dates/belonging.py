"""Which date a figure has, and on which day a document was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from serai.engines.claims.dates.grammar import find_dates
from serai.engines.claims.dates.span import Basis, DateSpan

_TURN = re.compile(
    r"[;；]|,\s+(?:which|who|where|whose|while|whereas|but)\b"
    r"|\b(?:that|which) (?:was|were|opened|ended)\b"
    r"|,\s+(?:qui|dont|où|tandis|mais|que|который\w*|которая|где|а|но|mientras|pero|donde|cuyo)\b",
    re.IGNORECASE,
)
"""Where another clause begins, to whose verb a date behind it belongs."""

_FIRST = 40
"""A date that begins within so many characters of its sentence stands for the whole of it."""

_OPENING = 600
"""Characters at the beginning of a document in which it says when it was written."""

_DATELINE = re.compile(
    r"^\W*(?P<place>[^\W\d_a-z][\w.'’ -]+(?:,\s*[^\W\d_a-z](?:[^\W\d]|[. ])+)?),\s+"
    r"(?P<date>[^()/\n]{3,24}?)\s*"
    r"(?:[(/](?P<agency>[^()/\n]{1,40})[)/]|--|—|–)"
    r"|(?:社|网|报)(?P<place_>[\u3400-\u9fff]{1,6}?)(?P<date_>(?:\d{4}年)?\d{1,2}月\d{1,2}日)(?:电|讯)",
    re.MULTILINE,
)
"""BEIJING, Oct. 30 (Xinhua) --; Пекин, 30 октября /Синьхуа/ --; 新华社北京10月30日电."""

_LABEL = re.compile(r"\s*(?:date|published|updated|posted)\b", re.IGNORECASE)


class DocumentDate(NamedTuple):
    """The day of a document, how that is known, and where it says so (empty for particulars)."""

    day: date
    basis: Basis
    start: int = 0
    end: int = 0


def as_of_for(
    start: int, end: int, *, sentence: tuple[int, int], dates: Sequence[DateSpan], text: str
) -> DateSpan | None:
    """Return the date of the figure at ``text[start:end]`` among the ``dates`` of a document.

    A date counts that stands in the same sentence, before any other clause begins between the two;
    dates that say up to when was counted ("by the end of June", "so far") come first, then one that
    opens the sentence, then the nearest. Nothing is carried over from the sentence before: whether
    it holds on is not stated.
    """
    near = [
        each
        for each in dates
        if sentence[0] <= each.start and each.end <= sentence[1]
        and (each.value or each.relation == "now")
        and not (each.start < end and start < each.end)
    ]  # fmt: skip
    ranked = []
    for each in near:
        opens = each.end <= start and each.start - sentence[0] <= _FIRST
        between = text[min(each.end, end) : max(each.start, start)]
        if not opens and _TURN.search(between):
            continue
        if opens and ";" in between:
            continue
        counted = each.relation in {"by", "until", "now"}
        # Of two counts with a date each the date behind ("80 in 2022 and 90 in 2023") is nearer.
        ranked.append((not counted, not opens, len(between), each.start, each))
    return min(ranked)[-1] if ranked else None


def document_date(
    text: str, language: str = "en", published: date | None = None
) -> DocumentDate | None:
    """Say when a document was written: its dateline, else its particulars, else its byline.

    A dateline without a year ("BEIJING, Oct. 30 (Xinhua)") takes it from ``published`` or from the
    first full date of the opening.
    """
    opening = text[:_OPENING]
    full = [
        each
        for each in find_dates(opening, language)
        if each.precision == "day" and each.basis == "stated" and not each.value_end
    ]
    head = [each for each in full if _heads(opening, each)]
    anchor = published or (head[0].first if head else None)
    line = _DATELINE.search(opening)
    if line is not None:
        group = "date" if line["date"] else "date_"
        for each in find_dates(line[group], language, anchor):
            if each.precision == "day" and each.first is not None:
                begin = line.start(group) + each.start
                return DocumentDate(each.first, each.basis, begin, begin + each.end - each.start)
    if published is not None:
        return DocumentDate(published, "publication")
    if head and head[0].first is not None:
        return DocumentDate(head[0].first, "publication", head[0].start, head[0].end)
    return None


def _heads(opening: str, span: DateSpan) -> bool:
    """Whether a date stands in a line of its own, beside a time or a label, not in a sentence."""
    first = opening.rfind("\n", 0, span.start) + 1
    last = opening.find("\n", span.end)
    line = opening[first : last if last >= 0 else len(opening)]
    rest = (line[: span.start - first] + line[span.end - first :]).strip()
    return len(rest) < 60 or _LABEL.match(line) is not None
