"""The figures desk through the front door."""

from __future__ import annotations

import pytest

from factories.accounts import signed_in, user_with
from factories.documents import make_document, make_proposal
from factories.evidence import make_claim
from factories.figures import make_indicator
from reading import form_of, text_of, undo_address
from serai.foundation.accounts.models import Role
from serai.track.figures.models import Indicator

pytestmark = pytest.mark.django_db

DESK = "/en/desk/figures/"


def test_an_indicator_is_defined_and_changed(analyst_client):
    typed = form_of(analyst_client.get(f"{DESK}new/"))
    typed |= {
        "name_0": "Workshops", "definition_0": "Places of training.", "unit_0": "workshops",
        "slug": "workshops", "counter": "register.records", "counter_query": "kind=nonsense",
    }  # fmt: skip
    page = analyst_client.post(f"{DESK}new/", typed)
    assert "it may be one of: agreement" in text_of(page)
    assert 'value="kind=nonsense"' in page.content.decode()
    assert not Indicator.objects.exists()
    page = analyst_client.post(
        f"{DESK}new/", {**typed, "counter_query": "?kind=workshop"}, follow=True
    )
    indicator = Indicator.objects.get()
    assert indicator.counter_query == "kind=workshop"
    assert "Workshops" in text_of(page)
    edit = f"{DESK}{indicator.code}/"
    typed = form_of(analyst_client.get(edit))
    page = analyst_client.post(edit, {**typed, "is_key_figure": "on"}, follow=True)
    indicator.refresh_from_db()
    assert indicator.is_key_figure
    analyst_client.post(undo_address(page))
    indicator.refresh_from_db()
    assert not indicator.is_key_figure


def test_a_figure_is_made_of_a_claim_and_proposed_for_what_waits(analyst_client):
    claim = make_claim(subject="intergovernmental agreements", unit="agreement")
    document = make_document("There are 80 agreements between governments.")
    waiting = make_proposal(
        document, "80", value=80, unit="agreement", subject="intergovernmental agreements"
    )
    page = text_of(analyst_client.get(f"/en/desk/claims/{claim.code}/"))
    assert "Make a figure of it" in page
    address = f"{DESK}new/?claim={claim.code}"
    typed = form_of(analyst_client.get(address))
    assert (typed["name_0"], typed["unit_0"], typed["slug"]) == (
        "Intergovernmental agreements", "agreements", "intergovernmental-agreements",
    )  # fmt: skip
    answer = analyst_client.post(address, {**typed, "definition_0": "Between governments."})
    assert answer["Location"] == f"/en/desk/claims/{claim.code}/"
    claim.refresh_from_db()
    waiting.refresh_from_db()
    assert claim.indicator == waiting.indicator == Indicator.objects.get()
    assert analyst_client.get(address).status_code == 404


def test_the_order_is_changed_and_taken_back(analyst_client):
    first, second = make_indicator(position=0), make_indicator(position=1)
    page = analyst_client.post(f"{DESK}{second.code}/move/", {"direction": "up"}, follow=True)
    assert list(Indicator.objects.all()) == [second, first]
    analyst_client.post(undo_address(page))
    assert list(Indicator.objects.all()) == [first, second]
    page = analyst_client.post(f"{DESK}{second.code}/move/", {"direction": "left"})
    assert page.status_code == 400
    assert "direction" in text_of(page)


def test_an_indicator_with_claims_is_not_deleted(analyst_client):
    kept, empty = make_indicator(), make_indicator()
    make_claim(indicator=kept)
    page = analyst_client.post(f"{DESK}{kept.code}/delete/")
    assert page.status_code == 409
    assert "still used" in text_of(page)
    analyst_client.post(f"{DESK}{empty.code}/delete/")
    assert list(Indicator.objects.all()) == [kept]


@pytest.mark.parametrize("role", [None, *Role])
def test_who_may_do_what(role):
    indicator = make_indicator()
    client = signed_in(user_with(*([role] if role else [])))
    assert client.get(DESK).status_code == (403 if role is None else 200)
    may_edit = role in {Role.ANALYST, Role.ADMINISTRATOR}
    expected = 200 if may_edit else 403
    for address in ("new/", f"{indicator.code}/", f"{indicator.code}/delete/"):
        assert client.get(DESK + address).status_code == expected, address
    moved = client.post(f"{DESK}{indicator.code}/move/", {"direction": "up"})
    assert moved.status_code == (302 if may_edit else 403)


def test_an_empty_desk_says_what_to_do(secretariat_client):
    assert "No figures yet" in text_of(secretariat_client.get(DESK))
