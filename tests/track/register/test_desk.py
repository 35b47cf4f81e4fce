"""The desk of the register: from a draft to a published record with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from factories.accounts import signed_in, user_with
from factories.directory import make_country, make_organisation
from factories.evidence import make_source
from factories.register import (
    make_agreement,
    make_legal_event,
    make_measure,
    make_party,
    make_record,
)
from serai.foundation.accounts.models import Role
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.web.desk.saving import undo_token
from serai.track.evidence.models import Citation
from serai.track.register import operations
from serai.track.register.models import (
    AgreementTerms,
    LegalEventKind,
    PartyRole,
    Record,
    RecordKind,
    Stage,
    Status,
)

pytestmark = pytest.mark.django_db

CHANGING = ("particulars", "parties", "events", "contents", "relations", "sources", "delete")
READING = ("record", "preview")


def at(name: str, record: Record) -> str:
    return reverse(f"register_desk:{name}", args=[record.code])


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back if nobody typed anything."""
    response = client.get(address)
    assert response.status_code == 200
    page = html.fromstring(response.content.decode())
    (form,) = page.xpath("//main//form[.//button[contains(@class, 'primary')]]")
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def send(client: Client, address: str, typed: Mapping[str, Any]) -> Any:
    """Open a form, type into it and send it."""
    return client.post(address, {**form_of(client, address), **typed})


def text_of(response: HttpResponse) -> str:
    main = html.fromstring(response.content.decode()).find(".//main")
    return " ".join(main.text_content().split())


@pytest.mark.parametrize("role", ["administrator", "editor", "analyst", "secretariat", "delegate"])
def test_who_may_open_what(role: str) -> None:
    user = user_with() if role == "delegate" else user_with(Role(role))
    client = signed_in(user)
    draft = make_record(stage=Stage.DRAFT)
    agreement = make_agreement(stage=Stage.DRAFT)
    reads = 200 if role != "delegate" else 403
    changes = 200 if role in {"administrator", "editor"} else 403
    assert client.get(reverse("register_desk:list")).status_code == reads
    assert client.get(reverse("register_desk:add")).status_code == changes
    for name in READING:
        assert client.get(at(name, draft)).status_code == reads, name
    for name in CHANGING:
        assert client.get(at(name, draft)).status_code == changes, name
    assert client.get(at("terms", agreement)).status_code == changes
    moved = client.post(at("stage", draft), {"stage": "checked"})
    assert moved.status_code == (302 if changes == 200 else 403)
    assert (Record.objects.get(pk=draft.pk).stage == Stage.CHECKED) == (changes == 200)


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    record = make_record(stage=Stage.DRAFT)
    for address in (reverse("register_desk:list"), *(at(name, record) for name in READING)):
        response = client.get(address)
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_what_is_not_there(editor_client: Client) -> None:
    for name in (*READING, *CHANGING, "terms"):
        address = reverse(f"register_desk:{name}", args=["nothing"])
        assert editor_client.get(address).status_code == 404
    assert editor_client.get(at("terms", make_record())).status_code == 404


def test_an_analyst_cannot_undo_what_an_editor_did(
    analyst_client: Client, editor_client: Client
) -> None:
    record = make_record()
    entries = operations.change_record(
        actor=Program("a test"), record=record, changes={"name_as_written": "Another"}
    )
    token = undo_token([entry.number for entry in entries])
    address = reverse("web_desk:undo", args=[token])
    assert analyst_client.post(address).status_code == 403
    assert Record.objects.get().name_as_written == "Another"
    assert editor_client.post(address).status_code == 302
    assert Record.objects.get().name_as_written == ""


def test_from_nothing_to_public(editor_client: Client, client: Client) -> None:
    response = send(
        editor_client, reverse("register_desk:add"),
        {"kind": "joint_laboratory", "name_0": "Crop laboratory", "countries": ["CN", "KE"],
         "started_on": "2016"},
    )  # fmt: skip
    assert response.status_code == 302, text_of(response)
    record = Record.objects.get()
    assert response["Location"] == at("record", record)
    overview = text_of(editor_client.get(at("record", record)))
    assert "There is no source, so nobody can check it." in overview
    assert "Crop laboratory" in text_of(editor_client.get(at("preview", record)))
    assert client.get(record.get_absolute_url()).status_code == 404
    editor_client.post(at("stage", record), {"stage": "checked"})
    refused = editor_client.post(at("stage", record), {"stage": "published"}, follow=True)
    assert "Cite a source first" in text_of(refused)
    assert client.get(record.get_absolute_url()).status_code == 404
    Citation.objects.create(target=record, source=make_source())
    editor_client.post(at("stage", record), {"stage": "published"})
    assert client.get(record.get_absolute_url()).status_code == 200
    assert Record.objects.get().countries.count() == 2


