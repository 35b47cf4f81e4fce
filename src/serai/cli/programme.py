"""Commands that bring programmes in and out: programme import, programme export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from serai.cli.group import example, main, set_up
from serai.project.configuration import ConfigurationError

if TYPE_CHECKING:
    from serai.convene.editions.models import Edition


@main.group(epilog=example("serai programme export chongqing-2023 schedule.xml"))
def programme() -> None:
    """The programme of an edition, in the formats of other programs."""


@programme.command(
    "import", epilog=example("serai programme import labs-2027 schedule.xml --dry-run")
)
@click.argument("edition")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Do all of it, then take it back.")
def import_programme(edition: str, file: Path, *, dry_run: bool) -> None:
    """Bring schedule.xml or schedule.json of another program into EDITION.

    Each event becomes a session, each track an activity, each room and person what the edition has
    under that name, or new. Either everything is imported or nothing is; every problem is printed
    as file:line: field: message. Importing the same file again changes nothing. What is imported is
    a draft until the programme is released.
    """
    set_up()
    from serai.convene.programme.exchange.importing import import_schedule
    from serai.foundation.dataset.problems import DatasetError
    from serai.foundation.record.operations import Program

    try:
        imported = import_schedule(
            actor=Program("serai programme import"), edition=_edition(edition),
            content=file.read_bytes(), name=file.name, dry_run=dry_run,
        )  # fmt: skip
    except DatasetError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}; nothing was imported.", err=True)
        raise SystemExit(1) from None
    click.echo(f"{imported.events:>7} events")
    if imported.others:
        click.echo(f"{imported.others:>7} sessions of the edition are not in the file; they stay.")
    done = f"{imported.changes} change{'' if imported.changes == 1 else 's'}"
    click.echo(f"{done} would be recorded; nothing was kept." if dry_run else f"{done} recorded.")


@programme.command("export", epilog=example("serai programme export chongqing-2023 schedule.xml"))
@click.argument("edition")
@click.argument("format_name", metavar="FORMAT")
@click.option("--language", default="en", show_default=True, help="Of the texts.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else it is printed."
)
def export_programme(edition: str, format_name: str, language: str, output: Path | None) -> None:
    """Write the released programme of EDITION as FORMAT: schedule.xml, schedule.json,
    programme.jsonld, programme.csv, programme.xlsx, programme.pdf (A4), poster.pdf
    (A1, a sheet a day).
    """
    set_up()
    from django.utils import translation

    from serai.convene.programme.exchange.formats import FORMATS
    from serai.convene.programme.released import programme_of
    from serai.foundation.languages import LANGUAGE_CODES

    if format_name not in FORMATS:
        raise ConfigurationError(f"{format_name} is no format. There are {', '.join(FORMATS)}.")
    if language not in LANGUAGE_CODES:
        raise ConfigurationError(
            f"{language} is no language. There are {', '.join(LANGUAGE_CODES)}."
        )
    found = _edition(edition)
    released = programme_of(found)
    if released is None:
        raise ConfigurationError(f"The programme of {edition} is not released yet.")
    with translation.override(language):
        content = FORMATS[format_name].write(released, found)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"{output} cannot be written: {error.strerror}.") from None
    click.echo(f"Written to {output}.", err=True)


def _edition(slug: str) -> Edition:
    from serai.convene.editions.models import Edition

    found = Edition.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Edition.objects.values_list("slug", flat=True)) or "none yet"
        raise ConfigurationError(f"There is no edition called {slug}. There are: {known}.")
    return found
