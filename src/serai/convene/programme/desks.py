"""The programme among the desks: its place in the menu, and who may look back at what happened."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_scopes import scope, scopes_disabled

from serai.convene.editions.models import Edition, EditionState
from serai.convene.editions.panels import register_edition_tab
from serai.convene.editions.queries import editions_known_to
from serai.convene.programme.models import (
    Activity,
    Contribution,
    Disclosure,
    Room,
    Section,
    Session,
)
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.models import Entry
from serai.foundation.web.desk import HistoryRule, WorkItem, register_desk, register_history_rule


def _counts(user: User) -> Iterator[WorkItem]:
    """How many activities there are in the editions that the user knows of."""
    with scopes_disabled():
        activities = Activity.objects.filter(edition__in=editions_known_to(user)).count()
    yield WorkItem(
        ngettext("activity", "activities", activities), activities, reverse("programme_desk:choose")
    )


def _work(user: User) -> Iterator[WorkItem]:
    """What is still to be found out for the editions that lie ahead."""
    ahead = [
        edition
        for edition in editions_known_to(user).exclude(state=EditionState.CONCLUDED)
        if may(user, "editions.edit_programme", edition)
    ]
    if not ahead:
        return
    href = reverse("programme_desk:choose")
    with scope(edition=ahead):
        nameless = Activity.objects.filter(name_disclosure=Disclosure.TO_BE_ANNOUNCED).count()
        yield WorkItem(_("activities without a name"), nameless, href)
        dayless = Session.objects.filter(day=None).count()
        yield WorkItem(_("sessions without a day"), dayless, href)


def _rule(model: type[Section | Room | Activity | Session | Contribution]) -> HistoryRule:
    def edition_of(key: str) -> Edition | None:
        pk = model._base_manager.filter(pk=key).values_list("edition_id", flat=True).first()
        if pk is None:
            # It is gone: what it belonged to stands in the record of its deletion.
            gone = Entry.objects.filter(
                object_type=model._meta.label_lower, object_id=key, after__isnull=True
            ).order_by("-number")
            before = gone.values_list("before", flat=True).first()
            pk = (before or {}).get("edition")
        return Edition.objects.filter(pk=pk).first() if pk else None

    return HistoryRule(
        may_read=lambda user, key: may(user, "editions.read_draft", edition_of(key)),
        may_undo=lambda user, key: may(user, "editions.edit_programme", edition_of(key)),
    )


register_desk(
    room="programme",
    label=gettext_lazy("Programme"),
    url_name="programme_desk:choose",
    permission="editions.enter_desk",
    work=_work,
    counts=_counts,
    position=30,
)
register_edition_tab(
    "programme_desk:overview",
    gettext_lazy("Programme"),
    permission="editions.edit_programme",
    position=30,
)
for _model in (Section, Room, Activity, Session, Contribution):
    register_history_rule(_model, _rule(_model))
