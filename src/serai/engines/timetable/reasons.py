"""Why a session has no place: which rules close the places that there are."""

from __future__ import annotations

from serai.engines.timetable.compiling import Compiled
from serai.engines.timetable.searching import Places
from serai.engines.timetable.solution import gettext_noop

NO_PLACE = gettext_noop("There is no place that the rules about this session alone allow")
TOO_DEAR = gettext_noop("A place for it would cost more than leaving it out")


def why_unscheduled(ready: Compiled, plan: Places) -> dict[str, str]:
    """For each session without a place the name of the rule that closes most of what is open."""
    left = [i for i in range(len(ready.layout.sessions)) if i not in plan]
    if not left:
        return {}
    situation = ready.situation()
    for session, place in plan.items():
        situation.place(session, *place)
    found = {}
    for session in left:
        name = ready.layout.sessions[session].id
        mask = ready.open[session]
        if not mask.any():
            found[name] = NO_PLACE
            continue
        closes = {
            rule: int((units[mask] > 0).sum())
            for rule, units in situation.prices_by_rule(session).items()
            if ready.rules[rule].is_hard
        }
        hard, _ = situation.prices(session)
        if (hard[mask] == 0).any():
            found[name] = TOO_DEAR
        else:
            found[name] = ready.rules[max(closes, key=lambda rule: closes[rule])].name
    return found
