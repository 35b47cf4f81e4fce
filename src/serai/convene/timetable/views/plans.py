"""Letting the engine work, comparing what it proposes with what there is, and taking it over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Room, Session
from serai.convene.timetable import planning
from serai.convene.timetable.comparison import At, Move, at_of, compared
from serai.convene.timetable.forms import Happening, RunForm
from serai.convene.timetable.models import HappeningKind, Plan, PlanKind
from serai.convene.timetable.naming import naming
from serai.convene.timetable.problem import situation_of
from serai.convene.timetable.tasks import LEFT_OUT, WORDS, make_plan
from serai.convene.timetable.views.board import may_edit
from serai.engines.timetable.explaining import explain_placement
from serai.engines.timetable.solution import Status
from serai.foundation.directory.models import Person
from serai.foundation.jobs.operations import start
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    confirm_deletion,
    confirm_saved,
    render_list,
)
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError
from serai.foundation.web.templatetags.serai import date_text, number


@may_edit
def listing(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The plans that were made, latest first."""

    def remove(user: Any, plans: Iterable[Plan]) -> None:
        for each in plans:
            planning.remove_plan(actor=user, plan=each)

    named = naming(Plan.objects.values_list("about", flat=True))
    columns = [
        Column(gettext_lazy("Plan"), lambda plan: _title(plan, named), href=Plan.get_desk_url),
        Column(gettext_lazy("Asked for"), "get_kind_display", sort="kind"),
        Column(gettext_lazy("Moves"), lambda plan: len(plan.moves), is_number=True),
        Column(gettext_lazy("Cost"), _cost, sort="objective", is_number=True),
        Column(gettext_lazy("Made"), "made_at", sort="made_at", is_short=True),
        Column(gettext_lazy("Taken over"), "taken_over_at", sort="taken_over_at", is_short=True),
    ]
    return render_list(
        request,
        Plan.objects.select_related("edition"),
        columns,
        title=_("Plans"),
        lead=str(edition),
        bulk_actions=[BulkAction("remove", _("Delete"), remove, confirm=True)],
        create_href=reverse("timetable_desk:new_plan", args=[edition.slug]),
        create_label=_("Make a plan"),
        empty_title=_("No plans yet"),
        empty_text=_("The engine proposes places for sessions; nothing moves before you say so."),
        template="timetable/desk/times.html",
        context={"edition": edition},
    )


