"""Importing files: received, checked, imported, and taken back, as one whole each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models, transaction
from django.db.models.deletion import ProtectedError, RestrictedError
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from serai.foundation.record.models import Entry, Head
from serai.foundation.record.operations import (
    UNDONE,
    Actor,
    Change,
    record_many,
    undo_entries,
)
from serai.foundation.translation import TranslatedText
from serai.track.evidence.models import Source, SourceKind
from serai.track.evidence.operations import add_source
from serai.track.register import verbs
from serai.track.register.exchange.formats import Format, formats
from serai.track.register.exchange.pipeline import ImportReport, Work, import_records
from serai.track.register.exchange.problems import Problem
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.models import ImportBatch, ImportState, Record, Relation

KEPT_PROBLEMS = 1_000
"""How many problems an import keeps to be shown."""
_OTHER_ENDINGS = {"tsv": "csv", "txt": "csv", "ndjson": "jsonl"}
_PIECE = 500
_RECORD = Record._meta.label_lower


def readable_formats() -> dict[str, Format]:
    """The formats from which records can be imported."""
    return {name: each for name, each in formats().items() if each.read is not None}


def format_of(file_name: str, name: str = "") -> Format:
    """Return the format that was named, else the one that the ending of a file tells.

    Raises ValidationError that says which there are.
    """
    known = readable_formats()
    if name in known:
        return known[name]
    ending = file_name.rpartition(".")[2].lower()
    ending = _OTHER_ENDINGS.get(ending, ending)
    fitting = [each for each in known.values() if each.extension == ending]
    if name or not fitting:
        raise ValidationError(
            {"format": _("Records are read from: %(formats)s.") % {"formats": ", ".join(known)}}
        )
    return fitting[0]


def receive_file(
    *,
    actor: Actor,
    file: IO[bytes],
    file_name: str,
    format_name: str = "",
    source: Source | None = None,
    licence: str = "",
    retrieved_on: date | None = None,
) -> ImportBatch:
    """Keep a file that is to be imported. Nothing is changed yet. Raises ValidationError."""
    chosen = format_of(file_name, format_name)
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    file.seek(0)
    batch = ImportBatch(
        file_name=file_name[:255],
        sha256=digest.hexdigest(),
        format=chosen.name,
        source=source,
        licence=licence,
        retrieved_on=retrieved_on,
        actor_label=str(actor)[:200],
    )
    batch.file.save(f"{digest.hexdigest()[:16]}.{chosen.extension}", File(file), save=False)
    batch.full_clean(exclude=["code", "problems"])
    batch.save()
    return batch


@transaction.atomic
def dataset_source(
    *, actor: Actor, title: str, address: str = "", rights: str = "", retrieved_on: date | None
) -> Source:
    """Return the source that stands for a dataset, entered if it is not known yet."""
    text = TranslatedText({"en": title})
    for known in Source.objects.filter(kind=SourceKind.DATASET, address=address):
        if str(known.title) == title and known.retrieved_on == retrieved_on:
            return known
    return add_source(
        actor=actor,
        source=Source(
            title=text, kind=SourceKind.DATASET, address=address, rights=rights,
            retrieved_on=retrieved_on,
        ),
    )  # fmt: skip


def check_import(*, actor: Actor, batch: ImportBatch, work: Work | None = None) -> ImportReport:
    """Do the whole import and take it back; note in the batch what it would do, or every fault."""
    report = import_records(
        actor=actor, rows=rows_of_batch(batch), dry_run=True, source=batch.source, batch=batch,
        work=work,
    )  # fmt: skip
    _note(batch, report, ImportState.REFUSED if report.is_refused else ImportState.CHECKED)
    return report


def apply_import(*, actor: Actor, batch: ImportBatch, work: Work | None = None) -> ImportReport:
    """Import a file. Doing it again changes nothing. Raises ValidationError if it was undone."""
    batch.refresh_from_db()
    if batch.state == ImportState.UNDONE:
        raise ValidationError(_("This import was undone. Upload the file again."))
    if batch.state == ImportState.APPLIED:
        return ImportReport(batch.new, batch.changed, batch.unchanged, batch=batch)
    report = import_records(
        actor=actor, rows=rows_of_batch(batch), source=batch.source, batch=batch, work=work
    )
    if report.is_refused:
        _note(batch, report, ImportState.REFUSED)
    return report


def rows_of_batch(batch: ImportBatch) -> Iterator[ImportRow | Problem]:
    """Read the file of an import."""
    return rows_of_file(Path(batch.file.path), batch.file_name, format_of("", batch.format))


def rows_of_file(path: Path, name: str, chosen: Format) -> Iterator[ImportRow | Problem]:
    """Read a file in a format from which records can be imported."""
    assert chosen.read is not None
    return chosen.read(path, name)


def _note(batch: ImportBatch, report: ImportReport, state: ImportState) -> None:
    batch.refresh_from_db()
    batch.state = state
    batch.new, batch.changed, batch.unchanged = report.new, report.changed, report.unchanged
    batch.faulty, batch.problem_count = report.faulty, report.problem_count
    batch.problems = [problem.stored() for problem in report.problems[:KEPT_PROBLEMS]]
    batch.save()


def undo_import(*, actor: Actor, batch: ImportBatch, work: Work | None = None) -> int:
    """Take a whole import back; return how many records are as they were before.

    Raises ValidationError where one of its records was changed since, so that nothing newer is
    lost, or where something else refers to a record that it brought.
    """
    with work.transaction() if work is not None else transaction.atomic():
        Head.objects.select_for_update().get_or_create(pk=1)
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportState.APPLIED:
            raise ValidationError(_("Only what was imported can be undone."))
        made = Entry.objects.none()
        if batch.first_entry is not None:
            made = Entry.objects.filter(number__gte=batch.first_entry, number__lte=batch.last_entry)
        changes = list(made.exclude(verb=verbs.RECORD_IMPORTED.name))
        undo_entries(actor=actor, entries=changes)
        brought = made.filter(verb=verbs.RECORD_IMPORTED.name).order_by("number")
        keys = [int(key) for key in brought.values_list("object_id", flat=True)]
        _check_untouched(keys, batch)
        for some in _pieces(keys):
            Record.objects.filter(pk__in=some).update(part_of=None)
        done = 0
        for some in _pieces(keys):
            names = [str(key) for key in some]
            before = list(brought.filter(object_type=_RECORD, object_id__in=names))
            try:
                Record.objects.filter(pk__in=some).delete()
            except (ProtectedError, RestrictedError):
                raise ValidationError(_("Something else rests on it by now.")) from None
            record_many(
                actor=actor, verb=UNDONE, note=batch.code,
                changes=[
                    Change(entry.object_type, entry.object_id, entry.object_label, entry.after)
                    for entry in before
                ],
            )  # fmt: skip
            done += len(some)
            if work is not None:
                work.progress(done=done, total=len(keys))
        batch.state = ImportState.UNDONE
        batch.save()
    return len(keys) + len({(entry.root_type, entry.root_id) for entry in changes})


def _check_untouched(keys: list[int], batch: ImportBatch) -> None:
    for some in _pieces(keys):
        later = Entry.objects.filter(
            root_type=_RECORD, root_id__in=[str(key) for key in some],
            number__gt=batch.last_entry,
        ).first()  # fmt: skip
        if later is not None:
            raise ValidationError(
                _("“%(record)s” has been changed since. Undo the later change first.")
                % {"record": later.object_label}
            )
        linked = Relation.objects.filter(other__in=some).exclude(record__in=some)
        outside = set(linked.values_list("record_id", flat=True)) - set(keys)
        if outside:
            raise ValidationError(_("Something else rests on it by now."))


def _pieces(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + _PIECE] for start in range(0, len(keys), _PIECE))


def records_of(batch: ImportBatch) -> models.QuerySet[Record]:
    """Return the records that an import made or changed, as far as they are there."""
    if batch.first_entry is None or batch.last_entry is None:
        return Record.objects.none()
    entries = Entry.objects.filter(
        number__range=(batch.first_entry, batch.last_entry), root_type=Record._meta.label_lower
    )
    keys = entries.order_by().annotate(key=Cast("root_id", models.BigIntegerField())).values("key")
    return Record.objects.filter(pk__in=keys)


def first_problems(batch: ImportBatch) -> list[Problem]:
    """The problems that an import keeps."""
    return [Problem.restored(each) for each in batch.problems]
