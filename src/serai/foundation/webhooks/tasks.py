"""The jobs of the webhooks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.jobs.declarations import DAILY, Result, job
from serai.foundation.jobs.work import Work
from serai.foundation.webhooks import delivering, feeding


def _something_to_tell() -> bool:
    return delivering.due() or feeding.is_behind()


@job(
    "webhooks.deliver",
    label=gettext_lazy("Tell other programs what changed"),
    when=_something_to_tell,
)
def deliver(work: Work) -> Result:
    """Write the messages about what happened, and send those that are due."""
    feeding.feed()
    arrived, failed = delivering.deliver_due(lambda done: work.progress(done=done))
    return {
        "summary": _("%(arrived)s arrived, %(failed)s did not.")
        % {"arrived": arrived, "failed": failed},
    }


@job("webhooks.clean", label=gettext_lazy("Forget old messages to programs"), every=DAILY)
def clean(_work: Work) -> Result:
    """Delete messages that were settled long ago."""
    return {"deleted": delivering.clean()}
