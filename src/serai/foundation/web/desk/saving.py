"""Saving what was typed: through an operation, in one transaction, with a way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, router, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.foundation.record.models import Entry
from serai.foundation.record.operations import can_be_undone, entries_made
from serai.foundation.web.desk.forms import DeskForm, Formsets, PartFormSet, listed
from serai.foundation.web.templatetags.serai import first_input_id

_SALT = "serai.desk.undo"
ADD_ROW = "add_row"

Saved = models.Model | None


def handle_form(
    request: HttpRequest,
    form: Any,
    *,
    save: Callable[[], Saved],
    success_url: str | Callable[[Any], str],
    title: str,
    formsets: Formsets = (),
    lead: str = "",
    submit_label: str = "",
    cancel_href: str = "",
    delete_href: str = "",
    saved_message: str = "",
    offer_undo: bool = True,
    template: str = "web/desk/form.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form, or save it and go on.

    ``save`` calls the operations of the room with what `DeskForm.changes` and `PartFormSet.rows`
    give and returns the object; it runs in one transaction together with the checks, and a
    ValidationError that it raises lands on the fields it names. ``success_url`` is an address or a
    function of what was saved. After a save the next page says so and offers to undo it.
    """
    rows = listed(formsets)
    if request.method == "POST" and not _add_row(request, form, rows):
        # Each is asked, so that all that is wrong is said at once.
        valid = [form.is_valid(), *(each.is_valid() for each in rows)]
        if all(valid):
            outcome = _save(form, save)
            if outcome is not None:
                saved, entries = outcome
                confirm_saved(request, entries, saved_message, offer_undo=offer_undo)
                address = success_url if isinstance(success_url, str) else success_url(saved)
                return HttpResponseRedirect(address)
    return render(
        request,
        template,
        {
            "form": form,
            "formsets": rows,
            "title": title,
            "lead": lead,
            "submit_label": submit_label or _("Save"),
            "cancel_href": cancel_href,
            "delete_href": delete_href,
            "problems": problems(form, rows),
            "object": getattr(form, "instance", None),
            **(context or {}),
        },
    )


def _save(form: Any, save: Callable[[], Saved]) -> tuple[Saved, list[Entry]] | None:
    """Run the save; on an error put it on the form and return None."""
    try:
        with transaction.atomic(), entries_made() as entries:
            if isinstance(form, DeskForm) and not form.is_still_current():
                return None
            return save(), entries
    except ValidationError as error:
        if isinstance(form, DeskForm):
            form.accept_errors(error)
        else:
            form.add_error(None, ValidationError(error.messages))
    except (ProtectedError, RestrictedError) as error:
        form.add_error(None, still_needed(error))
    except IntegrityError:
        form.add_error(
            None, _("Somebody saved the same at this moment. Look at what is there and try again.")
        )
    return None


def _add_row(request: HttpRequest, form: Any, rows: list[PartFormSet]) -> bool:
    """Answer “one more row” where no script does: show the form again, unjudged."""
    wanted = request.POST.get(ADD_ROW)
    chosen = next((each for each in rows if each.prefix == wanted), None)
    if chosen is None:
        return False
    chosen.add_blank_row()
    form._errors = ErrorDict()
    for each in rows:
        each._errors, each._non_form_errors = [], ErrorList()
        for row in each.forms:
            row._errors = ErrorDict()
    return True


def problems(form: Any, rows: Iterable[PartFormSet] = ()) -> list[dict[str, str]]:
    """Return every error of a form and its rows, with the field it belongs to and its address."""
    if not form.is_bound:
        return []
    found = _problems_of(form)
    for each in rows:
        found += [
            {"label": str(each.label), "text": str(text), "href": f"#{each.prefix}"}
            for text in each.non_form_errors()
        ]
        for position, row in enumerate(each.forms, 1):
            found += _problems_of(row, prefix=f"{capfirst(str(each.label))} {position}")
    return found


