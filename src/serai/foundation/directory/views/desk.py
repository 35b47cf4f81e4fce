"""The desk of the directory: organisations, themes, and the reference data to look at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.foundation.directory import operations, presentation, queries
from serai.foundation.directory.forms import (
    IdentifierFormSet,
    MergeForm,
    OrganisationFilter,
    OrganisationForm,
    ThemeForm,
)
from serai.foundation.directory.merging import merge_organisations
from serai.foundation.directory.models import Country, Field, Goal, Organisation, Theme
from serai.foundation.web.desk import Column, confirm_deletion, desk_view, handle_form, render_list
from serai.foundation.web.desk.access import acting_user

CHANGE = "directory.change_directory"
LIST_TEMPLATE = "directory/desk/list.html"
FORM_TEMPLATE = "directory/desk/form.html"


def desk_tabs(here: str) -> list[dict[str, Any]]:
    """The lists of the directory, as tabs above each of them."""
    lists = [
        ("list", _("Organisations")),
        ("people", _("People")),
        ("themes", _("Themes")),
        ("countries", _("Countries and territories")),
        ("fields", _("Fields of science")),
        ("goals", _("Sustainable development goals")),
    ]
    return [
        {"label": label, "href": reverse(f"directory_desk:{name}"), "is_active": name == here}
        for name, label in lists
    ]


def desk_address(name: str, target: Any) -> str:
    """The address of a page of the desk about one thing."""
    return reverse(f"directory_desk:{name}", kwargs={"code": target.code})


@desk_view(CHANGE)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All organisations."""
    return render_list(
        request,
        queries.organisations(),
        [
            Column(_("Name"), "name", "by_name", lambda row: desk_address("organisation", row)),
            Column(_("Kind"), lambda row: capfirst(row.get_kind_display()), "kind"),
            Column(_("Country"), "country.name", "country"),
            Column(_("Part of"), "parent.name"),
        ],
        title=_("Organisations"),
        filter_form=OrganisationFilter,
        search=["words"],
        create_href=reverse("directory_desk:organisation_new"),
        create_label=_("Add an organisation"),
        empty_title=_("No organisation has been added yet."),
        template=LIST_TEMPLATE,
        context={"tabs": desk_tabs("list")},
    )


@desk_view(CHANGE)
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    return _organisation(request, None)


@desk_view(CHANGE)
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Change an organisation."""
    return _organisation(request, get_object_or_404(Organisation, code=code))


def _organisation(request: HttpRequest, edited: Organisation | None) -> HttpResponse:
    data = request.POST or None
    form = OrganisationForm(data, instance=edited)
    identifiers = IdentifierFormSet(data, instance=edited)
    actor = acting_user(request)

    def save() -> Organisation:
        if edited is None:
            return operations.create_organisation(
                actor=actor, values=form.changes(), identifiers=identifiers.rows()
            )
        operations.change_organisation(
            actor=actor,
            organisation=edited,
            changes=form.changes(),
            identifiers=identifiers.rows(),
        )
        return edited

    return handle_form(
        request,
        form,
        formsets={"identifiers": identifiers},
        save=save,
        success_url=lambda saved: desk_address("organisation", saved),
        title=str(edited) if edited else _("Add an organisation"),
        cancel_href=reverse("directory_desk:list"),
        delete_href=desk_address("organisation_delete", edited) if edited else "",
        template=FORM_TEMPLATE,
        context={
            "edited": edited,
            "merge_href": desk_address("organisation_merge", edited) if edited else "",
        },
    )


@desk_view(CHANGE)
def organisation_merge(request: HttpRequest, code: str) -> HttpResponse:
    """Merge a duplicate into an organisation."""
    survivor = get_object_or_404(Organisation, code=code)
    form = MergeForm(request.POST or None, survivor=survivor)

    def save() -> Organisation:
        return merge_organisations(
            actor=acting_user(request),
            survivor=survivor,
            duplicate=form.cleaned_data["duplicate"],
        )

    return handle_form(
        request,
        form,
        save=save,
        success_url=desk_address("organisation", survivor),
        title=_("Merge a duplicate into “%(name)s”") % {"name": survivor},
        submit_label=_("Merge"),
        cancel_href=desk_address("organisation", survivor),
    )


@desk_view(CHANGE)
def organisation_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete an organisation that nothing refers to."""
    found = get_object_or_404(Organisation, code=code)
    return confirm_deletion(
        request,
        found,
        delete=lambda: operations.delete_organisation(
            actor=acting_user(request), organisation=found
        ),
        success_url=reverse("directory_desk:list"),
        cancel_href=desk_address("organisation", found),
    )


