"""The calls of an edition at the desk, and their questions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.convene.calls import operations
from serai.convene.calls.desks import call_tabs
from serai.convene.calls.forms_desk import CallForm, QuestionForm
from serai.convene.calls.models import Call, Question
from serai.convene.calls.queries import counts_by_call
from serai.convene.calls.views.public import call_context, summary_of
from serai.convene.editions.models import Edition
from serai.convene.editions.queries import editions_known_to
from serai.convene.editions.views.desk import desk_tabs
from serai.convene.programme.views.entrance import edition_desk
from serai.foundation.accounts.permissions import may
from serai.foundation.record.operations import entries_made
from serai.foundation.web.desk import confirm_deletion, confirm_saved, desk_view, handle_form
from serai.foundation.web.desk.access import acting_user

may_edit = edition_desk("editions.edit_programme")


def call_named(code: str) -> Call:
    """The call of an address, in the scope of its edition. Raises Http404."""
    rows = Call.objects.select_related("edition__series", "activity", "section")
    found: Call = get_object_or_404(rows, code=code)
    return found


@desk_view("editions.enter_desk")
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the edition whose calls to look after; the only one is opened at once."""
    user = acting_user(request)
    editions = [
        edition for edition in editions_known_to(user)
        if may(user, "editions.edit_programme", edition)
    ]  # fmt: skip
    if len(editions) == 1:
        return redirect("calls_desk:calls", editions[0].slug)
    return render(request, "calls/desk/choose.html", {"editions": editions})


@may_edit
def calls(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The calls of an edition, with how many submissions each has in which state."""
    counts = counts_by_call(edition)
    rows = Call.objects.filter(edition=edition).select_related("edition")
    context = {
        "edition": edition,
        "tabs": desk_tabs(request, edition, "calls_desk:calls"),
        "lines": [
            {
                **summary_of(call, edition),
                "counts": [(s.label, n) for s, n in counts.get(call.pk, {}).items() if n],
            }
            for call in rows
        ],
    }
    return render(request, "calls/desk/calls.html", context)


@may_edit
def add(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Add a call."""
    return _edit(request, edition, None)


@may_edit
def edit(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Change a call."""
    return _edit(request, edition, call_named(code))


def _edit(request: HttpRequest, edition: Edition, call: Call | None) -> HttpResponse:
    form = CallForm(request.POST or None, instance=call, edition=edition)
    slug = edition.slug
    return handle_form(
        request,
        form,
        save=lambda: operations.save_call(
            actor=acting_user(request), edition=edition, values=form.changes(), call=call
        ),
        success_url=lambda saved: reverse(
            "calls_desk:edit" if call else "calls_desk:questions", args=[slug, saved.code]
        ),
        title=str(call) if call else _("Add a call"),
        lead=_("Times are those of %(zone)s.") % {"zone": edition.time_zone},
        cancel_href=call.get_desk_url() if call else reverse("calls_desk:calls", args=[slug]),
        delete_href=reverse("calls_desk:delete", args=[slug, call.code]) if call else "",
        template="calls/desk/form.html",
        context={
            "edition": edition, "call": call,
            "tabs": call_tabs(call, "calls_desk:edit") if call else [],
            "preview_href": reverse("calls_desk:preview", args=[slug, call.code]) if call else "",
        },
    )  # fmt: skip


@may_edit
def delete(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Delete a call to which nothing was submitted, once it was said what goes with it."""
    call = call_named(code)
    return confirm_deletion(
        request,
        call,
        delete=lambda: operations.remove_call(actor=acting_user(request), call=call),
        success_url=reverse("calls_desk:calls", args=[edition.slug]),
        cancel_href=reverse("calls_desk:edit", args=[edition.slug, code]),
    )


@may_edit
def preview(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """The page of a call that need not be public."""
    return render(request, "calls/desk/preview.html", call_context(call_named(code), edition))


@may_edit
def questions(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """The questions of a call in their order."""
    call = call_named(code)
    context = {
        "edition": edition, "call": call, "questions": list(call.questions.all()),
        "tabs": call_tabs(call, "calls_desk:questions"),
    }  # fmt: skip
    return render(request, "calls/desk/questions.html", context)


@may_edit
def add_question(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Add a question."""
    return _edit_question(request, edition, call_named(code), None)


@may_edit
def question(request: HttpRequest, edition: Edition, code: str, question: str) -> HttpResponse:
    """Change a question."""
    call = call_named(code)
    return _edit_question(request, edition, call, _question_of(call, question))


def _question_of(call: Call, code: str) -> Question:
    found: Question = get_object_or_404(
        Question.objects.filter(call=call).select_related("call__edition"), code=code
    )
    return found


def _edit_question(
    request: HttpRequest, edition: Edition, call: Call, found: Question | None
) -> HttpResponse:
    form = QuestionForm(request.POST or None, instance=found, call=call)
    back = reverse("calls_desk:questions", args=[edition.slug, call.code])
    more: list[Any] = [edition.slug, call.code, found.code] if found else []
    return handle_form(
        request,
        form,
        save=lambda: operations.save_question(
            actor=acting_user(request), call=call, values=form.changes(), question=found
        ),
        success_url=back,
        title=str(found) if found else _("Add a question"),
        lead=str(call),
        cancel_href=back,
        delete_href=reverse("calls_desk:delete_question", args=more) if found else "",
        template="calls/desk/form.html",
        context={
            "edition": edition, "call": call, "tabs": call_tabs(call, "calls_desk:questions"),
        },
    )  # fmt: skip


@may_edit
def delete_question(
    request: HttpRequest, edition: Edition, code: str, question: str
) -> HttpResponse:
    """Delete a question."""
    found = _question_of(call_named(code), question)
    return confirm_deletion(
        request,
        found,
        delete=lambda: operations.remove_question(actor=acting_user(request), question=found),
        success_url=reverse("calls_desk:questions", args=[edition.slug, code]),
        cancel_href=reverse("calls_desk:question", args=[edition.slug, code, question]),
    )


@require_POST
@may_edit
def move_question(request: HttpRequest, edition: Edition, code: str, question: str) -> HttpResponse:
    """Move a question one place up or down."""
    found = _question_of(call_named(code), question)
    step = -1 if request.POST.get("step") == "-1" else 1
    with transaction.atomic(), entries_made() as entries:
        operations.move_question(actor=acting_user(request), question=found, step=step)
    confirm_saved(
        request, entries, "" if entries else _("It stands at the end of its list already.")
    )
    return redirect("calls_desk:questions", edition.slug, code)
