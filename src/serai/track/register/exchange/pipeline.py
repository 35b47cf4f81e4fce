"""The one way into the register: rows of any format are checked, compared and written in bulk.

A row holds one record in plain values, under the names and in the shape of a data file (see
`ImportRow`). What the row does not name stays as it is; an empty value empties the field. Only
``sources`` and ``identifiers`` are added to, never taken from: other people add theirs.

1. Every row is read and checked without a lock, and set aside in a temporary file; all problems
   are gathered. Memory stays flat but for the keys.
2. If there are none, one transaction finds the records that are there already (by code, key or
   identifier), writes the new ones in bulk and changes those that differ. A dry run does the same
   and takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from serai.foundation.bulk import roomy_cache, settled_memory
from serai.foundation.contention import wait_for_others
from serai.foundation.record.models import Head
from serai.foundation.record.operations import Actor
from serai.track.evidence.models import Source
from serai.track.register.exchange.applying import Applying
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.rows import ImportRow, Place
from serai.track.register.exchange.setting_aside import Shelf
from serai.track.register.models import ImportBatch, ImportState

__all__ = [
    "MAX_PROBLEMS",
    "ImportReport",
    "ImportRow",
    "Place",
    "Problem",
    "Work",
    "import_records",
]

MAX_PROBLEMS = 10_000
"""How many problems a report holds; of the others it has the number."""


_MEANWHILE = gettext_noop(
    "something that the file refers to was changed while it was imported; try again: %(reason)s"
)


class Work(Protocol):
    """The part of a job that the pipeline talks to; see `serai.foundation.jobs`."""

    def progress(self, *, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far it is. May raise, where somebody asked to stop."""

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction that is kept only while the job is still this worker's."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faulty: int = 0
    """Rows with at least one problem."""
    problems: list[Problem] = field(default_factory=list)
    """The first `MAX_PROBLEMS` problems, in the order of the file."""
    problem_count: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    """What stands in the file and has no place in the register, by its name there."""
    batch: ImportBatch | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing was imported because of problems."""
        return self.problem_count > 0


def import_records(
    *,
    actor: Actor,
    rows: Iterable[ImportRow | Problem],
    dry_run: bool = False,
    source: Source | None = None,
    batch: ImportBatch | None = None,
    work: Work | None = None,
) -> ImportReport:
    """Bring the register in line with the rows of a file; nothing is ever deleted.

    Either all of it is imported or nothing is. New records cite ``source`` as a whole, with the
    place of their row. ``batch`` describes the file; what the import did is written to it in the
    same transaction, so it is there exactly if the records are. ``work`` hears of the progress.
    """
    with settled_memory(), roomy_cache(), Shelf(work, has_source=source is not None) as shelf:
        shelf.fill(rows)
        report = ImportReport(
            faulty=shelf.faulty,
            problems=sorted(shelf.problems)[:MAX_PROBLEMS],
            problem_count=shelf.problem_count,
            left_out=dict(shelf.left_out),
            batch=batch,
        )
        if report.is_refused:
            return report
        try:
            # The inner one is taken back by a dry run; the outer one asks whose the job is.
            with work.transaction() if work is not None else nullcontext(), transaction.atomic():
                wait_for_others()
                # Whoever records a change waits here, so the entries of the import stand together.
                Head.objects.select_for_update().get_or_create(pk=1)
                applying = Applying(actor, shelf, source=source, batch=batch, work=work)
                applying.run()
                report.new, report.changed = applying.new, applying.changed
                report.unchanged = applying.unchanged
                _refuse(report, applying.problems)
                if batch is not None and not report.is_refused and not dry_run:
                    _finish(batch, report, applying)
                if report.is_refused or dry_run:
                    transaction.set_rollback(True)
        except IntegrityError as error:
            message = Message(_MEANWHILE, reason=str(error).splitlines()[0])
            _refuse(report, [Problem(shelf.file, 1, "", "changed-meanwhile", message)])
    return report


def _refuse(report: ImportReport, problems: list[Problem]) -> None:
    report.problems += sorted(problems)
    report.problem_count += len(problems)
    report.faulty += len({(problem.file, problem.line) for problem in problems})


def _finish(batch: ImportBatch, report: ImportReport, applying: Applying) -> None:
    batch.new, batch.changed, batch.unchanged = report.new, report.changed, report.unchanged
    batch.faulty = batch.problem_count = 0
    batch.problems = []
    batch.first_entry, batch.last_entry = applying.first_entry, applying.last_entry
    batch.state = ImportState.APPLIED
    batch.save()
