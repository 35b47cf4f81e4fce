"""The desk of editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_scopes import scope

from serai.convene.editions import forms, operations, presentation, queries
from serai.convene.editions.copying import copy_edition, propose_next
from serai.convene.editions.models import Edition, EditionState, Series
from serai.convene.editions.panels import edition_tabs
from serai.convene.editions.views.public import edition_context
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.operations import entries_made
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    PartFormSet,
    confirm_deletion,
    confirm_saved,
    desk_view,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError

FORM = "editions/desk/edition_form.html"


def edition_for(
    request: HttpRequest, slug: str, permission: str = "editions.change_edition"
) -> Edition:
    """Return the edition of a desk page.

    Raises Http404 where the user may not know of it, PermissionDenied where they know of it but are
    not entrusted with this.
    """
    user = acting_user(request)
    edition = get_object_or_404(queries.editions_known_to(user), slug=slug)
    if not may(user, permission, edition):
        raise PermissionDenied
    return edition


def desk_tabs(request: HttpRequest, edition: Edition, here: str) -> list[dict[str, Any]]:
    """The pages of one edition at the desk, as far as the user may open them."""
    user = acting_user(request)
    own = [
        (_("Overview"), "editions_desk:edition", "editions.read_draft"),
        (_("Particulars"), "editions_desk:edit", "editions.change_edition"),
        (_("Focus topics"), "editions_desk:topics", "editions.change_edition"),
        (_("Venues"), "editions_desk:venues", "editions.change_edition"),
        (_("Organisers"), "editions_desk:organisers", "editions.change_edition"),
        (_("Announcements"), "editions_desk:announcements", "editions.change_edition"),
        (_("Sources"), "editions_desk:sources", "editions.change_edition"),
        (_("Team"), "editions_desk:team", "editions.change_edition"),
    ]
    others = [(str(tab.label), tab.url_name, tab.permission) for tab in edition_tabs()]
    return [
        {
            "label": label,
            "href": reverse(url_name, args=[edition.slug]),
            "is_active": url_name == here,
        }
        for label, url_name, permission in (*own, *others)
        if may(user, permission, edition)
    ]


def _set_public(*, is_public: bool) -> Callable[[User, list[Any]], None]:
    change = operations.publish_edition if is_public else operations.unpublish_edition

    def run(user: User, chosen: list[Any]) -> None:
        for edition in chosen:
            if not may(user, "editions.change_edition", edition):
                raise ValidationError(
                    _("You are not entrusted with “%(edition)s”.") % {"edition": edition}
                )
            change(actor=user, edition=edition)

    return run


@desk_view("editions.enter_desk")
def edition_list(request: HttpRequest) -> HttpResponse:
    """The editions that the user may know of."""
    user = acting_user(request)
    return render_list(
        request,
        queries.editions_known_to(user),
        [
            Column(_("Name"), "name", href=lambda edition: edition.get_desk_url()),
            Column(_("Series"), "series.name", sort="series__slug"),
            Column(_("Edition"), "ordinal", sort="ordinal", is_number=True),
            Column(_("When"), presentation.dates_of, sort="starts_on"),
            Column(_("State"), "get_state_display", sort="state"),
            Column(
                _("Public"), lambda edition: _("yes") if edition.is_public else _("no"),
                sort="is_public",
            ),
        ],
        title=_("Editions"),
        filter_form=forms.EditionFilterForm,
        search=("name", "theme", "city", "slug"),
        bulk_actions=[
            BulkAction("publish", _("Publish"), _set_public(is_public=True)),
            BulkAction(
                "unpublish", _("Take back from the public"), _set_public(is_public=False),
                confirm=True,
            ),
        ],
        create_href=reverse("editions_desk:add") if may(user, "editions.add_edition") else "",
        create_label=_("New edition"),
        empty_title=_("There is no edition yet."),
        empty_text=_("Begin with the series; then add its first edition."),
        template="editions/desk/list.html",
        context={"tabs": list_tabs(user, "editions")},
    )  # fmt: skip


def list_tabs(user: User, here: str) -> list[dict[str, Any]]:
    """The two lists of the room, for those who may see both."""
    if not may(user, "editions.manage_series"):
        return []
    return [
        {
            "label": _("Editions"),
            "href": reverse("editions_desk:list"),
            "is_active": here == "editions",
        },
        {
            "label": _("Series"),
            "href": reverse("editions_desk:series_list"),
            "is_active": here == "series",
        },
    ]


@desk_view("editions.add_edition")
def edition_add(request: HttpRequest) -> HttpResponse:
    """A new edition; ``?series=`` chooses its series beforehand."""
    initial: dict[str, Any] = {}
    if slug := request.GET.get("series", ""):
        series = Series.objects.filter(slug=slug).first()
        if series is None:
            raise ParameterError("series", _("there is no series of this name"))
        last = series.editions.order_by("-ordinal").first()
        initial = {"series": series.pk, "ordinal": last.ordinal + 1 if last else 1}
    form = forms.NewEditionForm(request.POST or None, initial=initial)
    return handle_form(
        request,
        form,
        save=lambda: operations.create_edition(actor=acting_user(request), values=form.changes()),
        success_url=lambda edition: edition.get_desk_url(),
        title=_("New edition"),
        lead=_("It is not public until you publish it."),
        cancel_href=reverse("editions_desk:list"),
    )


@dataclass(frozen=True, slots=True)
class _Missing:
    """Something that the page of an edition still lacks, and where to add it."""

    text: str
    href: str


def _missing(edition: Edition) -> list[_Missing]:
    edit, topics, venues, organisers = (
        reverse(f"editions_desk:{name}", args=[edition.slug])
        for name in ("edit", "topics", "venues", "organisers")
    )
    checks = [
        (bool(presentation.dates_of(edition)), _("The dates are not known yet."), edit),
        (bool(presentation.place_of(edition)), _("The place is not known yet."), edit),
        (bool(edition.theme), _("There is no theme."), edit),
        (bool(edition.topics.all()), _("There are no focus topics."), topics),
        (bool(edition.venues.all()), _("There is no venue."), venues),
        (bool(edition.organisers.all()), _("There are no organisers."), organisers),
    ]
    found = [_Missing(text, href) for is_there, text, href in checks if not is_there]
    if not edition.citations.exists():
        sources = reverse("editions_desk:sources", args=[edition.slug])
        found.append(_Missing(_("No fact of this edition names a source."), sources))
    return found


@desk_view("editions.enter_desk")
def edition_overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do next for an edition, and all its pages."""
    edition = edition_for(request, slug, "editions.read_draft")
    user = acting_user(request)
    may_change = may(user, "editions.change_edition", edition)
    return render(
        request,
        "editions/desk/edition.html",
        {
            "edition": edition,
            "tabs": desk_tabs(request, edition, "editions_desk:edition"),
            "sentence": presentation.describe_edition(edition),
            "missing": _missing(edition) if may_change else [],
            "may_change": may_change,
            "may_copy": may(user, "editions.add_edition"),
            "may_delete": may(user, "editions.delete_edition") and not edition.is_public,
            "next_state": capfirst(operations.next_states(edition)[0].label),
            "state_stops": _state_stops(edition),
        },
    )


