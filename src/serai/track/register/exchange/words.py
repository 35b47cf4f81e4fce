"""What became of an import, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.foundation.web.templatetags.serai import number
from serai.track.register.models import ImportBatch, ImportState


def import_summary(batch: ImportBatch) -> str:
    """Say how many records an import brings or brought, or how many faults its file has."""
    if batch.state == ImportState.REFUSED:
        text = ngettext(
            "%(count)s problem; nothing was imported.",
            "%(count)s problems; nothing was imported.",
            batch.problem_count,
        )
        return text % {"count": number(batch.problem_count)}
    return _("%(new)s new, %(changed)s changed, %(unchanged)s as they were.") % {
        "new": number(batch.new),
        "changed": number(batch.changed),
        "unchanged": number(batch.unchanged),
    }
