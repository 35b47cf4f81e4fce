"""The jobs of the speakers room."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.speakers.letters import address_to, mark_sent, message_of, waiting_letters
from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.work import Work


@job("speakers.send_letters", label=gettext_lazy("Send the letters to speakers"))
def send_letters(work: Work, *, edition: str, letters: list[int]) -> Result:
    """Send what still waits of some letters, given by key, of an edition, given by its code."""
    found = Edition.objects.get(code=edition)
    sent = 0
    with scope(edition=found):
        waiting = [
            letter for letter in waiting_letters()
            if letter.pk in set(letters) and address_to(letter.speaker)
        ]  # fmt: skip
        for place, letter in enumerate(waiting):
            work.progress(done=place, total=len(waiting))
            message_of(letter).send()
            # At once: a worker that is killed now begins after this one.
            mark_sent(actor=work.actor, letter=letter)
            sent += 1
    summary = ngettext("%(count)s letter sent.", "%(count)s letters sent.", sent)
    return {
        "href": reverse("speakers_desk:speakers", args=[found.slug]),
        "summary": summary % {"count": sent},
    }
