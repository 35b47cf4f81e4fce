"""Claims in the reader's language: their bounds, places, and one sentence of quotation."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from serai.foundation.web.wording import written_number
from serai.track.evidence.models import LinkKind, Qualifier


class Quantity(Protocol):
    """What can be put in words: a claim, or anything shaped like one."""

    @property
    def qualifier(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def upper_value(self) -> Decimal | None: ...


def bounds_words(quantity: Quantity) -> str:
    """Say what a value with its qualifier rules out, in one sentence."""
    if quantity.value is None:
        return _("The source gives no number.")
    value = written_number(quantity.value)
    match quantity.qualifier:
        case Qualifier.MORE_THAN:
            return _("A bound, not a number: above %(value)s, with no upper limit stated.") % {
                "value": value
            }
        case Qualifier.AT_LEAST:
            return _("A bound, not a number: %(value)s or above, with no upper limit stated.") % {
                "value": value
            }
        case Qualifier.NEARLY:
            return _("A bound, not a number: a little below %(value)s.") % {"value": value}
        case Qualifier.UP_TO:
            return _("A bound, not a number: %(value)s or below.") % {"value": value}
        case Qualifier.ABOUT:
            return _("A rounded number: taken as %(value)s give or take a tenth.") % {
                "value": value
            }
        case Qualifier.RANGE:
            upper = written_number(quantity.upper_value or 0)
            return _("Anything from %(lower)s to %(upper)s.") % {"lower": value, "upper": upper}
    return _("An exact number.")


def place_words(start: int | None, end: int | None, locator: str) -> str:
    """Say where in a source something stands: "page 3, characters 1,569–1,737"."""
    parts = [locator] if locator else []
    if start is not None and end is not None:
        parts.append(
            _("characters %(start)s–%(end)s")
            % {"start": written_number(start), "end": written_number(end)}
        )
    return _(", ").join(parts)


def relation_words(kind: str, *, reverse: bool) -> str:
    """Name a relation as it reads from one of its ends."""
    if reverse:
        match kind:
            case LinkKind.REPEATS:
                return _("is repeated by")
            case LinkKind.REFINES:
                return _("is refined by")
            case LinkKind.SUPERSEDES:
                return _("is superseded by")
    return str(LinkKind(kind).label)


LONGEST_QUOTATION = 400
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)]*(?=\s)|[。！？]+[”’」』]*")


def sentence_of(quote: str, written: str = "") -> str:
    """Return the one sentence of a quotation that may be published: the one with the value in it.

    Rights holders allow a sentence, not a passage. What is cut off is marked.
    """
    text = " ".join(quote.split())
    starts = [0, *(found.end() for found in _SENTENCE_END.finditer(text))]
    sentences = [
        sentence
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        if (sentence := text[start:end].strip())
    ]
    if not sentences:
        return ""
    chosen = next(
        (index for index, sentence in enumerate(sentences) if written and written in sentence), 0
    )
    sentence = sentences[chosen]
    if len(sentence) > LONGEST_QUOTATION:
        return sentence[:LONGEST_QUOTATION].rsplit(" ", 1)[0] + " …"
    before = "… " if chosen else ""
    after = " …" if chosen < len(sentences) - 1 else ""
    return f"{before}{sentence}{after}"
