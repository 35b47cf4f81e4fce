"""Figures in words: "more than 80" is a bound, not 80, and is written as one everywhere."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from babel.numbers import format_decimal
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from serai.foundation.languages import locale_of


def written_number(value: Decimal | float) -> str:
    """Write a number with the digits and separators of the language."""
    return _written_number(value, locale_of())


@lru_cache(maxsize=10_000)
def _written_number(value: Decimal | float, locale: str) -> str:
    """A list shows hundreds of numbers, most of them on every page."""
    separator, least = _thousands(locale)
    if isinstance(value, int) and value >= 0 and separator is not None:
        return f"{value:,}".replace(",", separator) if value >= least else str(value)
    return format_decimal(value, locale=locale)


@cache
def _thousands(locale: str) -> tuple[str | None, int]:
    """Return what a language puts between thousands, and from which number on; None where its
    whole numbers are not digits in threes. That is ten times as fast as asking each time.
    """
    shape = re.fullmatch(r"1(\D*)234\1567", format_decimal(1_234_567, locale=locale))
    if shape is None:
        return None, 0
    return shape[1], 1_000 if shape[1] in format_decimal(1_234, locale=locale) else 10_000


def _sentence(qualifier: str) -> str:
    """Return the words around the number, with places for ``value`` and ``upper``."""
    return {
        "more_than": _("more than %(value)s"),
        "at_least": _("at least %(value)s"),
        "about": _("about %(value)s"),
        "nearly": _("nearly %(value)s"),
        "up_to": _("up to %(value)s"),
        "range": _("between %(value)s and %(upper)s"),
    }.get(qualifier, "%(value)s")


def bound_text(
    qualifier: str, value: Decimal | float | None, upper: Decimal | float | None = None
) -> str:
    """Write a qualified value in words: ``more_than, 80`` is "more than 80".

    A value that was not given is said to be so. An unknown qualifier is read as "exactly".
    """
    if value is None or qualifier == "unquantified":
        return _("no number given")
    if qualifier == "range" and upper is None:
        qualifier = "at_least"
    return _sentence(qualifier) % {
        "value": written_number(value),
        "upper": "" if upper is None else written_number(upper),
    }


def bound_html(
    qualifier: str, value: Decimal | float | None, upper: Decimal | float | None = None
) -> SafeString:
    """Write a qualified value in words with the numbers marked, so that they can be set large."""
    if value is None or qualifier == "unquantified":
        return format_html('<span class="bound unquantified">{}</span>', _("no number given"))
    if qualifier == "range" and upper is None:
        qualifier = "at_least"
    words = conditional_escape(_sentence(qualifier)) % {
        "value": _numeral(value),
        "upper": "" if upper is None else _numeral(upper),
    }
    kind = "bound range" if qualifier == "range" else "bound"
    # The words are escaped above; only the numerals bring markup.
    return mark_safe(f'<span class="{kind}">{words}</span>')  # noqa: S308


def _numeral(value: Decimal | float) -> SafeString:
    return format_html('<b class="numeral">{}</b>', written_number(value))
