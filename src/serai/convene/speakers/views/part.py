"""What somebody takes part in, and what they are asked: one page, and one for each question."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from serai.convene.proceedings.models import Material
from serai.convene.proceedings.operations import add_material, replace_material
from serai.convene.programme.released import programme_of
from serai.convene.speakers import operations
from serai.convene.speakers.forms import (
    AboutForm,
    DeclineForm,
    NeedsForm,
    SlidesForm,
    TimeForm,
    ZoneForm,
)
from serai.convene.speakers.links import last_day
from serai.convene.speakers.models import AnswerState, Speaker
from serai.convene.speakers.operations import Reply
from serai.convene.speakers.queries import SHOWING_ROLES, Lack, has_slides, shown_with
from serai.convene.speakers.showing import Part, needs_said, parts_of, span
from serai.convene.speakers.views.entrance import Entrance
from serai.convene.speakers.views.following import desk_context
from serai.convene.timetable.models import Availability
from serai.foundation.record.operations import entries_made
from serai.foundation.translation import render_text
from serai.foundation.web.desk import confirm_saved, handle_form
from serai.foundation.web.parameters import ParameterError

FORM = "speakers/form.html"


def part(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """All that somebody takes part in, their answers, and what is still missing."""
    standing, speaker, edition = entrance.standing, entrance.speaker, entrance.edition
    lacks = standing.lacks
    parts = list(parts_of(standing.parts, edition, programme_of(edition), speaker.time_zone))
    context = {
        **entrance.context(),
        "speaker": speaker,
        "parts": [
            {
                "part": each,
                "answer_href": entrance.href("answer", each.key),
                "decline_href": entrance.href("decline", each.key),
                "running_href": _running_href(entrance, each),
            }
            for each in parts
        ],
        "calendar_href": _calendar_href(entrance, parts),
        "open": standing.open,
        "answer_all_href": entrance.href("answer_all"),
        "zone_href": entrance.href("zone"),
        "steps": _steps(entrance, lacks),
        "until": None if entrance.is_desk else last_day(edition),
    }  # fmt: skip
    if entrance.is_desk:
        context |= desk_context(entrance)
    return render(request, "speakers/part.html", context)


def _calendar_href(entrance: Entrance, parts: list[Part]) -> str:
    """Their own sessions as a file for calendars; nothing while none is released with a time."""
    codes = [each.session.code for each in parts if each.session and each.is_timed]
    if entrance.is_desk or not codes or not entrance.edition.is_public:
        return ""
    address = reverse("programme:calendar", args=[entrance.edition.slug])
    return f"{address}?sessions={'.'.join(dict.fromkeys(codes))}"


def _running_href(entrance: Entrance, part: Part) -> str:
    """What a chair goes through, for those whose entry in the directory names an account."""
    if entrance.is_desk or not part.is_running or part.session is None:
        return ""
    if entrance.person.user_id is None:
        return ""
    return reverse("proceedings_desk:running", args=[entrance.edition.slug, part.session.code])


def _steps(entrance: Entrance, lacks: list[Lack]) -> list[dict[str, Any]]:
    """The questions besides the answers, each with whether it was answered."""
    standing, speaker = entrance.standing, entrance.speaker
    showing = [each for each in standing.parts if each.role in SHOWING_ROLES and shown_with(each)]
    said: dict[str, tuple[str, bool, bool]] = {
        "times": (
            _("When they are there") if entrance.is_desk else _("When you are there"),
            standing.has_times, Lack.TIMES in lacks,
        ),
        "about": (
            _("Biography") if entrance.is_desk else _("What may be printed about you"),
            bool(render_text(speaker.biography).text), Lack.BIOGRAPHY in lacks,
        ),
        "needs": (
            _("What they need") if entrance.is_desk else _("What you need"),
            needs_said(speaker), False,
        ),
    }  # fmt: skip
    if showing:
        said["slides"] = (_("Slides"), all(map(has_slides, showing)), Lack.SLIDES in lacks)
    return [
        {"label": label, "href": entrance.href(page), "is_done": is_done, "is_missing": is_missing}
        for page, (label, is_done, is_missing) in said.items()
    ]


@require_POST
def answer(request: HttpRequest, entrance: Entrance, key: int) -> HttpResponse:
    """Confirm one participation, or take the answer to it back."""
    participation = entrance.participation(key)
    said = request.POST.get("answer", "")
    with entries_made() as entries:
        if said == AnswerState.CONFIRMED:
            operations.answer(
                actor=entrance.actor, participation=participation,
                reply=Reply(AnswerState.CONFIRMED), is_on_behalf=entrance.is_desk,
            )  # fmt: skip
        elif said == "":
            operations.take_back_answer(actor=entrance.actor, participation=participation)
        else:
            raise ParameterError("answer", _("Confirm, or take the answer back."))
    confirm_saved(request, entries, offer_undo=False)
    return HttpResponseRedirect(entrance.href("part"))


@require_POST
def answer_all(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Confirm everything that has no answer yet."""
    with entries_made() as entries:
        count = operations.answer_all(
            actor=entrance.actor, speaker=entrance.speaker, is_on_behalf=entrance.is_desk
        )
    text = ngettext("%(count)s confirmed.", "%(count)s confirmed.", count) % {"count": count}
    confirm_saved(request, entries, text if count else "", offer_undo=False)
    return HttpResponseRedirect(entrance.href("part"))


