"""The command that brings organisations into the directory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from serai.cli.group import example, main, set_up

if TYPE_CHECKING:
    from serai.foundation.dataset.problems import Problem
    from serai.foundation.directory.importing import OrganisationReport, OrganisationRow

_SHOWN = 200


@main.command("import-organisations", epilog=example("serai import-organisations ror.json"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True,
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Do all of it, then take it back.")
@click.option("--take-matches", is_flag=True,
              help="Organisations of the same name and country are the same.")  # fmt: skip
def import_organisations(files: tuple[Path, ...], *, dry_run: bool, take_matches: bool) -> None:
    """Import organisations from ROR (JSON), IATI or CERIF-XML.

    What stands in the directory stays; an organisation that is there gets what it lacks. It is
    known by its identifiers. One that only has the same name and country as one that is there is
    listed and left alone, unless --take-matches says that they are the same. Each file is imported
    as a whole or not at all.
    """
    set_up()
    from serai.foundation.directory.importing import import_organisations as import_rows
    from serai.foundation.record.operations import Program

    failed = False
    for path in files:
        report = import_rows(
            actor=Program("serai import-organisations"), rows=_rows(path), dry_run=dry_run,
            take_matches=take_matches,
        )  # fmt: skip
        failed |= _tell(path.name, report, dry_run=dry_run)
    if failed:
        raise SystemExit(1)


def _rows(path: Path) -> Iterator[OrganisationRow | Problem]:
    """Read a file by the reader that it is for: JSON is ROR's."""
    from serai.foundation.directory.ror import read_ror
    from serai.track.register.exchange.xml_reading import read_xml_organisations

    if path.suffix.lower() == ".xml":
        return read_xml_organisations(path, path.name)
    return read_ror(path, path.name)


def _tell(name: str, report: OrganisationReport, *, dry_run: bool) -> bool:
    """Print what became of a file; return whether it was refused."""
    for problem in report.problems[:_SHOWN]:
        click.echo(str(problem), err=True)
    if report.problems:
        how_many = f"{len(report.problems):,} problem{'s' if len(report.problems) > 1 else ''}"
        click.echo(f"{name}: {how_many}; nothing was imported.", err=True)
        return True
    counts = f"{report.new:,} new, {report.changed:,} changed, {report.unchanged:,} as they were"
    click.echo(f"{name}: {counts}{'; nothing was kept' if dry_run else ''}.")
    for match in report.matches:
        called = next(iter(match.row.name.values()))
        click.echo(
            f"{name}:{match.row.line}: {called} may be {match.organisation} "
            f"({match.organisation.code}); left alone."
        )
    for what, count in report.left_out.items():
        click.echo(f"{name}: left out {count:,} × {what}")
    return False
