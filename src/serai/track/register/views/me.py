"""The searches that a reader keeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError
from serai.track.register import saving
from serai.track.register.filters import RecordFilter
from serai.track.register.models import SavedSearch
from serai.track.register.views.narrowing import result_in_words


class NameForm(forms.Form):
    """What a saved search is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)


@never_cache
@login_required
def saved_searches(request: HttpRequest) -> HttpResponse:
    """List the searches of the reader."""
    rows = [_row(search) for search in acting_user(request).saved_searches.all()]
    return render(request, "register/me/searches.html", {"rows": rows})


def _row(search: SavedSearch) -> dict[str, Any]:
    try:
        wanted = saving.filter_of(search)
    except ParameterError:
        return {"search": search, "href": "", "feed_href": "", "values": []}
    return {
        "search": search,
        "href": wanted.address(),
        "feed_href": wanted.address(path=reverse("register:feed"), sort=""),
        "values": wanted.chosen_values(),
        "result": result_in_words(len(wanted.select())),
    }


@never_cache
@login_required
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep the search in the address under a name."""
    wanted = RecordFilter.parse(request.GET)
    values = wanted.chosen_values()
    form = NameForm(
        request.POST or None,
        initial={"name": ", ".join(value.label for value in values)[:100] or _("All records")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            saving.save_search(
                actor=acting_user(request), name=form.cleaned_data["name"], wanted=wanted
            )
        except ValidationError as error:
            form.add_error("name", ValidationError(error.messages))
        else:
            messages.success(request, _("The search is saved."))
            return redirect("register:searches")
    return render(
        request,
        "register/me/save.html",
        {
            "form": form,
            "values": values,
            "cancel_href": wanted.address(),
            "title": _("Save this search"),
        },
    )


@never_cache
@login_required
def rename_search(request: HttpRequest, number: int) -> HttpResponse:
    """Call a saved search something else."""
    search = get_object_or_404(SavedSearch, pk=number, user=acting_user(request))
    form = NameForm(request.POST or None, initial={"name": search.name})
    if request.method == "POST" and form.is_valid():
        try:
            saving.rename_search(
                actor=acting_user(request), search=search, name=form.cleaned_data["name"]
            )
        except ValidationError as error:
            form.add_error("name", ValidationError(error.messages))
        else:
            return redirect("register:searches")
    return render(
        request,
        "register/me/save.html",
        {
            "form": form,
            "values": [],
            "cancel_href": reverse("register:searches"),
            "title": _("Rename the search"),
        },
    )


@require_POST
@never_cache
@login_required
def delete_search(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a saved search."""
    search = get_object_or_404(SavedSearch, pk=number, user=acting_user(request))
    saving.delete_search(actor=acting_user(request), search=search)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": search.name})
    return redirect("register:searches")
