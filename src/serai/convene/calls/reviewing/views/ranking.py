"""The ranking of a call, as a page and as tables, and the report on its fairness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.convene.calls.models import SUBMISSION_KINDS, Call, Criterion, Outcome
from serai.convene.calls.reviewing import scoring, tables
from serai.convene.calls.reviewing.conflicts import Conflicts
from serai.convene.calls.reviewing.fairness import fairness as report_on
from serai.convene.calls.reviewing.ranking import Ranked, Ranking, ranking
from serai.convene.calls.reviewing.views.entrance import address, call_desk, tabs
from serai.foundation.folding import fold
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.tables import table_file
from serai.foundation.web.context import language_name
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError

PER_PAGE = 50
UNDECIDED, UNTOLD = "undecided", "untold"


class RankingFilter(forms.Form):
    """What of the ranking is shown, and how it is counted."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=200)
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), required=False,
        choices=[
            ("", gettext_lazy("all")), (UNDECIDED, gettext_lazy("not decided")),
            *((value, capfirst(str(label))) for value, label in Outcome.choices),
            (UNTOLD, gettext_lazy("decided and not told")),
        ],
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    disputed = forms.BooleanField(label=gettext_lazy("Reviews disagree"), required=False)
    lacks = forms.BooleanField(label=gettext_lazy("Reviews are missing"), required=False)
    adjusted = forms.BooleanField(label=gettext_lazy("Adjusted by reviewer"), required=False)
    sort = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, call: Call) -> None:
        super().__init__(data)
        sections = {str(each.pk): str(each) for each in call.edition.sections.all()}
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [
                (key, capfirst(str(label))) for key, label in SUBMISSION_KINDS if key in call.kinds
            ],
            "language": [(code, language_name(code)) for code in LANGUAGE_CODES],
            "section": list(sections.items()),
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("all")), *options]
            if len(options) < 2:
                field.widget = forms.HiddenInput()

    def keeps(self, row: Ranked, wanted: int) -> bool:
        """Tell whether a row is shown."""
        values = self.cleaned_data
        submission = row.submission
        decision = values["decision"]
        words = fold(values["q"]).split()
        text = fold(submission.title)
        return (
            all(word in text for word in words)
            and values["kind"] in ("", submission.kind)
            and values["language"] in ("", submission.language)
            and values["section"] in ("", str(submission.section_id))
            and (not values["disputed"] or bool(row.standing and row.standing.is_disputed))
            and (not values["lacks"] or row.count < wanted)
            and _is_decided(row, decision)
        )


