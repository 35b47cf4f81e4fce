"""Commands for data: load, dump, record verify."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

import serai
from serai.cli.group import example, main, set_up
from serai.project.configuration import ConfigurationError

if TYPE_CHECKING:
    from serai.foundation.dataset.operations import Loaded

_EXAMPLES = Path(serai.__file__).parent / "examples"
EXAMPLES = {
    "chongqing-2023": _EXAMPLES / "chongqing_2023",
    "timetable-illustration": _EXAMPLES / "timetable_illustration",
}
"""The built-in datasets by name."""


@main.command(epilog=example("serai load chongqing-2023 --dry-run"))
@click.argument("places", metavar="NAME_OR_PATH...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Do all of it, then take it back.")
def load(places: tuple[str, ...], *, dry_run: bool) -> None:
    """Load data files, or a built-in example.

    Takes YAML files, directories of them, and the names of the examples, chongqing-2023 and
    timetable-illustration. Either everything is loaded or nothing is; every problem is printed as
    file:line: field: message. Loading the same again changes nothing.
    """
    paths = [EXAMPLES[place] if place in EXAMPLES else Path(place) for place in places]
    set_up()
    loaded = load_places(paths, dry_run=dry_run)
    for kind, count in loaded.items.items():
        click.echo(f"{count:>7} {kind.replace('_', ' ')}")
    done = f"{loaded.changes} changes" if loaded.changes != 1 else "1 change"
    click.echo(f"{done} would be recorded; nothing was kept." if dry_run else f"{done} recorded.")


def load_places(paths: list[Path], *, dry_run: bool) -> Loaded:
    """Load files; print every problem and exit with 1 where there is any."""
    from serai.foundation.dataset.operations import load_dataset
    from serai.foundation.dataset.problems import DatasetError
    from serai.foundation.record.operations import Program

    try:
        return load_dataset(places=paths, actor=Program("serai load"), dry_run=dry_run)
    except DatasetError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}; nothing was loaded.", err=True)
        raise SystemExit(1) from None


@main.command(epilog=example("serai dump /srv/backup/data"))
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def dump(directory: Path) -> None:
    """Write the data as YAML files, which `serai load` reads.

    Holds what rooms keep as data: not accounts, and not the record of changes.
    """
    set_up()
    from serai.foundation.dataset.operations import dump_dataset

    if directory.exists() and any(directory.iterdir()):
        raise ConfigurationError(f"{directory} is not empty. Name a new directory.")
    try:
        counts = dump_dataset(directory=directory)
    except OSError as error:
        raise ConfigurationError(f"{directory} cannot be written: {error.strerror}.") from None
    for kind, count in counts.items():
        if count:
            click.echo(f"{count:>7} {kind.replace('_', ' ')}")
    click.echo(f"Written to {directory}.")


@main.group(epilog=example("serai record verify"))
def record() -> None:
    """The record of changes."""


def _noted_head(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    if value is not None and not re.fullmatch(r"\d+:([0-9a-f]{64})?", value):
        raise click.BadParameter("write LENGTH:DIGEST, as `serai record verify` prints it.")
    return value


@record.command(epilog=example("serai record verify --expected 1824:5f70…"))
@click.option(
    "--expected", metavar="LENGTH:DIGEST", callback=_noted_head,
    help="The head as it was printed earlier: the record must still pass through it.",
)  # fmt: skip
def verify(expected: str | None) -> None:
    """Find entries that were altered, removed or reordered, and releases that were altered.

    Prints each fault and exits with 1, or prints the head. Keep the head elsewhere: who can rewrite
    the whole database can rewrite the whole record, but not your note of it.
    """
    set_up()
    from serai.foundation.record.queries import head, revision
    from serai.foundation.record.queries import verify as faults_of
    from serai.foundation.releases.models import Release
    from serai.foundation.releases.queries import is_intact

    count = 0
    for fault in faults_of(expected_head=expected):
        count += 1
        click.echo(f"entry {fault.number}: {fault.what}", err=True)
    for release in Release.objects.order_by("pk").iterator():
        if not is_intact(release):
            count += 1
            click.echo(f"{release}: it was altered", err=True)
    if count:
        click.echo(f"{count} fault{'s' if count > 1 else ''} in the record.", err=True)
        raise SystemExit(1)
    click.echo(f"The record is whole: {revision()} entries.\nHead: {head()}")
