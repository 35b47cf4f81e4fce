"""The jobs of interpretation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serai.convene.editions.models import Edition
from serai.convene.interpretation.operations import compute_rota
from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.work import Work
from serai.foundation.web.context import language_name


@job("interpretation.compute_rota", label=gettext_lazy("Compute the rota of the interpreters"))
def compute(work: Work, *, edition: str) -> Result:
    """Staff the booths of an edition, given by its code. A second time it changes nothing."""
    found = Edition.objects.get(code=edition)
    work.progress(done=0)
    staffed = compute_rota(actor=work.actor, edition=found)
    booths = len(staffed.teams)
    summary = ngettext("%(count)s booth is staffed.", "%(count)s booths are staffed.", booths)
    if staffed.lacking:
        summary += " " + ngettext(
            "%(lacking)s seat is empty.", "%(lacking)s seats are empty.", staffed.lacking
        )
    return {
        "href": reverse("interpretation_desk:rota", args=[found.slug]),
        "summary": summary % {"count": booths, "lacking": staffed.lacking},
        "problems": [
            {
                "field": f"{team.booth.starts_at:%Y-%m-%d %H:%M}, {language_name(team.booth.into)}",
                "message": _(team.reason)
                % {
                    "into": language_name(team.booth.into),
                    "from": _(", ").join(
                        language_name(each) for each in sorted(team.booth.languages)
                    ),
                },
            }
            for team in staffed.teams
            if team.lacking
        ],
    }
