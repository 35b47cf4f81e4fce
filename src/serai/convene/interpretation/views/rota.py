"""The rota of an edition: who sits in which booth, computed and changed by hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.convene.editions.models import Edition
from serai.convene.editions.views.desk import desk_tabs
from serai.convene.interpretation import operations, tasks
from serai.convene.interpretation.forms import ConditionsForm, TeamForm
from serai.convene.interpretation.models import Interpreter
from serai.convene.interpretation.rota import (
    booths_of,
    by_day,
    conditions_of,
    engine_interpreters,
    lines_of,
    seats_by_booth,
    strays,
)
from serai.convene.programme.models import Session
from serai.convene.programme.views.entrance import edition_desk
from serai.engines.timetable.rota import is_there, knows
from serai.foundation.jobs.operations import start
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import handle_form
from serai.foundation.web.desk.access import acting_user

may_edit = edition_desk("editions.edit_programme")

HERE = "interpretation_desk:rota"


@may_edit
def rota(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every booth of every session, who sits there, and which seats are empty."""
    lines = lines_of(edition)
    return render(
        request,
        "interpretation/rota.html",
        {
            "edition": edition,
            "tabs": desk_tabs(request, edition, HERE),
            "days": by_day(lines),
            "booths": len(lines),
            "lacking": sum(line.lacking for line in lines),
            "has_interpreters": Interpreter.objects.exists(),
            "strays": strays(seats_by_booth(), lines),
        },
    )


@require_POST
@may_edit
def compute(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Staff the booths, as a job."""
    address = reverse(HERE, args=[edition.slug])
    job = start(
        actor=acting_user(request), job=tasks.compute, arguments={"edition": edition.code},
        about=str(edition), result_href=address,
    )  # fmt: skip
    return HttpResponseRedirect(job.get_absolute_url())


@may_edit
def conditions(request: HttpRequest, edition: Edition) -> HttpResponse:
    """How booths are staffed."""
    form = ConditionsForm(request.POST or None, instance=conditions_of(edition), edition=edition)
    address = reverse(HERE, args=[edition.slug])
    return handle_form(
        request, form,
        save=lambda: operations.set_conditions(
            actor=acting_user(request), edition=edition, values=form.changes()
        ),
        success_url=address, title=_("How booths are staffed"), lead=str(edition),
        cancel_href=address, template="interpretation/form.html", context={"edition": edition},
    )  # fmt: skip


@may_edit
def team(request: HttpRequest, edition: Edition, code: str, language: str) -> HttpResponse:
    """Choose by hand who sits in a booth; nobody: the next rota decides."""
    sessions = Session.objects.select_related("activity", "room", "edition")
    session: Session = get_object_or_404(sessions, code=code)
    if language not in session.held_in:
        raise Http404
    able, others = _candidates(edition, session, language)
    taken = [
        seat.interpreter.code
        for seat in session.seats.select_related("interpreter").filter(language=language)
    ]
    form = TeamForm(
        request.POST or None, able=able, others=others,
        initial={f"place_{place}": each for place, each in enumerate(taken)},
    )  # fmt: skip
    address = reverse(HERE, args=[edition.slug])

    def save() -> Session:
        operations.choose_team(
            actor=acting_user(request), session=session, language=language,
            interpreters=form.chosen(),
        )  # fmt: skip
        return session

    return handle_form(
        request, form, save=save, success_url=address, title=str(session),
        lead=_("Into %(language)s") % {"language": language_name(language)},
        cancel_href=address, template="interpretation/form.html", context={"edition": edition},
    )  # fmt: skip


def _candidates(
    edition: Edition, session: Session, language: str
) -> tuple[list[Interpreter], list[Interpreter]]:
    """Who knows the languages and is there; and everybody else."""
    pivot = conditions_of(edition).pivot or None
    is_timed = session.starts_at and session.ends_at
    mine = [booth for booth in booths_of([session]) if booth.into == language] if is_timed else []
    fit = {
        each.id for each in engine_interpreters(edition) for booth in mine
        if knows(each, booth, pivot) and is_there(each, booth)
    }  # fmt: skip
    everybody = list(Interpreter.objects.select_related("person").prefetch_related("person__names"))
    everybody.sort(key=str)
    return (
        [each for each in everybody if each.code in fit],
        [each for each in everybody if each.code not in fit],
    )
