"""Which pages show what rests on a source: those of public activities of public editions."""

from __future__ import annotations

from typing import Any

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Activity, Contribution, Participation, Session
from serai.track.evidence.citing_objects import register_citing


def _edition(part: Any) -> Edition | None:
    edition: Edition = part.edition
    return edition if edition.is_public else None


def _activity_of(target: Any) -> Activity | None:
    match target:
        case Activity():
            return target
        case Participation():
            whole = target.activity or target.session or target.contribution
            return _activity_of(whole)
        case Session() | Contribution():
            return target.activity
    return None


def _activity(target: Any) -> Activity | None:
    activity = _activity_of(target)
    is_public = activity is not None and activity.is_public and activity.edition.is_public
    return activity if is_public else None


register_citing("programme.section", "programme.room", shown_by=_edition, related=("edition",))
register_citing("programme.activity", shown_by=_activity, related=("edition",))
register_citing(
    "programme.session", "programme.contribution", shown_by=_activity,
    related=("activity__edition",),
)  # fmt: skip
register_citing(
    "programme.participation", shown_by=_activity,
    related=(
        "activity__edition", "session__activity__edition", "contribution__activity__edition",
    ),
)  # fmt: skip
