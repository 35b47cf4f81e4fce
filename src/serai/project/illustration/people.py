"""What the sample people say: who they are, when they are there, whether they come."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from serai.convene.editions.models import Edition
from serai.convene.interpretation.operations import save_interpreter
from serai.convene.programme.models import Participation
from serai.convene.speakers.models import AnswerState, Speaker
from serai.convene.speakers.operations import Reply, add_time, answer, describe
from serai.convene.timetable.models import Presence
from serai.convene.timetable.setting import save_availability
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import Actor

DOMAIN = "illustration.example"
"""Where sample people are written to: nowhere, since nobody can have this domain (RFC 2606)."""
REMOTE = "sample-speaker-6-illustration"
LATE = "sample-chair-2-illustration"
DECLINES = "sample-speaker-7-illustration"
AFAR = "Africa/Nairobi"
PAIRS = [["en", "zh-hans"], ["zh-hans", "en"]]
BIOGRAPHY = {
    "en": "There is no such person: this stands where a speaker describes themselves.",
    "zh-hans": "并无此人：此处为发言人自我介绍的位置。",
    "fr": "Cette personne n’existe pas : ce texte tient la place d’une présentation.",
    "ru": "Такого человека нет: на этом месте докладчик рассказывает о себе.",
    "ar": "لا وجود لهذا الشخص: هذا موضع ما يعرّف به المتحدث نفسه.",
    "es": "Esta persona no existe: aquí se presenta quien habla.",
}


def sample_people(role: str) -> QuerySet[Person]:
    """The sample people of a role (``chair``, ``speaker``, ``interpreter``), in their order."""
    return Person.objects.filter(
        key__startswith=f"sample-{role}-", key__endswith="-illustration"
    ).order_by("pk")


def describe_people(*, actor: Actor, edition: Edition) -> None:
    """Let everybody say where they are written to and when they are there."""
    for person in (*sample_people("chair"), *sample_people("speaker")):
        name = str(person.key).removeprefix("sample-").removesuffix("-illustration")
        values = {
            "email": f"{name}@{DOMAIN}", "language": "en", "biography": BIOGRAPHY,
            "is_biography_public": True, "is_there_throughout": person.key not in {REMOTE, LATE},
        }  # fmt: skip
        if person.key == REMOTE:
            values |= {"time_zone": AFAR, "is_remote": True}
        describe(actor=actor, speaker=Speaker(edition=edition, person=person), values=values)
    first, last, here = edition.starts_on, edition.ends_on, edition.zone
    assert first is not None
    assert last is not None
    # Awake in Nairobi while it is afternoon in China.
    _add_time(
        actor, edition, REMOTE, presence=Presence.THERE, is_daily=True, time_zone=AFAR,
        starts_at=datetime.combine(first, time(7), ZoneInfo(AFAR)),
        ends_at=datetime.combine(last, time(22), ZoneInfo(AFAR)),
    )  # fmt: skip
    _add_time(
        actor, edition, LATE, presence=Presence.AWAY, note="Sample reason: arrives at noon.",
        starts_at=datetime.combine(first, time(8), here),
        ends_at=datetime.combine(first, time(12), here),
    )  # fmt: skip
    for place, person in enumerate(sample_people("interpreter")):
        save_interpreter(actor=actor, edition=edition, values={"person": person, "pairs": PAIRS})
        if place == 0:
            start = datetime.combine(last, time(12), here)
            save_availability(
                actor=actor, edition=edition,
                values={
                    "person": person, "presence": Presence.AWAY, "starts_at": start,
                    "ends_at": start + timedelta(hours=2),
                },
            )  # fmt: skip


def _add_time(actor: Actor, edition: Edition, key: str, **values: Any) -> None:
    person = Person.objects.get(key=key)
    add_time(actor=actor, speaker=Speaker(edition=edition, person=person), values=values)


def answer_for_some(*, actor: Actor, edition: Edition) -> None:
    """Let some confirm what they take part in, and one decline it; the others are silent."""
    parts = Participation.objects.filter(edition=edition).select_related("person", "edition")
    for part in parts.filter(person__key__startswith="sample-chair-"):
        answer(actor=actor, participation=part, reply=Reply(AnswerState.CONFIRMED))
    for part in parts.filter(person__key=DECLINES):
        reply = Reply(AnswerState.DECLINED, "Sample reason: the journey was called off.")
        answer(actor=actor, participation=part, reply=reply)
