"""The terms of a session, in its languages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.convene.editions.models import Edition
from serai.convene.interpretation import operations
from serai.convene.interpretation.forms import GlossaryForm, TermFormSet
from serai.convene.programme.models import Session
from serai.convene.programme.views.entrance import edition_desk
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.tables import table_file
from serai.foundation.translation import texts_of
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import handle_form
from serai.foundation.web.desk.access import acting_user

may_edit = edition_desk("editions.edit_programme")


@may_edit
def glossary(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Write the terms of a session, or paste a table of them."""
    session = _session(code)
    form = GlossaryForm(request.POST or None)
    terms = TermFormSet(request.POST or None, instance=session)

    def save() -> Session:
        rows = [*terms.rows(), *form.cleaned_data["table"]]
        operations.save_glossary(actor=acting_user(request), session=session, terms=rows)
        return session

    codes, rows = _table(session)
    return handle_form(
        request, form, formsets=[terms], save=save,
        success_url=reverse("interpretation_desk:glossary", args=[edition.slug, code]),
        title=_("Glossary"), lead=str(session),
        cancel_href=reverse("interpretation_desk:rota", args=[edition.slug]),
        template="interpretation/glossary.html",
        context={
            "edition": edition, "session": session,
            "languages": [(code, language_name(code)) for code in codes],
            "rows": [
                (list(zip(codes, texts, strict=True)), note) for *texts, note in rows
            ],
        },
    )  # fmt: skip


@may_edit
def glossary_file(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """The terms of a session as CSV, which the glossary takes in again."""
    session = _session(code)
    codes, rows = _table(session)
    return table_file([*codes, "note"], rows, name=f"glossary-{session.code}", ending="csv")


def _table(session: Session) -> tuple[list[str], list[list[str]]]:
    """The languages in which there are terms, and a row a term: in each of them, and the note."""
    terms = [(texts_of(term.text), term.note) for term in session.terms.all()]
    codes = [code for code in LANGUAGE_CODES if any(code in texts for texts, _note in terms)]
    return codes, [[*(texts.get(code, "") for code in codes), note] for texts, note in terms]


def _session(code: str) -> Session:
    found: Session = get_object_or_404(
        Session.objects.select_related("activity", "edition"), code=code
    )
    return found
