"""The formats in which everybody can take the released programme away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from serai.convene.editions.models import Edition
from serai.convene.programme import structured
from serai.convene.programme.exchange.departing import schedule_of
from serai.convene.programme.exchange.schedule_json import write_json
from serai.convene.programme.exchange.schedule_xml import write_xml
from serai.convene.programme.exchange.tables import write_csv, write_xlsx
from serai.convene.programme.printing.writing import write_booklet, write_poster
from serai.convene.programme.released import ReleasedProgramme
from serai.foundation.file_kinds import XLSX
from serai.foundation.tables import CSV

Write = Callable[[ReleasedProgramme, Edition], bytes]


@dataclass(frozen=True, slots=True)
class ProgrammeFormat:
    """One format: the name of its file, what it is called, and what it cannot carry."""

    file_name: str
    label: Any
    media_type: str
    write: Write
    loses: Any = ""


def _as_xml(programme: ReleasedProgramme, edition: Edition) -> bytes:
    return write_xml(schedule_of(programme, edition))


def _as_json(programme: ReleasedProgramme, edition: Edition) -> bytes:
    return write_json(schedule_of(programme, edition))


_SCHEDULE_LOSES = _(
    "Other languages, sections, roles and single contributions; what has no time of day."
)

_ONE_LANGUAGE = _("Other languages than that of the page.")

FORMATS: dict[str, ProgrammeFormat] = {
    each.file_name: each
    for each in (
        ProgrammeFormat(
            "programme.pdf", _("To read on paper (PDF, A4)"), "application/pdf", write_booklet,
            _ONE_LANGUAGE,
        ),
        ProgrammeFormat(
            "poster.pdf", _("To hang in the hall (PDF, A1, a sheet a day)"), "application/pdf",
            write_poster, _ONE_LANGUAGE,
        ),
        ProgrammeFormat(
            "schedule.xml", _("schedule.xml (frab, pretalx)"), "application/xml", _as_xml,
            _SCHEDULE_LOSES,
        ),
        ProgrammeFormat(
            "schedule.json", _("schedule.json (frab, pretalx)"), "application/json", _as_json,
            _SCHEDULE_LOSES,
        ),
        ProgrammeFormat(
            "programme.jsonld", "JSON-LD (schema.org)", "application/ld+json", structured.document,
            _ONE_LANGUAGE,
        ),
        ProgrammeFormat(
            "programme.csv", "CSV", CSV, write_csv, _ONE_LANGUAGE
        ),
        ProgrammeFormat(
            "programme.xlsx", "XLSX",
            XLSX.media_type, write_xlsx, _ONE_LANGUAGE,
        ),
    )
}  # fmt: skip
"""Every format by the name of its file, in the order in which they are offered."""
