"""The values of a facet, as items of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from serai.foundation.web.wording import written_number

register = template.Library()
_PARTS = ("href", "label", "count", "is_active")


@register.simple_tag
def facet_options(options: Iterable[Any]) -> SafeString:
    """Write values that can be chosen: each has ``href``, ``label``, ``count`` (which may be None)
    and ``is_active``, as attributes or in a mapping.

    A list may offer hundreds. A template for each would take longer than all the rest of the page.
    """
    chosen = f'<span class="visually-hidden"> ({escape(_("chosen; follow to remove"))})</span>'
    return mark_safe("\n".join([_item(option, chosen) for option in options]))  # noqa: S308


def _item(option: Any, chosen: str) -> str:
    href, label, count, is_active = (
        [option.get(name) for name in _PARTS]
        if isinstance(option, Mapping)
        else [getattr(option, name) for name in _PARTS]
    )
    current, mark = (' aria-current="true"', chosen) if is_active else ("", "")
    shown = (
        "" if count is None else f' <span class="facet-count number">{written_number(count)}</span>'
    )
    return (
        f'<li><a href="{escape(href)}"{current} rel="nofollow">'
        f'<span class="facet-name">{conditional_escape(label or "")}{mark}</span>{shown}</a></li>'
    )
