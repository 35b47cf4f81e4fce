"""Lists of the desk: searched, filtered, sorted and paged by the address; acts on many rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.paginator import Page, Paginator
from django.db import models, transaction
from django.db.models.deletion import ProtectedError, RestrictedError
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.operations import entries_made
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.desk.saving import confirm_saved, still_needed
from serai.foundation.web.parameters import ParameterError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PER_PAGE = 25
ACTION, SELECTED, EVERYTHING, CONFIRMED = "action", "selected", "everything", "confirmed"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    ``value`` is the path of an attribute (``country.name``, ``get_kind_display``) or a function of
    the row; translated texts and dates are written for the reader. ``sort`` names the column of the
    database to sort by, ``href`` gives the address that the cell links to. A cell that
    ``is_short`` stays on one line.
    """

    label: str | _StrPromise
    value: str | Callable[[Any], Any]
    sort: str = ""
    href: Callable[[Any], str] | None = None
    is_number: bool = False
    is_short: bool = False

    def of(self, row: Any) -> Any:
        """Read the cell of a row."""
        if callable(self.value):
            return self.value(row)
        found: Any = row
        for name in self.value.split("."):
            found = getattr(found, name, None)
            if callable(found):
                found = found()
            if found is None:
                return None
        return found


@dataclass(frozen=True, slots=True)
class BulkAction:
    """Something that can be done to many rows of a list at once.

    ``run`` calls the operation of the room for the chosen objects, with the person who acts. It
    runs in one transaction and is offered to be undone. With ``confirm`` the rows that were chosen
    are shown first.
    """

    name: str
    label: str | _StrPromise
    run: Callable[[User, list[Any]], Any]
    permission: str = ""
    confirm: bool = False


