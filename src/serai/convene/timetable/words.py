"""What the script of the board says."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from serai.convene.programme.models import Equipment
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web.context import language_name


def board_words() -> dict[str, Any]:
    """Return the words in the language of the reader; ``%(name)s`` is filled in by the script."""
    return {
        "equipment": {code: str(label) for code, label in Equipment.choices},
        "all_days": _("All days"),
        "all_rooms": _("All rooms"),
        "all_sections": _("All sections"),
        "no_room": _("No room yet"),
        "seats": _("%(seats)s seats"),
        "minutes": _("%(count)s min"),
        "locked": _("locked"),
        "free": _("Nothing stands against it."),
        "unscheduled": _("Not scheduled"),
        "all_placed": _("Every session has its place."),
        "none_found": _("Nothing here fits the filters."),
        "sum": _("%(conflicts)s in conflict, %(warnings)s with warnings"),
        "close": _("Close"),
        "place": _("Place"),
        "activity": _("Activity"),
        "people": _("People"),
        "expected": _("People expected"),
        "needs": _("Needs"),
        "languages": _("Languages"),
        "language": {code: language_name(code) for code in LANGUAGE_CODES},
        "move": pgettext("a session in the timetable", "Move"),
        "unplace": _("Take out"),
        "lock": _("Lock"),
        "unlock": _("Unlock"),
        "why_here": _("Why here?"),
        "swap_with": _("Change places with …"),
        "change": _("Change the session"),
        "asking": _("Asking …"),
        "not_known": _("There is no answer to this now."),
        "picked_up": _("Picked up: %(session)s."),
        "put_back": _("Put back: %(session)s."),
        "point_to": _("Point to the place for “%(session)s”, or use the arrow keys and Enter."),
        "is_locked": _("“%(session)s” is locked. Unlock it first."),
        "undid": _("Undone."),
        "redid": _("Done again."),
        "again": _("Do it all the same"),
        "now_at": _("It is now here: %(place)s."),
        "they_moved": _("%(who)s has moved “%(session)s”: %(place)s."),
        "not_saved": _("This was not saved: the server did not answer. It was put back."),
        "away": _("The server does not answer. What others do is not shown until it does."),
        "gone": _("You are no longer signed in, or may no longer edit this timetable."),
        "reload": _("Load the page again"),
        "person_twice": _("%(who)s is in “%(session)s” then."),
        "beside_exclusive": _("Nothing may run beside “%(session)s”."),
        "out_of_turn": _("“%(first)s” is to come before “%(second)s”."),
        "beside_section": _("“%(session)s” of the same section runs then."),
        "person_unwilling": _("%(who)s would rather not then%(why)s."),
        "person_away": _("%(who)s is not there then%(why)s."),
        "room_taken": _("The room is taken by “%(session)s”."),
        "too_far": _("%(who)s has no time to walk to or from “%(session)s”."),
        "changes_room": _("%(who)s changes rooms between this and “%(session)s”."),
        "room_closed": _("The room is closed then%(why)s."),
        "too_small": _("%(seats)s seats for %(expected)s people."),
        "lacking": _("The room lacks: %(equipment)s."),
        "room_unwilling": _("The room should rather not be used then%(why)s."),
        "too_few_booths": _("Booths needed: %(needed)s, in the room: %(booths)s."),
        "no_interpreters": _("Interpreters missing then: %(count)s."),
        "section_elsewhere": _("The others of its section are in: %(rooms)s."),
        "section_rooms": _("“%(section)s” is held in: %(rooms)s."),
        "uneven": _("Sessions on the fullest day: %(most)s, on the emptiest: %(fewest)s."),
    }
