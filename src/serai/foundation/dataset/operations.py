"""Loading and dumping whole datasets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.db import transaction

from serai.foundation.dataset.documents import Document, read_document, yaml_files
from serai.foundation.dataset.kinds import kinds
from serai.foundation.dataset.loading import Loading
from serai.foundation.dataset.problems import DatasetError, Problem
from serai.foundation.record.operations import Actor
from serai.foundation.record.queries import revision


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    items: dict[str, int]
    """How many items of each kind the files hold."""
    changes: int
    """How many changes were recorded; none when everything was there already."""


def load_dataset(*, places: Sequence[Path], actor: Actor, dry_run: bool = False) -> Loaded:
    """Load data files, or directories of them, in one transaction.

    A dry run does the same and takes it back. Raises DatasetError with every problem there is; then
    nothing has changed.
    """
    problems: list[Problem] = []
    documents = []
    for place in places:
        if not place.exists():
            problems.append(Problem(str(place), 1, "", "there is no such file or directory"))
            continue
        found = list(yaml_files(place))
        if not found:
            problems.append(Problem(str(place), 1, "", "there is no .yaml file in this directory"))
        for path in found:
            name = str(path.relative_to(place)) if place.is_dir() else path.name
            try:
                documents.append(read_document(path, name=name))
            except DatasetError as error:
                problems.extend(error.problems)
    return load_documents(documents=documents, actor=actor, dry_run=dry_run, problems=problems)


def load_documents(
    *,
    documents: Sequence[Document],
    actor: Actor,
    dry_run: bool = False,
    problems: Sequence[Problem] = (),
) -> Loaded:
    """Load what was read already, in one transaction; see `load_dataset`.

    ``problems`` are those of the reading: with any, nothing is kept, and all are raised together.
    """
    with transaction.atomic():
        before = revision()
        loading = Loading(actor, documents)
        loading.run()
        problems = [*problems, *loading.problems]
        changes = revision() - before
        if problems or dry_run:
            transaction.set_rollback(True)
    if problems:
        raise DatasetError(problems)
    return Loaded(loading.counts(), changes)


def dump_dataset(*, directory: Path) -> dict[str, int]:
    """Write everything as data files, one a kind, and return how many items each holds.

    Loading them into an empty installation gives the same objects under the same addresses.
    """
    directory.mkdir(parents=True, exist_ok=True)
    counts = {}
    for position, kind in enumerate(kinds().values(), start=1):
        items = list(kind.dump())
        counts[kind.name] = len(items)
        if items:
            text = yaml.dump(
                {kind.name: items}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
            )
            (directory / f"{position:02d}-{kind.name}.yaml").write_text(text, "utf-8")
    return counts


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        super().increase_indent(flow=flow, indentless=False)
