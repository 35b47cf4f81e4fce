"""The programme for a device that may be without network: small, and in one language.

`programme_data` is what `venue.js` shows sessions from; `worker` is the service worker of the
edition. Both follow the release, so a device has either all of one release or all of another.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language

from serai.convene.editions.models import Edition
from serai.convene.programme.entries import entries
from serai.convene.programme.exchange.ical import title_of
from serai.convene.programme.filters import FILTERS
from serai.convene.programme.models import Access
from serai.convene.programme.queries import speakers
from serai.convene.programme.released import (
    ReleasedActivity,
    ReleasedContribution,
    ReleasedProgramme,
    ReleasedSession,
)
from serai.convene.programme.released.things import Whole
from serai.convene.programme.views.calendars import base_of
from serai.foundation.translation import render_text
from serai.foundation.web.context import language_name
from serai.foundation.web.stylesheet import asset
from serai.foundation.web.templatetags.serai import day_text
from serai.foundation.web.workers import worker_text

ABSTRACT = 600
"""How many characters of an abstract a device keeps; the page of the session has all of it."""
MODULES = ("agenda.js", "venue.js", "venue_pages.js")
_WORKER = Path(__file__).parent / "worker.js"


def programme_data(programme: ReleasedProgramme) -> dict[str, Any]:
    """A released programme as the venue app keeps it, in the active language.

    A session has its values for the filters as they stand in addresses. Who takes part is written
    as the code of the person, the role, and the position held if any.
    """
    values = {
        entry.session.code: [
            f"{name}={value}" for name in FILTERS for value in sorted(entry.values[name])
        ]
        for entry in entries(programme, "day")
        if entry.session
    }
    taking_part = {part.person for _target, part in programme.participations()}
    return {
        "release": programme.number,
        "zone": programme.time_zone,
        "days": {day.isoformat(): day_text(day) for day in programme.days},
        "rooms": {room.code: render_text(room.name).text for room in programme.rooms},
        "people": {code: programme.person(code).display_name() for code in sorted(taking_part)},
        "speakers": [each.person.code for each in speakers(programme)],
        "activities": {each.code: _activity(programme, each) for each in programme.activities},
        "sessions": [
            {**_session(programme, session), "values": values[session.code]}
            for session in programme.sessions
        ],
    }


def _activity(programme: ReleasedProgramme, activity: ReleasedActivity) -> dict[str, Any]:
    """An activity with what its sessions share; what is not known is left out."""
    section = programme.section_named.get(activity.section or "")
    return _filled(
        title=render_text(activity.title).text,
        kind=capfirst(activity.kind_label) if activity.name else "",
        summary=render_text(activity.summary).text,
        section=render_text(section.name).text if section else "",
        access=str(activity.access.label) if activity.access != Access.UNKNOWN else "",
        languages=[language_name(code) for code in activity.languages],
        people=_people(programme, activity),
        talks=[
            _talk(programme, each)
            for each in programme.contributions_to(activity)
            if each.session is None
        ],
    )


def _session(programme: ReleasedProgramme, session: ReleasedSession) -> dict[str, Any]:
    """A session; what is not known, or as for its activity, is left out."""
    return _filled(
        code=session.code,
        title=title_of(programme, session),
        activity=session.activity,
        summary=render_text(session.summary).text,
        day=session.day.isoformat() if session.day else "",
        starts=_moment(programme, session.starts_at),
        ends=_moment(programme, session.ends_at),
        room=session.room,
        languages=[language_name(code) for code in session.languages],
        people=_people(programme, session),
        talks=[_talk(programme, each) for each in programme.contributions_to(session)],
    )


def _talk(programme: ReleasedProgramme, contribution: ReleasedContribution) -> dict[str, Any]:
    return _filled(
        title=render_text(contribution.title).text or capfirst(contribution.kind_label),
        abstract=Truncator(render_text(contribution.abstract).text).chars(ABSTRACT),
        people=_people(programme, contribution),
    )


def _people(programme: ReleasedProgramme, place: Whole) -> list[list[str]]:
    return [
        list(filter(None, (
            part.person, part.role_label,
            render_text(programme.position_held(place, part)).text,
        )))
        for part in place.participations
    ]  # fmt: skip


def _filled(**said: Any) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}


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
        "PROGRAMME": known["programme"],
    }  # fmt: skip
    return worker_text(_WORKER, constants)
