"""Which pages show what rests on a source: those of released activities of public editions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from serai.convene.editions.models import Edition
from serai.convene.programme.models import (
    Activity,
    Contribution,
    Disclosure,
    Participation,
    Session,
)
from serai.convene.programme.released import latest_programmes
from serai.foundation.translation import TranslatedText
from serai.track.evidence.citing_objects import register_citing


def _editions(parts: Sequence[Any]) -> dict[int, Edition]:
    return {part.pk: part.edition for part in parts if part.edition.is_public}


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


def _activities(targets: Sequence[Any]) -> dict[int, Activity]:
    """The activities as they are released, by the keys of what belongs to them."""
    activities = {
        target.pk: activity
        for target in targets
        if (activity := _activity_of(target)) and activity.edition.is_public
    }
    programmes = latest_programmes({activity.edition for activity in activities.values()})
    shown = {}
    for key, activity in activities.items():
        programme = programmes.get(activity.edition.code)
        released = programme and programme.activity_named.get(activity.code)
        if released:
            activity.name = TranslatedText(released.name)
            activity.kind = released.kind
            activity.name_disclosure = (
                Disclosure.KNOWN if released.name else Disclosure.TO_BE_ANNOUNCED
            )
            shown[key] = activity
    return shown


register_citing("programme.section", "programme.room", shown_among=_editions, related=("edition",))
register_citing("programme.activity", shown_among=_activities, related=("edition",))
register_citing(
    "programme.session", "programme.contribution", shown_among=_activities,
    related=("activity__edition",),
)  # fmt: skip
register_citing(
    "programme.participation", shown_among=_activities,
    related=(
        "activity__edition", "session__activity__edition", "contribution__activity__edition",
    ),
)  # fmt: skip
