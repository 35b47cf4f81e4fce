"""Arranging the reviews of a call: its rules, reviewers, assignments and conflicts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import InvalidPage, Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from serai.convene.calls.models import Call, Conflict, Reviewer, Submission, SubmissionState
from serai.convene.calls.reviewing import operations
from serai.convene.calls.reviewing.conflicts import Conflicts
from serai.convene.calls.reviewing.forms import (
    AddressesForm,
    AssignForm,
    CriterionFormSet,
    ReviewerForm,
    RulesForm,
)
from serai.convene.calls.reviewing.queries import covers, judged, rules_of
from serai.convene.calls.reviewing.views.entrance import address, call_desk, tabs
from serai.foundation.record.operations import entries_made
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import (
    Column,
    FilterForm,
    confirm_deletion,
    confirm_saved,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError

CONFLICTS_PER_PAGE = 100


def _context(call: Call, here: str, **more: Any) -> dict[str, Any]:
    return {"call": call, "edition": call.edition, "tabs": tabs(call, here), **more}


@call_desk
def rules(request: HttpRequest, call: Call) -> HttpResponse:
    """How the call is reviewed, and by what criteria."""
    instance = rules_of(call)
    with timezone.override(call.edition.zone):
        form = RulesForm(request.POST or None, instance=instance)
        criteria = CriterionFormSet(request.POST or None, instance=call)
        return handle_form(
            request, form, formsets=[criteria],
            save=lambda: operations.set_rules(
                actor=acting_user(request), call=call, values=form.changes(),
                criteria=criteria.rows(),
            ),
            success_url=address(call, "rules"), title=_("Rules of reviewing"), lead=str(call),
            template="reviewing/form.html", context=_context(call, "rules"),
        )  # fmt: skip


@call_desk
def reviewers(request: HttpRequest, call: Call) -> HttpResponse:
    """Who reviews, what they know about, and how far they are."""
    rows = (
        call.reviewers.select_related("user", "country")
        .prefetch_related("sections", "fields")
        .annotate(
            assigned=Count("assignments", distinct=True),
            given=Count("reviews", distinct=True),
            declared=Count("conflicts", filter=Q(conflicts__is_lifted=False), distinct=True),
        )
        .order_by("user__name", "pk")
    )
    return render_list(
        request, rows,
        [
            Column(gettext_lazy("Reviewer"), "name",
                   href=lambda row: address(call, "reviewer", row.code)),
            Column(gettext_lazy("Reads"), _knows),
            Column(gettext_lazy("Assigned"), "assigned", sort="assigned", is_number=True),
            Column(gettext_lazy("Given"), "given", sort="given", is_number=True),
            Column(gettext_lazy("Conflicts declared"), "declared", sort="declared",
                   is_number=True),
        ],
        title=_("Reviewers"), lead=str(call),
        search=("user__name", "user__email", "organisation"),
        create_href=address(call, "add_reviewers"), create_label=_("Add reviewers"),
        empty_title=_("Nobody reviews yet"),
        empty_text=_("Add the committee by their e-mail addresses."),
        template="reviewing/list.html", context=_context(call, "reviewers"),
    )  # fmt: skip


def _knows(row: Reviewer) -> str:
    parts = [
        *(str(each) for each in row.sections.all()),
        *(str(each) for each in row.fields.all()),
        *(language_name(code) for code in row.languages),
    ]
    return _(", ").join(parts) or _("everything")


@call_desk
def add_reviewers(request: HttpRequest, call: Call) -> HttpResponse:
    """Add reviewers by their addresses."""
    form = AddressesForm(request.POST or None)

    def save() -> None:
        operations.add_reviewers(
            actor=acting_user(request), call=call, addresses=form.cleaned_data["addresses"]
        )

    return handle_form(
        request, form, save=save, success_url=address(call, "reviewers"),
        title=_("Add reviewers"), lead=str(call), submit_label=_("Add"), offer_undo=False,
        cancel_href=address(call, "reviewers"),
        template="reviewing/form.html", context=_context(call, "reviewers"),
    )  # fmt: skip


@call_desk
def reviewer(request: HttpRequest, call: Call, reviewer: str) -> HttpResponse:
    """What a reviewer knows about, and how much they take."""
    found = _reviewer(call, reviewer)
    form = ReviewerForm(request.POST or None, instance=found, edition=call.edition)

    def save() -> Reviewer:
        operations.change_reviewer(
            actor=acting_user(request), reviewer=found, changes=form.changes()
        )
        return found

    return handle_form(
        request, form, save=save, success_url=address(call, "reviewers"),
        title=found.name, lead=str(call), cancel_href=address(call, "reviewers"),
        delete_href=address(call, "remove_reviewer", found.code),
        template="reviewing/form.html", context=_context(call, "reviewers"),
    )  # fmt: skip


@call_desk
def remove_reviewer(request: HttpRequest, call: Call, reviewer: str) -> HttpResponse:
    """Take a reviewer away, once it was said what goes with them."""
    found = _reviewer(call, reviewer)
    return confirm_deletion(
        request, found,
        delete=lambda: operations.remove_reviewer(actor=acting_user(request), reviewer=found),
        title=_("Remove %(name)s from the reviewers?") % {"name": found.name},
        success_url=address(call, "reviewers"),
        cancel_href=address(call, "reviewer", found.code),
    )  # fmt: skip


def _reviewer(call: Call, code: str) -> Reviewer:
    rows = call.reviewers.select_related("user", "call__edition")
    found: Reviewer = get_object_or_404(rows, code=code)
    return found


class AssignmentFilter(FilterForm):
    """Which submissions are shown among the assignments."""

    lacks = forms.BooleanField(label=gettext_lazy("Reviews are missing"), required=False)
    wanted = 1

    def apply(self, rows: Any) -> Any:
        """Keep those with fewer assignments than are wanted."""
        return rows.filter(assigned__lt=self.wanted) if self.cleaned_data["lacks"] else rows


@call_desk
def assignments(request: HttpRequest, call: Call) -> HttpResponse:
    """Who reviews what, and what still lacks reviewers."""
    wanted = rules_of(call).reviews_wanted
    filters = type("Filter", (AssignmentFilter,), {"wanted": wanted})
    rows = (
        judged(call)
        .filter(state=SubmissionState.SUBMITTED)
        .select_related("section")
        .prefetch_related("assignments__reviewer__user")
        .annotate(
            assigned=Count("assignments", distinct=True), given=Count("reviews", distinct=True)
        )
        .order_by("assigned", "pk")
    )
    lacking = rows.filter(assigned__lt=wanted).count()
    return render_list(
        request, rows,
        [
            Column(gettext_lazy("Submission"), "title", sort="title",
                   href=lambda row: address(call, "assign", row.code)),
            Column(gettext_lazy("Section"), "section"),
            Column(gettext_lazy("Reviewers"), _names_of_reviewers),
            Column(gettext_lazy("Assigned"), "assigned", sort="assigned", is_number=True),
            Column(gettext_lazy("Given"), "given", sort="given", is_number=True),
        ],
        title=_("Assignments"), lead=str(call), filter_form=filters, search=("title",),
        empty_title=_("Nothing was submitted yet"),
        template="reviewing/assignments.html",
        context=_context(
            call, "assignments", lacking=lacking, wanted=wanted,
            has_reviewers=call.reviewers.exists(), may_distribute=request.method == "GET",
        ),
    )  # fmt: skip


def _names_of_reviewers(row: Submission) -> str:
    return _(", ").join(each.reviewer.name for each in row.assignments.all())


@require_POST
@call_desk
def distribute(request: HttpRequest, call: Call) -> HttpResponse:
    """Assign what is missing, evenly."""
    with transaction.atomic(), entries_made():
        lacking = operations.distribute_evenly(actor=acting_user(request), call=call)
    if lacking:
        text = ngettext(
            "%(count)s review finds nobody: conflicts of interest, sections, fields and the most "
            "that reviewers take leave no other way.",
            "%(count)s reviews find nobody: conflicts of interest, sections, fields and the most "
            "that reviewers take leave no other way.",
            lacking,
        )
        messages.warning(request, text % {"count": lacking})
    else:
        messages.success(request, _("Every submission has the reviewers that it needs."))
    return HttpResponseRedirect(address(call, "assignments"))


@call_desk
def assign(request: HttpRequest, call: Call, submission: str) -> HttpResponse:
    """Choose by hand who reviews a submission."""
    rows = judged(call).select_related("edition", "call__edition").prefetch_related("fields")
    found: Submission = get_object_or_404(rows, code=submission)
    conflicts = Conflicts(call, call.reviewers.prefetch_related("sections", "fields"))
    loads = dict(call.reviewers.annotate(load=Count("assignments")).values_list("pk", "load"))
    able = [each for each in conflicts.reviewers if not conflicts.between(each.pk, found.pk)]
    able.sort(key=lambda each: (not covers(each, found), loads[each.pk], each.name))
    offered = [(each, _offer(each, found, loads[each.pk])) for each in able]
    chosen = set(found.assignments.values_list("reviewer__code", flat=True))
    form = AssignForm(request.POST or None, offered=offered, initial={"reviewers": sorted(chosen)})
    excluded = [
        (each.name, _(", ").join(str(g.label) for g in conflicts.between(each.pk, found.pk)))
        for each in conflicts.reviewers
        if conflicts.between(each.pk, found.pk)
    ]
    return handle_form(
        request, form,
        save=lambda: operations.assign(
            actor=acting_user(request), submission=found, reviewers=form.chosen()
        ),
        success_url=address(call, "assignments"), title=found.title, lead=str(call),
        cancel_href=address(call, "assignments"), template="reviewing/assign.html",
        context=_context(call, "assignments", excluded=excluded),
    )  # fmt: skip


def _offer(reviewer: Reviewer, submission: Submission, load: int) -> str:
    text = ngettext("%(count)s assigned", "%(count)s assigned", load) % {"count": load}
    if covers(reviewer, submission):
        return f"{reviewer.name} ({text})"
    return f"{reviewer.name} ({text}; {_('not their subject')})"


@call_desk
def conflicts(request: HttpRequest, call: Call) -> HttpResponse:
    """The conflicts of interest, found and declared; each can be lifted, or held again."""
    found = Conflicts(call)
    submissions = {each.pk: each for each in judged(call)}
    reviewers = {each.pk: each for each in found.reviewers}
    lines = [
        {
            "reviewer": reviewers[reviewer],
            "submission": submissions[submission],
            "grounds": [str(ground.label) for ground in grounds],
            "stated": found.stated.get((reviewer, submission)),
        }
        for reviewer, submission, grounds in found.all()
        if submission in submissions
    ]
    if request.method == "POST":
        return _judge(request, call, lines)
    try:
        page = Paginator(lines, CONFLICTS_PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise ParameterError("page", _("There is no such page.")) from None
    return render(
        request,
        "reviewing/conflicts.html",
        _context(call, "conflicts", lines=page.object_list, page=page),
    )


def _judge(request: HttpRequest, call: Call, lines: list[dict[str, Any]]) -> HttpResponse:
    pair = (request.POST.get("reviewer"), request.POST.get("submission"))
    line = next(
        (each for each in lines if (each["reviewer"].code, each["submission"].code) == pair), None
    )
    wanted = request.POST.get("act")
    if line is None or wanted not in ("lift", "hold"):
        raise ParameterError("act", _("Choose a conflict of this list."))
    stated: Conflict | None = line["stated"]
    with transaction.atomic(), entries_made() as entries:
        if wanted == "lift":
            operations.state_conflict(
                actor=acting_user(request), reviewer=line["reviewer"],
                submission=line["submission"], is_lifted=True,
                reason=stated.reason if stated else "",
            )  # fmt: skip
        elif stated is not None:
            operations.hold_conflict(actor=acting_user(request), conflict=stated)
    confirm_saved(request, entries)
    return HttpResponseRedirect(address(call, "conflicts"))
