"""The reviews among the desks, and who may look back."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from serai.convene.calls.models import Review, Reviewer
from serai.convene.calls.reviewing.queries import waiting_count
from serai.convene.editions.models import Edition
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.operations import Program, erase
from serai.foundation.web.desk import (
    HistoryRule,
    WorkItem,
    register_desk,
    register_history_rule,
)


def _work(user: User) -> Iterator[WorkItem]:
    count = waiting_count(user)
    text = ngettext("review to give", "reviews to give", count)
    yield WorkItem(text, count, reverse("reviewing_desk:mine"))


def _edits_programme(path: str, model: type[models.Model]) -> HistoryRule:
    """Only whoever decides reads who reviewed what; a review is changed by its reviewer alone."""

    def may_read(user: User, key: str) -> bool:
        found = model._base_manager.filter(pk=key).values_list(path, flat=True).first()
        edition = Edition.objects.filter(pk=found).first() if found else None
        return may(user, "editions.edit_programme", edition)

    return HistoryRule(may_read=may_read, may_undo=may_read)


register_desk(
    room="reviewing", label=_("Reviews"), url_name="reviewing_desk:mine",
    permission="calls.review_submissions", position=35, work=_work, models=[],
)  # fmt: skip
register_history_rule(Reviewer, _edits_programme("call__edition", Reviewer))
register_history_rule(
    Review,
    HistoryRule(
        may_read=_edits_programme("submission__edition", Review).may_read,
        may_undo=lambda _user, _key: False,
    ),
)


@receiver(pre_delete, sender=User, dispatch_uid="calls.forget_reviewer")
def forget_reviewer(instance: User, **_options: object) -> None:
    """With an account goes what is known of the reviewer; what they reviewed counts on."""
    with scopes_disabled():
        for reviewer in Reviewer.objects.filter(user=instance):
            Reviewer.objects.filter(pk=reviewer.pk).update(organisation="", country=None)
            erase(actor=Program(str(_("the person concerned"))), target=reviewer)
