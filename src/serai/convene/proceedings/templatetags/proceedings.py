"""Names of people in minutes."""

from __future__ import annotations

from django import template

from serai.convene.proceedings.released import ReleasedMinutes

register = template.Library()


@register.simple_tag
def person_name(minutes: ReleasedMinutes, code: str | None) -> str:
    """The name of a person whom minutes give by code."""
    return minutes.name_of(code)
