"""The command that checks files of exchange formats."""

from __future__ import annotations

import json
from pathlib import Path

import click

from serai.cli.group import example, main


@main.command(epilog=example("serai validate activities.xml organisations.xml"))
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--strict", is_flag=True, help="Count breaches of rules and codelists as invalid as well."
)
def validate(files: tuple[Path, ...], *, strict: bool) -> None:
    """Check files: IATI, CERIF-XML, OAI-PMH, GeoJSON.

    Prints one JSON line for each file: file, format, valid, and errors, each with its line, the
    rule, a message and a severity; the explanation says in plain words what a message of a schema
    means and what to do. The format follows from the root element. A file is valid
    where it keeps to the schema of its format; breaches of rules and codelists are told beside
    that. Exits with 1 where a file is invalid. Needs no installation. Files are read one after the
    other, each as a whole: have up to thirteen times the size of the largest in memory.
    """
    from serai.engines.validation import Severity
    from serai.engines.validation import validate as verdict_on

    refused = {Severity.CRITICAL, Severity.ERROR} if strict else {Severity.CRITICAL}
    all_valid = True
    for file in files:
        verdict = verdict_on(file)
        valid = verdict.worst not in refused
        all_valid &= valid
        said = {
            "file": str(file),
            "format": verdict.format,
            "valid": valid,
            "errors": [fault.as_json() for fault in verdict.faults],
        }
        click.echo(json.dumps(said, ensure_ascii=False))
    if not all_valid:
        raise SystemExit(1)
