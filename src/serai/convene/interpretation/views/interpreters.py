"""The interpreters of an edition, and the sheet of each."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.convene.editions.models import Edition
from serai.convene.interpretation import operations
from serai.convene.interpretation.forms import InterpreterForm, pair_label
from serai.convene.interpretation.models import Interpreter
from serai.convene.interpretation.rota import by_day, lines_of
from serai.convene.programme.views.entrance import edition_desk
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    confirm_deletion,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user

may_edit = edition_desk("editions.edit_programme")


def _pairs(row: Interpreter) -> str:
    return _(", ").join(pair_label(source, into) for source, into in row.pairs)


def _remove(user: Any, rows: list[Any]) -> None:
    for row in rows:
        operations.remove_interpreter(actor=user, interpreter=row)


@may_edit
def listing(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Who interprets, between which languages, and how often."""
    rows = Interpreter.objects.select_related("person", "edition").prefetch_related("person__names")
    return render_list(
        request,
        rows.annotate(booths=Count("seats")),
        [
            Column(
                gettext_lazy("Interpreter"),
                str,
                href=lambda row: reverse(
                    "interpretation_desk:change", args=[edition.slug, row.code]
                ),
            ),
            Column(gettext_lazy("Interprets"), _pairs),
            Column(gettext_lazy("Booths"), "booths", sort="booths", is_number=True),
            Column(
                gettext_lazy("Sheet"), lambda _row: _("Open"), href=lambda row: row.get_desk_url()
            ),
        ],
        title=_("Interpreters"),
        lead=str(edition),
        search=("person__names__text",),
        bulk_actions=[BulkAction("remove", _("Delete"), _remove, confirm=True)],
        create_href=reverse("interpretation_desk:add", args=[edition.slug]),
        create_label=_("Add an interpreter"),
        empty_title=_("Nobody interprets yet"),
        empty_text=_("Add those who interpret, with the languages between which they work."),
        template="interpretation/list.html",
        context={"edition": edition},
    )


@may_edit
def add(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Add an interpreter."""
    return _edit(request, edition, None)


@may_edit
def change(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Change an interpreter."""
    return _edit(request, edition, _interpreter(code))


@may_edit
def delete(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Take an interpreter away, once it was said what goes with them."""
    row = _interpreter(code)
    return confirm_deletion(
        request,
        row,
        delete=lambda: operations.remove_interpreter(actor=acting_user(request), interpreter=row),
        success_url=reverse("interpretation_desk:interpreters", args=[edition.slug]),
        cancel_href=reverse("interpretation_desk:change", args=[edition.slug, code]),
    )


@may_edit
def sheet(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Where and when one interpreter works, turn by turn: to be printed and handed out."""
    row = _interpreter(code)
    mine = [
        line for line in lines_of(edition)
        if any(seat.interpreter_id == row.pk for seat in line.seats)
    ]  # fmt: skip
    return render(
        request,
        "interpretation/sheet.html",
        {
            "edition": edition,
            "title": str(row),
            "pairs": _pairs(row),
            "days": [
                (day, [(line, line.turns_of(row)) for line in lines]) for day, lines in by_day(mine)
            ],
            "minutes": sum(line.booth.minutes for line in mine),
        },
    )  # fmt: skip


def _interpreter(code: str) -> Interpreter:
    rows = Interpreter.objects.select_related("person", "edition")
    found: Interpreter = get_object_or_404(rows, code=code)
    return found


def _edit(request: HttpRequest, edition: Edition, row: Interpreter | None) -> HttpResponse:
    form = InterpreterForm(request.POST or None, instance=row, edition=edition)
    back = reverse("interpretation_desk:interpreters", args=[edition.slug])
    return handle_form(
        request,
        form,
        save=lambda: operations.save_interpreter(
            actor=acting_user(request), edition=edition, values=form.changes(), interpreter=row
        ),
        success_url=back,
        title=str(row) if row else _("Add an interpreter"),
        lead=str(edition),
        cancel_href=back,
        delete_href=reverse("interpretation_desk:delete", args=[edition.slug, row.code])
        if row
        else "",
        template="interpretation/form.html",
        context={"edition": edition},
    )
