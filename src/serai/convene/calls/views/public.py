"""What everybody reads of the calls of an edition."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.convene.calls.models import SUBMISSION_KINDS, Call, CallPhase
from serai.convene.calls.queries import note_change, public_calls
from serai.convene.calls.words import moment_in_words
from serai.convene.editions.models import Edition
from serai.convene.programme.companions import companions, programme_tabs
from serai.convene.programme.released import programme_of
from serai.convene.programme.views.entrance import edition_page
from serai.foundation.web.context import language_name
from serai.foundation.web.wording import written_number

TONES = {CallPhase.OPEN: "act", CallPhase.UPCOMING: "neutral", CallPhase.CLOSED: "neutral"}


@edition_page
def calls(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The calls of an edition, the open ones first."""
    found = public_calls(edition)
    if not found:
        raise Http404
    context = {
        "edition": edition,
        "calls": [summary_of(call, edition) for call in found],
        "companions": companions(),
        "tabs": programme_tabs(edition, "calls:calls"),
    }
    return render(request, "calls/calls.html", context)


@edition_page
def call(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One call: what it asks for, until when, and the way to submit something."""
    rows = Call.objects.filter(is_public=True).select_related("edition", "activity", "section")
    found = get_object_or_404(rows, code=code)
    note_change(found)
    return render(request, "calls/call.html", call_context(found, edition))


def summary_of(call: Call, edition: Edition) -> dict[str, Any]:
    """A call with its phase in words, as lists and the page of the edition show it."""
    phase = call.phase_at()
    zone = edition.zone
    opens = moment_in_words(call.opens_at, zone)
    closes = moment_in_words(call.closes_at, zone) if call.closes_at else ""
    if phase == CallPhase.UPCOMING:
        when = _("It opens on %(moment)s.") % {"moment": opens}
    elif phase == CallPhase.OPEN:
        when = (
            _("It closes on %(moment)s.") % {"moment": closes}
            if closes
            else _("It stays open until the organisers close it.")
        )
    else:
        when = _("It closed on %(moment)s.") % {"moment": closes}
    return {
        "call": call, "phase": phase, "phase_label": phase.label, "tone": TONES[phase],
        "is_open": phase == CallPhase.OPEN, "opens": opens, "closes": closes, "when": when,
        "closes_machine": call.closes_at.isoformat() if call.closes_at else "",
    }  # fmt: skip


def call_context(call: Call, edition: Edition) -> dict[str, Any]:
    """What the page of a call shows; the preview at the desk shows the same."""
    kinds = [capfirst(str(label)) for code, label in SUBMISSION_KINDS if code in call.kinds]
    facts: list[tuple[str, Any]] = [(_("Opens"), moment_in_words(call.opens_at, edition.zone))]
    if call.closes_at:
        facts.append((_("Closes"), moment_in_words(call.closes_at, edition.zone)))
    facts.append((_("Asked for"), ", ".join(kinds)))
    if call.lengths:
        minutes = ", ".join(written_number(each) for each in sorted(call.lengths))
        facts.append((_("Length in minutes"), minutes))
    languages = ", ".join(language_name(code) for code in call.submission_languages)
    facts += [(_("Languages"), languages), (_("Speakers at most"), call.most_speakers)]
    programme = programme_of(edition)
    of = call.section or call.activity
    return {
        **summary_of(call, edition),
        "edition": edition,
        "facts": facts,
        "of": of,
        "of_href": (
            call.activity.get_absolute_url()
            if call.activity and programme and call.activity.code in programme.activity_named
            else ""
        ),
        "questions": list(call.questions.all()),
    }
