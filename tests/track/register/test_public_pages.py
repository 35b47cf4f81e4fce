"""The register as readers see it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factories.directory import make_country, make_field, make_goal, make_organisation, make_theme
from factories.evidence import make_source
from factories.register import (
    make_agreement,
    make_element,
    make_legal_event,
    make_measure,
    make_party,
    make_record,
    make_relation,
    make_status_event,
)
from serai.foundation.dates import PartialDate
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web.release_cache import release_cache
from serai.track.evidence.models import Citation
from serai.track.register import queries
from serai.track.register.models import (
    InstrumentType,
    LegalEventKind,
    PartyRole,
    Record,
    RecordKind,
    RelationKind,
    Stage,
    Status,
)

pytestmark = pytest.mark.django_db


def page_of(client: Client, record: Record, language: str = "en") -> str:
    response = client.get(f"/{language}/register/{record.code}/")
    assert response.status_code == 200
    return response.content.decode()


def full_record() -> Record:
    """A record with something in every corner of its page."""
    whole = make_record(name="The whole")
    record = make_record(
        name="Wind farm", kind=RecordKind.PROJECT, summary="Forty turbines.",
        name_as_written="Typhoon farm", countries=[make_country("CN"), make_country("KZ")],
        countries_are_examples=True, fields=[make_field("2.7")], themes=[make_theme("Energy")],
        goals=[make_goal(7)], place_name="Zhanatas", place_country=make_country("KZ"),
        latitude="43.57", longitude="69.75", started_on="2019-07", part_of=whole,
        counts_in_totals=False, counting_reason="Counted with the whole.",
        status=Status.OPERATING,
    )  # fmt: skip
    make_party(record, organisation=make_organisation("Builder & Sons"), role=PartyRole.BUILDER)
    make_party(record, country=make_country("KZ"), as_written="Kazakstan")
    make_status_event(record, Status.OPERATING, "2021-06")
    make_status_event(record, Status.CLOSED, "2080")
    make_measure(record)
    make_element(record)
    make_relation(record, make_record(name="Founding paper"), RelationKind.FOUNDED_BY)
    make_record(name="A part", part_of=record)
    return record


def test_a_record_shows_all_that_is_known(client: Client) -> None:
    page = page_of(client, full_record())
    for expected in (
        "Project of China, Kazakhstan and other countries, operating.",
        "Forty turbines.", "Typhoon farm", "and other countries", "Zhanatas", "43.57°",
        "July 2019", "The whole", "Counted with the whole.", "Builder &amp; Sons", "Kazakstan",
        "June 2021", "2080", "Capacity", "MW", "Principles", "Openness", "Founding paper",
        "A part", "Founded by", "No source has been entered",
    ):  # fmt: skip
        assert expected in page, expected
    assert page.index("June 2021") < page.index("2080")
    assert "still to come" in page


def test_every_fact_leads_to_its_source(client: Client) -> None:
    record = full_record()
    source = make_source(title={"en": "Report"})
    measure = record.measures.get()
    for target, field, start in ((record, "started_on", 765), (measure, "", 900)):
        Citation.objects.create(
            target=target, field=field, source=source, start=start, end=start + 109
        )
    page = page_of(client, record)
    assert "characters 765 to 874" in page
    assert "characters 900 to 1,009" in page
    for label in re.findall(r'href="#(source-\d+[a-z]+)"', page):
        assert f'id="{label}"' in page
    assert 'July 2019 <sup class="source-marks">' in page


def test_a_signature_alone_is_not_in_force(client: Client) -> None:
    record = make_agreement(name="Treaty", status=Status.SIGNED, countries=[make_country("FR")])
    make_legal_event(record, LegalEventKind.SIGNATURE, "1978-01-21")
    page = page_of(client, record)
    assert "Intergovernmental agreement between France, signed." in page
    assert "A signature alone does not bring an agreement into force" in page
    assert "21 January 1978" in page


def test_a_relation_is_shown_from_both_sides(client: Client) -> None:
    platform, memorandum = make_record(name="Platform"), make_agreement(name="Memorandum")
    make_relation(platform, memorandum, RelationKind.FOUNDED_BY)
    assert "Founded by" in page_of(client, platform)
    page = page_of(client, memorandum)
    assert "Founded" in page
    assert "Platform" in page


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CHECKED, Stage.WITHDRAWN])
def test_what_is_not_published_does_not_exist(
    client: Client, editor_client: Client, stage: Stage
) -> None:
    hidden = make_record(name="Secret plan", stage=stage)
    public = make_record(name="Public", part_of=hidden)
    make_relation(public, hidden)
    make_record(name="Secret part", part_of=public, stage=stage)
    for reader in (client, editor_client):
        assert reader.get(f"/en/register/{hidden.code}/").status_code == 404
        assert "Secret" not in page_of(reader, public)
        assert "Secret" not in reader.get("/en/register/").content.decode()
    assert client.get("/en/register/nothing/").status_code == 404


def test_what_people_write_is_escaped(client: Client) -> None:
    nasty = '<script>alert("1")</script>'
    source = make_source(title={"en": nasty})
    record = make_record(
        name=nasty, summary=nasty, name_as_written=nasty, place_name=nasty,
        countries=[make_country("KE")],
    )  # fmt: skip
    party = make_party(record, organisation=make_organisation(nasty), as_written=nasty)
    make_element(record, group=nasty, name=nasty)
    make_measure(record, name=nasty, unit=nasty)
    Citation.objects.create(target=party, source=source, locator=nasty, note=record.summary)
    for page in (
        page_of(client, record),
        client.get("/en/register/").content.decode(),
        client.get("/en/register/", {"q": nasty}).content.decode(),
    ):
        assert "<script>alert" not in page


def structured_data_of(client: Client, record: Record) -> dict[str, Any]:
    page = page_of(client, record)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_structured_data_is_whole(client: Client) -> None:
    record = make_agreement(
        name="Pact </script><b>", status=Status.IN_FORCE, countries=[make_country("KE")]
    )
    data = structured_data_of(client, record)
    assert data["@type"] == "Legislation"
    assert data["name"] == "Pact </script><b>"
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["spatialCoverage"] == [{"@type": "Country", "identifier": "KE", "name": "Kenya"}]


def test_the_structured_data_says_where_a_laboratory_is(client: Client) -> None:
    record = make_record(
        kind=RecordKind.JOINT_LABORATORY, place_name="Njoro", place_country=make_country("KE"),
        latitude="-0.37", longitude="35.93",
    )  # fmt: skip
    assert structured_data_of(client, record)["location"] == {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress", "addressLocality": "Njoro", "addressCountry": "KE",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": -0.37, "longitude": 35.93},
    }  # fmt: skip
    unplaced = make_record(kind=RecordKind.JOINT_LABORATORY)
    assert "location" not in structured_data_of(client, unplaced)


@pytest.mark.parametrize(
    ("status", "dissolved"), [(Status.COMPLETED, None), (Status.CLOSED, "2021-06")]
)
def test_what_was_completed_is_not_told_as_gone(
    client: Client, status: Status, dissolved: str | None
) -> None:
    record = make_record(
        kind=RecordKind.PROJECT, status=status, ended_on=PartialDate.parse("2021-06")
    )
    assert structured_data_of(client, record).get("dissolutionDate") == dissolved


def test_the_marks_of_newsletters_do_not_break_a_link(client: Client) -> None:
    response = client.get("/en/register/?utm_source=letter&kind=project&fbclid=x")
    assert (response.status_code, response["Location"]) == (302, "/en/register/?kind=project")
    assert client.get("/en/figures/?utm_campaign=x")["Location"] == "/en/figures/"
    assert client.get("/en/register/?castle=1&utm_source=x", follow=True).status_code == 400


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_in_six_languages(client: Client, language: str) -> None:
    record = full_record()
    page = page_of(client, record, language)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    if language != "en":
        assert '<span class="fallback" lang="en" dir="ltr"' in page
    response = client.get(f"/{language}/register/")
    assert response.status_code == 200
    assert f"/{language}/register/{record.code}/" in response.content.decode()


def test_an_empty_register_and_an_empty_result(client: Client) -> None:
    assert "Nothing has been published here yet." in client.get("/en/register/").content.decode()
    make_record()
    page = client.get("/en/register/?kind=workshop").content.decode()
    assert "0 records" in page
    assert "No record matches all of this." in page
    assert 'href="/en/register/"' in page


def test_thirty_on_a_page(client: Client) -> None:
    for number in range(31):
        make_record(name=f"Record {number:02}")
    first = client.get("/en/register/?sort=name").content.decode()
    assert "31 records" in first
    assert first.count('class="listing-item"') == 30
    assert "?sort=name&amp;page=2" in first
    second = client.get("/en/register/?sort=name&page=2").content.decode()
    assert "Record 30" in second
    assert client.get("/en/register/?page=3").status_code == 400


def _many(count: int) -> None:
    china, kenya = make_country("CN"), make_country("KE")
    theme, organisation = make_theme(f"Theme {count}"), make_organisation()
    for _number in range(count):
        record = make_record(
            countries=[china, kenya], themes=[theme], fields=[make_field("4.1")],
            goals=[make_goal(2)], summary="Text", place_country=kenya, started_on="2020",
        )  # fmt: skip
        make_party(record, organisation=organisation)


def test_the_list_costs_the_same_for_1_and_30(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _many(1)
    client.get("/en/register/")
    release_cache.clear()
    with django_assert_num_queries(6):
        client.get("/en/register/?country=CN")
    _many(30)
    client.get("/en/register/")
    release_cache.clear()
    with django_assert_num_queries(6):
        client.get("/en/register/?country=CN")


def test_a_record_costs_the_same_with_1_and_30_parts(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    record = full_record()
    source = make_source()
    page_of(client, record)
    release_cache.clear()
    with django_assert_max_num_queries(24) as before:
        page_of(client, record)
    for number in range(30):
        party = make_party(record, organisation=make_organisation(), position=number)
        make_status_event(record, Status.OPERATING, "2020")
        make_relation(record, make_record())
        make_record(part_of=record, countries=[make_country("KE")])
        for target in (party, make_measure(record), make_element(record)):
            Citation.objects.create(target=target, source=source, start=number, end=number + 1)
    release_cache.clear()
    with django_assert_max_num_queries(24) as after:
        page_of(client, record)
    assert len(before) == len(after)


def test_what_the_home_page_asks() -> None:
    _many(3)
    make_record(countries=[make_country("KE")])
    make_record(countries=[make_country("FR")], stage=Stage.DRAFT)
    counted = {country.pk: count for country, count in queries.partner_countries().items()}
    assert counted == {"KE": 4, "CN": 3}
    assert next(iter(counted)) == "KE"
    assert len(queries.latest(2)) == 2


def test_panels_of_an_organisation_and_a_country(client: Client) -> None:
    organisation = make_organisation("Egerton University", country="KE")
    for number in range(12):
        record = make_record(name=f"Laboratory {number}", countries=[make_country("KE")])
        make_party(record, organisation=organisation)
    make_record(name="Hidden", countries=[make_country("KE")], stage=Stage.DRAFT)
    for address, query in (
        (f"/en/organisations/{organisation.code}/", f"party={organisation.code}"),
        ("/en/countries/KE/", "country=KE"),
    ):
        page = client.get(address).content.decode()
        assert "Laboratory 11" in page
        assert "Hidden" not in page
        assert f'href="/en/register/?{query}"' in page
        assert "All 12 records" in page


def test_the_instrument_is_what_an_agreement_is(client: Client) -> None:
    record = make_agreement(instrument=InstrumentType.MEMORANDUM)
    assert "Memorandum of understanding." in page_of(client, record)
