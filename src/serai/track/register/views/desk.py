"""The desk of the register: records from draft to publication, with their parts and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.directory import choosing
from serai.foundation.record.operations import entries_made
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    PartFormSet,
    confirm_deletion,
    confirm_saved,
    desk_view,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError
from serai.track.register import forms, operations, queries
from serai.track.register.gaps import gaps
from serai.track.register.models import AgreementTerms, Record, Stage
from serai.track.register.operations import Parts
from serai.track.register.presentation import (
    countries_in_words,
    kind_of,
    sentence,
    tone,
)
from serai.track.register.quality import record_quality
from serai.track.register.record_page import shown_objects
from serai.track.register.views.public import record_context

_FORM = "register/desk/form.html"

STAGE_ACTIONS = {
    Stage.CHECKED: gettext_lazy("Mark as checked"),
    Stage.PUBLISHED: gettext_lazy("Publish"),
    Stage.WITHDRAWN: gettext_lazy("Withdraw"),
    Stage.DRAFT: gettext_lazy("Back to draft"),
}


def desk_tabs(request: HttpRequest, record: Record, here: str) -> list[dict[str, Any]]:
    """The pages of one record at the desk, as far as the user may open them."""
    pages = [("record", _("Overview"))]
    if may(acting_user(request), "register.change_record"):
        pages += [
            ("particulars", _("Particulars")),
            *([("terms", _("Terms"))] if record.is_agreement else []),
            ("parties", _("Parties")),
            ("events", _("Events")),
            ("contents", _("Measures and lists")),
            ("relations", _("Relations")),
            ("sources", _("Sources")),
        ]
    return [
        {
            "label": label,
            "href": reverse(f"register_desk:{name}", args=[record.code]),
            "is_active": name == here,
        }
        for name, label in pages
    ]


def _moved_to(stage: Stage) -> Callable[[User, list[Record]], None]:
    def run(user: User, chosen: list[Record]) -> None:
        for record in chosen:
            try:
                operations.move_to_stage(actor=user, record=record, stage=stage)
            except ValidationError as error:
                raise ValidationError(f"{record}: {' '.join(error.messages)}") from None

    return run


@desk_view("register.enter_desk")
def record_list(request: HttpRequest) -> HttpResponse:
    """Every record, whatever its stage."""
    user = acting_user(request)
    return render_list(
        request,
        queries.for_list(Record.objects.all()).order_by("-changed_at", "-pk"),
        [
            Column(_("Name"), "name", sort="sort_name", href=Record.get_desk_url),
            Column(_("Kind"), lambda row: capfirst(row.get_kind_display()), sort="kind"),
            Column(_("Countries"), countries_in_words),
            Column(_("Year"), lambda row: str(row.year or ""), sort="year", is_number=True),
            Column(_("Status"), lambda row: capfirst(row.get_status_display()), sort="status"),
            Column(_("Stage"), lambda row: capfirst(row.get_stage_display()), sort="stage"),
        ],
        title=_("Register"),
        filter_form=forms.RecordFilterForm,
        bulk_actions=[
            BulkAction(
                stage.value, label, _moved_to(stage), permission="register.publish_record",
                confirm=stage in {Stage.PUBLISHED, Stage.WITHDRAWN},
            )
            for stage, label in STAGE_ACTIONS.items()
        ],
        create_href=reverse("register_desk:add") if may(user, "register.change_record") else "",
        create_label=_("New record"),
        empty_title=_("There is no record yet."),
        empty_text=_("Add the first one, or import a file."),
        template="register/desk/list.html",
        context={"may_import": may(user, "register.change_record")},
    )  # fmt: skip


@desk_view("register.change_record")
def record_add(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    form = forms.RecordForm(request.POST or None)

    def save() -> Record:
        columns, many = _columns_and_sets(form.changes())
        return operations.add_record(
            actor=acting_user(request), record=Record(**columns), many=many
        )

    return handle_form(
        request, form, save=save, success_url=Record.get_desk_url,
        title=_("New record"),
        lead=_("It is a draft until you publish it. Parties, events and sources come next."),
        cancel_href=reverse("register_desk:list"),
    )  # fmt: skip


def _columns_and_sets(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    sets = {field.name for field in Record._meta.many_to_many}
    return (
        {name: value for name, value in values.items() if name not in sets},
        {name: value for name, value in values.items() if name in sets},
    )


def _for_desk(code: str) -> Record:
    return get_object_or_404(Record, code=code)


@desk_view("register.enter_desk")
def record_overview(request: HttpRequest, code: str) -> HttpResponse:
    """Where the work on a record stands: what is missing, what comes next."""
    record = _for_desk(code)
    user = acting_user(request)
    may_publish = may(user, "register.publish_record")
    following = operations.TRANSITIONS[Stage(record.stage)] if may_publish else ()
    return render(
        request,
        "register/desk/record.html",
        {
            "record": record,
            "tabs": desk_tabs(request, record, "record"),
            "kind": kind_of(record),
            "sentence": sentence(record),
            "status_tone": tone(record.status),
            "gaps": gaps(record),
            "stage_stops": _stage_stops(record),
            "moves": [
                (stage.value, STAGE_ACTIONS[stage], stage in {Stage.CHECKED, Stage.PUBLISHED})
                for stage in following
            ],
            "may_change": may(user, "register.change_record"),
            "tasks": record.tasks.select_related("assignee"),
            "quality": record_quality(record),
            "is_deletable": record.stage == Stage.DRAFT,
        },
    )


def _stage_stops(record: Record) -> list[dict[str, Any]]:
    stages = list(Stage)
    here = stages.index(Stage(record.stage))
    return [
        {
            "title": capfirst(str(stage.label)),
            "state": "done" if number < here else "current" if number == here else "open",
        }
        for number, stage in enumerate(stages)
        if stage != Stage.WITHDRAWN or record.stage == Stage.WITHDRAWN
    ]


@desk_view("register.enter_desk")
def record_preview(request: HttpRequest, code: str) -> HttpResponse:
    """The public page of a record as it will be."""
    record = get_object_or_404(queries.for_page(Record.objects.all()), code=code)
    return render(request, "register/desk/preview.html", record_context(record))


@require_POST
@desk_view("register.publish_record")
def record_stage(request: HttpRequest, code: str) -> HttpResponse:
    """Carry a record to another stage."""
    record = _for_desk(code)
    written = request.POST.get("stage", "")
    if written not in Stage.values:
        raise ParameterError("stage", _("it may be one of: %s.") % ", ".join(Stage.values))
    try:
        with transaction.atomic(), entries_made() as entries:
            operations.move_to_stage(
                actor=acting_user(request), record=record, stage=Stage(written)
            )
    except ValidationError as error:
        # The page may be an old one: say why it does not go, on the page as it is now.
        messages.error(request, " ".join(error.messages))
    else:
        confirm_saved(request, entries)
    return HttpResponseRedirect(record.get_desk_url())


@desk_view("register.change_record")
def record_particulars(request: HttpRequest, code: str) -> HttpResponse:
    """What the record is, where and when."""
    record = _for_desk(code)
    lead = str(record)
    tabs = desk_tabs(request, record, "particulars")
    form = forms.RecordForm(request.POST or None, instance=record)

    def save() -> Record:
        stored = Record.objects.get(pk=record.pk)
        operations.change_record(actor=acting_user(request), record=stored, changes=form.changes())
        return stored

    return handle_form(
        request, form, save=save, success_url=Record.get_desk_url,
        title=_("Particulars"), lead=lead, cancel_href=record.get_desk_url(),
        delete_href=reverse("register_desk:delete", args=[code])
        if record.stage == Stage.DRAFT else "",
        template=_FORM, context={"tabs": tabs},
    )  # fmt: skip


@desk_view("register.change_record")
def record_terms(request: HttpRequest, code: str) -> HttpResponse:
    """What only an agreement has."""
    record = get_object_or_404(Record, code=code, kind="agreement")
    terms = AgreementTerms.objects.filter(record=record).first() or AgreementTerms(record=record)
    form = forms.TermsForm(request.POST or None, instance=terms)

    def save() -> Record:
        operations.change_record(
            actor=acting_user(request), record=record, parts=Parts(terms=form.changes())
        )
        return record

    return handle_form(
        request, form, save=save, success_url=record.get_desk_url(),
        title=_("Terms"), lead=str(record), cancel_href=record.get_desk_url(),
        template=_FORM, context={"tabs": desk_tabs(request, record, "terms")},
    )  # fmt: skip


class _Page(NamedTuple):
    """A page of parts: its title, its rows, and the options of their selects."""

    title: Any
    formsets: Mapping[str, type[PartFormSet]]
    choices: Callable[[Record], dict[str, dict[str, choosing.Choices]]] = lambda _record: {}


def _party_choices(_record: Record) -> dict[str, dict[str, choosing.Choices]]:
    return {
        "parties": {
            "country": choosing.country_choices(),
        }
    }


def _event_choices(record: Record) -> dict[str, dict[str, choosing.Choices]]:
    if not record.is_agreement:
        return {}
    parties = record.parties.select_related("organisation", "country")
    return {"legal_events": {"party": choosing.choices_of(parties)}}


def _page_named(name: str, record: Record) -> _Page:
    if name == "events":
        rows = (
            {"legal_events": forms.LegalEventFormSet}
            if record.is_agreement
            else {"status_events": forms.StatusEventFormSet}
        )
        return _Page(_("Events"), rows, _event_choices)
    return {
        "parties": _Page(_("Parties"), {"parties": forms.PartyFormSet}, _party_choices),
        "contents": _Page(
            _("Measures and lists"),
            {"measures": forms.MeasureFormSet, "elements": forms.ElementFormSet},
        ),
        "relations": _Page(_("Relations"), {"relations": forms.RelationFormSet}),
    }[name]


@desk_view("register.change_record")
def record_parts(request: HttpRequest, code: str, page: str) -> HttpResponse:
    """One sort of parts of a record, all rows in one form."""
    record = _for_desk(code)
    shown = _page_named(page, record)
    choices = shown.choices(record)
    formsets = {}
    for name, formset in shown.formsets.items():
        options: dict[str, Any] = {}
        if name in choices:
            options["form_kwargs"] = {"choices": choices[name]}
        formsets[name] = formset(request.POST or None, instance=record, **options)

    def save() -> Record:
        rows: dict[str, Any] = {name: formset.rows() for name, formset in formsets.items()}
        operations.change_record(actor=acting_user(request), record=record, parts=Parts(**rows))
        return record

    return handle_form(
        request, forms.PartsForm(request.POST or None, instance=record),
        formsets=formsets, save=save,
        success_url=reverse(f"register_desk:{page}", args=[code]),
        title=str(shown.title), lead=str(record), cancel_href=record.get_desk_url(),
        template=_FORM, context={"tabs": desk_tabs(request, record, page)},
    )  # fmt: skip


@desk_view("register.change_record")
def record_sources(request: HttpRequest, code: str) -> HttpResponse:
    """Where each fact of a record is from."""
    record = get_object_or_404(queries.for_page(Record.objects.all()), code=code)
    citable = shown_objects(record)
    rows = forms.CitationFormSet(
        request.POST or None,
        citations=queries.citations_among(citable),
        form_kwargs={
            "choices": {
                "supports": forms.supports_choices(record, citable[1:]),
            }
        },
    )

    def save() -> Record:
        operations.change_citations(
            actor=acting_user(request), record=record, rows=_by_target(citable, rows.rows())
        )
        return record

    return handle_form(
        request, forms.PartsForm(request.POST or None, instance=record),
        formsets=[rows], save=save,
        success_url=reverse("register_desk:sources", args=[code]),
        title=_("Sources"), lead=str(record), cancel_href=record.get_desk_url(),
        template=_FORM, context={"tabs": desk_tabs(request, record, "sources")},
    )  # fmt: skip


def _by_target(
    citable: Iterable[models.Model], rows: Iterable[dict[str, Any]]
) -> dict[models.Model, list[dict[str, Any]]]:
    """Sort the rows of the form by what they support."""
    found: dict[str, tuple[models.Model, list[dict[str, Any]]]] = {
        f"{target._meta.model_name}.{target.pk}": (target, []) for target in citable
    }
    for row in rows:
        place, _dot, field = row["supports"].rpartition(".")
        values = {name: value for name, value in row.items() if name != "supports"}
        found[place][1].append({**values, "field": field})
    return dict(found.values())


@desk_view("register.change_record")
def record_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a draft."""
    record = _for_desk(code)
    if record.stage != Stage.DRAFT:
        raise PermissionDenied
    return confirm_deletion(
        request, record,
        delete=lambda: operations.delete_draft(actor=acting_user(request), record=record),
        success_url=reverse("register_desk:list"), cancel_href=record.get_desk_url(),
    )  # fmt: skip
