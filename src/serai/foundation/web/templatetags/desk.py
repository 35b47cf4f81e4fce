"""Template tags of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from serai.foundation.accounts.permissions import may
from serai.foundation.dates import PartialDate
from serai.foundation.record.models import Entry
from serai.foundation.translation import TranslatedText
from serai.foundation.web.desk import history
from serai.foundation.web.desk.rooms import DeskNote, desks_for, notes_for
from serai.foundation.web.navigation import NavigationEntry, resolve
from serai.foundation.web.templatetags.serai import date_text, moment_text, number, translated

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_navigation(context: Context) -> list[NavigationEntry]:
    """Return the desks that the reader may enter, for the menu of the desk pages."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not may(user, "accounts.enter_desk"):
        return []
    home = resolve("web_desk:home")
    entries = [NavigationEntry(_("Desk"), home, request.path == home, request.path == home)]
    # A room has pages beside the one that the menu leads to, which have its namespace.
    room = getattr(request.resolver_match, "namespace", "")
    for desk in desks_for(user):
        href = resolve(desk.url_name)
        if href:
            here = request.path == href
            is_current = room == desk.url_name.partition(":")[0]
            entries.append(NavigationEntry(desk.label, href, here, is_current))
    return entries


@register.simple_tag(takes_context=True)
def desk_notes(context: Context) -> list[DeskNote]:
    """Return what the rooms have to say to the reader on every page of the desk."""
    user = getattr(context.get("request"), "user", None)
    return notes_for(user) if user is not None and user.is_authenticated else []


@register.simple_tag
def history_address(target: Model) -> str:
    """Return the address of the history of an object."""
    return reverse(
        "web_desk:history",
        kwargs={
            "object_type": target._meta.label_lower,
            "key": getattr(target, "code", None) or target.pk,
        },
    )


@register.simple_tag
def history_link(target: Model) -> SafeString:
    """Link to the history of an object."""
    return format_html(
        '<a class="history-link" href="{}">{}</a>', history_address(target), _("History")
    )


@register.filter
def cell_text(value: Any) -> Any:
    """Write the value of a cell for people, whatever it is."""
    match value:
        case None | "":
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case TranslatedText():
            return translated(value)
        case datetime():
            return moment_text(value)
        case PartialDate() | date():
            return date_text(value)
        case int() | Decimal():
            return number(value)
        case list() | tuple():
            return ", ".join(str(cell_text(each)) for each in value) or "–"
        case _:
            return value


@register.simple_tag
def in_words(entries: Iterable[Entry]) -> list[history.Happening]:
    """Write entries of the record for readers."""
    return history.in_words(entries)
