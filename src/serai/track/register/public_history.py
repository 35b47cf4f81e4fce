"""The history of a record as the public sees it: what happened and when, and no names of staff."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.record.queries import history
from serai.foundation.web.templatetags.serai import date_text
from serai.track.register import verbs
from serai.track.register.models import Record, Stage


def public_history(record: Record) -> list[dict[str, Any]]:
    """Return the stops of the history, each kind of step once a day.

    What changed before the first publication is the editors' business.
    """
    names = {
        verbs.RECORD_ADDED.name: _("Entered into the register"),
        verbs.RECORD_IMPORTED.name: _("Entered into the register"),
        verbs.STAGE_VERBS[Stage.PUBLISHED].name: _("Published"),
        verbs.STAGE_VERBS[Stage.WITHDRAWN].name: _("Withdrawn"),
    }
    unseen = {verbs.STAGE_VERBS[Stage.CHECKED].name, verbs.STAGE_VERBS[Stage.DRAFT].name}
    is_public = False
    steps: dict[tuple[str, str], None] = {}
    for at, verb in history(record).order_by("number").values_list("at", "verb"):
        is_public = is_public or verb == verbs.STAGE_VERBS[Stage.PUBLISHED].name
        label = names.get(verb) or (_("Changed") if is_public and verb not in unseen else "")
        if label:
            steps[date_text(timezone.localtime(at).date()), label] = None
    return [{"date": date, "title": label, "state": "done"} for date, label in steps]
