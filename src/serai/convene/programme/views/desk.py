"""The desk of a programme: what is missing, lists, forms, order, previews."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.convene.editions.models import Edition
from serai.convene.editions.queries import editions_known_to
from serai.convene.editions.views.desk import desk_tabs
from serai.convene.programme import operations, queries
from serai.convene.programme.models import Activity, Session
from serai.convene.programme.released import PROGRAMME, as_snapshot, drawn
from serai.convene.programme.views import pages
from serai.convene.programme.views.desk_kinds import KINDS, DeskKind
from serai.convene.programme.views.entrance import edition_desk
from serai.foundation.accounts.permissions import may
from serai.foundation.record.operations import entries_made
from serai.foundation.releases.queries import latest, snapshot_of
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    confirm_deletion,
    confirm_saved,
    desk_view,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError
from serai.track.evidence.operations import cite

may_edit = edition_desk("editions.edit_programme")
may_read = edition_desk("editions.read_draft")


@desk_view("editions.enter_desk")
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the edition whose programme to edit; the only one is opened at once."""
    user = acting_user(request)
    editions = [
        edition for edition in editions_known_to(user)
        if may(user, "editions.edit_programme", edition)
    ]  # fmt: skip
    if len(editions) == 1:
        return redirect("programme_desk:overview", editions[0].slug)
    return render(request, "programme/desk/choose.html", {"editions": editions})


