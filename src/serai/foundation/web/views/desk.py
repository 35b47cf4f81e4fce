"""The desk's own pages: its home, the history of any object, and undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from serai.foundation.accounts.models import User
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import undo_entries
from serai.foundation.web.desk.access import acting_user, desk_view
from serai.foundation.web.desk.history import find_target, in_words, model_named
from serai.foundation.web.desk.rooms import (
    Desk,
    WorkItem,
    desks_for,
    may_enter_desk_of,
    may_see_history,
    may_undo,
    readable_entries,
)
from serai.foundation.web.desk.saving import confirm_saved, read_undo_token, undo_token
from serai.foundation.web.parameters import ParameterError

PER_PAGE = 30
LATEST = 8


@dataclass(frozen=True, slots=True)
class RoomOnHome:
    """One room on the home page of the desk."""

    desk: Desk
    work: list[WorkItem]
    counts: list[WorkItem]

    @property
    def href(self) -> str:
        """The address of the room's desk."""
        return reverse(self.desk.url_name)


@desk_view("accounts.enter_desk")
def home(request: HttpRequest) -> HttpResponse:
    """The work to do first, counts second, settings last."""
    user = acting_user(request)
    rooms = [
        RoomOnHome(
            desk,
            [item for item in desk.work(user) if item.count] if desk.work else [],
            list(desk.counts(user)) if desk.counts else [],
        )
        for desk in desks_for(user)
    ]
    entries = readable_entries(user, Entry.objects.all())
    latest = [entry for entry in entries[: LATEST * 3] if _may_read(user, entry)]
    with scopes_disabled():
        return render(
            request,
            "web/desk/home.html",
            {
                "work": [item for room in rooms for item in room.work],
                "rooms": [room for room in rooms if not room.desk.is_setting],
                "settings_rooms": [room for room in rooms if room.desk.is_setting],
                "latest": in_words(latest[:LATEST]),
            },
        )


def _may_read(user: User, entry: Entry) -> bool:
    model = model_named(entry.root_type)
    return model is not None and may_see_history(user, model, entry.root_id)


def _may_undo(user: User, entry: Entry) -> bool:
    model = model_named(entry.root_type)
    return model is not None and may_undo(user, model, entry.root_id)


@desk_view("accounts.enter_desk")
def history(request: HttpRequest, object_type: str, key: str) -> HttpResponse:
    """What happened to an object and its parts, latest first, each change with its undo."""
    found = find_target(object_type, key)
    if found is None:
        raise Http404
    model, target = found
    identifier = str(target.pk) if target is not None else key
    user = acting_user(request)
    if not may_enter_desk_of(user, model):
        raise PermissionDenied
    if not may_see_history(user, model, identifier):
        # They work here, but of this object they must not even know.
        raise Http404
    entries = Entry.objects.filter(root_type=model._meta.label_lower, root_id=identifier)
    if target is None and not entries.exists():
        raise Http404
    page = _page(request, readable_entries(user, entries))
    with scopes_disabled():
        happenings = in_words(page.object_list)
        label = str(target) if target is not None else happenings[-1].label
        return render(
            request,
            "web/desk/history.html",
            {
                "title": label,
                "kind": model._meta.verbose_name,
                "is_gone": target is None,
                "may_undo": may_undo(user, model, identifier),
                "happenings": [
                    (happening, undo_token([happening.number])) for happening in happenings
                ],
                "page": page,
                "back": _address_of(target),
            },
        )


def _page(request: HttpRequest, entries: QuerySet[Entry]) -> Any:
    paginator = Paginator(entries, PER_PAGE)
    written = request.GET.get("page", "1")
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise ParameterError("page", _("Write the number of a page."))
    if not 1 <= int(written) <= paginator.num_pages:
        raise ParameterError(
            "page", _("There are pages 1 to %(last)s.") % {"last": paginator.num_pages}
        )
    return paginator.page(int(written))


def _address_of(target: Model | None) -> str:
    address = getattr(target, "get_desk_url", None) or getattr(target, "get_absolute_url", None)
    return str(address()) if callable(address) else ""


@desk_view("accounts.enter_desk")
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Take back what one save did: asked for first (GET), done at once from a button (POST)."""
    entries = _entries_of(token)
    user = acting_user(request)
    if not all(_may_undo(user, entry) for entry in entries):
        raise PermissionDenied
    back = _back(request, entries)
    if request.method != "POST":
        with scopes_disabled():
            return render(
                request,
                "web/desk/undo.html",
                {"happenings": in_words(entries), "token": token, "back": back},
            )
    try:
        with scopes_disabled():
            made = undo_entries(actor=user, entries=entries)
    except ValidationError as error:
        messages.error(
            request, _("Nothing was undone: %(reason)s") % {"reason": " ".join(error.messages)}
        )
    else:
        confirm_saved(request, made, _("Undone."))
    return HttpResponseRedirect(back)


def _entries_of(token: str) -> list[Entry]:
    try:
        numbers = read_undo_token(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    entries = list(Entry.objects.filter(number__in=numbers).order_by("number"))
    if not entries or len(entries) != len(set(numbers)):
        raise Http404
    return entries


def _back(request: HttpRequest, entries: list[Entry]) -> str:
    """Where somebody goes after undoing: where they were, else the history."""
    came_from = str(request.META.get("HTTP_REFERER", ""))
    if url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ) and not came_from.endswith(request.path):
        return came_from
    return reverse(
        "web_desk:history",
        kwargs={"object_type": entries[0].root_type, "key": entries[0].root_id},
    )
