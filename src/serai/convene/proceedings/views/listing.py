"""The sessions of an edition with what goes with them."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.editions.views.desk import desk_tabs
from serai.convene.proceedings.models import Material, MinutesState, RunningItem
from serai.convene.proceedings.permissions import RUNNING
from serai.convene.proceedings.views.entrance import address
from serai.convene.programme.models import Session
from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import Column, desk_view, render_list
from serai.foundation.web.desk.access import acting_user


def _materials() -> Any:
    """How many materials stand with a session, itself or through its contributions."""
    mine = Material.objects.filter(
        Q(session=OuterRef("pk")) | Q(contribution__session=OuterRef("pk"))
    )
    return mine.order_by().values("edition").annotate(count=Count("pk")).values("count")


def _minutes(session: Session) -> str:
    found = getattr(session, "minutes_state", None)
    return capfirst(str(MinutesState(found).label)) if found else "–"


@desk_view("proceedings.enter")
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """All sessions for the desk; for a chair, those that they run."""
    user = acting_user(request)
    edition = get_object_or_404(Edition.objects.select_related("series"), slug=slug)
    with scope(edition=edition):
        is_desk = may(user, "editions.edit_programme", edition)
        rows = _rows()
        if not is_desk:
            chaired = Q(
                participations__person__user=user, participations__role__in=RUNNING
            ) | Q(
                activity__participations__person__user=user,
                activity__participations__role__in=RUNNING,
            )  # fmt: skip
            keys = list(Session.objects.filter(chaired).values_list("pk", flat=True))
            if not keys:
                if may(user, "editions.read_draft", edition):
                    raise PermissionDenied
                raise Http404
            rows = rows.filter(pk__in=keys)
        columns = [
            Column(gettext_lazy("Session"), str, href=lambda row: address(row, "materials")),
            Column(gettext_lazy("Day"), "day", sort="day", is_short=True),
            Column(
                gettext_lazy("Materials"), "material_count", sort="material_count", is_number=True,
                href=lambda row: address(row, "materials"),
            ),
            Column(
                gettext_lazy("Running order (min)"), "running_minutes", sort="running_minutes",
                is_number=True, href=lambda row: address(row, "running"),
            ),
            Column(gettext_lazy("Minutes"), _minutes, href=lambda row: address(row, "minutes")),
        ]  # fmt: skip
        return render_list(
            request, rows, columns, title=_("Proceedings"), lead=str(edition),
            search=("title", "activity__name"),
            empty_title=_("There are no sessions yet"),
            empty_text=_("Materials, running orders and minutes belong to sessions."),
            template="proceedings/desk/list.html",
            context={
                "edition": edition,
                "tabs": desk_tabs(request, edition, "proceedings_desk:list") if is_desk else [],
            },
        )  # fmt: skip


def _rows() -> QuerySet[Session]:
    together = (
        RunningItem.objects.filter(order__session=OuterRef("pk"))
        .order_by()
        .values("order")
        .annotate(sum=Sum("minutes"))
        .values("sum")
    )
    rows = Session.objects.select_related("activity", "edition").annotate(
        material_count=Coalesce(Subquery(_materials()), 0),
        minutes_state=F("written_minutes__state"),
        running_minutes=Coalesce(Subquery(together), 0),
    )
    return cast("QuerySet[Session]", rows.order_by("day", "starts_at", "position", "pk"))
