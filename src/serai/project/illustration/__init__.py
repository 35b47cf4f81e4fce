"""What the demonstration shows of a conference that does not exist.

Sample people, a call with submissions and reviews, a timetable that the engine makes, releases,
repairs and releases again, and what goes with one of its sessions. All of it comes about by the
operations that desks use, and belongs to an edition of its own: no figure about a real conference
counts any of it. Every name says that it is a sample.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils import translation
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Room
from serai.convene.programme.released import PROGRAMME
from serai.convene.programme.releasing.operations import release_programme
from serai.convene.timetable.models import Plan, PlanKind
from serai.convene.timetable.planning import take_over_plan
from serai.convene.timetable.tasks import make_plan
from serai.foundation.jobs.operations import run_now, start
from serai.foundation.record.operations import Actor
from serai.foundation.releases.queries import latest
from serai.project.illustration.call import review_submissions
from serai.project.illustration.people import answer_for_some, describe_people
from serai.project.illustration.proceedings import hold_session
from serai.project.people import enrol_demo_people

SLUG = "timetable-illustration"
SECONDS = 2
"""How long the engine may look for a better plan than its first."""
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
    """Place the sessions of the illustration, release them, lose a room, repair, release again.

    Before that people say when they are there and submissions are reviewed; afterwards one session
    is held, and one speaker declines, so that there is something to repair by hand. Once it has
    been done, it changes nothing.
    """
    edition = Edition.objects.get(slug=SLUG)
    if latest(PROGRAMME, edition.code) is not None:
        return
    accounts = {
        person.email.partition("@")[0]: user for person, user in enrol_demo_people(actor=actor)
    }
    with translation.override("en"), scope(edition=edition):
        describe_people(actor=actor, edition=edition)
        review_submissions(actor=actor, edition=edition, accounts=accounts)
        _take_over(actor, edition, PlanKind.FILL)
        release_programme(actor=actor, edition=edition, note=NOTES["placed"])
        # A room whose loss concerns somebody: of those in which people meet, the least used.
        met = Room.objects.filter(sessions__participations__isnull=False)
        used = met.annotate(held=Count("sessions", distinct=True)).order_by("held", "pk")
        lost = used[0]
        _take_over(actor, edition, PlanKind.REPAIR, {"change": "room_lost", "room": lost.code})
        release_programme(actor=actor, edition=edition, note=NOTES["repaired"])
        hold_session(actor=accounts["secretariat"])
        answer_for_some(actor=actor, edition=edition)


def _take_over(actor: Actor, edition: Edition, kind: PlanKind, *changes: dict[str, Any]) -> None:
    job = start(
        actor=actor, job=make_plan, about=str(edition),
        arguments={
            "edition": edition.pk, "kind": kind.value, "seconds": SECONDS,
            "changes": list(changes),
        },
    )  # fmt: skip
    run_now(job)
    take_over_plan(actor=actor, plan=Plan.objects.latest("pk"))
