"""The desk of the speakers: who was asked, what they said, what is missing, and the table of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from serai.convene.editions.models import Edition
from serai.convene.editions.views.desk import desk_tabs
from serai.convene.programme.models import ParticipationRole
from serai.convene.programme.views.entrance import edition_desk
from serai.convene.speakers import operations
from serai.convene.speakers.forms import ContactForm
from serai.convene.speakers.letters import waiting_letters, write_letters
from serai.convene.speakers.models import LetterKind
from serai.convene.speakers.queries import (
    Answered,
    Lack,
    Standing,
    having_answered,
    in_role,
    lacking,
    taking_part,
)
from serai.convene.speakers.tables import COLUMNS, rows_of
from serai.convene.speakers.views.entrance import Entrance
from serai.foundation.record.operations import entries_made
from serai.foundation.tables import table_file
from serai.foundation.translation import render_text
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    FilterForm,
    confirm_saved,
    handle_form,
    render_list,
)
from serai.foundation.web.parameters import ParameterError

may_edit = edition_desk("editions.edit_programme")

HERE = "speakers_desk:speakers"


class SpeakerFilter(FilterForm):
    """Filters of the list of speakers."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"), required=False,
        choices=[("", gettext_lazy("any")), *Answered.choices],
    )  # fmt: skip
    lacks = forms.ChoiceField(
        label=gettext_lazy("Missing"), required=False,
        choices=[("", gettext_lazy("any")), *Lack.choices],
    )  # fmt: skip
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), required=False,
        choices=[("", gettext_lazy("any")), *ParticipationRole.choices],
    )  # fmt: skip

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        values = self.cleaned_data
        if values["answer"]:
            rows = having_answered(rows, values["answer"])
        if values["lacks"]:
            rows = lacking(rows, values["lacks"])
        return in_role(rows, values["role"]) if values["role"] else rows


@may_edit
def listing(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Everybody who takes part, what they answered, and what is missing."""

    def write(kind: LetterKind) -> Any:
        return lambda user, people: write_letters(
            actor=user, edition=edition, people=people, kind=kind
        )

    columns = [
        Column(
            gettext_lazy("Name"), str, sort="by_name",
            href=lambda person: reverse("speakers_desk:part", args=[edition.slug, person.code]),
        ),
        Column(gettext_lazy("Country"), lambda person: person.country and person.country.name),
        Column(gettext_lazy("Takes part"), lambda person: len(person.own_parts), is_number=True),
        Column(gettext_lazy("Answer"), _answer),
        Column(gettext_lazy("Missing"), _missing),
        Column(gettext_lazy("Asked"), "asked_at", sort="asked_at", is_short=True),
    ]  # fmt: skip
    waiting = len(waiting_letters())
    return render_list(
        request,
        taking_part(),
        columns,
        title=_("Speakers"),
        lead=render_text(edition.name).text,
        filter_form=SpeakerFilter,
        search=("names__text",),
        bulk_actions=[
            BulkAction("invite", _("Write an invitation"), write(LetterKind.INVITATION)),
            BulkAction("remind", _("Write a reminder"), write(LetterKind.REMINDER)),
        ],
        empty_title=_("Nobody takes part yet"),
        empty_text=_("Whoever has a role in the programme appears here, and can be asked."),
        template="speakers/desk/speakers.html",
        context={
            "edition": edition,
            "tabs": desk_tabs(request, edition, HERE),
            "waiting": waiting,
            "table": request.GET.urlencode(),
        },
    )


def _answer(person: Any) -> str:
    standing = Standing(person)
    counts = [
        (standing.confirmed, _("confirmed")),
        (standing.declined, _("declined")),
        (standing.open, pgettext("answer", "open")),
    ]
    said = [(count, word) for count, word in counts if count]
    if len(said) == 1:
        return said[0][1]
    return _(", ").join(f"{count} {word}" for count, word in said)


def _missing(person: Any) -> str:
    return _(", ").join(capfirst(str(lack.label)) for lack in Standing(person).lacks)


@may_edit
def table(request: HttpRequest, edition: Edition, extension: str) -> HttpResponse:
    """The list as a table, as it is filtered."""
    filters = SpeakerFilter(request.GET)
    if not filters.is_valid():
        name, errors = next(iter(filters.errors.items()))
        raise ParameterError(name, " ".join(str(each) for each in errors))
    rows = rows_of(filters.apply(taking_part()), edition)
    return table_file(COLUMNS, rows, name=f"{edition.slug}-speakers", ending=extension)


def contact(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """How the desk reaches somebody."""
    form = ContactForm(request.POST or None, instance=entrance.speaker)
    home = entrance.href("part")
    return handle_form(
        request, form,
        save=lambda: operations.describe(
            actor=entrance.actor, speaker=entrance.speaker, values=form.changes()
        ),
        success_url=home, cancel_href=home, title=_("How to reach them"),
        lead=str(entrance.person), template="speakers/form.html", context=entrance.context(),
    )  # fmt: skip


@require_POST
def link(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Give somebody a personal link, or revoke it."""
    acts = {"open": operations.open_link, "revoke": operations.revoke_link}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise BadRequest("act: open or revoke")
    with entries_made() as entries:
        act(actor=entrance.actor, speaker=entrance.speaker)
    confirm_saved(request, entries, offer_undo=False)
    return HttpResponseRedirect(entrance.href("part") + "#reach")