@may_edit
def new(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Say what the engine is to do, and let it begin."""
    wanted, happened = _wanted(request)
    form = RunForm(request.POST or None, initial=wanted)
    happening = Happening(request.POST or None, edition=edition, initial=happened)
    lacking = _lacking(edition)
    if request.method == "POST" and not lacking and form.is_valid():
        kind = PlanKind(form.cleaned_data["kind"])
        if kind != PlanKind.REPAIR or happening.is_valid():
            is_repair = kind == PlanKind.REPAIR
            asked = HappeningKind(happening.cleaned_data["happening"]) if is_repair else kind
            job = start(
                actor=acting_user(request),
                job=make_plan,
                about=str(asked.label),
                arguments={
                    "edition": edition.pk,
                    "kind": kind.value,
                    "seconds": form.cleaned_data["seconds"],
                    "changes": [happening.change()] if is_repair else [],
                },
            )
            return redirect(job.get_absolute_url())
    is_repair = form.is_bound and form.data.get("kind") == PlanKind.REPAIR
    context = {
        "edition": edition, "form": form, "lacking": lacking, "title": _("Make a plan"),
        "happening": happening if is_repair else Happening(edition=edition, initial=happened),
    }  # fmt: skip
    return render(request, "timetable/desk/new_plan.html", context)


def _wanted(request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """What another page has filled in already: the kind of plan, and what happened.

    Raises ParameterError, and Http404 for a session that is not there.
    """
    kind, happening = request.GET.get("kind"), request.GET.get("happening")
    if kind is not None and kind not in PlanKind.values:
        raise ParameterError("kind", ", ".join(PlanKind.values))
    if happening is not None and happening not in HappeningKind.values:
        raise ParameterError("happening", ", ".join(HappeningKind.values))
    happened: dict[str, Any] = {"happening": happening}
    if "session" in request.GET:
        # PostgreSQL takes no text with NUL.
        code = request.GET["session"].replace("\0", "")
        happened["session"] = get_object_or_404(Session.objects.all(), code=code)
    return ({} if kind is None else {"kind": kind}), happened


@may_edit
def plan(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One plan: what would move, before and after side by side, and what it costs."""
    found = _found(edition, code)
    sessions = {
        each.code: each for each in Session.objects.select_related("activity", "room", "edition")
    }
    rooms = {room.code: str(room) for room in Room.objects.all()}
    moves = _moves(found, edition, sessions)
    days = compared(
        edition, sessions.values(), [move for move, _told in moves],
        {**rooms, "": _("No room yet")},
    )  # fmt: skip
    named = _namer(found)
    context = {
        "edition": edition,
        "plan": found,
        "title": _title(found, named),
        "moves": [
            {
                "number": move.number,
                "session": move.session,
                "before": _place_text(move.before, rooms),
                "after": _place_text(move.after, rooms),
                "reason": told["reason"] and named(_(told["reason"])),
            }
            for move, told in moves
        ],
        "days": list(days),
        "speakers": _speakers(found, sessions),
        "sentence": _("It is proven that no plan moves less.")
        if found.is_fewest
        else WORDS[Status(found.status)],
        "reasons": _reasons(found, named),
        "costs": [
            (_("Not scheduled") if rule == "unscheduled" else named(_(rule)), cost)
            for rule, cost in found.costs
        ],
        "gap": None if found.gap is None else f"{found.gap * 100:.1f}",
    }
    return render(request, "timetable/desk/plan.html", context)


@require_POST
@may_edit
def take_over(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Let the sessions stand where a plan has them."""
    found = _found(edition, code)
    with transaction.atomic():
        entries, left_alone = planning.take_over_plan(actor=acting_user(request), plan=found)
    text = ngettext(
        "%(count)s session was moved.", "%(count)s sessions were moved.", len(entries)
    ) % {"count": number(len(entries))}  # fmt: skip
    if left_alone:
        names = ", ".join(f"“{each}”" for each in left_alone[:10])
        text += " " + _("Moved or locked by somebody since, and left there: %(names)s.") % {
            "names": names
        }
    confirm_saved(request, entries, text)
    return HttpResponseRedirect(reverse("timetable_desk:board", args=[edition.slug]))


@may_edit
def delete(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Delete a plan."""
    found = _found(edition, code)
    return confirm_deletion(
        request,
        found,
        delete=lambda: planning.remove_plan(actor=acting_user(request), plan=found),
        success_url=reverse("timetable_desk:plans", args=[edition.slug]),
        cancel_href=found.get_desk_url(),
    )


@may_edit
def why(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Why a session stands where it stands, and what the next best places would cost."""
    session = get_object_or_404(Session.objects.all(), code=code)
    if session.starts_at is None or session.room is None:
        text = _("Only a session with a time and a room can be explained.")
        return JsonResponse({"text": text, "places": []})
    situation = situation_of(edition)
    found = explain_placement(situation.problem, situation.plan, session.code)
    if found.better:
        text = _("Here it costs %(cost)s. These places would cost less:")
    elif not found.next_best:
        text = _("Here it costs %(cost)s. Every other place breaks what must be kept.")
    elif found.here.cost or found.here.hard:
        text = _("Here it costs %(cost)s, and no place costs less. The next best:")
    else:
        text = _("Here it breaks no rule. The next best places:")
    places = [
        {
            **_on_board(place.start, edition),
            "room": place.room,
            "cost": _("costs %(cost)s") % {"cost": number(place.cost)},
        }
        for place in (*found.better, *found.next_best)
    ]
    return JsonResponse({"text": text % {"cost": number(found.here.cost)}, "places": places})


def _found(edition: Edition, code: str) -> Plan:
    found: Plan = get_object_or_404(Plan.objects.select_related("edition"), code=code)
    return found


def _lacking(edition: Edition) -> str:
    """What the engine cannot do without."""
    if not Room.objects.exists():
        return _("The engine needs rooms. Add the rooms of the edition first.")
    if edition.starts_on is None and not Session.objects.exclude(day=None).exists():
        return _("The engine needs days. Give the edition its first and last day first.")
    return ""


def _title(plan: Plan, named: Callable[[str], str]) -> str:
    return named(plan.about) or str(plan)


def _cost(plan: Plan) -> str:
    return "" if plan.objective is None else number(round(plan.objective))


def _namer(plan: Plan) -> Callable[[str], str]:
    """What puts names into all that a plan says."""
    values = (value for each in plan.reasons for value in each["values"].values())
    told = (move["reason"] for move in plan.moves)
    rules = (rule for rule, _cost in plan.costs)
    return naming(map(str, (plan.about, *values, *told, *rules)))


def _reasons(plan: Plan, named: Callable[[str], str]) -> list[tuple[str, list[str]]]:
    """What stands in the way: of each session that finds no place, that and what else to say.

    What contradicts without any session being left out comes first, and has nothing before it.
    """
    groups: list[tuple[str, list[str]]] = []
    for each in plan.reasons:
        if each["text"] == LEFT_OUT:
            groups.append((named(_filled(each)), []))
        else:
            if not groups:
                groups.append(("", []))
            groups[-1][1].append(named(_filled(each)))
    return groups


def _filled(sentence: dict[str, Any]) -> str:
    values = dict(sentence["values"])
    if "rule" in values:
        values["rule"] = _(values["rule"])
    return str(_(sentence["text"]) % values)


def _on_board(moment: datetime, edition: Edition) -> dict[str, Any]:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=edition.zone)
    local = aware.astimezone(edition.zone)
    return {"day": local.date().isoformat(), "start": local.hour * 60 + local.minute}


def _moves(
    plan: Plan, edition: Edition, sessions: dict[str, Session]
) -> list[tuple[Move, dict[str, Any]]]:
    """The moves of a plan in the order of the days, each with what the plan says of it."""
    told = [move for move in plan.moves if move["session"] in sessions]
    told.sort(key=lambda move: (move["after"] or move["before"] or {}).get("start", ""))
    return [
        (
            Move(
                number,
                sessions[move["session"]],
                at_of(move["before"], edition),
                at_of(move["after"], edition),
            ),
            move,
        )
        for number, move in enumerate(told, start=1)
    ]


def _speakers(plan: Plan, sessions: dict[str, Session]) -> list[tuple[Session, list[str]]]:
    codes = {code for people in plan.speakers.values() for code in people}
    people = Person.objects.filter(code__in=codes).prefetch_related("names")
    names = {person.code: str(person) for person in people}
    return [
        (sessions[session], [names[code] for code in given if code in names])
        for session, given in plan.speakers.items()
        if session in sessions
    ]


def _place_text(at: At | None, rooms: dict[str, str]) -> str:
    if at is None:
        return _("Not scheduled")
    return f"{date_text(at.day)}, {at.clock}, {rooms.get(at.room, '–')}"
