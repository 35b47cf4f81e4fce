"""Writing who interprets, who sits where, and the terms of sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.interpretation.models import Conditions, Interpreter
from serai.convene.interpretation.rota import (
    booths_of,
    conditions_of,
    engine_conditions,
    engine_interpreters,
    interpreted_sessions,
    seats_by_booth,
)
from serai.convene.interpretation.verbs import CONDITIONS, INTERPRETER, SEATS, TERMS
from serai.convene.programme.models import Session
from serai.engines.timetable.rota import Team, staff
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    sync_parts,
)

Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def set_conditions(*, actor: Actor, edition: Edition, values: Mapping[str, Any]) -> Conditions:
    """Say how booths are staffed. Raises ValidationError."""
    with scope(edition=edition):
        conditions = conditions_of(edition)
        if conditions.pk is None:
            new = Conditions(edition=edition, **values)
            return create_object(actor=actor, verb=CONDITIONS.added, instance=new, root=edition)
        change_object(
            actor=actor, verb=CONDITIONS.changed, instance=conditions, changes=values, root=edition
        )
        return conditions


@transaction.atomic
def save_interpreter(
    *,
    actor: Actor,
    edition: Edition,
    values: Mapping[str, Any],
    interpreter: Interpreter | None = None,
) -> Interpreter:
    """Add an interpreter to an edition, or change one. Raises ValidationError."""
    with scope(edition=edition):
        if interpreter is None:
            new = Interpreter(edition=edition, **values)
            return create_object(actor=actor, verb=INTERPRETER.added, instance=new)
        change_object(actor=actor, verb=INTERPRETER.changed, instance=interpreter, changes=values)
        return interpreter


@transaction.atomic
def remove_interpreter(*, actor: Actor, interpreter: Interpreter) -> Entry:
    """Take an interpreter away, with the seats they have. The entry can be undone."""
    with scope(edition=interpreter.edition):
        return delete_object(actor=actor, verb=INTERPRETER.removed, instance=interpreter)


@transaction.atomic
def choose_team(
    *, actor: Actor, session: Session, language: str, interpreters: Sequence[Interpreter]
) -> None:
    """Choose by hand who sits in a booth, in the order of their turns.

    Nobody chosen leaves the booth to the next rota. Raises ValidationError.
    """
    with scope(edition=session.edition):
        if language not in session.held_in:
            raise ValidationError(_("The session is not held in this language."))
        others = [
            _row(
                seat.language,
                seat.interpreter,
                seat.position,
                is_fixed=seat.is_fixed,
                is_relay=seat.is_relay,
            )
            for seat in session.seats.select_related("interpreter")
            if seat.language != language
        ]
        chosen = [
            _row(language, each, position, is_fixed=True)
            for position, each in enumerate(interpreters)
        ]
        _write(actor, session, [*others, *chosen])


@dataclass(frozen=True, slots=True)
class Staffed:
    """What computing a rota came to: the teams, and how many seats are empty."""

    teams: list[Team]
    lacking: int


@transaction.atomic
def compute_rota(*, actor: Actor, edition: Edition) -> Staffed:
    """Give every booth its team, leaving what was chosen by hand and changing as little as needed.

    Seats that nobody can take stay empty, and the team says why.
    """
    with scope(edition=edition):
        sessions = interpreted_sessions()
        taken = seats_by_booth()
        fixed = {
            key: [seat.interpreter.code for seat in seats if seat.is_fixed]
            for key, seats in taken.items()
        }
        earlier = {key: [seat.interpreter.code for seat in seats] for key, seats in taken.items()}
        teams = staff(
            booths_of(sessions), engine_interpreters(edition),
            conditions=engine_conditions(conditions_of(edition)), fixed=fixed, earlier=earlier,
        )  # fmt: skip
        known = {each.code: each for each in Interpreter.objects.all()}
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for team in teams:
            by_hand = set(fixed.get(team.booth.id, ()))
            for position, code in enumerate(team.interpreters):
                rows[team.booth.session].append(
                    _row(
                        team.booth.into, known[code], position,
                        is_fixed=code in by_hand, is_relay=code in team.relayed,
                    )
                )  # fmt: skip
        staffed = Q(code__in=rows) | Q(seats__isnull=False)
        for session in Session.objects.filter(staffed).distinct():
            _write(actor, session, rows.get(session.code, []))
        return Staffed(teams, sum(team.lacking for team in teams))


@transaction.atomic
def save_glossary(*, actor: Actor, session: Session, terms: Rows) -> None:
    """Make the terms of a session be exactly these, in this order. Raises ValidationError."""
    with scope(edition=session.edition):
        sync_parts(
            actor=actor, verbs=TERMS, root=session, parts=session.terms,
            rows=[{**term, "position": position} for position, term in enumerate(terms)],
            match=["text"],
        )  # fmt: skip


def _row(
    language: str,
    interpreter: Interpreter,
    position: int,
    *,
    is_fixed: bool = False,
    is_relay: bool = False,
) -> dict[str, Any]:
    return {
        "language": language, "interpreter": interpreter, "position": position,
        "is_fixed": is_fixed, "is_relay": is_relay,
    }  # fmt: skip


def _write(actor: Actor, session: Session, rows: Rows) -> None:
    sync_parts(
        actor=actor, verbs=SEATS, root=session, parts=session.seats, rows=rows,
        match=["interpreter"],
    )  # fmt: skip
