"""Releasing at the desk, and the public list of what each release changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from i18nfield.forms import I18nFormField, I18nTextarea

from serai.convene.editions.models import Edition
from serai.convene.editions.views.desk import desk_tabs
from serai.convene.programme import queries
from serai.convene.programme.companions import companions
from serai.convene.programme.models import ReleaseNotice
from serai.convene.programme.released import PROGRAMME, drawn, programme_in
from serai.convene.programme.released.writing import as_snapshot
from serai.convene.programme.releasing.changes import changes_between
from serai.convene.programme.releasing.history import history_of
from serai.convene.programme.releasing.notices import concerned_by
from serai.convene.programme.releasing.operations import release_programme
from serai.convene.programme.views.desk import conflict_text, may_edit
from serai.convene.programme.views.entrance import edition_page
from serai.foundation.releases.models import Release
from serai.foundation.releases.operations import DraftMovedError
from serai.foundation.releases.queries import fingerprint, latest, releases_of, snapshot_of
from serai.foundation.translation import render_text, texts_of
from serai.foundation.web.atom import CONTENT_TYPE, FeedEntry, atom
from serai.foundation.web.desk import handle_form
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError

PER_PAGE = 10
IN_FEED = 20


class ReleaseForm(forms.Form):
    """What is said of a release, and whether people are told of it."""

    note = I18nFormField(
        label=gettext_lazy("Note"), required=False, widget=I18nTextarea,
        widget_kwargs={"attrs": {"rows": 3}}, localize=False,
        help_text=gettext_lazy(
            "What is new, in a sentence or two. Everybody reads it beside the changes."
        ),
    )  # fmt: skip
    tell = forms.BooleanField(
        label=gettext_lazy("Tell those concerned by e-mail"), required=False, initial=True,
        help_text=gettext_lazy("Each gets one message with nothing but their own changes."),
    )  # fmt: skip
    expected = forms.CharField(widget=forms.HiddenInput, required=False)


@may_edit
def desk_releases(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What has changed since the last release, who would be told, and the button."""
    return _releasing(request, edition, None)


@may_edit
def release_again(request: HttpRequest, edition: Edition, number: int) -> HttpResponse:
    """Release once more what an earlier release says."""
    earlier = get_object_or_404(releases_of(PROGRAMME, edition.code), number=number)
    last = latest(PROGRAMME, edition.code)
    if last is not None and earlier.number == last.number:
        raise Http404
    return _releasing(request, edition, earlier)


def _releasing(request: HttpRequest, edition: Edition, again: Release | None) -> HttpResponse:
    last = latest(PROGRAMME, edition.code)
    new = programme_in(again) if again else drawn(edition)
    snapshot = snapshot_of(again) if again else as_snapshot(new)
    seen = fingerprint(snapshot)
    changes = changes_between(programme_in(last) if last else None, new, edition)
    initial: dict[str, Any] = {"expected": seen}
    if again:
        words = _("As in release %(number)s again.") % {"number": again.number}
        initial["note"] = {"en": words} if not texts_of(again.note) else again.note
    data = request.POST.copy() if request.method == "POST" else None
    form = ReleaseForm(data, initial=initial)

    def save() -> Release:
        values = form.cleaned_data
        try:
            made = release_programme(
                actor=acting_user(request), edition=edition, note=texts_of(values["note"]),
                expected=values["expected"] or seen, again=again, tell=values["tell"],
            )  # fmt: skip
        except DraftMovedError:
            # What is shown now is what the next press of the button releases.
            assert data is not None
            data["expected"] = seen
            raise
        count = made.notices.count()
        if count:
            told = ngettext("%(count)s person is told.", "%(count)s people are told.", count)
            messages.info(request, told % {"count": count})
        return made

    here = reverse("programme_desk:releases", args=[edition.slug])
    concerned = concerned_by(changes, edition)
    is_unchanged = last is not None and snapshot == snapshot_of(last)
    number = last.number + 1 if last else 1
    return handle_form(
        request, form, save=save, success_url=here,
        title=_("Releases") if is_unchanged else _("Release %(number)s") % {"number": number},
        lead=str(edition),
        submit_label=_("Release"),
        saved_message=_("Release %(number)s is what everybody reads now.") % {"number": number},
        offer_undo=False,
        cancel_href=here if again else reverse("programme_desk:overview", args=[edition.slug]),
        template="programme/desk/releases.html",
        context={
            "edition": edition, "again": again, "last": last, "changes": changes,
            "is_unchanged": is_unchanged,
            "conflicts": [conflict_text(found, edition) for found in queries.conflicts(edition)],
            "told": [each for each in concerned if each.address is not None],
            "untold": [each for each in concerned if each.address is None],
            "releases": [] if again else history_of(edition),
            "were_told": [] if again or last is None else _told(last),
            "tabs": desk_tabs(request, edition, "programme_desk:overview"),
        },
    )  # fmt: skip


def _told(release: Release) -> list[str]:
    """The names of those who are told of a release, in their order."""
    notices = ReleaseNotice.objects.filter(release=release).select_related("person")
    names = (each.person.display_name() for each in notices.prefetch_related("person__names"))
    return sorted(names, key=str.casefold)


@edition_page
def changelog(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every release of a programme with its note and what it changed, the latest first."""
    try:
        page = Paginator(history_of(edition), PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise ParameterError("page", _("There is no such page.")) from None
    return render(
        request,
        "programme/releases.html",
        {"edition": edition, "page": page, "companions": companions()},
    )


@edition_page
def changelog_feed(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The same for programs that follow feeds."""
    releases = history_of(edition)[:IN_FEED]
    if not releases:
        raise Http404
    page = reverse("programme:releases", args=[edition.slug])
    identity = f"/editions/{edition.slug}/programme/releases/"
    name = render_text(edition.name).text
    written = atom(
        identity=identity, page=page, feed=request.path,
        title=f"{_('Programme')}: {name}", updated=releases[0].at,
        entries=[
            FeedEntry(
                identity=f"{identity}#{each.anchor}", page=f"{page}#{each.anchor}",
                title=_("Release %(number)s") % {"number": each.number}, updated=each.at,
                summary="\n".join([
                    *filter(None, [render_text(each.note).text]),
                    *(
                        f"{change.title}: {' '.join(said.text for said in change.sentences)}"
                        for change in each.changes
                    ),
                ]),
            )
            for each in releases
        ],
    )  # fmt: skip
    return HttpResponse(written, content_type=CONTENT_TYPE)
