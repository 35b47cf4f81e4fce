"""The commands that make timetables."""

from __future__ import annotations

import json
import signal
import threading
import time
from pathlib import Path
from typing import Any

import click

from serai.cli.group import example, main


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
    "--out", type=click.Path(dir_okay=False, path_type=Path), default=None,
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
    raise click.ClickException("Problems in JSON cannot be read yet.")


def _solve_cosplib(
    file: Path, mode_name: str, time_limit: float, *, seed: int, workers: int,
    deterministic: bool, out: Path | None, started: float,
) -> None:  # fmt: skip
    from serai.engines.timetable.cosplib.budget import Budget
    from serai.engines.timetable.cosplib.instance import Mode
    from serai.engines.timetable.cosplib.reading import WorkbookError, read_instance
    from serai.engines.timetable.cosplib.solving import solve as solve_instance
    from serai.engines.timetable.cosplib.writing import write

    mode = Mode(mode_name)
    stop = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: stop.set())
    try:
        instance = read_instance(file)
    except WorkbookError as error:
        raise click.ClickException(str(error)) from None
    limit = time_limit if deterministic else time_limit - (time.monotonic() - started)
    outcome = solve_instance(
        instance, mode, budget=Budget(limit, deterministic=deterministic), seed=seed,
        workers=workers, report=_report, stop=stop,
    )  # fmt: skip
    if out is not None:
        write(outcome, mode, out)
    click.echo(
        json.dumps(
            {
                "status": str(outcome.status),
                "objective": outcome.objective,
                "bound": outcome.bound,
                "seconds": round(time.monotonic() - started, 2),
            }
        )
    )


def _report(progress: Any) -> None:
    """Say on the standard error how far a search is."""
    gap = "" if progress.gap is None else f"  gap {progress.gap:.1%}"
    objective = "no plan yet" if progress.objective is None else progress.objective
    click.echo(f"{progress.seconds:7.1f} s  {objective}  bound {progress.bound}{gap}", err=True)
