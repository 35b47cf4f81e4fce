"""The command that prints the claims in documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from serai.cli.group import example, main

if TYPE_CHECKING:
    from serai.engines.claims.figure import Figure
    from serai.engines.claims.reading import Reading

LANGUAGES = ("en", "zh", "fr", "ru", "es", "ar")


@main.command(epilog=example("serai claims report.pdf press/*.txt > claims.jsonl"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--explain", is_flag=True, help="Add the rules that spoke, and how sure they are.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default=None,
    help="The language of the files. Default: found from the text.",
)  # fmt: skip
@click.option(
    "--stated-on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", default=None,
    help="The day of the documents, which “so far” means. Default: what each says.",
)  # fmt: skip
def claims(
    files: tuple[str, ...], *, explain: bool, language: str | None, stated_on: datetime | None
) -> None:
    """Print the figures that documents state, one JSON line each.

    Reads plain text, Markdown, HTML, PDF and DOCX; - is the standard input. Offsets count Unicode
    code points of the text, end exclusive; for plain text that is the file's own. Needs no
    installation. A file that cannot be read is named, the others are done, and the exit status
    is 1.
    """
    from serai.engines.claims.reading import UnreadableDocument

    failed = False
    for file in files:
        try:
            reading = _read(file, language or "")
            for line in _lines(reading, explain=explain, day=stated_on and stated_on.date()):
                click.echo(json.dumps(line, ensure_ascii=False))
        except (UnreadableDocument, _UnreadableFileError) as error:
            click.echo(str(error), err=True)
            failed = True
    if failed:
        raise SystemExit(1)


class _UnreadableFileError(Exception):
    """A file that the system does not give."""


def _read(file: str, language: str) -> Reading:
    from serai.engines.claims.reading import read

    if file == "-":
        return read(sys.stdin.buffer.read(), name="-", language=language)
    path = Path(file)
    if path.is_dir():
        raise _UnreadableFileError(f"{file}: it is a directory. Name the files in it: {file}/*")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _UnreadableFileError(f"{file}: it cannot be read: {error.strerror}.") from None
    return read(content, name=path.name, language=language)


def _lines(reading: Reading, *, explain: bool, day: date | None) -> Iterator[dict[str, Any]]:
    from serai.engines.claims.dates import document_date
    from serai.engines.claims.extraction import extract_figures

    if day is None:
        stated = document_date(reading.text.text, reading.text.language, reading.published)
        day = stated.day if stated else None
    for figure in extract_figures(reading.text, stated_on=day):
        yield _line(reading, figure, explain=explain)


def _line(reading: Reading, figure: Figure, *, explain: bool) -> dict[str, Any]:
    text = reading.text.text
    line: dict[str, Any] = {
        "doc": reading.name,
        "sentence": text[figure.sentence_start : figure.sentence_end],
        "sent_start": figure.sentence_start,
        "sent_end": figure.sentence_end,
        "expr": text[figure.start : figure.end],
        "expr_start": figure.start,
        "expr_end": figure.end,
        "value": figure.value,
        "value_max": figure.value_max,
        "qualifier": figure.qualifier,
        "kind": figure.kind,
        "unit": figure.unit,
        "unit_text": figure.unit_text,
        "subject": figure.subject,
        "as_of": figure.as_of or None,
        "as_of_text": figure.as_of_text or None,
    }
    if explain:
        line |= {
            "scope": figure.scope or None,
            "state": figure.state or None,
            "attributed_to": figure.attributed_to or None,
            "as_of_basis": figure.as_of_basis or None,
            "confidence": figure.confidence,
            "rules": list(figure.rules),
        }
    return line