def _problems_of(form: Any, prefix: str = "") -> list[dict[str, str]]:
    found = []
    for name, texts in form.errors.items():
        is_field = name in form.fields
        label = str(form[name].label) if is_field else ""
        words = ": ".join(part for part in (prefix, label) if part)
        href = f"#{first_input_id(form[name])}" if is_field else ""
        found += [{"label": words, "text": str(text), "href": href} for text in texts]
    return found


def still_needed(error: ProtectedError | RestrictedError) -> str:
    """Say what stands in the way of a deletion."""
    objects = (
        error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    )
    # The same words again would tell nothing: an organiser of three editions is named once.
    all_named = list(dict.fromkeys(f"{each._meta.verbose_name} “{each}”" for each in objects))
    named = all_named[:5]
    more = len(all_named) - len(named)
    listed_names = ", ".join(named) + (f" (+{more})" if more else "")
    return _("It is still used by: %(objects)s. Change these first.") % {"objects": listed_names}


def confirm_saved(
    request: HttpRequest, entries: Iterable[Entry], text: str = "", *, offer_undo: bool = True
) -> None:
    """Leave a message that something was saved, with a button that takes it back if that can be."""
    made = list(entries)
    if not made:
        messages.info(request, text or _("Nothing was different, so nothing was saved."))
        return
    # The message carries the address of its undo; the template draws the button.
    address = ""
    if offer_undo and all(can_be_undone(entry) for entry in made):
        token = undo_token(entry.number for entry in made)
        address = reverse("web_desk:undo", kwargs={"token": token})
    messages.success(request, text or _("Saved."), extra_tags=address)


def undo_token(numbers: Iterable[int]) -> str:
    """Sign the numbers of the entries that one save made."""
    return signing.dumps(list(numbers), salt=_SALT, compress=True)


def read_undo_token(token: str) -> list[int]:
    """Return the numbers in a token. Raises signing.BadSignature for any other text."""
    return [int(number) for number in signing.loads(token, salt=_SALT)]


def confirm_deletion(
    request: HttpRequest,
    instance: models.Model,
    *,
    delete: Callable[[], Any],
    success_url: str,
    cancel_href: str = "",
    title: str = "",
    deleted_message: str = "",
) -> HttpResponse:
    """Ask whether to delete an object, showing what goes with it; delete it on the second answer.

    ``delete`` calls the operation of the room. Where something else still needs the object, the
    page says what instead of offering the button.
    """
    obstacle, parts = _consequences(instance)
    if request.method == "POST" and not obstacle:
        try:
            with transaction.atomic(), entries_made() as entries:
                delete()
        except ValidationError as error:
            obstacle = " ".join(error.messages)
        except (ProtectedError, RestrictedError) as error:
            obstacle = still_needed(error)
        else:
            confirm_saved(request, entries, deleted_message or _("Deleted."))
            return HttpResponseRedirect(success_url)
    return render(
        request,
        "web/desk/delete.html",
        {
            "object": instance,
            "title": title or _("Delete “%(name)s”?") % {"name": instance},
            "parts": parts,
            "obstacle": obstacle,
            "cancel_href": cancel_href or success_url,
        },
        status=409 if request.method == "POST" else 200,
    )


def _consequences(instance: models.Model) -> tuple[str, list[dict[str, Any]]]:
    """What stands in the way of a deletion, and the parts that go with it, by kind."""
    collector = Collector(using=router.db_for_write(type(instance)))
    try:
        collector.collect([instance])
    except (ProtectedError, RestrictedError) as error:
        return still_needed(error), []
    groups: dict[type[models.Model], list[str]] = {}
    for model, found in collector.data.items():
        for each in found:
            if each != instance:
                groups.setdefault(model, []).append(str(each))
    for query in collector.fast_deletes:
        if isinstance(query, models.QuerySet) and not query.model._meta.auto_created:
            groups.setdefault(query.model, []).extend(str(each) for each in query)
    return "", [
        {"label": capfirst(str(model._meta.verbose_name_plural)), "names": names}
        for model, names in groups.items()
        if names
    ]
