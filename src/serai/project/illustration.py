"""What the demonstration shows of timetables: made by the engine, released, repaired, released."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils import translation
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Room
from serai.convene.programme.releasing.operations import release_programme
from serai.convene.timetable.models import Plan, PlanKind
from serai.convene.timetable.planning import take_over_plan
from serai.convene.timetable.tasks import make_plan
from serai.foundation.jobs.operations import run_now, start
from serai.foundation.record.operations import Actor

SLUG = "timetable-illustration"
SECONDS = 4
"""How long the engine may look; it is done sooner."""
NOTES = {
    "placed": {
        "en": "The engine has given every session a time and a room.",
        "zh-hans": "系统已为每场会议安排时间和会议室。",
        "fr": "Le moteur a donné à chaque séance une heure et une salle.",
        "ru": "Программа назначила каждому заседанию время и зал.",
        "ar": "منح المحرك كل جلسة وقتا وقاعة.",
        "es": "El motor ha dado a cada sesión una hora y una sala.",
    },
    "repaired": {
        "en": "A room was lost; as little as possible has moved.",
        "zh-hans": "一间会议室不可用；仅作了尽可能少的调整。",
        "fr": "Une salle est perdue ; le moins possible a bougé.",
        "ru": "Один зал недоступен; перенесено как можно меньше.",
        "ar": "فُقدت قاعة، ولم يُنقل إلا أقل ما يمكن.",
        "es": "Se perdió una sala; se ha movido lo menos posible.",
    },
}


def illustrate(*, actor: Actor) -> None:
    """Place the sessions of the illustration, release them, lose a room, repair, release again."""
    edition = Edition.objects.get(slug=SLUG)
    with translation.override("en"), scope(edition=edition):
        _take_over(actor, edition, PlanKind.FILL)
        release_programme(actor=actor, edition=edition, note=NOTES["placed"])
        used = Room.objects.annotate(held=Count("sessions")).filter(held__gt=0)
        lost = used.order_by("held", "pk")[0]
        _take_over(actor, edition, PlanKind.REPAIR, {"change": "room_lost", "room": lost.code})
        release_programme(actor=actor, edition=edition, note=NOTES["repaired"])


def _take_over(actor: Actor, edition: Edition, kind: PlanKind, *changes: dict[str, Any]) -> None:
    job = start(
        actor=actor, job=make_plan, about=str(edition),
        arguments={
            "edition": edition.pk, "kind": kind.value, "seconds": SECONDS,
            "changes": list(changes), "about": "",
        },
    )  # fmt: skip
    run_now(job)
    take_over_plan(actor=actor, plan=Plan.objects.latest("pk"))
