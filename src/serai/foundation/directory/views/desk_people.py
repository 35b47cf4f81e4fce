"""The desk of people."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.foundation.accounts.permissions import may
from serai.foundation.directory import operations, queries
from serai.foundation.directory.erasing import erase_person
from serai.foundation.directory.forms import (
    NameFormSet,
    PersonFilter,
    PersonForm,
    PositionFormSet,
)
from serai.foundation.directory.models import Person
from serai.foundation.directory.views.desk import (
    CHANGE,
    FORM_TEMPLATE,
    LIST_TEMPLATE,
    desk_address,
    desk_tabs,
)
from serai.foundation.web.desk import Column, confirm_deletion, desk_view, handle_form, render_list
from serai.foundation.web.desk.access import acting_user


@desk_view(CHANGE)
def person_list(request: HttpRequest) -> HttpResponse:
    """All people."""
    return render_list(
        request,
        queries.people(),
        [
            Column(_("Name"), str, "by_name", _address_of),
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
        context={"tabs": desk_tabs("people")},
    )


def _address_of(person: Person) -> str:
    return "" if person.is_erased else desk_address("person", person)


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
    actor = acting_user(request)
    form = PersonForm(data, instance=edited, may_link_account=may(actor, "directory.link_account"))
    names = NameFormSet(data, instance=edited)
    positions = PositionFormSet(data, instance=edited)

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
        success_url=lambda saved: desk_address("person", saved),
        title=str(edited) if edited else _("Add a person"),
        cancel_href=reverse("directory_desk:people"),
        delete_href=desk_address("person_delete", edited) if edited else "",
        template=FORM_TEMPLATE,
        context={
            "edited": edited,
            "erase_href": desk_address("person_erase", edited)
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
    context = {"person": found, "cancel_href": desk_address("person", found)}
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
        cancel_href=desk_address("person", found),
    )
