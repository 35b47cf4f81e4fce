"""The jobs of the calls."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from serai.convene.calls.models import Submission
from serai.convene.calls.words import state_in_words
from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.work import Work
from serai.foundation.translation import render_text


@job("calls.acknowledge", label=_("Tell that a submission has arrived"))
def acknowledge(_work: Work, *, submission: str) -> Result:
    """Write to the submitter, in their language, that what they sent has arrived."""
    with scopes_disabled():
        found = Submission.objects.select_related("edition", "call", "submitter").get(
            code=submission
        )
        user = found.submitter
        if user is None or not user.is_active:
            return {}
        with translation.override(user.language or settings.LANGUAGE_CODE):
            context = {
                "submission": found,
                "speakers": [str(each) for each in found.speakers.all()],
                "edition": render_text(found.edition.name).text,
                "call": render_text(found.call.title).text,
                "state": state_in_words(found, found.edition),
                "address": settings.BASE_URL + found.get_absolute_url(),
            }
            EmailMessage(
                render_to_string("calls/mails/received_subject.txt", context).strip(),
                render_to_string("calls/mails/received.txt", context),
                to=[user.email],
            ).send()
    return {}
