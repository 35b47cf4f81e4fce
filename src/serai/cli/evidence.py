"""Commands for evidence: ingest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from serai.cli.group import example, main, say, set_up

if TYPE_CHECKING:
    from serai.track.evidence.models import Document


@main.command(epilog=example("serai ingest reports/ --reviewers 2"))
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--address", default="", help="Where the file stands on the web; only of one file.")
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it was published."
)
@click.option(
    "--reviewers", type=click.IntRange(1, 2), help="How many people review each document."
)
def ingest(
    paths: tuple[Path, ...], *, address: str, published: datetime | None, reviewers: int | None
) -> None:
    """Read documents and propose the claims that are found in them.

    Takes files (plain text, Markdown, HTML, PDF, DOCX) and whole folders. Prints one line a file;
    a file that cannot be read does not stop the others. Every problem is listed at the end, and
    then the command exits with 1. Reading the same file again changes nothing; one that could not
    be read is tried again.
    """
    files, problems = [], []
    for path in paths:
        found = list(_files_in(path))
        files += found
        if not found:
            problems.append(f"{path}: there is no such file, or no file in it.")
    if address and len(files) > 1:
        raise click.UsageError("--address belongs to one file.")
    set_up()
    for path in files:
        problem = _ingest(path, address, published.date() if published else None, reviewers)
        if problem:
            problems.append(f"{path}: {problem}")
            say(f"{path}: not read")
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        count = len(problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}.", err=True)
        raise SystemExit(1)


def _files_in(path: Path) -> Iterator[Path]:
    """The file itself, or the files of a folder and of those in it; hidden ones are left out."""
    if path.is_file():
        yield path
    elif path.is_dir():
        for each in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
            if each.is_file() and not hidden:
                yield each


def _ingest(path: Path, address: str, published: date | None, reviewers: int | None) -> str:
    """Read one file and say so; return what is wrong with it, or nothing."""
    from django.core.exceptions import ValidationError

    from serai.engines.claims.reading import Limits
    from serai.foundation.record.operations import Program
    from serai.track.evidence import operations

    actor = Program("serai ingest")
    try:
        if path.stat().st_size > Limits().bytes:
            return f"it is larger than {Limits().bytes // 2**20} MB. Split it."
        document, _is_new = operations.ingest_document(
            actor=actor, content=path.read_bytes(), file_name=path.name, address=address,
            published_on=published, reviewers=reviewers,
        )  # fmt: skip
        was_read = document.is_ready
        operations.read_document(actor=actor, document=document)
    except OSError as error:
        return f"it cannot be opened: {error.strerror}."
    except ValidationError as error:
        return " ".join(error.messages)
    document.refresh_from_db()
    if not document.is_ready:
        return document.problem
    say(f"{path}: {_counts(document)}{', there already' if was_read else ''}")
    return ""


def _counts(document: Document) -> str:
    from collections import Counter

    from serai.track.evidence.models import ProposalKind

    kinds = Counter(document.proposals.values_list("kind", flat=True))
    figures, dates = kinds.pop(ProposalKind.FIGURE, 0), kinds.pop(ProposalKind.DATE, 0)
    names = sum(kinds.values())
    return ", ".join(
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((figures, "figure"), (dates, "date"), (names, "name"))
    )