@desk_view(CHANGE)
def theme_list(request: HttpRequest) -> HttpResponse:
    """All themes with the fields they stand for."""
    return render_list(
        request,
        Theme.objects.prefetch_related("fields"),
        [
            Column(_("Name"), "name", href=lambda row: desk_address("theme", row)),
            Column(_("Fields of science"), lambda row: [str(each) for each in row.fields.all()]),
            Column(_("Order"), "position", "position", is_number=True),
        ],
        title=_("Themes"),
        search=["name"],
        create_href=reverse("directory_desk:theme_new"),
        create_label=_("Add a theme"),
        empty_title=_("No theme has been added yet."),
        template=LIST_TEMPLATE,
        context={"tabs": desk_tabs("themes")},
    )


@desk_view(CHANGE)
def theme_new(request: HttpRequest) -> HttpResponse:
    """Add a theme."""
    return _theme(request, None)


@desk_view(CHANGE)
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """Change a theme."""
    return _theme(request, get_object_or_404(Theme, code=code))


def _theme(request: HttpRequest, edited: Theme | None) -> HttpResponse:
    form = ThemeForm(request.POST or None, instance=edited)
    actor = acting_user(request)

    def save() -> Theme:
        changes = form.changes()
        if edited is None:
            fields = changes.pop("fields", ())
            return operations.create_theme(actor=actor, values=changes, fields=fields)
        operations.change_theme(actor=actor, theme=edited, changes=changes)
        return edited

    return handle_form(
        request,
        form,
        save=save,
        success_url=lambda saved: desk_address("theme", saved),
        title=str(edited) if edited else _("Add a theme"),
        cancel_href=reverse("directory_desk:themes"),
        delete_href=desk_address("theme_delete", edited) if edited else "",
        template=FORM_TEMPLATE,
        context={"edited": edited},
    )


@desk_view(CHANGE)
def theme_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a theme that nothing is filed under."""
    found = get_object_or_404(Theme, code=code)
    return confirm_deletion(
        request,
        found,
        delete=lambda: operations.delete_theme(actor=acting_user(request), theme=found),
        success_url=reverse("directory_desk:themes"),
        cancel_href=desk_address("theme", found),
    )


@desk_view(CHANGE)
def country_list(request: HttpRequest) -> HttpResponse:
    """The countries, to look at: they come with the product."""
    return render_list(
        request,
        Country.objects.select_related("region"),
        [
            Column(_("Code"), "code", "code"),
            Column(_("Name"), "name", href=Country.get_absolute_url),
            Column(_("Region"), "region.name", "region"),
            Column(_("Groups"), presentation.group_labels),
        ],
        title=_("Countries and territories"),
        search=["name", "code", "alpha3"],
        per_page=100,
        template=LIST_TEMPLATE,
        context={"tabs": desk_tabs("countries"), "is_reference": True},
    )


@desk_view(CHANGE)
def field_list(request: HttpRequest) -> HttpResponse:
    """The OECD fields and the themes that stand for them."""
    return render_list(
        request,
        Field.objects.prefetch_related("themes"),
        [
            Column(_("Code"), "code", "position"),
            Column(_("Name"), "name"),
            Column(_("Themes"), lambda row: [str(each) for each in row.themes.all()]),
        ],
        title=_("Fields of science"),
        search=["name"],
        per_page=100,
        template=LIST_TEMPLATE,
        context={"tabs": desk_tabs("fields"), "is_reference": True},
    )


@desk_view(CHANGE)
def goal_list(request: HttpRequest) -> HttpResponse:
    """The Sustainable Development Goals."""
    return render_list(
        request,
        Goal.objects.all(),
        [Column(_("Number"), "number", "number"), Column(_("Name"), "name")],
        title=_("Sustainable development goals"),
        search=["name"],
        template=LIST_TEMPLATE,
        context={"tabs": desk_tabs("goals"), "is_reference": True},
    )
