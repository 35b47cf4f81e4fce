"""The public pages of the directory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.directory import make_country, make_organisation, make_person, translated
from serai.foundation.dates import PartialDate
from serai.foundation.directory import panels
from serai.foundation.directory.merging import merge_organisations
from serai.foundation.directory.models import Organisation, OrganisationKind
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db

ATTACK = '<script>alert("x")</script>'


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert isinstance(data, dict)
    return data


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.fixture
def academy() -> Organisation:
    academy = make_organisation(
        {"en": "Chinese Academy of Sciences", "zh-hans": "中国科学院"},
        kind=OrganisationKind.ACADEMY,
        short_name=translated("CAS"),
        website="https://english.cas.cn/",
    )
    academy.identifiers.create(scheme="ror", value="034t30j35")
    return academy


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_pages_stand_in_six_languages(client: Client, academy: Organisation, language: str) -> None:
    person = make_person("Bai Chunli", country="CN")
    person.positions.create(title=translated("President"), organisation=academy)
    for path in (
        "organisations/", f"organisations/{academy.code}/", f"people/{person.code}/",
        "countries/", "countries/CN/",
    ):  # fmt: skip
        page = text_of(client, f"/{language}/{path}")
        assert f'<html lang="{language}"' in page
        assert page.count("<h1") == 1
        assert " style=" not in page


def test_an_organisation_in_all_its_languages(client: Client, academy: Organisation) -> None:
    make_organisation("Institute of Botany", parent=academy)
    person = make_person("Bai Chunli")
    person.positions.create(
        title=translated("President"), organisation=academy, as_of=PartialDate(2019)
    )
    page = text_of(client, f"/en/organisations/{academy.code}/")
    for text in (
        "中国科学院", "CAS", "https://ror.org/034t30j35", "Institute of Botany", "Bai Chunli",
        "known on 2019", "/en/countries/CN/", "english.cas.cn",
    ):  # fmt: skip
        assert text in page
    data = data_of(page)
    assert data["@type"] == "ResearchOrganization"
    assert data["alternateName"] == ["中国科学院", "CAS"]
    assert data["sameAs"] == ["https://ror.org/034t30j35"]
    assert data["address"]["addressCountry"] == "CN"


def test_a_person_with_names_and_positions(client: Client, academy: Organisation) -> None:
    person = make_person("Bai Chunli", country="CN", orcid="0000-0002-1825-0097")
    person.names.create(text="白春礼", language="zh-Hans", family="白", given="春礼")
    person.positions.create(
        title=translated("President"),
        organisation=academy,
        since=PartialDate(2011, 3),
        until=PartialDate(2020, 12),
    )
    page = text_of(client, f"/en/people/{person.code}/")
    for text in ("白春礼", "March 2011 – December 2020", "https://orcid.org/0000-0002-1825-0097"):
        assert text in page
    assert data_of(page)["alternateName"] == ["白春礼"]
    assert "<h1" in (chinese := text_of(client, f"/zh-hans/people/{person.code}/"))
    assert re.search(r"<h1[^>]*>白春礼</h1>", chinese)


def test_a_country_with_its_organisations(client: Client, academy: Organisation) -> None:
    page = text_of(client, "/fr/countries/CI/")
    assert "Côte d’Ivoire" in page
    assert "كوت ديفوار" in page
    assert "CI · CIV · 384" in page
    assert data_of(page)["@type"] == "Country"
    assert "Chinese Academy of Sciences" in text_of(client, "/en/countries/CN/")


def test_names_are_escaped_everywhere(client: Client) -> None:
    organisation = make_organisation(ATTACK, short_name=translated(ATTACK), country="KE")
    make_organisation("Child", parent=organisation)
    person = make_person(ATTACK, honorific=ATTACK[:60])
    person.positions.create(title=translated(ATTACK), organisation=organisation)
    for path in (
        "organisations/", f"organisations/{organisation.code}/", f"people/{person.code}/",
        "countries/KE/", "organisations/?q=%3Cscript%3E",
    ):  # fmt: skip
        page = text_of(client, f"/en/{path}")
        assert ATTACK not in page
        if "ld+json" in page:
            assert data_of(page)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("organisations/?page=0", "page"),
        ("organisations/?page=two", "page"),
        ("organisations/?page=99", "page"),
        ("organisations/?page=²", "page"),
        ("organisations/?kind=castle", "kind"),
        ("organisations/?region=030", "region"),
        ("organisations/?country=XX", "country"),
        ("organisations/?q=a%00b", "q"),
        (f"organisations/?q={'a' * 101}", "q"),
        ("countries/?region=999", "region"),
        ("countries/?group=rich", "group"),
    ],
)
def test_bad_parameters_are_answered_with_their_name(
    client: Client, query: str, parameter: str
) -> None:
    response = client.get(f"/en/{query}")
    assert response.status_code == 400
    assert parameter in response.content.decode()


def test_what_does_not_exist_is_not_found(client: Client) -> None:
    for path in ("organisations/nothing/", "people/nothing/", "countries/XK/", "countries/XX/"):
        assert client.get(f"/en/{path}").status_code == 404


def test_a_country_code_in_small_letters_leads_to_the_page(client: Client) -> None:
    response = client.get("/en/countries/cn/")
    assert response.status_code == 301
    assert response["Location"] == "/en/countries/CN/"


def test_a_merged_organisation_leads_to_the_one_that_stayed(
    client: Client, academy: Organisation
) -> None:
    duplicate = make_organisation("CAS again")
    code = duplicate.code
    merge_organisations(actor=Program("test"), survivor=academy, duplicate=duplicate)
    response = client.get(f"/en/organisations/{code}/")
    assert response.status_code == 301
    assert response["Location"] == f"/en/organisations/{academy.code}/"


def test_organisations_are_found_by_their_names_in_any_language(
    client: Client, academy: Organisation
) -> None:
    make_organisation({"en": "Bauman University", "ru": "Университет имени Баумана"}, country="RU")
    make_organisation("Boğaziçi Üniversitesi", country="TR", kind=OrganisationKind.UNIVERSITY)
    for words, found in [
        ("科学院", "Chinese Academy"),
        ("УНИВЕРСИТЕТ баумана", "Bauman"),
        ("bogazici", "Boğaziçi"),
    ]:
        page = text_of(client, f"/en/organisations/?q={words}")
        assert found in page
        assert page.count('class="listing-item"') == 1


def test_organisations_are_filtered_by_kind_region_and_country(
    client: Client, academy: Organisation
) -> None:
    make_organisation("Makerere University", country="UG", kind=OrganisationKind.UNIVERSITY)
    for query, count in [
        ("kind=university", 1), ("region=142", 1), ("region=002&kind=university", 1),
        ("region=142&kind=university", 0), ("country=UG", 1),
    ]:  # fmt: skip
        assert text_of(client, f"/en/organisations/?{query}").count('"listing-item"') == count


def test_organisations_stand_in_the_order_of_the_language(client: Client) -> None:
    for name in (
        {"en": "Zhejiang University", "zh-hans": "浙江大学", "fr": "Université du Zhejiang"},
        {"en": "Peking University", "zh-hans": "北京大学"},
        {"en": "Academy of Sciences", "zh-hans": "科学院", "fr": "L'Académie des sciences"},
        {"en": "CERN"},
        {"zh-hans": "阿里学院"},
    ):
        make_organisation(name)

    def listed(language: str) -> list[str]:
        page = text_of(client, f"/{language}/organisations/")
        return re.findall(r"<h2[^>]*><a [^>]*>(?:<span[^>]*>)?([^<]+)", page)

    assert listed("en") == [
        "Academy of Sciences", "CERN", "Peking University", "Zhejiang University", "阿里学院",
    ]  # fmt: skip
    assert listed("fr") == [
        "CERN", "L&#x27;Académie des sciences", "Peking University", "Université du Zhejiang",
        "阿里学院",
    ]  # fmt: skip
    assert listed("zh-hans") == ["阿里学院", "北京大学", "科学院", "浙江大学", "CERN"]


def test_countries_are_found_and_filtered(client: Client) -> None:
    assert text_of(client, "/en/countries/").count('<tr><td><a href="/en/countries/') == 249
    for query, count in [
        ("q=cote", 1),
        ("q=科特", 1),
        ("group=lldc", 32),
        ("region=150&q=finland", 1),
    ]:
        page = text_of(client, f"/en/countries/?{query}")
        assert page.count('<tr><td><a href="/en/countries/') == count


def test_lists_cost_the_same_with_one_row_and_with_thirty(client: Client) -> None:
    academy = make_organisation("Academy", country="KE")
    addresses = [
        "/en/organisations/", "/en/countries/", "/en/countries/KE/",
        f"/en/organisations/{academy.code}/",
    ]  # fmt: skip

    def add(number: int) -> None:
        child = make_organisation(f"Institute {number}", country="KE", parent=academy)
        person = make_person(country="KE")
        person.positions.create(title=translated("Director"), organisation=academy)
        person.positions.create(title=translated("Fellow"), organisation=child)

    add(0)
    for address in addresses:
        client.get(address.replace("/en/", "/fr/"))  # What a process reads once has been read.
    before = [statements(client, f"{address}?") for address in addresses]
    for number in range(1, 30):
        add(number)
    after = [statements(client, f"{address}?q=") for address in addresses]
    assert after == before


@pytest.fixture
def panel() -> Iterator[None]:
    def query(organisation: Organisation) -> dict[str, Any] | None:
        if organisation.kind != OrganisationKind.ACADEMY:
            return None
        return {"organisations": [organisation]}

    panels.register_organisation_panel(
        "probe", "Shown by another room", "directory/parts/organisations.html", query
    )
    yield
    panels.organisation_panels._panels.pop("probe")


@pytest.mark.usefixtures("panel")
def test_other_rooms_add_panels(client: Client, academy: Organisation) -> None:
    assert "Shown by another room" in text_of(client, f"/en/organisations/{academy.code}/")
    other = make_organisation("Elsewhere", country=make_country("KE"))
    assert "Shown by another room" not in text_of(client, f"/en/organisations/{other.code}/")
