"""The commands that make timetables."""

from __future__ import annotations

from pathlib import Path

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
    if file_format == "cosplib":
        raise click.ClickException("CoSPLib workbooks cannot be read yet.")
    raise click.ClickException("Problems in JSON cannot be read yet.")