@may_edit
def overview(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What is missing, what cannot be, and what there is."""
    counts = []
    gaps = []
    for kind in KINDS.values():
        rows = kind.model.objects.all()
        address = reverse("programme_desk:list", args=[edition.slug, kind.name])
        counts.append({
            "label": kind.plural, "count": rows.count(), "href": address,
            "add_href": reverse("programme_desk:add", args=[edition.slug, kind.name]),
            "add_label": kind.add_label,
        })  # fmt: skip
        for name, (label, test) in kind.missing.items():
            count = rows.filter(test).distinct().count()
            if count:
                href = f"{address}?missing={name}"
                gaps.append({"of": kind.plural, "label": label, "count": count, "href": href})
    last = latest(PROGRAMME, edition.code)
    context = {
        "edition": edition, "counts": counts, "last": last,
        "is_released": last and snapshot_of(last) == as_snapshot(drawn(edition)),
        "tabs": desk_tabs(request, edition, "programme_desk:overview"), "gaps": gaps,
        "conflicts": [conflict_text(found, edition) for found in queries.conflicts(edition)],
    }  # fmt: skip
    return render(request, "programme/desk/overview.html", context)


@may_edit
def list_objects(request: HttpRequest, edition: Edition, kind_name: str) -> HttpResponse:
    """The list of one kind of object, with what can be done to many of them."""
    kind = _kind(kind_name)
    here = reverse("programme_desk:list", args=[edition.slug, kind.name])
    if request.method == "POST" and request.POST.get("action") == "assign":
        return _assign(request, edition, kind, here)
    first, *others = kind.columns
    columns = [replace(first, href=lambda row: _address("change", edition, kind, row)), *others]
    if not request.GET:
        columns.append(
            Column(_("Order"), lambda row: _order_buttons(_address("move", edition, kind, row)))
        )
    actions = []
    if kind.assign:
        actions.append(BulkAction("assign", _("Change together …"), lambda _user, _rows: None))
    actions.append(BulkAction("remove", _("Delete"), _remove_all, confirm=True))
    return render_list(
        request,
        kind.rows(),
        columns,
        title=str(kind.plural),
        lead=str(edition),
        filter_form=kind.filter_form(),
        search=kind.search,
        bulk_actions=actions,
        create_href=reverse("programme_desk:add", args=[edition.slug, kind.name]),
        create_label=str(kind.add_label),
        template="programme/desk/list.html",
        context={"edition": edition},
    )


@may_edit
def add(request: HttpRequest, edition: Edition, kind_name: str) -> HttpResponse:
    """Add an object."""
    return _edit(request, edition, _kind(kind_name), None)


@may_edit
def change(request: HttpRequest, edition: Edition, kind_name: str, code: str) -> HttpResponse:
    """Change an object."""
    kind = _kind(kind_name)
    instance = get_object_or_404(kind.model.objects.all(), code=code)
    return _edit(request, edition, kind, instance)


@may_edit
def delete(request: HttpRequest, edition: Edition, kind_name: str, code: str) -> HttpResponse:
    """Delete an object, once it was said what goes with it."""
    kind = _kind(kind_name)
    instance = get_object_or_404(kind.model.objects.all(), code=code)
    return confirm_deletion(
        request,
        instance,
        delete=lambda: operations.remove(actor=acting_user(request), instance=instance),
        success_url=reverse("programme_desk:list", args=[edition.slug, kind.name]),
        cancel_href=_address("change", edition, kind, instance),
    )


@require_POST
@may_edit
def move(request: HttpRequest, edition: Edition, kind_name: str, code: str) -> HttpResponse:
    """Move an object one place up or down."""
    kind = _kind(kind_name)
    instance = get_object_or_404(kind.model.objects.all(), code=code)
    with transaction.atomic(), entries_made() as entries:
        operations.move(
            actor=acting_user(request),
            instance=instance,
            step=-1 if request.POST.get("step") == "-1" else 1,
        )
    confirm_saved(
        request, entries, "" if entries else _("It stands at the end of its list already.")
    )
    return redirect("programme_desk:list", edition.slug, kind.name)


@may_read
def preview_programme(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The programme as it would be if everything were public."""
    return pages.programme_page(request, edition, drawn(edition, drafts=True), is_preview=True)


@may_read
def preview_activity(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """An activity that need not be public."""
    draft = drawn(edition, drafts=True)
    return pages.activity_page(request, edition, draft, code, is_preview=True)


@may_read
def preview_session(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """A session whose activity need not be public."""
    draft = drawn(edition, drafts=True)
    return pages.session_page(request, edition, draft, code, is_preview=True)


def _edit(request: HttpRequest, edition: Edition, kind: DeskKind, instance: Any) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = kind.form(data, instance=instance, edition=edition, initial=_chosen_before(request))
    formsets = {
        name: formset(data, instance=form.instance) for name, formset in kind.formsets.items()
    }
    actor = acting_user(request)

    def save() -> Any:
        rows = {name: formset.rows() for name, formset in formsets.items()}
        citations = rows.pop("citations")
        saved = kind.save(
            actor=actor,
            edition=edition,
            values=form.changes(),
            **rows,
            **{kind.argument: instance},
        )
        cite(actor=actor, target=saved, citations=citations)
        if isinstance(saved, Session):
            for found in queries.conflicts(edition, of=saved):
                messages.warning(request, conflict_text(found, edition))
        return saved

    delete_href = _address("delete", edition, kind, instance) if instance else ""
    list_href = reverse("programme_desk:list", args=[edition.slug, kind.name])
    return handle_form(
        request,
        form,
        formsets=formsets,
        save=save,
        success_url=lambda saved: _address("change", edition, kind, saved),
        title=str(instance) if instance else str(kind.add_label),
        lead=str(edition),
        cancel_href=list_href,
        delete_href=delete_href,
        template="programme/desk/form.html",
        context={
            "edition": edition,
            "kind": kind,
            "list_href": list_href,
            "preview_href": _preview(edition, kind, instance) if kind.previews else "",
            "next_steps": _next_steps(edition, kind, instance),
        },
    )


def _assign(request: HttpRequest, edition: Edition, kind: DeskKind, here: str) -> HttpResponse:
    """Ask what to set for the chosen rows, then set it."""
    if kind.assign is None:
        raise Http404
    rows = kind.rows()
    keys = [key for key in request.POST.getlist("selected") if key.isdigit()]
    chosen = list(rows if "everything" in request.POST else rows.filter(pk__in=keys))
    if not chosen:
        messages.warning(request, _("Choose at least one row first."))
        return HttpResponseRedirect(request.get_full_path())
    is_answer = "assigned" in request.POST
    form = kind.assign(request.POST if is_answer else None)
    if is_answer and form.is_valid():
        try:
            with transaction.atomic(), entries_made() as entries:
                operations.set_for_all(
                    actor=acting_user(request), instances=chosen, changes=form.changes()
                )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            confirm_saved(request, entries)
            return HttpResponseRedirect(here)
    context = {
        "edition": edition, "kind": kind, "form": form, "objects": chosen, "list_href": here,
    }  # fmt: skip
    return render(request, "programme/desk/assign.html", context)


def _remove_all(actor: Any, rows: list[Any]) -> None:
    for row in rows:
        operations.remove(actor=actor, instance=row)


def _kind(name: str) -> DeskKind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _address(page: str, edition: Edition, kind: DeskKind, instance: Any) -> str:
    return reverse(f"programme_desk:{page}", args=[edition.slug, kind.name, instance.code])


def _next_steps(edition: Edition, kind: DeskKind, instance: Any) -> list[dict[str, str]]:
    """What is mostly added after an activity or a session."""
    if instance is None:
        return []
    followers = {"activities": ("sessions", "contributions"), "sessions": ("contributions",)}
    return [
        {
            "label": str(KINDS[name].add_label),
            "href": reverse("programme_desk:add", args=[edition.slug, name])
            + f"?{kind.argument}={instance.code}",
        }
        for name in followers.get(kind.name, ())
    ]


def _chosen_before(request: HttpRequest) -> dict[str, Any]:
    """The activity or session to which something is added, as its page says in the address."""
    chosen = {}
    for name, model in (("activity", Activity), ("session", Session)):
        if code := request.GET.get(name):
            found = model.objects.filter(code=code).first()
            if found is None:
                raise ParameterError(name, _("there is nothing with this code in the programme"))
            chosen[name] = found.pk
    return chosen


def _preview(edition: Edition, kind: DeskKind, instance: Any) -> str:
    if instance is None:
        return ""
    return reverse(f"programme_desk:preview_{kind.argument}", args=[edition.slug, instance.code])


def _order_buttons(address: str) -> SafeString:
    """Two buttons of the form around the list that lead elsewhere."""
    return format_html(
        '<span class="order-buttons">'
        '<button class="button quiet" formaction="{0}" name="step" value="-1" title="{1}">'
        '<span aria-hidden="true">↑</span><span class="visually-hidden">{1}</span></button>'
        '<button class="button quiet" formaction="{0}" name="step" value="1" title="{2}">'
        '<span aria-hidden="true">↓</span><span class="visually-hidden">{2}</span></button></span>',
        address, _("Move up"), _("Move down"),
    )  # fmt: skip


def conflict_text(found: queries.ConflictFound, edition: Edition) -> str:
    """Say what is taken twice, with ways to both sessions."""
    kind = KINDS["sessions"]
    template = (
        _("{subject} is taken by two sessions at once: {first} and {second}.")
        if found.conflict.resource == "room"
        else _("{subject} is in two sessions at once: {first} and {second}.")
    )
    links = {
        name: format_html(
            '<a href="{}">{}</a>', _address("change", edition, kind, session), session
        )
        for name, session in (("first", found.first), ("second", found.second))
    }
    return format_html(template, subject=found.subject, **links)