def _state_stops(edition: Edition) -> list[dict[str, str]]:
    here = operations.STATES.index(EditionState(edition.state))
    return [
        {
            "title": capfirst(str(state.label)),
            "state": "done" if place < here else "current" if place == here else "open",
        }
        for place, state in enumerate(operations.STATES)
    ]


@desk_view("editions.enter_desk")
def edition_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The particulars of an edition."""
    edition = edition_for(request, slug)
    form = forms.EditionForm(request.POST or None, instance=edition)

    def save() -> Edition:
        stored = Edition.objects.get(pk=edition.pk)
        operations.change_edition(
            actor=acting_user(request), edition=stored, changes=form.changes()
        )
        return stored

    return handle_form(
        request, form, save=save,
        success_url=lambda saved: saved.get_desk_url(),
        title=_("Particulars"), lead=str(Edition.objects.get(pk=edition.pk)),
        cancel_href=reverse("editions_desk:edition", args=[slug]),
        template=FORM, context={"tabs": desk_tabs(request, edition, "editions_desk:edit")},
    )  # fmt: skip


_PARTS: Mapping[str, tuple[Any, type[PartFormSet]]] = {
    "topics": (gettext_lazy("Focus topics"), forms.TopicFormSet),
    "venues": (gettext_lazy("Venues"), forms.VenueFormSet),
    "organisers": (gettext_lazy("Organisers"), forms.OrganiserFormSet),
    "announcements": (gettext_lazy("Announcements"), forms.AnnouncementFormSet),
}


@desk_view("editions.enter_desk")
def edition_part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One kind of parts of an edition, all rows in one form."""
    edition = edition_for(request, slug)
    title, formset_class = _PARTS[part]
    rows = formset_class(request.POST or None, instance=edition)

    def save() -> Edition:
        operations.change_edition(
            actor=acting_user(request), edition=edition, changes={}, parts={part: rows.rows()}
        )
        return edition

    return handle_form(
        request, forms.EditionPartsForm(request.POST or None, instance=edition),
        formsets=[rows], save=save,
        success_url=reverse(f"editions_desk:{part}", args=[slug]),
        title=str(title), lead=str(edition),
        cancel_href=edition.get_desk_url(),
        template=FORM, context={"tabs": desk_tabs(request, edition, f"editions_desk:{part}")},
    )  # fmt: skip