def _is_decided(row: Ranked, wanted: str) -> bool:
    match wanted:
        case "":
            return True
        case "undecided":
            return row.decision is None
        case "untold":
            return row.decision is not None and not row.is_told
    return row.decision is not None and row.decision.outcome == wanted


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column of the ranking."""

    label: str
    sort: str
    is_sorted: str = ""
    is_number: bool = True
    title: str = ""


Key = Callable[[Ranked], Any]


def _keys(criteria: list[Criterion]) -> dict[str, Key]:
    keys: dict[str, Key] = {
        "title": lambda row: fold(row.submission.title),
        "mean": lambda row: row.standing.mean if row.standing else None,
        "spread": lambda row: row.standing.spread if row.standing else None,
        "reviews": lambda row: row.count,
        "decision": lambda row: row.decision.outcome if row.decision else None,
    }
    for criterion in criteria:
        keys[f"criterion-{criterion.pk}"] = lambda row, key=criterion.pk: row.by_criterion.get(key)  # type: ignore[misc]
    return keys


def _sorted(rows: list[Ranked], sort: str, keys: dict[str, Key]) -> list[Ranked]:
    """Sort rows; what has no value stands last, whichever way."""
    if not sort:
        return rows
    name = sort.removeprefix("-")
    if name not in keys:
        raise ParameterError(
            "sort", _("The list can be sorted by: %(columns)s.") % {"columns": ", ".join(keys)}
        )
    key = keys[name]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return [*sorted(known, key=key, reverse=sort.startswith("-")), *unknown]


def _shown(request: HttpRequest, call: Call) -> tuple[Ranking, RankingFilter, list[Ranked]]:
    """The ranking, its filters, and the rows that they leave in the order that is asked for."""
    filters = RankingFilter(request.GET, call=call)
    if not filters.is_valid():
        name, errors = next(iter(filters.errors.items()))
        raise ParameterError(name, " ".join(str(each) for each in errors))
    found = ranking(call, is_adjusted=filters.cleaned_data["adjusted"], reader=acting_user(request))
    rows = [row for row in found.rows if filters.keeps(row, found.wanted)]
    rows = _sorted(rows, filters.cleaned_data["sort"], _keys(found.criteria))
    return found, filters, rows


@call_desk
def table(request: HttpRequest, call: Call) -> HttpResponse:
    """The submissions by what their reviews come to; from here they are decided."""
    found, filters, rows = _shown(request, call)
    sort = filters.cleaned_data["sort"]
    try:
        page = Paginator(rows, PER_PAGE).page(filters.cleaned_data["page"] or 1)
    except InvalidPage:
        raise ParameterError("page", _("There is no such page.")) from None

    def heading(label: str, name: str, *, is_number: bool = True, first: str = "-") -> Heading:
        state = ""
        following = f"{first}{name}"
        if sort.removeprefix("-") == name:
            state = "descending" if sort.startswith("-") else "ascending"
            following = name if sort.startswith("-") else f"-{name}"
        return Heading(label, following, state, is_number)

    values = filters.cleaned_data
    return render(
        request,
        "reviewing/ranking.html",
        {
            "call": call, "edition": call.edition, "tabs": tabs(call, "ranking"),
            "filters": filters, "page": page, "ranking": found, "is_adjusted": values["adjusted"],
            "headings": [
                heading(_("Submission"), "title", is_number=False, first=""),
                heading(_("Mean"), "mean"),
                heading(_("Spread"), "spread"),
                heading(_("Reviews"), "reviews"),
                *(heading(str(each), f"criterion-{each.pk}") for each in found.criteria),
                heading(_("Decision"), "decision", is_number=False, first=""),
            ],
            "lines": [
                {"row": row, "scores": [row.score(each) for each in found.criteria]}
                for row in page.object_list
            ],
            "is_narrowed": any(
                value for name, value in values.items() if name not in ("sort", "page", "adjusted")
            ),
            "apart": scoring.APART, "fewest": scoring.FEWEST,
            "undecided": sum(row.decision is None for row in found.rows),
            "decide_href": address(call, "decide"),
        },
    )  # fmt: skip


@call_desk
def reviews(request: HttpRequest, call: Call, submission: str) -> HttpResponse:
    """The reviews of one submission with who gave them, for whoever decides."""
    found = ranking(call, reader=acting_user(request))
    row = next((row for row in found.rows if row.submission.code == submission), None)
    if row is None:
        raise Http404
    conflicts = Conflicts(call)
    scales = {each.pk: scoring.Scale(each.lowest, each.highest, each.weight)
              for each in found.criteria}  # fmt: skip
    given = (
        row.submission.reviews.select_related("reviewer__user")
        .prefetch_related("scores__criterion")
        .order_by("given_at")
    )
    lines: list[dict[str, Any]] = [
        {
            "review": review,
            "scores": list(review.scores.all()),
            "points": scoring.points(
                {each.criterion_id: each.value for each in review.scores.all()}, scales
            ),
            "grounds": [
                str(each.label)
                for each in conflicts.between(review.reviewer_id, review.submission_id)
            ],
        }
        for review in given
    ]
    waiting = row.submission.assignments.exclude(
        reviewer__in=[line["review"].reviewer_id for line in lines]
    ).select_related("reviewer__user")
    return render(
        request,
        "reviewing/reviews.html",
        {
            "call": call, "edition": call.edition, "tabs": tabs(call, "ranking"),
            "title": row.submission.title, "row": row, "submission": row.submission,
            "lines": [] if row.is_awaited else lines,
            "waiting": [each.reviewer for each in waiting],
            "decide_href": address(call, "decide"),
        },
    )  # fmt: skip


@call_desk
def ranking_file(request: HttpRequest, call: Call, ending: str) -> HttpResponse:
    """The same as a table, with the same filters and the same order."""
    found, _filters, rows = _shown(request, call)
    head, lines = tables.ranking_table(found, rows)
    return table_file(head, lines, name=f"ranking-{call.code}", ending=ending)


@call_desk
def fairness(request: HttpRequest, call: Call) -> HttpResponse:
    """Whose submissions were accepted, and by what rule."""
    return render(
        request,
        "reviewing/fairness.html",
        {
            "call": call, "edition": call.edition, "tabs": tabs(call, "fairness"),
            "report": report_on(call), "criteria": list(call.criteria.all()),
        },
    )  # fmt: skip


@call_desk
def fairness_file(request: HttpRequest, call: Call, ending: str) -> HttpResponse:
    """The report as a table."""
    del request
    head, lines = tables.fairness_table(report_on(call))
    return table_file(head, lines, name=f"fairness-{call.code}", ending=ending)
