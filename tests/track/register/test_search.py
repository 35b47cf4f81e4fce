"""Searching the register: what is found, in which order, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.directory import make_country, make_field, make_organisation
from factories.register import make_agreement, make_party, make_record
from serai.foundation.record.operations import Program
from serai.foundation.search.query import Limit, Phrase, QueryError, matches
from serai.foundation.search.tokens import tokens
from serai.foundation.web.parameters import ParameterError
from serai.track.register import operations
from serai.track.register.catalogue.keeping import current_columns
from serai.track.register.catalogue.searching import parse_search
from serai.track.register.catalogue.texts import contains
from serai.track.register.filters import RecordFilter
from serai.track.register.models import InstrumentType, PartyRole, Record, RecordKind, Stage, Status

pytestmark = pytest.mark.django_db


def address(words: str, **others: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query["q"] = words
    query.update(others)
    return query


def found(words: str) -> set[str]:
    return {str(record) for record in RecordFilter.parse(address(words)).records()}


def in_order(words: str, **others: str) -> list[str]:
    keys = list(RecordFilter.parse(address(words, **others)).select())
    names = {record.pk: str(record) for record in Record.objects.all()}
    return [names[key] for key in keys]


@pytest.fixture
def register() -> dict[str, Any]:
    """Records in six languages."""
    china, kenya, egypt = (make_country(code) for code in ("CN", "KE", "EG"))
    academy = make_organisation({"en": "Academy of Sciences", "zh-hans": "科学院"}, country="CN")
    crop = make_record(
        name={"en": "Crop laboratory", "zh-hans": "作物分子生物学联合实验室",
              "ar": "مختبر المحاصيل", "ru": "Лаборатория ещё одна"},
        countries=[china, kenya], status=Status.OPERATING, started_on="2016", place_name="Njoro",
        fields=[make_field("4.1")],
    )  # fmt: skip
    make_party(crop, organisation=academy)
    make_record(
        kind=RecordKind.WORKSHOP, name="Workshop in Cairo", countries=[china, egypt],
        summary="Teaches crop science, and the trades of Côte d’Or.", started_on="2020-11",
    )  # fmt: skip
    make_agreement(
        name="Agreement on energy", countries=[china, kenya], started_on="2023",
        instrument=InstrumentType.MEMORANDUM,
    )  # fmt: skip
    operations.add_record(
        actor=Program("a test"),
        record=Record(kind=RecordKind.PROJECT, name="Dunes", stage=Stage.PUBLISHED),
        parts=operations.Parts(parties=[{"role": PartyRole.PARTY, "as_written": "Kano Oblast"}]),
    )
    make_record(name="Hidden crop", stage=Stage.DRAFT)
    return {"academy": academy}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("crop", {"Crop laboratory", "Workshop in Cairo"}),
        ("crop lab", {"Crop laboratory"}),
        ('"crop science"', {"Workshop in Cairo"}),
        ("crop -cairo", {"Crop laboratory"}),
        ("cairo OR dunes", {"Workshop in Cairo", "Dunes"}),
        ("crop (cairo OR dunes)", {"Workshop in Cairo"}),
        ("分子生物学", {"Crop laboratory"}),
        ("物", {"Crop laboratory"}),
        ("لمحاصيل", set()),
        ("المحاصيل", {"Crop laboratory"}),
        ("еще", {"Crop laboratory"}),
        ("Egypt", {"Workshop in Cairo"}),
        ("埃及", {"Workshop in Cairo"}),
        ("Кения", {"Crop laboratory", "Agreement on energy"}),
        ("كينيا -laboratory", {"Agreement on energy"}),
        ("academy of sciences", {"Crop laboratory"}),
        ("科学院", {"Crop laboratory"}),
        ("oblast", {"Dunes"}),
        ("kind:agreement", {"Agreement on energy"}),
        ("instrument:memorandum", {"Agreement on energy"}),
        ("country:KE", {"Crop laboratory", "Agreement on energy"}),
        ("country:ke year:2023", {"Agreement on energy"}),
        ("country:Kenya -year:2023", {"Crop laboratory"}),
        ('country:"Égypte"', {"Workshop in Cairo"}),
        ("year:2016..2020", {"Crop laboratory", "Workshop in Cairo"}),
        ("year:..2016", {"Crop laboratory"}),
        ("year:2021..", {"Agreement on energy"}),
        ('party:"Academy of Sciences"', {"Crop laboratory"}),
        ("party:Kano", {"Dunes"}),
        ("party:crop", set()),
        ("place:njoro", {"Crop laboratory"}),
        ("place:cairo", set()),
        ("field:4.1", {"Crop laboratory"}),
        ("status:operating", {"Crop laboratory"}),
        ("counted:no", set()),
        ("-crop", {"Agreement on energy", "Dunes"}),
        ("%", set()),
    ],
)
def test_what_is_found(register: dict[str, Any], words: str, expected: set[str]) -> None:
    assert found(words) == expected


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ('"crop', "quotation mark"),
        ("crop)", "bracket"),
        ("kind:castle", "agreement"),
        ("year:soon", "year:2023"),
        ("year:20192020", "year:2023"),
        ("field:99", "OECD"),
        ("colour:red", "country"),
        ("place:%", "name"),
        ("a OR", "both sides"),
    ],
)
def test_what_cannot_be_meant_is_explained(
    client: Client, register: dict[str, Any], words: str, advice: str
) -> None:
    with pytest.raises(ParameterError, match=advice):
        RecordFilter.parse(address(words))
    response = client.get("/en/register/", {"q": words})
    assert response.status_code == 400
    assert advice in response.content.decode()


def test_names_in_the_language_of_the_reader_stand_first_in_its_order() -> None:
    for english, chinese in (("Water", "上海"), ("Bridge", "北京"), ("Crop", "重庆"), ("Ash", "")):
        make_record(name={"en": english, "zh-hans": chinese} if chinese else english)
    assert in_order("", sort="name") == ["Ash", "Bridge", "Crop", "Water"]
    with override("zh-hans"):
        # Běijīng, Chóngqìng, Shànghǎi.
        assert in_order("", sort="name") == ["北京", "重庆", "上海", "Ash"]
    with override("fr"):
        assert in_order("", sort="name") == ["Ash", "Bridge", "Crop", "Water"]


def test_a_record_is_found_by_what_its_kind_is_called_in_any_language() -> None:
    make_record(name={"en": "Crop house"}, kind=RecordKind.JOINT_LABORATORY)
    make_record(name={"en": "A laboratory"}, kind=RecordKind.PROJECT)
    make_record(name={"en": "Water"}, kind=RecordKind.PROJECT)
    for words in ("联合实验室", "laboratoire conjoint", "joint laborat*"):
        assert found(words) == {"Crop house"}, words
    assert in_order("laboratory") == ["A laboratory", "Crop house"]


def test_a_hit_in_the_name_stands_above_one_in_the_summary(register: dict[str, Any]) -> None:
    assert in_order("crop") == ["Crop laboratory", "Workshop in Cairo"]
    assert in_order("crop", sort="started") == ["Workshop in Cairo", "Crop laboratory"]
    assert in_order("crop", sort="name") == ["Crop laboratory", "Workshop in Cairo"]


def test_pages_of_the_best_answers_follow_each_other() -> None:
    for number in range(30):
        named = f"Wheat {number}" if number % 4 else f"Grain {number}"
        make_record(name=named, summary="Wheat and rice.")
    chosen = RecordFilter.parse(address("wheat")).select()
    whole = list(chosen)
    assert [name.split()[0] for name in in_order("wheat")] == ["Wheat"] * 22 + ["Grain"] * 8
    for size in (1, 3, 10):
        pages = [chosen[at : at + size] for at in range(0, len(whole), size)]
        assert [key for page in pages for key in page] == whole


def test_a_rare_word_weighs_more_than_a_common_one(register: dict[str, Any]) -> None:
    for number in range(5):
        make_record(name=f"Common {number}")
    make_record(name="Rare thing")
    assert in_order('"common" OR "rare"')[0] == "Rare thing"


def test_what_is_searched_is_marked_in_the_list(client: Client, register: dict[str, Any]) -> None:
    page = client.get("/en/register/", {"q": "crop"}).content.decode()
    assert "<mark>Crop</mark> laboratory" in page
    assert "Teaches <mark>crop</mark> science" in page


def test_the_columns_follow_every_change(register: dict[str, Any]) -> None:
    actor = Program("a test")
    assert found("dunes") == {"Dunes"}
    record = Record.objects.get(name__contains="Dunes")
    operations.change_record(actor=actor, record=record, changes={"name": "Sand"})
    assert found("dunes") == set()
    assert found("sand") == {"Sand"}
    operations.change_record(
        actor=actor, record=record, changes={"countries": [make_country("EG")]},
        parts=operations.Parts(
            parties=[{"role": PartyRole.PARTY, "organisation": register["academy"]}]
        ),
    )  # fmt: skip
    assert found("country:EG party:academy") == {"Sand"}
    assert len(RecordFilter.parse(QueryDict("country=EG")).select()) == 2
    added = operations.add_record(actor=actor, record=Record(kind=RecordKind.PROJECT, name="Oasis"))
    assert found("oasis") == set()
    operations.delete_draft(actor=actor, record=added)
    assert Record.objects.count() == len(RecordFilter().select(of_every_stage=True))


def test_a_change_leaves_the_answers_of_the_index_in_place(
    register: dict[str, Any],
) -> None:
    actor = Program("a test")
    assert found("crop") == {"Crop laboratory", "Workshop in Cairo"}
    dunes = Record.objects.get(name__contains="Dunes")
    operations.change_record(
        actor=actor, record=dunes, changes={"summary": "Crops grow, 作物生长."}
    )
    current_columns()
    with CaptureQueriesContext(connection) as captured:
        selection = RecordFilter.parse(address("crop")).select()
        assert len(selection) == 3
    assert not any("register_search" in query["sql"] for query in captured)
    assert found("作物") == {"Crop laboratory", "Dunes"}
    assert found("place:crop") == set()
    assert in_order("crop")[-1] in {"Dunes", "Workshop in Cairo"}


# The plain reading of a query, against which the index and the columns are held.
_WORDS = ("crop", "science", "lab", "分子生物", "cairo", "еще", "kenya", "oblast", "academy")


@settings(max_examples=40)
@given(
    st.recursive(
        st.sampled_from([*_WORDS, '"crop laboratory"', "kind:workshop", "year:2016..2020"]),
        lambda inner: st.one_of(
            st.builds("({} {})".format, inner, inner),
            st.builds("({} OR {})".format, inner, inner),
            st.builds("-({})".format, inner),
        ),
        max_leaves=5,
    )
)
def test_index_and_columns_agree_with_the_plain_reading(
    register: dict[str, Any], words: str
) -> None:
    try:
        node = parse_search(words)
    except QueryError:
        return
    expected = set()
    for record in Record.objects.filter(stage=Stage.PUBLISHED):
        texts = [*record.name.data.values()] if isinstance(record.name.data, dict) else []
        texts += [str(record.summary), str(record.place_name)]
        texts += [each for party in record.parties.all() for each in
                  (party.as_written, *(party.organisation.name.data.values()
                                       if party.organisation else ()))]  # fmt: skip
        texts += [text for country in record.countries.all() for text in country.name.data.values()]
        cut = [tokens(text) for text in texts]

        def is_found(leaf: Phrase | Limit, record: Record = record, cut: Any = cut) -> bool:
            if isinstance(leaf, Phrase):
                return any(contains(text, leaf) for text in cut)
            if leaf.field == "kind":
                return record.kind == leaf.value
            return record.year is not None and 2016 <= record.year <= 2020

        if matches(node, is_found):
            expected.add(str(record))
    assert found(words) == expected
