"""How a record is put into words: in one sentence, and as a line of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from babel.lists import format_list
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.foundation.dates import PartialDate
from serai.foundation.languages import locale_of
from serai.foundation.search.highlighting import excerpt, highlighted
from serai.foundation.search.query import Node, Phrase, phrases
from serai.foundation.translation import Rendering, render_text
from serai.foundation.web.templatetags.serai import date_text, number
from serai.track.register.models import (
    AgreementTerms,
    InstrumentType,
    Record,
    Status,
)

TONES = {
    Status.IN_FORCE: "settled",
    Status.OPERATING: "settled",
    Status.COMPLETED: "settled",
}
"""The tones of the badges of statuses; all others are neutral."""

_MANY_COUNTRIES = 4
_LINE_LENGTH = 180


def tone(status: str) -> str:
    """Return the tone of the badge of a status."""
    return TONES.get(Status(status), "neutral")


def in_a_list(texts: Iterable[str]) -> str:
    """Join texts in the manner of the language: “China, Kenya and Egypt”."""
    return _joined(tuple(texts), locale_of())


@lru_cache(maxsize=10_000)
def _joined(texts: tuple[str, ...], locale: str) -> str:
    """The same few countries take part together again and again."""
    return format_list(texts, locale=locale)


def kind_of(record: Record) -> str:
    """What a record is, in the fewest words: the instrument of an agreement, else the kind."""
    terms = terms_of(record)
    if terms is not None and terms.instrument != InstrumentType.UNKNOWN:
        return capfirst(str(terms.get_instrument_display()))
    return capfirst(str(record.get_kind_display()))


def terms_of(record: Record) -> AgreementTerms | None:
    """The terms of an agreement; None for any other record, or where none were entered."""
    if not record.is_agreement:
        return None
    return getattr(record, "agreement", None)


def countries_in_words(record: Record) -> str:
    """Name the countries of a record, or count them where there are many."""
    names = [render_text(country.name).text for country in record.countries.all()]
    if record.countries_are_examples:
        return in_a_list([*names, _("other countries")]) if names else ""
    if len(names) > _MANY_COUNTRIES:
        return ngettext("%(count)s country", "%(count)s countries", len(names)) % {
            "count": number(len(names))
        }
    return in_a_list(names)


def sentence(record: Record) -> str:
    """Say in one sentence what a record is and where it stands."""
    words = {
        "kind": kind_of(record),
        "countries": countries_in_words(record),
        "status": record.get_status_display(),
    }
    known = record.status != Status.UNKNOWN
    if words["countries"] and record.is_agreement:
        pattern = (
            _("%(kind)s between %(countries)s, %(status)s.")
            if known
            else _("%(kind)s between %(countries)s.")
        )
    elif words["countries"]:
        pattern = (
            _("%(kind)s of %(countries)s, %(status)s.")
            if known
            else _("%(kind)s of %(countries)s.")
        )
    else:
        pattern = _("%(kind)s, %(status)s.") if known else _("%(kind)s.")
    return pattern % words


class Line(NamedTuple):
    """A record as a line of a list."""

    record: Record
    kind: str
    countries: str
    status_label: str
    tone: str
    date: str
    name: SafeString
    summary: SafeString


def line(record: Record, search: Node | None = None) -> Line:
    """Put a record into a line of a list; what was searched is marked in it."""
    summary = render_text(record.summary)
    sought = list(phrases(search)) if search is not None else []
    # That the status of an agreement is not known is a finding; for the others it is no news.
    is_silent = record.status == Status.UNKNOWN and not record.is_agreement
    return Line(
        record,
        highlighted(capfirst(str(record.get_kind_display())), sought),
        countries_in_words(record),
        "" if is_silent else capfirst(str(record.get_status_display())),
        tone(record.status),
        period(record),
        in_its_language(render_text(record.name), sought),
        in_its_language(replace(summary, text=excerpt(summary.text, sought, _LINE_LENGTH)), sought),
    )


def in_its_language(text: Rendering, sought: Sequence[Phrase]) -> SafeString:
    """Write a text with the hits in it marked, and with its language where that is another one."""
    marked = highlighted(text.text, sought)
    if not text.is_fallback:
        return marked
    return format_html('<span lang="{}" dir="{}">{}</span>', text.language, text.direction, marked)


def period(record: Record) -> str:
    """When it began and ended, as far as that is known."""
    if record.started_on and record.ended_on:
        return _("%(start)s to %(end)s") % {
            "start": date_text(record.started_on),
            "end": date_text(record.ended_on),
        }
    if record.started_on:
        return str(date_text(record.started_on))
    return str(date_text(PartialDate(record.year))) if record.year else ""
