"""The three ways to the pages of a speaker: by personal link, signed in, and at the desk.

The pages are the same; whoever answers at the desk answers on behalf of the speaker. A personal
link never stands in the address that a browser tells the next page, is not to be indexed and not
to be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Participation
from serai.convene.programme.released import programme_of
from serai.convene.programme.views.entrance import edition_desk
from serai.convene.speakers.links import speaker_of
from serai.convene.speakers.models import Speaker
from serai.convene.speakers.operations import LINK_HOLDER
from serai.convene.speakers.queries import Standing, taking_part
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import Actor
from serai.foundation.web.desk.access import acting_user

P = ParamSpec("P")
SlugView = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Entrance:
    """Who came in, for whom, and how the pages beside this one are called."""

    edition: Edition
    person: Person
    actor: Actor
    names: str
    arguments: tuple[str, ...]
    is_desk: bool = False

    @cached_property
    def standing(self) -> Standing:
        """Where the person stands; without parts where they no longer take part."""
        found = taking_part().filter(pk=self.person.pk).first()
        if found is None:
            found = self.person
            found.own_parts, found.own_row, found.own_times = [], [], []  # type: ignore[attr-defined]
        return Standing(found)

    @cached_property
    def speaker(self) -> Speaker:
        """What the person said of themselves; not saved before they said anything."""
        rows = Speaker.objects.select_related("edition", "person__user")
        found: Speaker | None = rows.filter(person=self.person).first()
        return found or Speaker(edition=self.edition, person=self.person)

    def participation(self, key: int) -> Participation:
        """One of the things that the person takes part in. Raises Http404 for any other."""
        for part in self.standing.parts:
            if part.pk == key:
                return part
        raise Http404

    def href(self, page: str, *arguments: Any) -> str:
        """The address of another page of the same person."""
        return reverse(f"{self.names}{page}", args=[*self.arguments, *arguments])

    def context(self) -> dict[str, Any]:
        """What every page shows."""
        return {
            "base_template": "web/desk.html" if self.is_desk else "speakers/personal.html",
            "entrance": self,
            "edition": self.edition,
            "person": self.person,
            "home_href": self.href("part"),
        }


View = Callable[Concatenate[HttpRequest, Entrance, P], HttpResponse]


def by_link(view: View[P]) -> SlugView:
    """Wrap a page: whoever has the personal link comes in."""

    @wraps(view)
    def entered(
        request: HttpRequest, token: str, *args: P.args, **parameters: P.kwargs
    ) -> HttpResponse:
        speaker = speaker_of(token)
        if speaker is None:
            response = render(request, "speakers/no_link.html", status=404)
        else:
            with scope(edition=speaker.edition):
                entrance = Entrance(
                    speaker.edition, speaker.person, LINK_HOLDER, "speakers:linked_", (token,)
                )
                response = view(request, entrance, *args, **parameters)
        return _kept_private(response)

    return entered


def signed_in(view: View[P]) -> SlugView:
    """Wrap a page: the person whom the directory names with the account comes in.

    They must have been asked, or stand in the released programme: drafts are not told before.
    """

    @login_required
    @wraps(view)
    def entered(
        request: HttpRequest, slug: str, *args: P.args, **parameters: P.kwargs
    ) -> HttpResponse:
        user = acting_user(request)
        person = get_object_or_404(Person.objects.select_related("user"), user=user)
        edition = get_object_or_404(Edition.objects.select_related("series"), slug=slug)
        with scope(edition=edition):
            if not knows_of(person, edition):
                raise Http404
            entrance = Entrance(edition, person, user, "speakers:own_", (slug,))
            return _kept_private(view(request, entrance, *args, **parameters))

    return entered


def knows_of(person: Person, edition: Edition) -> bool:
    """Tell whether a person may know that they take part. Asked inside the scope."""
    if Speaker.objects.filter(person=person, asked_at__isnull=False).exists():
        return True
    released = programme_of(edition) if edition.is_public else None
    return released is not None and any(
        part.person == person.code for _target, part in released.participations()
    )


def on_behalf(view: View[P]) -> SlugView:
    """Wrap a page of the desk: it shows and answers for the person of the address."""

    @edition_desk("editions.edit_programme")
    @wraps(view)
    def entered(
        request: HttpRequest, edition: Edition, code: str, *args: Any, **parameters: Any
    ) -> HttpResponse:
        person = get_object_or_404(taking_part(), code=code)
        entrance = Entrance(
            edition, person, acting_user(request), "speakers_desk:", (edition.slug, code),
            is_desk=True,
        )  # fmt: skip
        return view(request, entrance, *args, **parameters)

    return entered


def _kept_private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    # Not “no-referrer”: browsers would send forms from nowhere, and they would be refused.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
