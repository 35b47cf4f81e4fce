"""How texts are counted, and how moments and states of a call are written for people."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils.translation import gettext as _

from serai.convene.calls.models import Submission, SubmissionState
from serai.convene.editions.models import Edition
from serai.convene.programme.times import clock, zone_name
from serai.foundation.languages import locale_of

# Chinese and Japanese are written without spaces: there a sign counts as a word.
_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    "|[^\\s\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)


def count_words(text: str) -> int:
    """Count the words of a text; a sign of Chinese or Japanese counts as one."""
    return sum(any(sign.isalnum() for sign in word) for word in _WORD.findall(text))


def moment_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment with its day of the week, on the clocks of a zone that is named."""
    local = moment.astimezone(zone)
    return _("%(day)s, %(time)s, %(zone)s") % {
        "day": format_date(local, format="full", locale=locale_of()),
        "time": clock(moment, zone).text,
        "zone": zone_name(zone, moment),
    }


def state_in_words(submission: Submission, edition: Edition) -> str:
    """Tell the submitter what the state of a submission means, and what comes next."""
    deadline = submission.deadline()
    until = moment_in_words(deadline, edition.zone) if deadline else ""
    match SubmissionState(submission.state):
        case SubmissionState.DRAFT if submission.is_open():
            if until:
                return _("Not sent yet. Send it before %(until)s.") % {"until": until}
            return _("Not sent yet.")
        case SubmissionState.DRAFT:
            return _("It was not sent before the call closed. The text is kept for you.")
        case SubmissionState.SUBMITTED if submission.is_open():
            if until:
                return _("We have received it. You can change it until %(until)s.") % {
                    "until": until
                }
            return _("We have received it. You can still change it.")
        case SubmissionState.SUBMITTED:
            return _("We have received it. You will be told of the decision by e-mail.")
        case SubmissionState.ACCEPTED:
            return _("It is accepted for the programme.")
        case SubmissionState.CONFIRMED:
            return _("It is accepted, and you have confirmed it.")
        case SubmissionState.WAITLISTED:
            return _("It is on the waiting list. We will write to you if a place becomes free.")
        case SubmissionState.REJECTED:
            return _("It could not be given a place in the programme.")
        case SubmissionState.WITHDRAWN:
            return _("You or the organisers have withdrawn it.")
