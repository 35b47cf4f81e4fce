"""The commands that make timetables."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from serai.cli.group import example, main


def _may_be_written(_context: click.Context, _option: click.Parameter, out: Path | None) -> Any:
    """Refuse at once where nothing can be written, before minutes of work are lost."""
    if out is not None and not out.parent.is_dir():
        raise click.BadParameter(f"There is no folder {str(out.parent)!r}.")
    return out


OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@main.group(epilog=example("serai timetable solve conference.xlsx --format cosplib"))
def timetable() -> None:
    """Timetables: sessions to days, slots and rooms.

    Needs no installation.
    """


@timetable.command(
    epilog=example(
        "serai timetable solve OR60F.xlsx --format cosplib --mode exact --time-limit 60"
        " --out plan.json"
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format", "file_format", type=click.Choice(["serai", "cosplib"]), default="serai",
    show_default=True, help="What the file is: a problem in JSON, or a workbook of CoSPLib.",
)  # fmt: skip
@click.option(
    "--mode", type=click.Choice(["exact", "extended"]), default="extended", show_default=True,
    help="For CoSPLib: which of the two objectives of its authors.",
)  # fmt: skip
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True,
    metavar="SECONDS", help="How long the whole command may take, reading included.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option(
    "--workers", type=click.IntRange(min=1), default=2, show_default=True,
    help="How many processors to use.",
)  # fmt: skip
@click.option(
    "--deterministic", is_flag=True,
    help="Count work instead of seconds, with one processor: the same seed gives the same plan.",
)  # fmt: skip
@click.option(
    "--out", type=OUT, default=None, callback=_may_be_written,
    help="Where to write the plan. Default: nowhere.",
)  # fmt: skip
def solve(
    file: Path, *, file_format: str, mode: str, time_limit: float, seed: int, workers: int,
    deterministic: bool, out: Path | None,
) -> None:  # fmt: skip
    """Make a timetable.

    Prints one JSON line last: status (optimal, feasible, infeasible, unknown), objective, bound,
    seconds. Progress goes to the standard error. Ctrl-C keeps the best plan so far.
    """
    started = time.monotonic()
    if file_format == "cosplib":
        _solve_cosplib(
            file, mode, time_limit, seed=seed, workers=workers, deterministic=deterministic,
            out=out, started=started,
        )  # fmt: skip
        return
    _solve_problem(
        file, time_limit, seed=seed, workers=workers, deterministic=deterministic, out=out,
        started=started,
    )  # fmt: skip


def _solve_cosplib(
    file: Path, mode_name: str, time_limit: float, *, seed: int, workers: int,
    deterministic: bool, out: Path | None, started: float,
) -> None:  # fmt: skip
    from serai.engines.timetable.cosplib.budget import Budget
    from serai.engines.timetable.cosplib.instance import Mode
    from serai.engines.timetable.cosplib.reading import WorkbookError, read_instance
    from serai.engines.timetable.cosplib.solving import is_still_searching
    from serai.engines.timetable.cosplib.solving import solve as solve_instance
    from serai.engines.timetable.cosplib.writing import write

    mode = Mode(mode_name)
    stop = _stop_on_signal()
    try:
        instance = read_instance(file)
    except WorkbookError as error:
        raise click.ClickException(str(error)) from None
    limit = time_limit
    if not deterministic:
        # Starting and ending take time as well.
        limit = time_limit - (time.monotonic() - started) - min(1.0, time_limit / 20)
    outcome = solve_instance(
        instance, mode, budget=Budget(limit, deterministic=deterministic), seed=seed,
        workers=workers, report=_report, stop=stop,
    )  # fmt: skip
    if out is not None:
        write(outcome, mode, out)
    if outcome.status == "infeasible":
        click.echo("No plan meets all demands.")
    _last_line(outcome.status, outcome.objective, outcome.bound, started)
    if is_still_searching():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _report(progress: Any) -> None:
    """Say on the standard error how far a search is."""
    gap = "" if progress.gap is None else f"  gap {progress.gap:.1%}"
    objective = "no plan yet" if progress.objective is None else progress.objective
    click.echo(f"{progress.seconds:7.1f} s  {objective}  bound {progress.bound}{gap}", err=True)


def _solve_problem(
    file: Path, time_limit: float, *, seed: int, workers: int, deterministic: bool,
    out: Path | None, started: float,
) -> None:  # fmt: skip
    from serai.engines.timetable.reading import load_problem
    from serai.engines.timetable.solving import solve as solve_problem
    from serai.engines.timetable.writing import write_solution

    stop = _stop_on_signal()
    with _faults(file):
        problem = load_problem(file)
    limit = time_limit if deterministic else time_limit - (time.monotonic() - started)
    solution = solve_problem(
        problem, time_limit=limit, seed=seed, workers=workers, deterministic=deterministic,
        progress=_report, cancelled=stop.is_set,
    )  # fmt: skip
    if out is not None:
        _write(out, write_solution(problem, solution))
    if solution.status == "infeasible":
        click.echo(f"No plan meets all demands. `serai timetable explain {file}` says why.")
    for name, reason in solution.reasons.items():
        click.echo(f"Without a place: {name} ({reason})")
    names = {each.rule: each.name for each in solution.violations}
    for rule, cost in sorted(solution.costs.items(), key=lambda item: -item[1]):
        if cost:
            click.echo(f"{cost:8}  {names[rule]}")
    _last_line(solution.status, solution.objective, solution.bound, started)


@timetable.command(epilog=example("serai timetable explain conference.json"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--session", metavar="ID", default=None,
    help="Why this session of a solution stands where it stands, and what else would cost.",
)  # fmt: skip
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True,
    metavar="SECONDS",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
def explain(file: Path, *, session: str | None, time_limit: float, seed: int) -> None:
    """Say why there is no timetable, or why a session stands where it stands.

    Without --session FILE is a problem; the smallest set of demands that contradict each other is
    named, each with what would relax it. With --session FILE is a solution. Prints one JSON line
    last.
    """
    from serai.engines.timetable.explaining import explain_infeasible
    from serai.engines.timetable.reading import load_plan, load_problem
    from serai.engines.timetable.writing import say_contradiction, write_contradiction

    with _faults(file):
        problem = load_problem(file)
        plan = load_plan(file, problem) if session is not None else None
    if session is not None and plan is not None:
        if session not in plan:
            raise click.ClickException(f"The plan has no place for a session {session!r}.")
        _explain_placement(problem, plan, session)
        return
    try:
        contradiction = explain_infeasible(problem, time_limit=time_limit, seed=seed)
    except TimeoutError as error:
        click.echo(str(error), err=True)
        click.echo(json.dumps({"status": "unknown"}))
        return
    if contradiction is None:
        click.echo("There is a plan that meets all demands.")
        click.echo(json.dumps({"status": "feasible"}))
        return
    for line in say_contradiction(contradiction):
        click.echo(line)
    said = {"status": "infeasible", **write_contradiction(contradiction)}
    click.echo(json.dumps(said, ensure_ascii=False))


def _explain_placement(problem: Any, plan: Any, session: str) -> None:
    from serai.engines.timetable.explaining import explain_placement
    from serai.engines.timetable.rules import RULES

    told = explain_placement(problem, plan, session)
    click.echo(f"{told.here.start:%a %d %b %H:%M} {told.here.room}, cost {told.here.cost}")
    for rule, count in told.binding.items():
        click.echo(f"{count:8} other places closed or dearer: {RULES[rule].name}")
    for title, found in (("Better", told.better), ("Next best", told.next_best)):
        for each in found:
            more = each.cost - told.here.cost
            click.echo(f"{title}: {each.start:%a %d %b %H:%M} {each.room}, {more:+} in cost")
    said = {
        "session": session, "cost": told.here.cost, "binding": dict(told.binding),
        "better": [_place(each) for each in told.better],
        "next_best": [_place(each) for each in told.next_best],
    }  # fmt: skip
    click.echo(json.dumps(said, ensure_ascii=False))


def _place(place: Any) -> dict[str, Any]:
    return {"start": place.start.isoformat(), "room": place.room, "cost": place.cost}


@timetable.command(epilog=example("serai timetable repair plan.json changes.json --out new.json"))
@click.argument("solution", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("changes", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--problem", "problem_file", default=None,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The problem, where the solution does not carry it.",
)  # fmt: skip
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), default=10.0, show_default=True,
    metavar="SECONDS",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True)
@click.option("--frozen-until", type=click.DateTime(), help="What begins before stays.")
@click.option(
    "--out", type=OUT, default=None, callback=_may_be_written,
    help="Where to write the repaired plan. Default: nowhere.",
)  # fmt: skip
def repair(
    solution: Path, changes: Path, *, problem_file: Path | None, time_limit: float, seed: int,
    workers: int, frozen_until: datetime | None, out: Path | None,
) -> None:  # fmt: skip
    """Put a timetable right after changes, with the fewest and least visible moves.

    CHANGES is a list of who or what is missing from when to when. Prints the moves, before and
    after, and one JSON line last.
    """
    from serai.engines.timetable.changes import UnknownReferenceError
    from serai.engines.timetable.reading import (
        load_changes,
        load_plan,
        load_problem,
        refuse_impossible,
    )
    from serai.engines.timetable.repairing import repair as repair_plan
    from serai.engines.timetable.writing import say_moves, write_repair

    started = time.monotonic()
    stop = _stop_on_signal()
    with _faults(problem_file or solution):
        problem = load_problem(problem_file or solution)
    with _faults(solution):
        plan = load_plan(solution, problem)
    try:
        with _faults(changes):
            wanted = load_changes(changes)
            refuse_impossible(problem, wanted)
        found = repair_plan(
            problem, plan, wanted, time_limit=time_limit, seed=seed, workers=workers,
            frozen_until=frozen_until, progress=_report, cancelled=stop.is_set,
        )  # fmt: skip
    except UnknownReferenceError as error:
        raise click.ClickException(f"{changes}: {error}") from None
    written = write_repair(problem, found)
    if out is not None:
        _write(out, written)
    for line in say_moves(problem, found.problem, found.moves):
        click.echo(line)
    click.echo(
        json.dumps(
            {
                "status": str(found.solution.status),
                "objective": found.solution.objective,
                "moves": len(found.moves),
                "told": sum(move.told for move in found.moves),
                "fewest_proven": found.fewest_proven,
                "seconds": round(time.monotonic() - started, 2),
            }
        )
    )


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: stop.set())
    return stop


@contextmanager
def _faults(file: Path) -> Iterator[None]:
    """Say everything that is wrong with a file, one line each."""
    from serai.engines.timetable.reading import ProblemError

    try:
        yield
    except ProblemError as error:
        lines = "\n".join(f"  {fault}" for fault in error.faults)
        raise click.ClickException(f"{file} cannot be used:\n{lines}") from None


def _write(out: Path, data: dict[str, Any]) -> None:
    out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _last_line(status: str, objective: int | None, bound: int | None, started: float) -> None:
    seconds = round(time.monotonic() - started, 2)
    click.echo(
        json.dumps(
            {"status": str(status), "objective": objective, "bound": bound, "seconds": seconds}
        )
    )
