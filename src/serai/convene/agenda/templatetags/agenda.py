"""What the modules of the agenda know of a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serai.convene.agenda.clashes import SHORT_WAY
from serai.convene.agenda.venue import addresses, modules
from serai.convene.editions.models import Edition, EditionState
from serai.convene.programme.released import programme_of
from serai.convene.programme.wording import wording
from serai.foundation.web.templatetags.serai import date_text

register = template.Library()


@register.simple_tag
def agenda_settings(edition: Edition, programme: Any = None) -> dict[str, Any]:
    """All that `agenda.js` and `venue.js` are told: empty while no programme is released.

    ``programme`` is the released one, where the page has it already.
    """
    programme = programme or programme_of(edition)
    if programme is None:
        return {}
    words = wording(edition)
    at = programme.at.astimezone(programme.zone) if programme.at else None
    released_at = f"{date_text(at.date())}, {at:%H:%M}" if at else ""
    return {
        "edition": edition.slug,
        "language": get_language(),
        "release": programme.number,
        # Of an edition that is over nobody carries the programme along.
        "isOver": edition.state == EditionState.CONCLUDED,
        "shortWay": SHORT_WAY.total_seconds() / 60,
        "addresses": addresses(edition),
        "modules": modules(),
        "texts": {
            "agenda": _("My agenda"),
            "star": _("In my agenda: %(title)s"),
            "offline": _("You are offline. This is the programme of release %(number)s, %(at)s.")
            % {"number": programme.number, "at": released_at},
            "changed": _("The programme has changed since you last looked"),
            "seen": _("Mark as seen"),
            "moved": _("moved from %(before)s to %(now)s"),
            "room": _("now in %(now)s, not in %(before)s"),
            "cancelled": _("no longer in the programme"),
            "new": _("new"),
            "others": _("Other sessions"),
            "overlap": _("At the same time as “%(title)s”"),
            "way": _("Minutes from %(from)s to %(to)s: %(count)s"),
            "day": str(words.day),
            "time": str(words.time),
            "room_unknown": str(words.room),
            "empty": _("Your agenda is empty"),
            "empty_text": _("Star the sessions that you want to attend."),
            "access": _("Access"),
            "languages": _("Languages"),
            "room_label": _("Room"),
            "people": _("People"),
            "contributions": _("Contributions"),
            "activity": _("Activity"),
            "sessions": _("Sessions"),
            "speakers": _("Speakers"),
            "find_speaker": _("Name or position"),
            "now_and_next": _("Now and next"),
            "now": _("Now"),
            "until": _("until %(time)s"),
            "next": _("Next"),
            "free": _("Nothing runs here now."),
            "nothing_now": _("Nothing runs now"),
            "programme": _("Programme"),
            "search": _("Search"),
            "nothing_found": _("Nothing matches these filters"),
            "clear": _("Clear all filters"),
            "people_unknown": str(words.people),
        },
    }
