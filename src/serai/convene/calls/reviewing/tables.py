"""The ranking and the report on fairness as tables, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from serai.convene.calls.reviewing.fairness import Fairness
from serai.convene.calls.reviewing.ranking import Ranked, Ranking
from serai.track.register.exchange.columns import guarded

Cell = str | int | float | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ranking_rows(found: Ranking, rows: Iterable[Ranked]) -> list[list[Cell]]:
    """The ranking, with a head. Reviewers are not named."""
    head: list[Cell] = [
        "code", "title", "kind", "language", "minutes", "section", "speakers", "countries",
        "reviews", "mean", "spread", "disputed", *(str(each) for each in found.criteria),
        "decision", "told", "state",
    ]  # fmt: skip
    return [head, *(_ranked(found, row) for row in rows)]


def _ranked(found: Ranking, row: Ranked) -> list[Cell]:
    submission, standing = row.submission, row.standing
    speakers = list(submission.speakers.all())
    return [
        submission.code, submission.title, submission.kind, submission.language,
        submission.minutes, str(submission.section or ""),
        "; ".join(each.name for each in speakers),
        "; ".join(dict.fromkeys(each.country_id for each in speakers if each.country_id)),
        row.count,
        round(standing.mean, 2) if standing else None,
        round(standing.spread, 2) if standing else None,
        "yes" if standing and standing.is_disputed else "",
        *(_rounded(row.score(each)) for each in found.criteria),
        row.decision.outcome if row.decision else "",
        "yes" if row.is_told else "",
        submission.state,
    ]  # fmt: skip


def fairness_rows(report: Fairness) -> list[list[Cell]]:
    """The report, with a head: a row a group."""
    head: list[Cell] = [
        "division", "group", "submitted", "accepted", "rate", "lowest", "highest", "rate_of_all"
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            division.slug, share.label, share.submitted, share.accepted, _rounded(share.rate, 4),
            round(share.low, 4), round(share.high, 4), _rounded(share.of_all, 4),
        ]
        for division in report.divisions
        for share in division.shares
    ]  # fmt: skip
    return [head, *rows]


def answer(rows: Sequence[Sequence[Cell]], *, name: str, ending: str) -> HttpResponse:
    """Answer with a table as CSV in UTF-8 or as a workbook. No cell is a formula."""
    safe = [[guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    if ending == "xlsx":
        content, kind = _workbook(safe), XLSX
    else:
        file = io.StringIO()
        csv.writer(file).writerows(safe)
        content, kind = file.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"
    return HttpResponse(
        content, content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )  # fmt: skip


def _workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook  # A tenth of a second that most processes never need.
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, value) for value in rows[0]]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows[1:]:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)
