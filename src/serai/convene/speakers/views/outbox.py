"""The outbox: letters to speakers, looked at before they go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from serai.convene.editions.models import Edition
from serai.convene.programme.views.entrance import edition_desk
from serai.convene.speakers import letters
from serai.convene.speakers.models import Letter
from serai.convene.speakers.tasks import send_letters
from serai.foundation.jobs.operations import start
from serai.foundation.languages import RIGHT_TO_LEFT
from serai.foundation.translation import render_text
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import BulkAction, Column, handle_form, render_list
from serai.foundation.web.desk.access import acting_user

may_edit = edition_desk("editions.edit_programme")


class NoteForm(forms.Form):
    """Words of the desk's own, before everything else in a letter."""

    note: Any = Letter._meta.get_field("note").formfield(
        label=gettext_lazy("Words of your own"), required=False,
        help_text=gettext_lazy("They stand at the beginning of every letter in the outbox."),
    )  # fmt: skip


@may_edit
def outbox(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What waits to be sent, to whom, in which language."""

    def discard(user: Any, rows: list[Letter]) -> None:
        letters.discard_letters(actor=user, letters=rows)

    waiting = Letter.objects.filter(told_at=None).select_related(
        "speaker__edition", "speaker__person__user"
    )
    columns = [
        Column(
            pgettext_lazy("letter", "To"), lambda letter: str(letter.speaker),
            href=lambda letter: reverse("speakers_desk:letter", args=[edition.slug, letter.pk]),
        ),
        Column(
            gettext_lazy("E-mail address"),
            lambda letter: letters.address_to(letter.speaker) or _("none: write one down"),
            href=lambda letter: reverse(
                "speakers_desk:contact", args=[edition.slug, letter.speaker.person.code]
            ),
        ),
        Column(gettext_lazy("Letter"), "get_kind_display", sort="kind"),
        Column(
            gettext_lazy("Language"),
            lambda letter: language_name(letters.language_of(letter.speaker)),
        ),
    ]  # fmt: skip
    return render_list(
        request,
        waiting.prefetch_related("speaker__person__names"),
        columns,
        title=_("Outbox"),
        lead=_("Nothing goes before you send it."),
        bulk_actions=[BulkAction("discard", _("Discard"), discard)],
        empty_title=_("The outbox is empty"),
        empty_text=_("Choose speakers in their list and write them an invitation or a reminder."),
        template="speakers/desk/outbox.html",
        context={
            "edition": edition,
            "sendable": sum(
                bool(letters.address_to(each.speaker)) for each in letters.waiting_letters()
            ),
        },
    )


@may_edit
def letter(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """One letter as it will be sent, or as it would be sent now."""
    rows = Letter.objects.select_related("speaker__edition", "speaker__person__user")
    found: Letter = get_object_or_404(rows, pk=pk)
    language = letters.language_of(found.speaker)
    context = {
        "edition": edition,
        "letter": found,
        "message": letters.message_of(found),
        "letter_language": language,
        "letter_direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "title": str(found.speaker),
    }
    return render(request, "speakers/desk/letter.html", context)


@may_edit
def note(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Words of the desk's own for every letter that waits."""
    back = reverse("speakers_desk:outbox", args=[edition.slug])
    waiting = letters.waiting_letters()
    form = NoteForm(request.POST or None, initial={"note": waiting[0].note if waiting else None})

    def save() -> None:
        letters.set_note(
            actor=acting_user(request), edition=edition, note=form.cleaned_data["note"]
        )

    return handle_form(
        request, form, save=save, success_url=back, cancel_href=back,
        title=_("Words of your own"), lead=render_text(edition.name).text,
        template="speakers/desk/note.html", context={"edition": edition},
    )  # fmt: skip


@require_POST
@may_edit
def send(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Let everything that waits and has an address go."""
    keys = [each.pk for each in letters.waiting_letters() if letters.address_to(each.speaker)]
    if not keys:
        messages.warning(request, _("No letter in the outbox has an address."))
        return HttpResponseRedirect(reverse("speakers_desk:outbox", args=[edition.slug]))
    job = start(
        actor=acting_user(request), job=send_letters, about=render_text(edition.name).text,
        arguments={"edition": edition.code, "letters": keys},
    )  # fmt: skip
    return HttpResponseRedirect(job.get_absolute_url())
