"""Laying a claim under a field of a record, and letting the record take its number over."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from factories.accounts import signed_in, user_with
from factories.documents import make_document, make_proposal
from factories.evidence import make_claim
from factories.register import make_record
from serai.foundation.accounts.models import Role, RoleAssignment
from serai.foundation.record.queries import history
from serai.track.evidence import operations
from serai.track.evidence.fields import field_owner
from serai.track.evidence.models import Citation, Qualifier, Review, Verdict
from serai.track.register.models import Measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    """Somebody who is both analyst and editor of the register."""
    user = user_with(Role.ANALYST)
    RoleAssignment.objects.create(user=user, role=Role.EDITOR)
    return user


def lay(actor, claim, record, field="", **options):
    return operations.cite_claim(
        actor=actor, claim=claim, owner=field_owner("register.record"), target=record, field=field,
        **options,
    )  # fmt: skip


def exact_claim(**values):
    return make_claim(
        qualifier=Qualifier.EXACT, value=40, unit="unit", subject="Turbines", **values
    )


def test_a_field_rests_on_a_claim_beside_the_citations_there_are(actor):
    record, claim = make_record(), make_claim(start=10, end=20)
    before = set(record.citations.values_list("pk", flat=True))
    citation = lay(actor, claim, record, "started_on")
    assert (citation.field, citation.claim, citation.start) == ("started_on", claim, 10)
    assert before < set(record.citations.values_list("pk", flat=True))
    assert lay(actor, claim, record, "started_on") == citation
    assert history(record).first().verb == "citation.added"


def test_a_record_takes_the_number_of_a_claim_as_a_measure(actor):
    record, claim = make_record(), exact_claim()
    citation = lay(actor, claim, record, "measures", takes_value=True)
    measure = Measure.objects.get()
    assert (measure.record, measure.value, str(measure.unit)) == (record, Decimal(40), "unit")
    assert citation.target == measure
    assert lay(actor, claim, record, "measures", takes_value=True) == citation
    assert Measure.objects.count() == 1


def test_a_bound_is_not_set_as_a_number(actor):
    record = make_record()
    with pytest.raises(ValidationError, match="cannot take over"):
        lay(actor, make_claim(), record, "measures", takes_value=True)
    assert not Measure.objects.exists()


@pytest.mark.parametrize("field", ["stage", "no_such_field", "pk"])
def test_only_the_fields_that_are_offered_can_rest_on_a_claim(actor, field):
    with pytest.raises(ValidationError, match="not a field"):
        lay(actor, make_claim(), make_record(), field)


def test_only_an_accepted_claim_carries_a_field(actor):
    with pytest.raises(ValidationError, match="accepted"):
        lay(actor, make_claim(review=Review.DRAFT), make_record())


def test_the_claim_page_leads_to_the_record_and_its_fields(actor):
    client, claim = signed_in(actor), exact_claim()
    record = make_record(name={"en": "Zhanatas wind farm"})
    address = f"/en/desk/claims/{claim.code}/field/"
    assert "Zhanatas" in client.get(f"{address}?q=zhanatas").content.decode()
    page = client.get(f"{address}?owner=register.record&code={record.code}").content.decode()
    assert "Turbines: 40 unit" in page
    posted = client.post(
        f"{address}?owner=register.record&code={record.code}",
        {"field": "measures", "takes_value": "on"},
    )
    assert posted.status_code == 302
    assert Citation.objects.get(claim=claim).target == Measure.objects.get()


def test_an_analyst_who_does_not_edit_the_register_cannot_lay_a_claim_there(analyst_client):
    claim, record = make_claim(), make_record()
    address = f"/en/desk/claims/{claim.code}/field/?owner=register.record&code={record.code}"
    assert analyst_client.get(address).status_code == 403


def test_the_review_screen_finds_records_and_fields(actor):
    client = signed_in(actor)
    document = make_document("It has 40 units.")
    proposal = operations.decide(
        actor=actor, verdict=Verdict.ACCEPT,
        proposal=make_proposal(document, "40", value=40, qualifier="exact", unit="unit"),
    )  # fmt: skip
    record = make_record(name={"en": "Zhanatas wind farm"})
    here = f"/en/desk/documents/{document.code}/review/field/"
    assert client.get(here).json() == {"owners": [["register.record", "record"]]}
    found = client.get(f"{here}?owner=register.record&q=ZHANATAS wind").json()
    assert found == {"objects": [{"code": record.code, "label": "Zhanatas wind farm"}]}
    query = f"owner=register.record&code={record.code}&claim={proposal.claim.code}"
    fields = {each["name"]: each for each in client.get(f"{here}?{query}").json()["fields"]}
    assert fields["measures"]["offer"] == "Agreements: 40 unit"
    assert fields["started_on"]["offer"] == ""
    assert client.get(f"{here}?owner=nothing").status_code == 400
    assert client.get(f"{here}?owner=register.record&code=nothing").status_code == 404
    answer = client.post(
        here,
        {"claim": proposal.claim.code, "owner": "register.record", "code": record.code,
         "field": "measures", "takes_value": True},
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 200
    assert record.measures.get().value == 40
