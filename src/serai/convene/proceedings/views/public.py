"""What readers and the people of a session get: materials, and published minutes."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.editions.queries import public_editions
from serai.convene.proceedings.models import (
    FILES,
    Material,
    MaterialAccess,
    MaterialVersion,
    Minutes,
)
from serai.convene.proceedings.permissions import is_open, takes_part
from serai.convene.proceedings.presentation import material_lines, moment_in
from serai.convene.proceedings.queries import materials_of, readable, waiting
from serai.convene.proceedings.released import MINUTES, changes_between, minutes_in
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.models import Session
from serai.convene.programme.queries import outcomes_of
from serai.convene.programme.released import programme_of
from serai.convene.programme.views.entrance import edition_page
from serai.foundation.accounts.permissions import may
from serai.foundation.private_files import PrivateFileError, download
from serai.foundation.releases.queries import releases_of
from serai.foundation.web.desk import desk_view
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError


def material(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """Hand out a material to those who may have it: a file is saved, a link is followed.

    Who is not signed in is asked to where that may help. Whoever runs the session gets an earlier
    version by its number (``version``).
    """
    edition = get_object_or_404(Edition, slug=slug)
    with scope(edition=edition):
        found = get_object_or_404(
            Material.objects.select_related(
                "edition", "session__activity", "contribution__session__activity"
            ).prefetch_related("versions"),
            code=code,
        )
        session = found.whole
        is_shown = session is not None and _is_public(edition, session.code)
        if not _may_have(request, found, session, is_shown=is_shown):
            return _refused(request, found, session, is_shown=is_shown)
        return _handed_out(request, _version(request, found, session))


def _may_have(
    request: HttpRequest, found: Material, session: Session | None, *, is_shown: bool
) -> bool:
    if is_shown and found.access == MaterialAccess.EVERYBODY and is_open(found):
        return True
    if not may(request.user, "proceedings.read_material", found):
        return False
    return (
        is_shown
        or may(request.user, "editions.read_draft", found.edition)
        or (session is not None and takes_part(acting_user(request), session))
    )


def _refused(
    request: HttpRequest, found: Material, session: Session | None, *, is_shown: bool
) -> HttpResponse:
    """Ask to sign in, say from when it can be had, or know of nothing."""
    if session is None or found.access == MaterialAccess.DESK:
        raise Http404
    may_wait = is_shown and (
        found.access == MaterialAccess.EVERYBODY
        or (
            request.user.is_authenticated
            and found in readable(acting_user(request), session, [found])
        )
    )
    if may_wait and found.not_before and not is_open(found):
        context = {
            "edition": found.edition, "session": session, "title": str(found),
            "opens": moment_in(found.edition, found.not_before),
        }  # fmt: skip
        response = render(request, "proceedings/not_yet.html", context, status=403)
        response["Cache-Control"] = "private, no-store"
        return response
    if is_shown and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404


def _version(request: HttpRequest, found: Material, session: Session | None) -> MaterialVersion:
    wanted = request.GET.get("version")
    version: MaterialVersion | None = found.current
    if wanted is not None:
        if not may(request.user, "proceedings.run_session", session):
            raise Http404
        version = next((each for each in found.versions.all() if str(each.number) == wanted), None)
    if version is None:
        raise Http404
    return version


def _handed_out(request: HttpRequest, version: MaterialVersion) -> HttpResponseBase:
    if version.link:
        response = HttpResponseRedirect(version.link)
        response["Cache-Control"] = "private, no-store"
        return response
    try:
        content = FILES.opened(version.sha256)
    except PrivateFileError:
        return render(request, "web/errors/404.html", status=404)
    return download(content, file_name=version.file_name)


def _is_public(edition: Edition, code: str) -> bool:
    """Tell whether everybody may know of a session."""
    if not public_editions().filter(pk=edition.pk).exists():
        return False
    programme = programme_of(edition)
    return programme is not None and code in programme.session_named


@desk_view("proceedings.enter")
def materials(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The materials of a session that who is signed in may have, and the ways of its chairs."""
    user = acting_user(request)
    edition = get_object_or_404(Edition.objects.select_related("series"), slug=slug)
    with scope(edition=edition):
        session = get_object_or_404(
            Session.objects.select_related("activity", "edition"), code=code
        )
        if not (
            _is_public(edition, code)
            or takes_part(user, session)
            or may(user, "editions.read_draft", edition)
        ):
            raise Http404
        found = readable(user, session, materials_of(session))
        context = {
            "edition": edition,
            "session": session,
            "lines": material_lines(found, waiting=waiting(user, session, found)),
            "may_run": may(user, "proceedings.run_session", session),
            "is_public": _is_public(edition, code),
        }
        return render(request, "proceedings/materials.html", context)


@edition_page
def minutes(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """The minutes of a session as they were published; ``release`` is an earlier version."""
    programme = programme_of(edition)
    session = programme.session_named.get(code) if programme else None
    found = Minutes.objects.filter(session__code=code).first()
    releases = list(releases_of(MINUTES, found.code)) if found else []
    if programme is None or session is None or not releases:
        raise Http404
    wanted = request.GET.get("release", str(releases[0].number))
    place = next((n for n, each in enumerate(releases) if str(each.number) == wanted), None)
    if place is None:
        raise ParameterError("release", _("There is no such version. Leave it out."))
    shown = releases[place]
    said = minutes_in(shown)
    earlier = releases[place + 1] if place + 1 < len(releases) else None
    activity = programme.activity_named[session.activity]
    return render(
        request,
        "proceedings/minutes.html",
        {
            "edition": edition,
            "addresses": Addresses.public(edition),
            "session": session,
            "session_title": session.title or activity.title,
            "activity_title": activity.title,
            "minutes": said,
            "release": shown,
            "is_latest": place == 0,
            "released": moment_in(edition, shown.at),
            "releases": [(each, moment_in(edition, each.at)) for each in releases],
            "changes": changes_between(minutes_in(earlier), said) if earlier else [],
            "outcomes": outcomes_of(activity),
        },
    )
