"""Submissions as a table: one row each, one column a question, the speakers in one cell.

Items of a list are parted by semicolons, fields of a speaker by bars, in the order of `SPEAKER`; a
backslash stands before a semicolon, bar or backslash that belongs to a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from serai.convene.calls.models import Call, Question, QuestionSort, Submission
from serai.foundation.translation import render_text

COLUMNS = (
    "identifier", "code", "title", "summary", "description", "language", "kind", "minutes",
    "section", "tags", "state", "submitted_at", "speakers",
)  # fmt: skip
SPEAKER = ("name", "email", "country", "organisation", "position_held", "biography")

_SIGNS = re.compile(r"([\\;|])")
_ITEM = re.compile(r"(?:[^\\;]|\\.)+", re.DOTALL)
_PART = re.compile(r"((?:[^\\|]|\\.)*)(?:\||$)", re.DOTALL)


def heading_of(question: Question) -> str:
    """What the column of a question is called: its words, and its code by which it is known."""
    return f"{render_text(question.label, 'en').text} [{question.code}]"


def headings(call: Call) -> list[str]:
    """The names of all columns for a call."""
    return [*COLUMNS, *(heading_of(question) for question in call.questions.all())]


def join(parts: Iterable[str], sign: str) -> str:
    """Write texts in one cell."""
    return sign.join(_SIGNS.sub(r"\\\1", part) for part in parts)


def items_in(cell: str) -> list[str]:
    """The items of a cell as they are written, without empty ones."""
    return [item.strip() for item in _ITEM.findall(cell) if item.strip()]


def fields_in(item: str) -> list[str]:
    """The fields of an item, as they were before they were written."""
    found = [match.group(1).strip() for match in _PART.finditer(item)]
    # The pattern finds the emptiness after the last field too.
    return [re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in found[:-1] or found]


def rows(submissions: Iterable[Submission], questions: Sequence[Question]) -> Iterator[list[str]]:
    """The rows under `headings`."""
    for submission in submissions:
        yield _row(submission, questions)


def _row(submission: Submission, questions: Sequence[Question]) -> list[str]:
    speakers = []
    for each in submission.speakers.all():
        values = [
            each.name, each.email, each.country_id or "", each.organisation, each.position_held,
            each.biography,
        ]  # fmt: skip
        while values and not values[-1]:
            values.pop()
        speakers.append(join(values, "|"))
    sent = submission.submitted_at
    return [
        submission.identifier,
        submission.code,
        submission.title,
        submission.summary,
        submission.description,
        submission.language,
        submission.kind,
        str(submission.minutes or ""),
        render_text(submission.section.name).text if submission.section else "",
        join((tag.name for tag in submission.tags.all()), "; "),
        submission.state,
        sent.astimezone(submission.edition.zone).isoformat(timespec="minutes") if sent else "",
        "; ".join(speakers),
        *(_answer(question, submission.answers.get(question.code)) for question in questions),
    ]


def _answer(question: Question, value: Any) -> str:
    if value is None:
        return ""
    match QuestionSort(question.sort):
        case QuestionSort.SEVERAL:
            return join((question.option_label(code) for code in value), "; ")
        case QuestionSort.ONE:
            return question.option_label(value)
        case QuestionSort.YES:
            return "yes" if value else ""
        case QuestionSort.FILE:
            return str(value["name"])
    return str(value)
