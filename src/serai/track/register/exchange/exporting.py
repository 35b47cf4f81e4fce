"""Exporting what a filter lets through, in one of the formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.record.queries import revision
from serai.track.register.exchange.formats import ExportContext, Format, formats
from serai.track.register.filters import RecordFilter
from serai.track.register.models import Record

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of what the register itself says; sources have rights of their own."""


class Export(NamedTuple):
    """A file that is about to be written."""

    format: Format
    file_name: str
    stream: Iterator[bytes]


class TooManyRecordsError(Exception):
    """A format cannot hold so many records; the message says what to do."""


def writable_formats() -> dict[str, Format]:
    """The formats in which records can be downloaded."""
    return {name: each for name, each in formats().items() if each.stream is not None}


def export(wanted: RecordFilter, chosen: Format, *, public: bool) -> Export:
    """Begin to write the records that pass a filter, in the order of the screen.

    The public gets published records only; others every stage. Raises TooManyRecordsError.
    """
    base = None if public else Record.objects.all()
    records = wanted.sorted_records(base)
    if chosen.row_limit is not None and records.count() > chosen.row_limit:
        raise TooManyRecordsError(
            _("%(format)s holds at most %(limit)s records. Choose another format, or narrow the "
              "list.") % {"format": chosen.label, "limit": f"{chosen.row_limit:,}"}
        )  # fmt: skip
    context = ExportContext(
        base_url=settings.BASE_URL,
        address=settings.BASE_URL + wanted.address(),
        licence=LICENCE,
        retrieved_at=timezone.now(),
        title=title_of(wanted),
        revision=revision(),
        keys=wanted.ordered_keys(of_every_stage=not public),
        public=public,
    )
    assert chosen.stream is not None
    return Export(chosen, file_name(chosen), chosen.stream(records, context))


def file_name(chosen: Format) -> str:
    """Return what a file of today is called."""
    # Formats that share an ending are told apart by their name.
    kind = "" if chosen.name == chosen.extension else f"{chosen.name}-"
    return f"serai-register-{kind}{timezone.now():%Y-%m-%d}.{chosen.extension}"


def title_of(wanted: RecordFilter) -> str:
    """Say what is in an export: the register, and by what it is narrowed."""
    narrowed = ", ".join(value.label for value in wanted.chosen_values())
    return f"{_('Register')}: {narrowed}" if narrowed else _("Register")
