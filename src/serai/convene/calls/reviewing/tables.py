"""The ranking and the report on fairness as tables, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable

from serai.convene.calls.reviewing.fairness import Fairness
from serai.convene.calls.reviewing.ranking import Ranked, Ranking
from serai.foundation.tables import Cell

Table = tuple[list[str], list[list[Cell]]]
"""The head and the rows."""


def ranking_table(found: Ranking, rows: Iterable[Ranked]) -> Table:
    """The ranking. Reviewers are not named."""
    head = [
        "code", "title", "kind", "language", "minutes", "section", "speakers", "countries",
        "reviews", "mean", "spread", "disputed", *(str(each) for each in found.criteria),
        "decision", "told", "state",
    ]  # fmt: skip
    return head, [_ranked(found, row) for row in rows]


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


def fairness_table(report: Fairness) -> Table:
    """The report: a row a group."""
    head = [
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
    return head, rows


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)
