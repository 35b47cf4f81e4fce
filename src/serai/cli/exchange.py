"""Commands that bring records in and out: import, export, template."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from serai.cli.group import example, main, set_up
from serai.project.configuration import ConfigurationError

if TYPE_CHECKING:
    from serai.track.evidence.models import Source

_SHOWN = 200
_DAY = click.DateTime(["%Y-%m-%d"])


@main.command("import", epilog=example("serai import laboratories.csv --dry-run"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True,
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Do all of it, then take it back.")
@click.option("--format", "format_name", default="",
              help="Where the ending of the file does not tell: csv, xlsx, json, jsonl, geojson, "
                   "parquet, iati.")  # fmt: skip
@click.option("--source", "source_key", help="The key or code of the source that they rest on.")
@click.option("--source-title", help="The title of the dataset, to be entered as a new source.")
@click.option("--source-address", default="", help="Where the dataset stands on the web.")
@click.option("--licence", default="", help="Under which licence the dataset stands.")
@click.option("--retrieved", type=_DAY, help="The day on which it was retrieved.")
def import_files(
    files: tuple[Path, ...], *, dry_run: bool, format_name: str, source_key: str | None,
    source_title: str | None, source_address: str, licence: str, retrieved: datetime | None,
) -> None:  # fmt: skip
    """Import records from files.

    Each file is imported as a whole or not at all; every problem is printed as file:line: field:
    message, and then the command exits with 1. Importing the same file again changes nothing, and
    nothing is ever deleted. `serai template` writes a file to fill in.
    """
    set_up()
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from serai.foundation.record.operations import Program
    from serai.track.register.exchange import importing

    actor = Program("serai import")
    day = retrieved.date() if retrieved else None
    try:
        chosen = {path: importing.format_of(path.name, format_name) for path in files}
    except ValidationError as error:
        raise ConfigurationError(" ".join(error.messages)) from None
    source = _source(source_key)
    with transaction.atomic() if dry_run and source_title else nullcontext():
        if source_title:
            source = importing.dataset_source(
                actor=actor, title=source_title, address=source_address, rights=licence,
                retrieved_on=day,
            )  # fmt: skip
        failed = _import_all(actor, chosen, source, licence, day, dry_run=dry_run)
        if dry_run and source_title:
            transaction.set_rollback(True)
    if failed:
        raise SystemExit(1)


def _import_all(
    actor: Any, chosen: dict[Path, Any], source: Source | None, licence: str, day: date | None,
    *, dry_run: bool,
) -> bool:  # fmt: skip
    """Import one file after the other; return whether any was refused."""
    from serai.track.register.exchange import importing, pipeline

    failed = False
    for path, each in chosen.items():
        if dry_run:
            report = pipeline.import_records(
                actor=actor, rows=importing.rows_of_file(path, path.name, each),
                dry_run=True, source=source, work=_Counter(),
            )  # fmt: skip
        else:
            with path.open("rb") as file:
                batch = importing.receive_file(
                    actor=actor, file=file, file_name=path.name,
                    format_name=each.name, source=source, licence=licence,
                    retrieved_on=day,
                )  # fmt: skip
            report = importing.apply_import(actor=actor, batch=batch, work=_Counter())
        failed |= _tell(path.name, report, dry_run=dry_run)
    return failed


def _source(key: str | None) -> Source | None:
    from django.db.models import Q

    from serai.track.evidence.models import Source

    if key is None:
        return None
    found = Source.objects.filter(Q(key=key) | Q(code=key)).first()
    if found is None:
        raise ConfigurationError(f"There is no source called “{key}”.")
    return found


def _tell(name: str, report: Any, *, dry_run: bool) -> bool:
    """Print what became of a file; return whether it was refused."""
    for problem in report.problems[:_SHOWN]:
        click.echo(str(problem), err=True)
    if report.is_refused:
        count = report.problem_count
        more = f", the first {_SHOWN} of them above" if count > _SHOWN else ""
        rows = f" in {report.faulty:,} row{'s' if report.faulty > 1 else ''}"
        where = rows if report.faulty else ""  # A file that breaks its schema is not read by rows.
        click.echo(
            f"{name}: {count:,} problem{'s' if count > 1 else ''}{where}{more}; "
            "nothing was imported.",
            err=True,
        )
        return True
    counts = f"{report.new:,} new, {report.changed:,} changed, {report.unchanged:,} as they were"
    click.echo(f"{name}: {counts}{'; nothing was kept' if dry_run else ''}.")
    for what, count in report.left_out.items():
        click.echo(f"{name}: left out {count:,} × {what}")
    return False


class _Counter:
    """Shows in a terminal how far an import is; stands in for a job."""

    def progress(self, *, done: int, total: int | None = None, message: str = "") -> None:
        """Write over the last line."""
        if sys.stderr.isatty():
            of = f" of {total:,}" if total else ""
            click.echo(f"\r{message} {done:,}{of}\x1b[K", nl=False, err=True)
            if done == total:
                click.echo("\r\x1b[K", nl=False, err=True)

    def transaction(self) -> Any:
        """A transaction, as a job has one."""
        from django.db import transaction

        return transaction.atomic()


@main.command("export", epilog=example('serai export --format xlsx --filter "kind=agreement"'))
@click.option("--format", "format_name", default="csv", show_default=True, help="The format.")
@click.option("--filter", "query", default="", metavar="QUERY",
              help="What stands behind the question mark in the address of a list.")  # fmt: skip
@click.option("--all", "every_stage", is_flag=True, help="Drafts and withdrawn records as well.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
              help="The file to write. Default: the standard output.")  # fmt: skip
def export_records(*, format_name: str, query: str, every_stage: bool, output: Path | None) -> None:
    """Export records: csv, csv-package, xlsx, json, jsonl, parquet, geojson, iati and others.

    The records of a filter, in its order; published ones if not told otherwise.
    """
    set_up()
    from django.http import QueryDict
    from django.utils import translation

    from serai.foundation.web.parameters import ParameterError
    from serai.track.register.exchange import exporting
    from serai.track.register.filters import RecordFilter

    known = exporting.writable_formats()
    if format_name not in known:
        raise ConfigurationError(f"There is no format “{format_name}”. Known: {', '.join(known)}.")
    with translation.override("en"):
        try:
            wanted = RecordFilter.parse(QueryDict(query.lstrip("?")))
            made = exporting.export(wanted, known[format_name], public=not every_stage)
        except (ParameterError, exporting.TooManyRecordsError) as error:
            raise ConfigurationError(str(error)) from None
        _write(made.stream, output)


def _write(stream: Iterator[bytes], output: Path | None) -> None:
    if output is None:
        for piece in stream:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    beside = output.with_name(f".{output.name}.part")
    try:
        with beside.open("wb") as file:
            for piece in stream:
                file.write(piece)
        beside.replace(output)  # A whole file or none.
    except OSError as error:
        raise ConfigurationError(f"{output} cannot be written: {error.strerror}.") from None
    finally:
        beside.unlink(missing_ok=True)


@main.command(epilog=example("serai template laboratories.xlsx"))
@click.argument("output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", default="en", show_default=True, help="Of the explanations.")
def template(output: Path, *, language: str) -> None:
    """Write a file to fill in and import: .xlsx with explanations and lists, or .csv.

    The names of the columns are the same in every language.
    """
    set_up()
    from django.utils import translation

    from serai.foundation.languages import LANGUAGE_CODES
    from serai.track.register.exchange.template import csv_template, template

    if language not in LANGUAGE_CODES:
        raise click.BadParameter(f"use {', '.join(LANGUAGE_CODES)}.", param_hint="--language")
    with translation.override(language):
        content = csv_template() if output.suffix.lower() == ".csv" else template()
    try:
        output.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"{output} cannot be written: {error.strerror}.") from None
    click.echo(f"Wrote {output}")
