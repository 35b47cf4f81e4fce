"""The desk of the directory: organisations, people, themes, and the reference data to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.foundation.accounts.permissions import may
from serai.foundation.directory import operations, presentation, queries
from serai.foundation.directory.erasing import erase_person
from serai.foundation.directory.forms import (
    IdentifierFormSet,
    MergeForm,
    NameFormSet,
    OrganisationFilter,
    OrganisationForm,
    PersonFilter,
    PersonForm,
    PositionFormSet,
    ThemeForm,
)
from serai.foundation.directory.merging import merge_organisations
from serai.foundation.directory.models import Country, Field, Goal, Organisation, Person, Theme
from serai.foundation.web.desk import Column, confirm_deletion, desk_view, handle_form, render_list
from serai.foundation.web.desk.access import acting_user

CHANGE = "directory.change_directory"
LIST_TEMPLATE = "directory/desk/list.html"
FORM_TEMPLATE = "directory/desk/form.html"


def _tabs(here: str) -> list[dict[str, Any]]:
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


def _address(name: str, target: Any) -> str:
    return reverse(f"directory_desk:{name}", kwargs={"code": target.code})


@desk_view(CHANGE)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All organisations."""
    return render_list(
        request,
        queries.organisations(),
        [
            Column(_("Name"), "name", "sort_name", lambda row: _address("organisation", row)),
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
        context={"tabs": _tabs("list")},
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
        success_url=lambda saved: _address("organisation", saved),
        title=str(edited) if edited else _("Add an organisation"),
        cancel_href=reverse("directory_desk:list"),
        delete_href=_address("organisation_delete", edited) if edited else "",
        template=FORM_TEMPLATE,
        context={
            "edited": edited,
            "merge_href": _address("organisation_merge", edited) if edited else "",
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
        success_url=_address("organisation", survivor),
        title=_("Merge a duplicate into “%(name)s”") % {"name": survivor},
        submit_label=_("Merge"),
        cancel_href=_address("organisation", survivor),
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
        cancel_href=_address("organisation", found),
    )


@desk_view(CHANGE)
def person_list(request: HttpRequest) -> HttpResponse:
    """All people."""
    return render_list(
        request,
        queries.people(),
        [
            Column(_("Name"), str, "sort_name", _address_of_person),
            Column(_("Position"), _latest_position),
            Column(_("Country"), "country.name", "country"),
        ],
        title=_("People"),
        filter_form=PersonFilter,
        search=["names__words"],
        create_href=reverse("directory_desk:person_new"),
        create_label=_("Add a person"),
        empty_title=_("Nobody has been added yet."),
        template=LIST_TEMPLATE,
        context={"tabs": _tabs("people")},
    )


def _address_of_person(person: Person) -> str:
    return "" if person.is_erased else _address("person", person)


def _latest_position(person: Person) -> str:
    latest = next(iter(person.positions.all()), None)
    if latest is None:
        return ""
    return ", ".join(str(each) for each in (latest, latest.organisation) if each)


@desk_view(CHANGE)
def person_new(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    return _person(request, None)


@desk_view(CHANGE)
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Change a person."""
    return _person(request, _known_person(code))


def _known_person(code: str) -> Person:
    found = get_object_or_404(Person, code=code)
    if found.is_erased:
        raise Http404
    return found


def _person(request: HttpRequest, edited: Person | None) -> HttpResponse:
    data = request.POST or None
    form = PersonForm(data, instance=edited)
    names = NameFormSet(data, instance=edited)
    positions = PositionFormSet(data, instance=edited)
    actor = acting_user(request)

    def save() -> Person:
        if edited is None:
            return operations.create_person(
                actor=actor, values=form.changes(), names=names.rows(), positions=positions.rows()
            )
        operations.change_person(
            actor=actor,
            person=edited,
            changes=form.changes(),
            names=names.rows(),
            positions=positions.rows(),
        )
        return edited

    return handle_form(
        request,
        form,
        formsets={"names": names, "positions": positions},
        save=save,
        success_url=lambda saved: _address("person", saved),
        title=str(edited) if edited else _("Add a person"),
        cancel_href=reverse("directory_desk:people"),
        delete_href=_address("person_delete", edited) if edited else "",
        template=FORM_TEMPLATE,
        context={
            "edited": edited,
            "erase_href": _address("person_erase", edited)
            if edited and may(actor, "directory.erase_person")
            else "",
        },
    )


@desk_view("directory.erase_person")
def person_erase(request: HttpRequest, code: str) -> HttpResponse:
    """Erase what identifies a person, once it was said what that means."""
    found = _known_person(code)
    if request.method == "POST":
        erase_person(actor=acting_user(request), person=found)
        messages.success(request, _("Erased."))
        return redirect("directory_desk:people")
    context = {"person": found, "cancel_href": _address("person", found)}
    return render(request, "directory/desk/erase.html", context)


@desk_view(CHANGE)
def person_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a person whom nothing refers to."""
    found = get_object_or_404(Person, code=code)
    return confirm_deletion(
        request,
        found,
        delete=lambda: operations.delete_person(actor=acting_user(request), person=found),
        success_url=reverse("directory_desk:people"),
        cancel_href=_address("person", found),
    )


@desk_view(CHANGE)
def theme_list(request: HttpRequest) -> HttpResponse:
    """All themes with the fields they stand for."""
    return render_list(
        request,
        Theme.objects.prefetch_related("fields"),
        [
            Column(_("Name"), "name", href=lambda row: _address("theme", row)),
            Column(_("Fields of science"), lambda row: [str(each) for each in row.fields.all()]),
            Column(_("Order"), "position", "position", is_number=True),
        ],
        title=_("Themes"),
        search=["name"],
        create_href=reverse("directory_desk:theme_new"),
        create_label=_("Add a theme"),
        empty_title=_("No theme has been added yet."),
        template=LIST_TEMPLATE,
        context={"tabs": _tabs("themes")},
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
        success_url=lambda saved: _address("theme", saved),
        title=str(edited) if edited else _("Add a theme"),
        cancel_href=reverse("directory_desk:themes"),
        delete_href=_address("theme_delete", edited) if edited else "",
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
        cancel_href=_address("theme", found),
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
        context={"tabs": _tabs("countries"), "is_reference": True},
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
        context={"tabs": _tabs("fields"), "is_reference": True},
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
        context={"tabs": _tabs("goals"), "is_reference": True},
    )
