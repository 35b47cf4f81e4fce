"""The programme for a device that may be without network: small, and in one language.

`programme_data` is what `venue.js` shows sessions from; `worker` is the service worker of the
edition. Both follow the release, so a device has either all of one release or all of another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language

from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.ical import title_of
from serai.convene.programme.models import Access
from serai.convene.programme.released import (
    ReleasedContribution,
    ReleasedParticipation,
    ReleasedProgramme,
    ReleasedSession,
)
from serai.convene.programme.released.things import Whole
from serai.convene.programme.views.calendars import base_of
from serai.foundation.translation import render_text
from serai.foundation.web.context import language_name
from serai.foundation.web.stylesheet import asset
from serai.foundation.web.templatetags.serai import date_text

ABSTRACT = 600
"""How many characters of an abstract a device keeps; the page of the session has all of it."""
MODULES = ("agenda.js", "venue.js")
_WORKER = Path(__file__).parent / "worker.js"


def programme_data(programme: ReleasedProgramme) -> dict[str, Any]:
    """A released programme as the venue app keeps it, in the active language."""
    return {
        "release": programme.number,
        "days": {day.isoformat(): date_text(day) for day in programme.days},
        "rooms": {room.code: render_text(room.name).text for room in programme.rooms},
        "sessions": [_session(programme, session) for session in programme.sessions],
    }


def _session(programme: ReleasedProgramme, session: ReleasedSession) -> dict[str, Any]:
    """A session; what is not known is left out."""
    activity = programme.activity_named[session.activity]
    title, activity_title = title_of(programme, session), render_text(activity.title).text
    said: dict[str, Any] = {
        "code": session.code,
        "title": title,
        "activity": activity_title if activity_title != title else "",
        "kind": capfirst(activity.kind_label),
        "day": session.day.isoformat() if session.day else "",
        "starts": _moment(programme, session.starts_at),
        "ends": _moment(programme, session.ends_at),
        "room": session.room,
        "access": str(activity.access.label) if activity.access != Access.UNKNOWN else "",
        "languages": [language_name(code) for code in session.languages or activity.languages],
        "section": render_text(programme.section_named[activity.section].name).text
        if activity.section
        else "",
        "people": [_person(programme, session, part) for part in session.participations],
        "talks": [
            _talk(programme, contribution)
            for contribution in programme.contributions
            if contribution.session == session.code
        ],
    }
    return {name: value for name, value in said.items() if value}


def _talk(programme: ReleasedProgramme, contribution: ReleasedContribution) -> dict[str, Any]:
    said = {
        "title": render_text(contribution.title).text or capfirst(contribution.kind_label),
        "abstract": Truncator(render_text(contribution.abstract).text).chars(ABSTRACT),
        "people": [_person(programme, contribution, part) for part in contribution.participations],
    }
    return {name: value for name, value in said.items() if value}


def _person(programme: ReleasedProgramme, place: Whole, part: ReleasedParticipation) -> str:
    held = render_text(programme.position_held(place, part)).text
    name = programme.person(part.person).display_name()
    return " · ".join(filter(None, (name, part.role_label, held)))


def _moment(programme: ReleasedProgramme, moment: Any) -> str:
    """A moment on the clocks of the venue, with its offset."""
    local = moment.astimezone(programme.zone) if moment else None
    return local.isoformat(timespec="minutes") if local else ""


def addresses(edition: Edition) -> dict[str, str]:
    """The addresses that the modules and the service worker know, in the active language."""
    names = {
        "programme": "programme:programme", "agenda": "agenda:agenda", "stars": "agenda:stars",
        "calendar": "programme:calendar", "data": "agenda:data", "worker": "agenda:worker",
        "shell": "agenda:offline",
    }  # fmt: skip
    found = {key: reverse(name, args=[edition.slug]) for key, name in names.items()}
    scope = base_of(edition)
    return {**found, "scope": scope, "session": f"{scope}sessions/"}


def kept_files(edition: Edition) -> list[str]:
    """What a device fetches beforehand: the pages, the data, the modules, the mark."""
    known = addresses(edition)
    return [
        known["programme"],
        f"{known['programme']}?view=grid",
        known["agenda"],
        known["shell"],
        known["data"],
        *modules().values(),
        asset("serai.js").address,
        asset("serai.svg").address,
    ]


def modules() -> dict[str, str]:
    """The addresses of the modules by name."""
    return {name: static(f"serai/{name}") for name in MODULES}


def worker(edition: Edition, programme: ReleasedProgramme) -> str:
    """The service worker of an edition in the active language.

    Its text changes with the release and with whatever it keeps, which makes browsers take the
    new one.
    """
    files = kept_files(edition)
    state = json.dumps([files, programme_data(programme)], sort_keys=True)
    version = hashlib.sha256(state.encode()).hexdigest()[:12]
    prefix = f"{edition.slug}-{get_language()}-"
    known = addresses(edition)
    constants = {
        "PREFIX": prefix, "CACHE": f"{prefix}{programme.number}-{version}", "FILES": files,
        "SCOPE": known["scope"], "SHELL": known["shell"], "DATA": known["data"],
    }  # fmt: skip
    return "".join(_constants(constants)) + _WORKER.read_text("utf-8")


def _constants(values: dict[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        yield f"const {name} = {json.dumps(value)};\n"