def test_a_step_that_is_not_allowed(editor_client: Client) -> None:
    record = make_record(stage=Stage.DRAFT)
    response = editor_client.post(at("stage", record), {"stage": "published"}, follow=True)
    assert "From “draft” a record cannot go to “published”." in text_of(response)
    assert Record.objects.get().stage == Stage.DRAFT
    for written in ("castle", ""):
        response = editor_client.post(at("stage", record), {"stage": written})
        assert response.status_code == 400
        assert "stage" in text_of(response)
    assert editor_client.get(at("stage", record)).status_code == 405


def test_particulars_are_saved_and_undone(editor_client: Client) -> None:
    record = make_record(name="Before", countries=[make_country("CN")])
    response = send(
        editor_client, at("particulars", record), {"name_0": "After", "countries": ["KE"]}
    )
    assert response.status_code == 302
    record = Record.objects.get()
    assert str(record) == "After"
    assert record.sort_name == "after"
    assert [country.pk for country in record.countries.all()] == ["KE"]
    token = undo_token([Entry.objects.order_by("-number")[0].number])
    editor_client.post(reverse("web_desk:undo", args=[token]))
    assert str(Record.objects.get()) == "Before"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"name_0": ""}, "Name"),
        ({"started_on": "next week"}, "is not a date"),
        ({"latitude": "91", "longitude": "0"}, "Latitude"),
        ({"latitude": "12"}, "Give latitude and longitude, or neither."),
        ({"countries": ["XX"]}, "Countries"),
        ({"counting_reason_0": "", "counts_in_totals": []}, "Say why this record does not count."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    editor_client: Client, typed: dict[str, Any], expected: str
) -> None:
    record = make_record(name="Laboratory")
    response = send(editor_client, at("particulars", record), {"summary_0": "Kept words", **typed})
    assert response.status_code == 200
    assert expected in text_of(response)
    assert "Kept words" in response.content.decode()
    assert Record.objects.get().summary.data != {"en": "Kept words"}


def test_a_record_is_not_part_of_itself(editor_client: Client) -> None:
    whole = make_record()
    part = make_record(part_of=whole)
    response = send(editor_client, at("particulars", whole), {"part_of": part.pk})
    assert response.status_code == 200
    assert "cannot be part of itself" in text_of(response)


def test_terms_and_events_give_the_status(editor_client: Client) -> None:
    record = make_agreement(stage=Stage.DRAFT)
    party = make_party(record, country=make_country("FR"))
    response = send(editor_client, at("terms", record), {"term_years": "5", "renewal": "automatic"})
    assert response.status_code == 302, text_of(response)
    assert AgreementTerms.objects.get().term_years == 5
    response = send(
        editor_client, at("events", record),
        {"legal_events-0-kind": "entry_into_force", "legal_events-0-on": "1978-01-21",
         "legal_events-0-party": party.pk},
    )  # fmt: skip
    assert response.status_code == 302, text_of(response)
    assert Record.objects.get().status == Status.IN_FORCE
    assert "in force" in text_of(editor_client.get(at("record", record)))


def test_parties_are_added_changed_and_removed(editor_client: Client) -> None:
    record = make_record()
    first = make_party(record, country=make_country("KE"))
    second = make_party(record, as_written="Somebody", position=1)
    organisation = make_organisation()
    response = send(
        editor_client, at("parties", record),
        {"parties-0-role": "host", "parties-1-DELETE": "on", "parties-2-role": "funder",
         "parties-2-organisation": organisation.pk},
    )  # fmt: skip
    assert response.status_code == 302, text_of(response)
    found = [(party.pk, party.role) for party in record.parties.all()]
    assert found[0] == (first.pk, PartyRole.HOST)
    assert found[1][1] == PartyRole.FUNDER
    assert second.pk not in {key for key, _role in found}


def test_a_party_needs_a_name(editor_client: Client) -> None:
    record = make_record()
    response = send(editor_client, at("parties", record), {"parties-0-role": "host"})
    assert response.status_code == 200
    assert "give the words of the source" in text_of(response)