class FilterForm(forms.Form):
    """Base of the filters of a list. A field filters by the column it is called after, or by the
    lookup given in ``lookups``; override `apply` for anything else.
    """

    lookups: Mapping[str, str] = {}

    def apply(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Return the rows that the filters leave."""
        for name, value in self.cleaned_data.items():
            if value not in (None, "") and value != [] and name in self.fields:
                rows = rows.filter(**{self.lookups.get(name, name): value})
        return rows


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column as the list draws it."""

    label: str
    is_number: bool
    sort: str
    is_sorted: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the list draws it."""

    value: Any
    href: str
    is_number: bool
    is_short: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the list draws it."""

    key: str
    label: str
    cells: list[Cell]


def render_list(
    request: HttpRequest,
    queryset: models.QuerySet[Any],
    columns: Sequence[Column],
    *,
    title: str,
    lead: str = "",
    filter_form: type[FilterForm] | None = None,
    search: Sequence[str] = (),
    bulk_actions: Sequence[BulkAction] = (),
    create_href: str = "",
    create_label: str = "",
    empty_title: str = "",
    empty_text: str = "",
    per_page: int = PER_PAGE,
    template: str = "web/desk/list.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Draw a list, or act on the rows chosen in it (POST).

    Search (``q``), filters, ``sort`` and ``page`` stand in the address; one that cannot be used
    raises ParameterError. The number of queries does not depend on the number of rows as long as
    the queryset selects what the columns read.
    """
    user = acting_user(request)
    offered = [each for each in bulk_actions if not each.permission or may(user, each.permission)]
    filters = filter_form(request.GET or None) if filter_form else None
    rows = filtered(queryset, request.GET, filters, search)
    if request.method == "POST":
        return _act(request, user, rows, offered, title)
    sort = request.GET.get("sort", "")
    rows = _sorted(rows, columns, sort)
    page = _page(rows, request.GET.get("page", "1"), per_page)
    is_narrowed = bool(request.GET.get("q", "").strip()) or bool(
        filters and filters.is_bound and any(filters.cleaned_data.values())
    )
    return render(
        request,
        template,
        {
            "title": title,
            "lead": lead,
            "headings": [_heading(column, sort) for column in columns],
            "rows": [_row(columns, each) for each in page.object_list],
            "page": page,
            "filters": filters or (filter_form() if filter_form else None),
            "is_searchable": bool(search),
            "query": request.GET.get("q", ""),
            "sort": sort,
            "is_narrowed": is_narrowed,
            "bulk_actions": offered,
            "create_href": create_href,
            "create_label": create_label or _("Add"),
            "empty_title": empty_title or _("Nothing here yet"),
            "empty_text": empty_text,
            **(context or {}),
        },
    )


def filtered(
    rows: models.QuerySet[Any],
    parameters: QueryDict,
    filters: FilterForm | None,
    search: Sequence[str],
) -> models.QuerySet[Any]:
    """Return the rows that search and filters of the address leave. Raises ParameterError."""
    if filters is not None and filters.is_bound:
        if not filters.is_valid():
            name, errors = next(iter(filters.errors.items()))
            raise ParameterError(name, " ".join(str(each) for each in errors))
        rows = filters.apply(rows)
    words = parameters.get("q", "").split()
    if len(words) > 12:
        raise ParameterError("q", _("Search for at most twelve words."))
    for word in words if search else ():
        rows = containing(rows, search, word)
    return rows


def containing(rows: models.QuerySet[Any], paths: Sequence[str], word: str) -> models.QuerySet[Any]:
    """Keep the rows in which one of the columns contains a word."""
    if "\0" in word:
        raise ParameterError("q", _("Write words to search for."))
    tests = []
    for number, path in enumerate(paths):
        if _is_translated(rows.model, path):
            alias = f"_search_{number}"
            rows = rows.alias(**{alias: Cast(path, models.TextField())})
            # The column holds JSON, in which letters beyond ASCII are written as escapes, and the
            # database cannot fold the case of those.
            forms_of_word = {word, word.lower(), word.upper(), word.capitalize()}
            tests += [
                models.Q(**{f"{alias}__icontains": json.dumps(form)[1:-1]})
                for form in forms_of_word
            ]
        else:
            tests.append(models.Q(**{f"{path}__icontains": word}))
    kept = rows.filter(reduce(or_, tests))
    return kept.distinct() if any("__" in path for path in paths) else kept


def _is_translated(model: type[models.Model], path: str) -> bool:
    field: Any = None
    try:
        for name in path.split("__"):
            field = model._meta.get_field(name)
            model = field.related_model or model
    except FieldDoesNotExist:
        return False
    return isinstance(field, TranslatedCharField | TranslatedTextField)


def _sorted(
    rows: models.QuerySet[Any], columns: Sequence[Column], sort: str
) -> models.QuerySet[Any]:
    if not sort:
        return rows if rows.ordered else rows.order_by("pk")
    known = [column.sort for column in columns if column.sort]
    if sort.removeprefix("-") not in known:
        raise ParameterError(
            "sort", _("The list can be sorted by: %(columns)s.") % {"columns": ", ".join(known)}
        )
    column = models.F(sort.removeprefix("-"))
    # What is not known stands last whichever way, on every database.
    return rows.order_by(
        column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True), "pk"
    )


def _page(rows: models.QuerySet[Any], written: str, per_page: int) -> Page[Any]:
    paginator: Paginator[Any] = Paginator(rows, per_page)
    if not (written.isascii() and written.isdigit()) or len(written) > 9:
        raise ParameterError("page", _("Write the number of a page."))
    number = int(written)
    if not 1 <= number <= paginator.num_pages:
        raise ParameterError(
            "page", _("There are pages 1 to %(last)s.") % {"last": paginator.num_pages}
        )
    return paginator.page(number)


def _heading(column: Column, sort: str) -> Heading:
    state = ""
    following = column.sort
    if column.sort and sort.removeprefix("-") == column.sort:
        state = "descending" if sort.startswith("-") else "ascending"
        following = column.sort if sort.startswith("-") else f"-{column.sort}"
    return Heading(str(column.label), column.is_number, following, state)


def _row(columns: Sequence[Column], row: Any) -> Row:
    cells = [
        Cell(
            value=column.of(row),
            href=column.href(row) if column.href else "",
            is_number=column.is_number,
            is_short=column.is_short,
        )
        for column in columns
    ]
    label = str(row)
    return Row(str(row.pk), render_text(label).text, cells)


def _act(
    request: HttpRequest,
    user: User,
    rows: models.QuerySet[Any],
    offered: Sequence[BulkAction],
    title: str,
) -> HttpResponse:
    """Do what was asked to the chosen rows and come back to the same list."""
    back = HttpResponseRedirect(request.get_full_path())
    action = next((each for each in offered if each.name == request.POST.get(ACTION)), None)
    if action is None:
        raise ParameterError(ACTION, _("Choose what to do with the rows."))
    chosen = _chosen(request.POST, rows)
    if not chosen:
        messages.warning(request, _("Choose at least one row first."))
        return back
    if action.confirm and CONFIRMED not in request.POST:
        return render(
            request,
            "web/desk/confirm_action.html",
            {"title": title, "action": action, "objects": chosen, "cancel_href": back.url},
        )
    try:
        with transaction.atomic(), entries_made() as entries:
            action.run(user, chosen)
    except ValidationError as error:
        messages.error(request, _("Nothing was changed: %(reason)s") % {"reason": _reasons(error)})
        return back
    except (ProtectedError, RestrictedError) as error:
        messages.error(
            request, _("Nothing was changed: %(reason)s") % {"reason": still_needed(error)}
        )
        return back
    done = len({(entry.root_type, entry.root_id) for entry in entries})
    text = ngettext("%(count)s changed.", "%(count)s changed.", done) % {"count": done}
    confirm_saved(request, entries, f"{action.label}: {text}" if done else "")
    return back


def _chosen(posted: QueryDict, rows: models.QuerySet[Any]) -> list[Any]:
    if EVERYTHING in posted:
        return list(rows)
    keys = posted.getlist(SELECTED)
    try:
        return list(rows.filter(pk__in=keys)) if keys else []
    except (ValueError, ValidationError):
        raise ParameterError(SELECTED, _("Choose rows of this list.")) from None


def _reasons(error: ValidationError) -> str:
    texts: Iterable[str] = error.messages
    return " ".join(texts)