def decline(request: HttpRequest, entrance: Entrance, key: int) -> HttpResponse:
    """Say that one does not come, and why."""
    participation = entrance.participation(key)
    shown = next(parts_of([participation], entrance.edition, None, entrance.speaker.time_zone))
    given = shown.answer
    # An empty form is an answer too.
    form = DeclineForm(
        request.POST if request.method == "POST" else None,
        initial={"reason": given.reason if given else ""},
    )

    def save() -> None:
        operations.answer(
            actor=entrance.actor, participation=participation,
            reply=Reply(AnswerState.DECLINED, form.cleaned_data["reason"]),
            is_on_behalf=entrance.is_desk,
        )  # fmt: skip

    return _handle(
        request, entrance, form, save, title=_("I cannot come"),
        lead=f"{shown.title}: {shown.role}", submit_label=_("Decline"),
        saved_message=_("Declined."),
    )  # fmt: skip


def zone(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """On whose clocks times are shown and typed."""
    form = ZoneForm(request.POST or None, instance=entrance.speaker)
    return _describe(request, entrance, form, title=_("Your time zone"))


def about(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """What may be printed: the position held, and a biography."""
    form = AboutForm(request.POST or None, instance=entrance.speaker, parts=entrance.standing.parts)

    def save() -> Speaker:
        if form.has_other_position:
            operations.set_position(
                actor=entrance.actor, speaker=entrance.speaker,
                position=form.cleaned_data["position_held"],
            )  # fmt: skip
        return operations.describe(
            actor=entrance.actor, speaker=entrance.speaker, values=form.changes()
        )

    return _handle(
        request, entrance, form, save, title=_("What may be printed about you"),
        lead=_("It appears when the programme is next released, not at once."),
    )  # fmt: skip


def needs(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """What somebody needs. Only the desk reads it."""
    form = NeedsForm(request.POST or None, instance=entrance.speaker)
    return _describe(
        request, entrance, form, title=_("What you need"), lead=_("Only the desk reads it.")
    )


def times(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """When somebody is there: what they have said, and room to say more."""
    speaker, edition = entrance.speaker, entrance.edition
    own_zone = ZoneInfo(speaker.time_zone or edition.time_zone)
    said = list(Availability.objects.filter(person=entrance.person))
    form = TimeForm(request.POST or None, edition=edition, zone=own_zone, others=said)
    form.instance.person = entrance.person

    def save() -> Availability:
        return operations.add_time(actor=entrance.actor, speaker=speaker, values=form.changes())

    return _handle(
        request, entrance, form, save, title=_("When you are there"), submit_label=_("Add"),
        template="speakers/times.html", success_url=entrance.href("times"),
        context={
            "zone": own_zone.key,
            "zone_href": entrance.href("zone"),
            "speaker": speaker,
            "throughout_href": entrance.href("throughout"),
            "times": [
                {
                    "row": row,
                    "from": span(row.starts_at, None, own_zone),
                    "until": span(row.ends_at, None, own_zone),
                    "remove_href": entrance.href("remove_time", row.pk),
                }
                for row in said
            ],
        },
    )  # fmt: skip


@require_POST
def throughout(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Say that somebody is there all the time."""
    with entries_made() as entries:
        operations.be_there_throughout(
            actor=entrance.actor, speaker=entrance.speaker,
            times=list(Availability.objects.filter(person=entrance.person)),
        )  # fmt: skip
    confirm_saved(request, entries, offer_undo=False)
    return HttpResponseRedirect(entrance.href("part"))


@require_POST
def remove_time(request: HttpRequest, entrance: Entrance, pk: int) -> HttpResponse:
    """Take one time away."""
    row = get_object_or_404(Availability.objects.filter(person=entrance.person), pk=pk)
    with entries_made() as entries:
        operations.remove_time(actor=entrance.actor, speaker=entrance.speaker, availability=row)
    confirm_saved(request, entries, offer_undo=False)
    return HttpResponseRedirect(entrance.href("times"))


def slides(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Hand in what is shown, or a newer version of it."""
    parts = [each for each in entrance.standing.parts if shown_with(each)]
    form = SlidesForm(request.POST or None, request.FILES or None, parts=parts)

    def save() -> Any:
        values = form.cleaned_data
        place, file = form.chosen(), values["file"]
        given: dict[str, Any] = {
            "content": file.read() if file else b"",
            "file_name": file.name if file else "",
            "link": values["link"],
        }
        if isinstance(place, Material):
            return replace_material(actor=entrance.actor, material=place, **given)
        return add_material(
            actor=entrance.actor, target=place, language=values["language"],
            access=values["access"], **given,
        )  # fmt: skip

    return _handle(
        request, entrance, form, save, title=_("Slides"), submit_label=_("Hand in"),
        saved_message=_("Handed in."), template="speakers/slides.html",
        success_url=entrance.href("slides"),
        context={
            "handed_in": [
                {"title": str(target), "materials": list(target.materials.all())}
                for target in dict.fromkeys(shown_with(each) for each in parts)
                if target is not None
            ]
        },
    )  # fmt: skip


def _describe(
    request: HttpRequest, entrance: Entrance, form: Any, *, title: str, lead: str = ""
) -> HttpResponse:
    def save() -> Speaker:
        return operations.describe(
            actor=entrance.actor, speaker=entrance.speaker, values=form.changes()
        )

    return _handle(request, entrance, form, save, title=title, lead=lead)


def _handle(
    request: HttpRequest,
    entrance: Entrance,
    form: Any,
    save: Any,
    *,
    success_url: str = "",
    template: str = FORM,
    context: dict[str, Any] | None = None,
    **options: Any,
) -> HttpResponse:
    """Show a form of the person, or save it and go back to their page."""
    home = entrance.href("part")
    return handle_form(
        request, form, save=save, success_url=success_url or home, cancel_href=home,
        offer_undo=entrance.is_desk, template=template,
        context={**entrance.context(), **(context or {})}, **options,
    )  # fmt: skip
