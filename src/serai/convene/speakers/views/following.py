"""What the desk sees beside the page of a speaker: how to reach them, and what a refusal means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.convene.programme.models import Participation, Session
from serai.convene.speakers.letters import address_to, language_of
from serai.convene.speakers.links import address_of
from serai.convene.speakers.models import AnswerState, Letter
from serai.convene.speakers.queries import answer_of, session_of
from serai.convene.speakers.views.entrance import Entrance
from serai.convene.timetable.models import PlanKind
from serai.foundation.web.context import language_name


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a refusal means for the programme, and where it can be put right."""

    title: str
    text: str
    change_href: str
    repair_href: str
    """Empty where the timetable has nothing to repair."""


def desk_context(entrance: Entrance) -> dict[str, Any]:
    """What the desk knows of a speaker beside what they see themselves."""
    speaker = entrance.speaker
    return {
        "title": str(entrance.person),
        "email": address_to(speaker),
        "letter_language": language_name(language_of(speaker)),
        "contact_href": entrance.href("contact"),
        "link": address_of(speaker) if speaker.pk and speaker.is_link_open else "",
        "link_href": entrance.href("link"),
        "letters": list(Letter.objects.filter(speaker=speaker)) if speaker.pk else [],
        "consequences": list(consequences(entrance)),
        "needs": _needs(entrance),
    }


def consequences(entrance: Entrance) -> Iterator[Consequence]:
    """What each refusal of a person means, in the order of time."""
    for part in entrance.standing.parts:
        given = answer_of(part)
        if given is None or given.state != AnswerState.DECLINED:
            continue
        session = session_of(part)
        whole = part.contribution or part.session or part.activity
        assert whole is not None
        others = _others(part, session)
        is_placed = session is not None and session.starts_at is not None
        if others:
            text = ngettext(
                "%(count)s other person comes: take this one out, or find a substitute.",
                "%(count)s other people come: take this one out, or find a substitute.",
                others,
            ) % {"count": others}
        elif is_placed:
            text = _(
                "Nobody else takes part: find a substitute, or repair the timetable without it."
            )
        else:
            text = _("Nobody else takes part: find a substitute. It has no time yet.")
        yield Consequence(
            title=str(whole),
            text=text,
            change_href=whole.get_desk_url(),
            repair_href=_repair(entrance, session) if session and is_placed and not others else "",
        )


def _others(part: Participation, session: Session | None) -> int:
    """How many others take part in the same, and have not declined it."""
    there = Q(contribution=part.contribution) if part.contribution else Q(activity=part.activity)
    if session is not None:
        there = Q(session=session) | Q(contribution__session=session)
    rows = Participation.objects.filter(there).exclude(person=part.person)
    coming = rows.exclude(answer__state=AnswerState.DECLINED)
    return int(coming.values("person").distinct().count())


def _repair(entrance: Entrance, session: Session) -> str:
    """A repair of the timetable without a session, ready to begin."""
    wanted = {
        "kind": PlanKind.REPAIR.value, "happening": "session_cancelled", "session": session.code
    }  # fmt: skip
    address = reverse("timetable_desk:new_plan", args=[entrance.edition.slug])
    return f"{address}?{urlencode(wanted)}"


def _needs(entrance: Entrance) -> list[tuple[str, str]]:
    """What a person needs, in words."""
    speaker = entrance.speaker
    said = [
        (_("By video"), _("Takes part from elsewhere.") if speaker.is_remote else ""),
        (_("Can speak"), _(", ").join(language_name(code) for code in speaker.languages)),
        (_("In the room"), speaker.equipment),
        (_("To take part"), speaker.accessibility),
    ]
    return [(label, text) for label, text in said if text]
