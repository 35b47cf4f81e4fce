"""What the pages of the committee write in their own way."""

from __future__ import annotations

from django import template

from serai.track.evidence.presentation import percent as written_percent

register = template.Library()


@register.filter
def percent(rate: float | None) -> str:
    """Write a share in hundredths, in the manner of the language; a dash for none."""
    return "–" if rate is None else written_percent(rate)
