"""The terms of the objectives as parts of the model: one function each.

A function adds the variables and constraints that its term needs, and yields what to count: pairs
of a number and a variable. Two terms are about time slots, which the model does not have; their
bound is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import IntVar

from serai.engines.timetable.cosplib.formulation import Choices, Formulation, Pools
from serai.engines.timetable.cosplib.instance import Instance, Mode, Pair, Penalties, Term
from serai.engines.timetable.cosplib.measuring import EXACT_TERMS

Amounts = Iterable[tuple[int, IntVar]]
AmountOf = Callable[[Formulation], Amounts]


def formulate(
    instance: Instance, mode: Mode, choices: Choices, pools: Pools | None = None
) -> Formulation:
    """Return the model of a conference with its objective; without pools each room is its own."""
    form = Formulation(instance, mode, choices, pools)
    form.minimize(
        (instance.weight(term) * amount, variable)
        for term in (EXACT_TERMS if mode is Mode.EXACT else AMOUNTS)
        if instance.weight(term)
        for amount, variable in AMOUNTS[term](form)
    )
    return form


def _tracks_sessions(form: Formulation) -> Amounts:
    for (t, k), uses in form.uses.items():
        if penalty := int(form.instance.track_session[t, k]):
            yield from ((penalty, variable) for variable in uses.values())


def _tracks_rooms(form: Formulation) -> Amounts:
    for (t, _), uses in form.uses.items():
        for p, variable in uses.items():
            if penalty := form.cheapest(form.instance.track_room[t], p):
                yield penalty, variable


def _sessions_rooms(form: Formulation) -> Amounts:
    for (_, k), uses in form.uses.items():
        for p, variable in uses.items():
            if penalty := form.cheapest(form.instance.session_room[k], p):
                yield penalty, variable


def _by_session(penalties: Callable[[Instance], Penalties]) -> AmountOf:
    """Penalties of a submission for its session: once in E, for each of its slots in F."""

    def amounts(form: Formulation) -> Amounts:
        found = penalties(form.instance)
        for (g, k), variable in form.stands.items():
            if penalty := int(found[form.groups[g].members[0], k]):
                slots = 1 if form.mode is Mode.EXACT else form.groups[g].slots
                yield penalty * slots, variable

    return amounts


def _submissions_rooms(form: Formulation) -> Amounts:
    """A submission is in one of the rooms that its track uses in its session."""
    for g, group in enumerate(form.groups):
        penalties = form.instance.submission_room[group.members[0]]
        if not penalties.any():
            continue
        for k in form.sessions_of(group.track):
            if (g, k) not in form.stands:
                continue
            most = len(group.members)
            inside = {p: form.model.new_int_var(0, most, "") for p in form.uses[group.track, k]}
            form.model.add(sum(inside.values()) == form.stands[g, k])
            for p, count in inside.items():
                form.model.add(count <= most * form.uses[group.track, k][p])
                if penalty := form.cheapest(penalties, p):
                    yield penalty * group.slots, count


def _rooms_per_track(form: Formulation) -> Amounts:
    for t, rooms in form.has.items():
        most = sum(len(form.pools[p]) for p in rooms) - 1
        if most > 0:
            more = form.model.new_int_var(0, most, f"t{t}more")
            form.model.add(sum(rooms.values()) == 1 + more)
            yield 1, more


def _parallel_tracks(form: Formulation) -> Amounts:
    return ((1, more) for more in form.parallel.values())


def _consecutive_tracks(form: Formulation) -> Amounts:
    """A track has a gap where it runs before a session and after it, and not in it."""
    count = len(form.instance.sessions)
    for t in form.has:
        if len(form.instance.of_track[t]) < 2 or len(form.sessions_of(t)) < 3:
            continue
        gap = form.model.new_bool_var(f"t{t}gap")
        begun = [form.model.new_bool_var("") for _ in range(count)]
        to_come = [form.model.new_bool_var("") for _ in range(count)]
        for k in range(count):
            if (runs := form.runs.get((t, k))) is not None:
                form.model.add_implication(runs, begun[k])
                form.model.add_implication(runs, to_come[k])
            excuses = [gap] if runs is None else [gap, runs]
            form.model.add_bool_or([~begun[k], ~to_come[k], *excuses])
        for earlier, later in pairwise(range(count)):
            form.model.add_implication(begun[earlier], begun[later])
            form.model.add_implication(to_come[later], to_come[earlier])
        yield 1, gap


def _at_once(form: Formulation, penalties: Iterable[tuple[Pair, int]]) -> Amounts:
    """Count the sessions in which both tracks of a pair run.

    Where one of them has several rooms the library counts each; that much the bound is lower.
    """
    for (a, b), penalty in penalties:
        for k in range(len(form.instance.sessions)):
            if (a, k) in form.runs and (b, k) in form.runs:
                both = form.model.new_bool_var("")
                form.model.add_bool_or(~form.runs[a, k], ~form.runs[b, k], both)
                yield penalty, both


def _similar_tracks(form: Formulation) -> Amounts:
    similar = form.instance.similar
    count = len(form.instance.tracks)
    pairs = ((a, b) for a in range(count) for b in range(a + 1, count) if similar[a, b])
    return _at_once(form, (((a, b), int(similar[a, b])) for a, b in pairs))


def _chairs(form: Formulation) -> Amounts:
    return _at_once(form, ((pair, 1) for pair in form.instance.chair_pairs))


def _apart(pairs: Callable[[Instance], Iterable[Pair]]) -> AmountOf:
    """Count the pairs of submissions in one session, unless they can share a room."""

    def amounts(form: Formulation) -> Amounts:
        for a, b in pairs(form.instance):
            meetings = list(form.meetings(a, b))
            if meetings:
                clash = form.model.new_bool_var("")
                for here, there in meetings:
                    form.model.add_bool_or(~here, ~there, clash)
                yield 1, clash

    return amounts


def _order(form: Formulation) -> Amounts:
    """A submission can have its place where enough stand before its session and up to it."""
    for t, groups in form.groups_of_track.items():
        place = {g: form.instance.submissions[form.groups[g].members[0]].order for g in groups}
        misplaced = {g: form.model.new_bool_var(f"g{g}misplaced") for g in groups if place[g]}
        if not misplaced:
            continue
        before = [cp_model.LinearExpr.sum([])]
        for k in range(len(form.instance.sessions)):
            here = [form.stands[g, k] for g in groups if (g, k) in form.stands]
            before.append(before[-1] + sum(here))
        for g, variable in misplaced.items():
            for k in form.sessions_of(t):
                if (g, k) in form.stands:
                    given = (form.stands[g, k], ~variable)
                    form.model.add(before[k] <= place[g] - 1).only_enforce_if(given)
                    form.model.add(before[k + 1] >= place[g]).only_enforce_if(given)
        _keep_sequence(form, t, place, misplaced)
        yield from ((1, variable) for variable in misplaced.values())


def _keep_sequence(
    form: Formulation, track: int, place: dict[int, int], misplaced: dict[int, IntVar]
) -> None:
    """Of two that have their places the later does not stand in an earlier session.

    That follows from the places, but propagates better.
    """
    for a, b in pairwise(sorted(misplaced, key=place.__getitem__)):
        excuses = (misplaced[a], misplaced[b])
        if place[a] == place[b]:
            form.model.add_bool_or(excuses)
            continue
        for k in form.sessions_of(track):
            first, second = (
                sum(form.stands[g, j] for j in range(k + 1) if (g, j) in form.stands)
                for g in (a, b)
            )
            form.model.add(second <= first + sum(excuses))


AMOUNTS: dict[Term, AmountOf] = {
    Term.TRACKS_SESSIONS: _tracks_sessions,
    Term.TRACKS_ROOMS: _tracks_rooms,
    Term.SESSIONS_ROOMS: _sessions_rooms,
    Term.SIMILAR_TRACKS: _similar_tracks,
    Term.ROOMS_PER_TRACK: _rooms_per_track,
    Term.PARALLEL_TRACKS: _parallel_tracks,
    Term.CONSECUTIVE_TRACKS: _consecutive_tracks,
    Term.TIME_ZONES: _by_session(lambda instance: instance.time_zone),
    Term.ORDER: _order,
    Term.SUBMISSIONS_SESSIONS: _by_session(lambda instance: instance.submission_session),
    Term.SUBMISSIONS_ROOMS: _submissions_rooms,
    Term.PRESENTERS: _apart(lambda instance: instance.presenter_pairs),
    Term.ATTENDEES: _apart(lambda instance: instance.attendee_pairs),
    Term.CHAIRS: _chairs,
}
"""How much there is of each term, as a sum of variables."""
