"""Pages to which every room adds its part cost the same with one row and with thirty."""

from __future__ import annotations

from secrets import token_hex

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from factories.accounts import user_with
from factories.calls import make_call, make_submission
from factories.directory import make_country, make_organisation, make_person
from factories.editions import make_edition, make_organiser
from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from factories.programme import make_activity, make_participation, make_session, release_all
from factories.register import make_party, make_record
from factories.reviewing import (
    assign,
    make_criterion,
    make_decision_letter,
    make_review,
    make_reviewer,
)
from serai.convene.calls.models import Call, Criterion, Outcome
from serai.convene.calls.reviewing.deciding import decide
from serai.convene.programme.models import ActivityOrganiser
from serai.foundation.directory.models import Organisation, Person
from serai.foundation.record.operations import Program
from serai.foundation.web.release_cache import release_cache
from serai.publish.site.sitemaps import SITEMAPS

pytestmark = pytest.mark.django_db

PAGES = (
    "/en/organisations/",
    "/en/organisations/{organisation}/",
    "/en/people/{person}/",
    "/en/countries/",
    "/en/countries/CN/",
    "/en/sources/",
    "/en/figures/",
    "/en/register/",
    "/en/editions/",
    "/sitemap.xml",
    *(f"/sitemap-{section}.xml" for section in SITEMAPS),
)
COMMITTEE = (
    "",
    "reviewers/",
    "assignments/",
    "conflicts/",
    "ranking/",
    "letters/",
    "fairness/",
)
MOST = 20


def fill(organisation: Organisation, person: Person, rows: int) -> None:
    """Let one organisation and one person be in everything that there is, so many times."""
    for _row in range(rows):
        edition = make_edition(country=organisation.country)
        make_organiser(edition=edition, organisation=organisation)
        activity = make_activity(edition)
        make_session(activity)
        with scope(edition=edition):
            ActivityOrganiser.objects.create(activity=activity, organisation=organisation)
        make_participation(activity, person)
        person.positions.create(title={"en": "Director"}, organisation=organisation)
        make_organisation(parent=organisation)
        record = make_record(countries=[make_country("CN")])
        make_party(record, organisation=organisation)
        make_claim(source=make_source(publisher=organisation), indicator=make_indicator())
    release_all()


def fill_call(call: Call, criterion: Criterion, rows: int) -> None:
    """So many submissions that wait, as many that are decided upon, and as many that were told."""
    for _row in range(rows):
        country = make_country("CN")
        reviewer = make_reviewer(call, user_with(email=f"{token_hex(4)}@academy.example"))
        waiting, decided = make_submission(call), make_submission(call)
        with scope(edition=call.edition):
            decided.speakers.update(country=country, email="amina@delta.example")
        assign(reviewer, waiting)
        make_review(reviewer, decided, {criterion: 3})
        decide(actor=Program("test"), submissions=[decided], outcome=Outcome.REJECTED)
        make_decision_letter(call)


def queries_of(client: Client, address: str) -> int:
    """How many queries a page takes that nobody has kept."""
    # Content types are read once per process; columns, and what the directory calls their values,
    # once per state.
    release_cache.clear()
    client.get(address)
    release_cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def test_a_page_costs_the_same_with_one_row_and_with_thirty(client: Client) -> None:
    """All pages at once: making the rows takes longer than reading them."""
    organisation, person = make_organisation(), make_person()
    counts = []
    for rows in (1, 29):
        fill(organisation, person, rows)
        named = {"organisation": organisation.code, "person": person.code}
        counts.append({page: queries_of(client, page.format(**named)) for page in PAGES})
    assert counts[0] == counts[1]
    assert {page: count for page, count in counts[1].items() if count > MOST} == {}


def test_a_committee_costs_the_same_with_one_submission_and_with_thirty(
    secretariat_client: Client,
) -> None:
    call = make_call(make_edition())
    criterion = make_criterion(call)
    desk = f"/en/desk/editions/{call.edition.slug}/calls/{call.code}/"
    counts = []
    for rows in (1, 29):
        fill_call(call, criterion, rows)
        counts.append({page: queries_of(secretariat_client, desk + page) for page in COMMITTEE})
    assert counts[0] == counts[1]
