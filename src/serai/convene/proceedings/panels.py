"""What the proceedings add to the public page of a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from serai.convene.editions.models import Edition
from serai.convene.proceedings.models import Material, MaterialAccess, Minutes
from serai.convene.proceedings.presentation import material_lines
from serai.convene.proceedings.released import MINUTES
from serai.convene.programme.queries import outcomes_of
from serai.convene.programme.released import ReleasedProgramme, ReleasedSession
from serai.convene.programme.session_panels import SessionPanel, register_session_panel
from serai.foundation.releases.queries import latest


def proceedings_panel(
    _edition: Edition, programme: ReleasedProgramme, session: ReleasedSession
) -> Mapping[str, Any] | None:
    """The materials that everybody may have, the minutes, and what came of it in the register."""
    talks = [each.code for each in programme.contributions_to(session)]
    materials = list(
        Material.objects.filter(Q(session__code=session.code) | Q(contribution__code__in=talks))
        .exclude(access=MaterialAccess.DESK)
        .select_related("edition", "contribution")
        .prefetch_related("versions")
    )
    order = {code: place for place, code in enumerate(talks)}
    materials.sort(
        key=lambda each: order.get(each.contribution.code, 0) + 1 if each.contribution else 0
    )
    minutes = Minutes.objects.filter(session__code=session.code).first()
    return {
        "session": session,
        "lines": material_lines(
            each for each in materials if each.access == MaterialAccess.EVERYBODY
        ),
        "has_more": any(each.access != MaterialAccess.EVERYBODY for each in materials),
        "release": latest(MINUTES, minutes.code) if minutes else None,
        "outcomes": outcomes_of(programme.activity_named[session.activity]),
    }


register_session_panel(SessionPanel("proceedings", 10, "proceedings/panel.html", proceedings_panel))