def test_measures_lists_and_relations(editor_client: Client) -> None:
    record, other = make_record(), make_record()
    response = send(
        editor_client, at("contents", record),
        {"measures-0-name_0": "Capacity", "measures-0-value": "100", "measures-0-unit_0": "MW",
         "elements-0-group_0": "Aspects", "elements-0-name_0": "Openness"},
    )  # fmt: skip
    assert response.status_code == 302, text_of(response)
    assert str(record.measures.get()) == "Capacity: 100"
    assert str(record.elements.get()) == "Openness"
    response = send(
        editor_client, at("relations", record),
        {"relations-0-kind": "related", "relations-0-other": other.pk},
    )  # fmt: skip
    assert response.status_code == 302, text_of(response)
    assert record.relations.get().other == other


def test_sources_of_the_record_and_of_its_parts(editor_client: Client) -> None:
    record = make_record()
    measure = make_measure(record)
    source = make_source()
    Citation.objects.create(target=record, field="name", source=source, start=1, end=9)
    address = at("sources", record)
    response = send(
        editor_client, address,
        {"citations-1-supports": f"measure.{measure.pk}.", "citations-1-source": source.pk,
         "citations-1-start": "10", "citations-1-end": "20"},
    )  # fmt: skip
    assert response.status_code == 302, text_of(response)
    assert record.citations.get().field == "name"
    assert measure.citations.get().start == 10
    opened = form_of(editor_client, address)
    assert opened["citations-1-supports"] == [f"measure.{measure.pk}."]
    # Another fact: the citation moves from the record to its summary.
    response = editor_client.post(
        address, {**opened, "citations-0-supports": f"record.{record.pk}.summary"}
    )
    assert response.status_code == 302, text_of(response)
    assert record.citations.get().field == "summary"
    response = send(editor_client, address, {"citations-1-start": "30"})
    assert "must end after it starts" in text_of(response)


def test_the_list_finds_and_moves_many(editor_client: Client) -> None:
    drafts = [make_record(name=f"Draft {number}", stage=Stage.DRAFT) for number in range(3)]
    source = make_source()
    for draft in drafts:
        Citation.objects.create(target=draft, source=source)
    make_record(name="Wind farm", kind=RecordKind.PROJECT)
    address = reverse("register_desk:list")
    assert "Wind farm" not in text_of(editor_client.get(f"{address}?stage=draft"))
    assert "Draft 1" not in text_of(editor_client.get(f"{address}?words=WIND"))
    assert editor_client.get(f"{address}?kind=castle").status_code == 400
    selected = [record.pk for record in drafts[:2]]
    editor_client.post(f"{address}?stage=draft", {"action": "checked", "selected": selected})
    assert Record.objects.filter(stage=Stage.CHECKED).count() == 2
    response = editor_client.post(
        address, {"action": "published", "selected": [record.pk for record in drafts],
                  "confirmed": "1"}, follow=True,
    )  # fmt: skip
    assert "Draft 2: From" in text_of(response)
    assert Record.objects.filter(stage=Stage.CHECKED).count() == 2  # all or nothing


def test_an_analyst_sees_drafts_and_no_buttons(analyst_client: Client) -> None:
    record = make_record(name="Draft", stage=Stage.DRAFT)
    page = analyst_client.get(reverse("register_desk:list")).content.decode()
    assert "Draft" in page
    assert 'name="action"' not in page
    assert "Mark as checked" not in text_of(analyst_client.get(at("record", record)))


def test_deleting_a_draft(editor_client: Client) -> None:
    draft, published = make_record(stage=Stage.DRAFT), make_record()
    assert editor_client.post(at("delete", draft)).status_code == 302
    assert editor_client.post(at("delete", published)).status_code == 403
    assert list(Record.objects.all()) == [published]


def test_the_home_of_the_desk_says_what_waits(editor_client: Client) -> None:
    make_record(stage=Stage.DRAFT)
    make_record(stage=Stage.CHECKED)
    page = text_of(editor_client.get(reverse("web_desk:home")))
    assert "draft to check" in page
    assert "checked record to publish" in page


@pytest.mark.parametrize("name", ["", "parties", "events", "contents", "sources"])
def test_pages_cost_the_same_for_1_and_30(
    editor_client: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    record = make_agreement(stage=Stage.DRAFT)
    address = at(name, record) if name else reverse("register_desk:list")

    def add(count: int) -> None:
        source = make_source()
        for _number in range(count):
            party = make_party(record, organisation=make_organisation())
            make_legal_event(record, LegalEventKind.RESERVATION, "2020", party=party)
            Citation.objects.create(target=make_measure(record), source=source)
            make_record(countries=[make_country("KE"), make_country("CN")])

    add(1)
    editor_client.get(address)
    with django_assert_max_num_queries(60) as few:
        editor_client.get(address)
    add(20)
    with django_assert_max_num_queries(60) as many:
        editor_client.get(address)
    assert len(few) == len(many)
