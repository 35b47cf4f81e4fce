"""The one filter: what it lets through, what it counts, what it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.directory import make_country, make_field, make_goal, make_organisation, make_theme
from factories.register import make_agreement, make_party, make_record
from serai.foundation.directory.models import Organisation, Region, Theme
from serai.foundation.record.operations import Program
from serai.foundation.web.parameters import ParameterError
from serai.track.register import operations, queries
from serai.track.register.facets import FACETS, Facet
from serai.track.register.filters import RecordFilter
from serai.track.register.models import (
    FACILITIES,
    InstrumentType,
    PartyRole,
    Record,
    RecordKind,
    Stage,
    Status,
)

pytestmark = pytest.mark.django_db


def parse(address: str) -> RecordFilter:
    return RecordFilter.parse(QueryDict(address))


def names(address: str) -> set[str]:
    return {str(record) for record in parse(address).records()}


@pytest.fixture
def register() -> dict[str, Any]:
    """Records that differ in everything by which they can be narrowed."""
    china, kenya, egypt, france = (make_country(code) for code in ("CN", "KE", "EG", "FR"))
    energy, farming = make_theme("Energy"), make_theme("Farming")
    egerton = make_organisation("Egerton University", country="KE")
    laboratory = make_record(
        name={"en": "Crop laboratory", "zh-hans": "作物分子生物学联合实验室"},
        countries=[china, kenya], themes=[farming], goals=[make_goal(2)],
        fields=[make_field("4.1")], status=Status.OPERATING, started_on="2016",
    )  # fmt: skip
    make_party(laboratory, organisation=egerton)
    make_record(
        kind=RecordKind.WORKSHOP, name="Workshop in Cairo", countries=[china, egypt],
        summary="Teaches the trades of Côte d’Or.", started_on="2020-11",
    )  # fmt: skip
    park = make_record(
        kind=RecordKind.OVERSEAS_PARK, name="Park", countries=[egypt, kenya],
        themes=[energy, farming], started_on="2020",
    )  # fmt: skip
    make_party(park, organisation=egerton)
    make_party(park, organisation=egerton)
    make_agreement(name="Agreement with France", countries=[china, france])
    make_agreement(
        name="Memorandum", instrument=InstrumentType.MEMORANDUM, status=Status.SIGNED,
        countries=[china], counts_in_totals=False, counting_reason="Not between governments.",
    )  # fmt: skip
    for stage in (Stage.DRAFT, Stage.CHECKED, Stage.WITHDRAWN):
        make_record(name=f"Hidden {stage}", stage=stage, countries=[kenya], themes=[farming])
    return {"energy": energy, "farming": farming, "egerton": egerton}


EVERYTHING = {"Crop laboratory", "Workshop in Cairo", "Park", "Agreement with France", "Memorandum"}


def test_each_parameter_narrows(register: dict[str, Any]) -> None:
    farming, egerton = register["farming"].code, register["egerton"].code
    assert names("") == EVERYTHING
    assert names("kind=workshop") == {"Workshop in Cairo"}
    assert names("kind=workshop&kind=overseas_park") == {"Workshop in Cairo", "Park"}
    assert names("group=facilities") == {"Crop laboratory", "Workshop in Cairo", "Park"}
    assert names("country=KE") == {"Crop laboratory", "Park"}
    assert names("country=KE&country=EG") == {"Crop laboratory", "Park", "Workshop in Cairo"}
    assert names("region=002") == {"Crop laboratory", "Park", "Workshop in Cairo"}
    assert names("region=015") == {"Workshop in Cairo", "Park"}  # Northern Africa
    assert names("field=4.1") == {"Crop laboratory"}
    assert names(f"theme={farming}") == {"Crop laboratory", "Park"}
    assert names("goal=2") == {"Crop laboratory"}
    assert names("status=operating") == {"Crop laboratory"}
    assert names("year=2020") == {"Workshop in Cairo", "Park"}
    assert names(f"party={egerton}") == {"Crop laboratory", "Park"}
    assert names("instrument=memorandum") == {"Memorandum"}
    assert names("counted=yes") == EVERYTHING - {"Memorandum"}
    assert names("counted=no") == {"Memorandum"}
    assert names("kind=agreement&counted=yes") == {"Agreement with France"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("crop", {"Crop laboratory"}),
        ("CROP LABORATORY", {"Crop laboratory"}),
        ("laboratory crop", {"Crop laboratory"}),
        ("分子生物学", {"Crop laboratory"}),
        ("cote d'or", {"Workshop in Cairo"}),
        ("100%", set()),
        ("_", set()),
        ("crop cairo", set()),
    ],
)
def test_words_are_found_in_every_language(
    register: dict[str, Any], words: str, expected: set[str]
) -> None:
    query = QueryDict(mutable=True)
    query["q"] = words
    assert {str(record) for record in RecordFilter.parse(query).records()} == expected


def test_a_record_is_found_by_what_a_source_calls_its_parties() -> None:
    operations.add_record(
        actor=Program("a test"),
        record=Record(kind=RecordKind.PROJECT, name="Dunes", stage=Stage.PUBLISHED),
        parts=operations.Parts(parties=[{"role": PartyRole.PARTY, "as_written": "Kano Oblast"}]),
    )
    assert names("q=oblast") == {"Dunes"}


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("kind=castle", "kind"),
        ("kind=", "kind"),
        ("group=castles", "group"),
        ("country=XX", "country"),
        ("country=ke", "country"),
        ("country=KE&country=XX", "country"),
        ("region=999", "region"),
        ("field=99", "field"),
        ("theme=nothing", "theme"),
        ("goal=18", "goal"),
        ("goal=two", "goal"),
        ("goal=99999999999999999999999", "goal"),
        ("status=open", "status"),
        ("year=20", "year"),
        ("year=two", "year"),
        ("party=nobody", "party"),
        ("instrument=drum", "instrument"),
        ("counted=maybe", "counted"),
        ("sort=size", "sort"),
        ("sort=name&sort=name", "sort"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=two", "page"),
        ("page=%C2%B2", "page"),
        ("page=1.5", "page"),
        ("page=999999999999", "page"),
        ("page=2", "page"),
        ("q=" + "a" * 201, "q"),
        ("q=%00", "q"),
        ("country=%00", "country"),
        ("colour=red", "colour"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    client: Client, register: dict[str, Any], address: str, parameter: str
) -> None:
    response = client.get(f"/en/register/?{address}")
    assert response.status_code == 400
    assert parameter in response.content.decode()
    if parameter != "page":
        with pytest.raises(ParameterError) as raised:
            queries.check_query(QueryDict(address))
        assert raised.value.parameter == parameter


# What a record is, by parameter: the plain reading against which the SQL is held.
def _values(regions: dict[str, str | None]) -> dict[str, Callable[[Record], set[str]]]:
    def regions_of(record: Record) -> set[str]:
        found = set()
        for country in record.countries.all():
            region = country.region_id
            while region:
                found.add(region)
                region = regions[region]
        return found

    def instrument_of(record: Record) -> set[str]:
        terms = getattr(record, "agreement", None)
        return {terms.instrument} if terms else set()

    return {
        "kind": lambda record: {record.kind},
        "group": lambda record: {"facilities"} if record.kind in FACILITIES else set(),
        "country": lambda record: {country.pk for country in record.countries.all()},
        "region": regions_of,
        "field": lambda record: {field.pk for field in record.fields.all()},
        "theme": lambda record: {theme.code for theme in record.themes.all()},
        "goal": lambda record: {str(goal.pk) for goal in record.goals.all()},
        "status": lambda record: {record.status},
        "year": lambda record: {str(record.year or "unknown")},
        "party": lambda record: {
            party.organisation.code for party in record.parties.all() if party.organisation
        },
        "instrument": instrument_of,
        "counted": lambda record: {"yes" if record.counts_in_totals else "no"},
        "placed": lambda record: {"no" if record.latitude is None else "yes"},
        "quality": lambda record: (
            set()
            if record.quality is None
            else {"good" if record.quality > 69 else "fair" if record.quality > 39 else "poor"}
        ),
    }


@st.composite
def filters(draw: st.DrawFn) -> dict[str, list[str]]:
    """Parameters with one or two values each; themes and parties by position, filled in later."""
    return draw(
        st.fixed_dictionaries(
            {},
            optional={
                "kind": st.lists(st.sampled_from(RecordKind.values), min_size=1, max_size=2),
                "group": st.just(["facilities"]),
                "country": st.lists(
                    st.sampled_from(["CN", "KE", "EG", "FR", "BR"]), min_size=1, max_size=2
                ),
                "region": st.lists(
                    st.sampled_from(["002", "015", "142", "150", "019"]), min_size=1, max_size=2
                ),
                "field": st.lists(st.sampled_from(["4.1", "2.7"]), min_size=1),
                "theme": st.lists(st.sampled_from(["0", "1"]), min_size=1, max_size=2),
                "goal": st.lists(st.sampled_from(["2", "7"]), min_size=1, max_size=2),
                "status": st.lists(
                    st.sampled_from(["unknown", "operating", "signed"]), min_size=1, max_size=2
                ),
                "year": st.lists(st.sampled_from(["2016", "2020"]), min_size=1, max_size=2),
                "party": st.just(["0"]),
                "instrument": st.lists(
                    st.sampled_from(["intergovernmental", "memorandum"]), min_size=1
                ),
                "counted": st.lists(st.sampled_from(["yes", "no"]), min_size=1, max_size=2),
            },
        )
    )


@settings(max_examples=30)
@given(wanted=filters())
def test_list_facets_and_counts_agree_with_the_plain_reading(
    register: dict[str, Any], wanted: dict[str, list[str]]
) -> None:
    themes = list(Theme.objects.order_by("pk"))
    organisation = Organisation.objects.get()
    named = {
        "theme": [themes[int(each)].code for each in wanted.get("theme", [])],
        "party": [organisation.code] if "party" in wanted else [],
    }
    query = QueryDict(mutable=True)
    for name, chosen in wanted.items():
        query.setlist(name, named.get(name, chosen))
    reading = _values(dict(Region.objects.values_list("pk", "parent_id")))
    everything = [
        (str(record), {name: read(record) for name, read in reading.items()})
        for record in Record.objects.filter(stage=Stage.PUBLISHED)
    ]

    def passing(without: str = "") -> list[tuple[str, dict[str, set[str]]]]:
        return [
            (name, values)
            for name, values in everything
            if all(
                values[parameter] & set(query.getlist(parameter))
                for parameter in query
                if parameter != without
            )
        ]

    parsed = RecordFilter.parse(query)
    assert sorted(str(record) for record in parsed.records()) == sorted(
        name for name, _values in passing()
    )
    assert queries.count_records(query) == len(passing())
    for facet in FACETS:
        if type(facet).options is Facet.options:
            continue  # It is reached by links alone.
        options = parsed.select().options(facet)
        counted: dict[str, int] = {}
        for _name, values in passing(without=facet.parameter):
            for value in values[facet.parameter]:
                counted[value] = counted.get(value, 0) + 1
        if facet.parameter == "region":
            continents = {"002", "009", "019", "142", "150"}
            counted = {code: count for code, count in counted.items() if code in continents}
        assert {option.value: option.count for option in options} == counted


def _links(html: str) -> Iterator[tuple[str, int]]:
    for href, count in re.findall(
        r'<a href="([^"]+)"[^>]*rel="nofollow"><span class="facet-name">.*?'
        r'<span class="facet-count number">([\d,]+)</span>',
        html,
    ):
        yield href.replace("&amp;", "&"), int(count.replace(",", ""))


def test_every_facet_opens_as_many_records_as_it_says(
    client: Client, register: dict[str, Any]
) -> None:
    links = list(_links(client.get("/en/register/").content.decode()))
    assert len(links) > 10
    for href, count in links:
        page = client.get(href).content.decode()
        assert page.count('class="listing-item"') == count, href


@pytest.mark.parametrize("address", ["kind=agreement&counted=yes", "country=KE", "q=park", ""])
def test_a_total_opens_exactly_its_records(
    client: Client, register: dict[str, Any], address: str
) -> None:
    query = QueryDict(address)
    page = client.get(queries.records_address(query)).content.decode()
    assert page.count('class="listing-item"') == queries.count_records(query)


def test_an_address_is_written_in_one_way(register: dict[str, Any]) -> None:
    one = parse("country=KE&kind=workshop&q=%20two%20%20words&sort=name&page=3").address()
    other = parse("q=two+words&sort=name&kind=workshop&country=KE&country=KE").address()
    assert one == other == "/en/register/?kind=workshop&country=KE&q=two+words&sort=name"


def test_choosing_again_removes(register: dict[str, Any]) -> None:
    chosen = parse("country=KE&country=EG&kind=workshop")
    assert chosen.toggled("country", "KE") == "/en/register/?kind=workshop&country=EG"
    assert chosen.toggled("kind", "workshop") == "/en/register/?country=KE&country=EG"
    assert [value.label for value in chosen.chosen_values()] == [
        "Training workshop", "Kenya", "Egypt",
    ]  # fmt: skip


@pytest.mark.parametrize("sort", ["changed", "started", "name"])
def test_each_order_is_total(register: dict[str, Any], sort: str) -> None:
    assert len(parse(f"sort={sort}").sorted_records()) == len(EVERYTHING)


def test_by_name() -> None:
    for name in ("Éclair", "apple", "Banana"):
        make_record(name=name)
    found = [str(record) for record in parse("sort=name").sorted_records()]
    assert found == ["apple", "Banana", "Éclair"]