@desk_view("editions.enter_desk")
def edition_team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has which role in an edition."""
    edition = edition_for(request, slug)
    prefetch_related_objects([edition], "role_assignments__user")
    rows = forms.RoleFormSet(request.POST or None, instance=edition)

    def save() -> Edition:
        wanted = [
            {"pk": row["pk"], "user": row["user"], "role": row["role"]} for row in rows.rows()
        ]
        operations.set_edition_roles(actor=acting_user(request), edition=edition, rows=wanted)
        return edition

    return handle_form(
        request, forms.EditionPartsForm(request.POST or None, instance=edition),
        formsets=[rows], save=save,
        success_url=reverse("editions_desk:team", args=[slug]),
        title=_("Team"), lead=str(edition), cancel_href=edition.get_desk_url(),
        template=FORM, context={"tabs": desk_tabs(request, edition, "editions_desk:team")},
    )  # fmt: skip


@desk_view("editions.enter_desk")
def edition_move(request: HttpRequest, slug: str) -> HttpResponse:
    """Move an edition one state on, or one back."""
    edition = edition_for(request, slug)
    form = forms.MoveForm(request.POST or None, edition=edition)

    def save() -> Edition:
        operations.move_edition(
            actor=acting_user(request), edition=edition,
            to=EditionState(form.cleaned_data["to"]), note=form.cleaned_data["note"],
        )  # fmt: skip
        return edition

    return handle_form(
        request, form, save=save, success_url=edition.get_desk_url(),
        title=_("State"), lead=str(edition), submit_label=_("Change the state"),
        cancel_href=edition.get_desk_url(),
        template=FORM, context={"tabs": desk_tabs(request, edition, "editions_desk:edition")},
    )  # fmt: skip


@require_POST
@desk_view("editions.enter_desk")
def edition_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Make an edition public."""
    return _publish(request, slug, is_public=True)


@require_POST
@desk_view("editions.enter_desk")
def edition_unpublish(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an edition back from the public."""
    return _publish(request, slug, is_public=False)


def _publish(request: HttpRequest, slug: str, *, is_public: bool) -> HttpResponse:
    edition = edition_for(request, slug)
    with transaction.atomic(), entries_made() as entries:
        _set_public(is_public=is_public)(acting_user(request), [edition])
    confirm_saved(
        request, entries,
        _("The edition is public.") if is_public else _("The edition is no longer public."),
    )  # fmt: skip
    return HttpResponseRedirect(edition.get_desk_url())


@desk_view("editions.enter_desk")
def edition_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of an edition as it would be now, for those who may read its draft."""
    user = acting_user(request)
    edition = get_object_or_404(queries.with_parts(queries.editions_known_to(user)), slug=slug)
    if not may(user, "editions.read_draft", edition):
        raise Http404
    return render(
        request, "editions/desk/preview.html", {**edition_context(edition), "is_preview": True}
    )


@desk_view("editions.enter_desk")
def edition_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """The next edition, begun from this one."""
    if not may(acting_user(request), "editions.add_edition"):
        edition_for(request, slug, "editions.add_edition")
    source = edition_for(request, slug, "editions.read_draft")
    proposed = propose_next(source)
    form = forms.CopyForm(request.POST or None, instance=Edition(**proposed))

    def save() -> Edition:
        values = {"series": source.series, "state": EditionState.ANNOUNCED, **form.changes()}
        return copy_edition(
            actor=acting_user(request), source=source, values=values,
            parts=form.cleaned_data["parts"],
        )  # fmt: skip

    return handle_form(
        request, form, save=save,
        success_url=lambda edition: edition.get_desk_url(),
        title=_("Begin the next edition"),
        lead=_("It starts as a copy of “%(edition)s” and is not public.") % {"edition": source},
        submit_label=_("Create the edition"),
        cancel_href=source.get_desk_url(),
    )  # fmt: skip


@desk_view("editions.enter_desk")
def edition_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete an edition that is not public."""
    edition = edition_for(request, slug, "editions.delete_edition")
    # What goes with it is named, which only its scope lets some things be.
    with scope(edition=edition):
        return confirm_deletion(
            request, edition,
            delete=lambda: operations.delete_edition(actor=acting_user(request), edition=edition),
            success_url=reverse("editions_desk:list"), cancel_href=edition.get_desk_url(),
        )  # fmt: skip
