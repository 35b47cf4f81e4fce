"""Template tags and filters that every template has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from serai.foundation.dates import PartialDate
from serai.foundation.translation import render_text

register = template.Library()


def _locale() -> str:
    return to_locale(get_language() or "en")


@register.filter
def translated(value: object) -> str | SafeString:
    """Show a translated text; where another language stands in, say so in the markup."""
    rendering = render_text(value)
    if not rendering.is_fallback:
        return rendering.text
    return format_html(
        '<span class="fallback" lang="{}" dir="{}" title="{}">{}</span>',
        rendering.language, rendering.direction, _("Not yet translated"), rendering.text,
    )  # fmt: skip


@register.filter
def plain(value: object) -> str:
    """Give a translated text without markup, for titles and attributes."""
    return render_text(value).text


@register.filter
def date_text(value: PartialDate | date | None) -> str:
    """Write a date for people, with no more precision than is known."""
    if value is None or value == "":
        return _("date not known")
    if isinstance(value, PartialDate):
        return value.display()
    return format_date(value, format="long", locale=_locale())


@register.filter
def number(value: Decimal | int | None) -> str:
    """Write a number in the manner of the language."""
    return "" if value is None else format_decimal(value, locale=_locale())
