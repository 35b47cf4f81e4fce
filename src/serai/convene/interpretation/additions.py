"""What interpretation adds to a timetable: who interprets what, and how many a booth needs."""

from __future__ import annotations

from dataclasses import replace

from serai.convene.editions.models import Edition
from serai.convene.interpretation.models import Conditions, Interpreter
from serai.convene.interpretation.rota import conditions_of, engine_interpreters
from serai.convene.timetable.additions import Addition, register_addition
from serai.convene.timetable.models import RuleKind


def interpreting(edition: Edition) -> Addition:
    """Return the interpreters by the codes of their persons; nothing while there are none."""
    people = {
        each.code: each.person
        for each in Interpreter.objects.select_related("person").prefetch_related("person__names")
    }
    if not people:
        return Addition()
    interpreters = [
        replace(each, id=people[each.id].code, name=str(people[each.id]))
        for each in engine_interpreters(edition)
    ]
    conditions = conditions_of(edition)
    return Addition(
        fields={"interpreters": tuple(interpreters)},
        parameters={
            RuleKind.INTERPRETERS: {"team": conditions.team, "pivot": conditions.pivot or None}
        },
        board={
            "interpreting": {
                "team": conditions.team,
                "pivot": conditions.pivot,
                "interpreters": [{"id": each.id, "pairs": each.pairs} for each in interpreters],
            }
        },
    )


register_addition(interpreting, Interpreter, Conditions)
