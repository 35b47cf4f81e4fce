"""Choosing one of many things: what a search finds, and what a form takes without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from factories.accounts import signed_in, user_with
from factories.directory import make_organisation, make_person
from factories.editions import entrust, make_edition
from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from factories.register import make_record, make_relation
from reading import form_of, text_of
from serai.convene.editions.models import EditionRole
from serai.foundation.directory.models import Organisation
from serai.foundation.web.choosables import LIMIT
from serai.track.evidence.models import ClaimLink, LinkKind
from serai.track.register.models import Party, Record, Stage

pytestmark = pytest.mark.django_db


def asked(client: Client, kind: str, **parameters: str) -> list[str]:
    response = client.get(f"/en/desk/choose/{kind}/", parameters)
    assert response.status_code == 200, response.content
    return [row["label"] for row in response.json()["rows"]]


class TestSearch:
    def test_words_find_the_names_of_any_language_as_far_as_they_are_typed(
        self, editor_client: Client
    ) -> None:
        make_organisation({"en": "Academy of Sciences", "fr": "Académie des sciences"})
        make_organisation("Ministry of Water")
        assert asked(editor_client, "organisation", q="academie sci") == ["Academy of Sciences"]
        assert asked(editor_client, "organisation", q="sciences acad") == ["Academy of Sciences"]
        assert asked(editor_client, "organisation", q="nothing") == []

    def test_who_is_called_exactly_so_comes_first(self, editor_client: Client) -> None:
        for number in range(LIMIT):
            make_organisation(f"A {number} university")
        make_organisation("University of Chongqing")
        make_organisation({"en": "Xi'an", "zh-hans": "University"})
        found = asked(editor_client, "organisation", q="university")
        assert found[:2] == ["Xi'an", "University of Chongqing"]

    def test_there_are_never_more_than_can_be_read(self, editor_client: Client) -> None:
        for _each in range(LIMIT + 5):
            make_organisation()
        answer = editor_client.get("/en/desk/choose/organisation/").json()
        assert len(answer["rows"]) == LIMIT
        assert answer["said"] == f"Organisations: {LIMIT}+"

    def test_codes_and_addresses_find_their_thing(self, editor_client: Client) -> None:
        record = make_record(name="A wind farm", stage=Stage.DRAFT)
        make_record(name="Another")
        for written in (record.code, f"http://testserver/fr/register/{record.code}/?q=1#top"):
            assert asked(editor_client, "record", q=written) == ["A wind farm"]

    def test_people_are_found_by_any_of_their_names(self, editor_client: Client) -> None:
        person = make_person("Wang Xiqin")
        person.names.create(text="王曦勤", language="zh-hans")
        assert asked(editor_client, "person", q="曦勤") == ["Wang Xiqin"]
        assert asked(editor_client, "person", q="wang") == ["Wang Xiqin"]

    def test_claims_of_one_source_and_near_another_claim(self, analyst_client: Client) -> None:
        source, indicator = make_source(title={"en": "The report"}), make_indicator()
        make_claim(subject="Cranes", source=source)
        claim = make_claim(subject="Dams", indicator=indicator)
        make_claim(subject="Zebras", indicator=indicator)
        assert asked(analyst_client, "claim", source=source.code) == ["Cranes: more than 80"]
        near = asked(analyst_client, "claim", near=claim.code)
        assert near == ["Zebras: more than 80", "Cranes: more than 80"]

    def test_sources_are_found_by_title_and_publisher(self, analyst_client: Client) -> None:
        make_source(title={"zh-hans": "重庆报告"}, publisher_as_written="The Daily")
        make_source()
        assert asked(analyst_client, "source", q="重庆 daily") == ["重庆报告"]

    def test_drafts_of_the_register_are_for_its_desk(self) -> None:
        make_record(name="Drafted", stage=Stage.DRAFT)
        make_record(name="Published")
        editor = user_with()
        entrust(editor, make_edition(), EditionRole.PROGRAMME_EDITOR)
        client = signed_in(editor)
        assert client.get("/en/desk/choose/record/").status_code == 403
        assert asked(client, "published-record") == ["Published"]

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("organisation/?q=%00", 400),
            ("organisation/?q=" + "x" * 1001, 400),
            ("nothing/", 404),
            ("claim/?source=%00", 400),
        ],
    )
    def test_what_cannot_be_asked_is_refused(
        self, editor_client: Client, address: str, status: int
    ) -> None:
        assert editor_client.get(f"/en/desk/choose/{address}").status_code == status

    @pytest.mark.parametrize("kind", ["organisation", "person", "record", "source", "claim"])
    def test_a_search_costs_the_same_with_1_and_300(
        self, analyst_client: Client, kind: str
    ) -> None:
        make: Any = {
            "organisation": make_organisation, "person": make_person, "record": make_record,
            "source": make_source, "claim": make_claim,
        }[kind]  # fmt: skip
        counts = []
        for rows in (1, 299):
            for _each in range(rows):
                make()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                asked(analyst_client, kind, q="e")
                asked(analyst_client, kind)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestForms:
    """Without scripts, by the parties of a record."""

    @pytest.fixture
    def record(self) -> Record:
        return make_record(name="A laboratory")

    def send(self, client: Client, record: Record, **typed: Any) -> Any:
        address = f"/en/desk/register/{record.code}/parties/"
        data = form_of(client.get(address)) | {"parties-0-role": "host"}
        data |= {f"parties-0-{name.replace('_', '-')}": value for name, value in typed.items()}
        return client.post(address, data)

    @pytest.mark.parametrize(
        "written",
        ["{0.pk}", "{0.code}", " {0.code} ", "https://example.org/ar/organisations/{0.code}/",
         "academy OF sciences", "Académie des sciences"],
    )  # fmt: skip
    def test_a_thing_is_named_in_many_ways(
        self, editor_client: Client, record: Record, written: str
    ) -> None:
        organisation = make_organisation(
            {"en": "Academy of Sciences", "fr": "Académie des sciences"}
        )
        make_organisation("Academy of Sciences and Letters")
        answer = self.send(editor_client, record, organisation=written.format(organisation))
        assert answer.status_code == 302
        assert Party.objects.get().organisation == organisation

    def test_what_fits_several_is_shown_with_those_to_choose(
        self, editor_client: Client, record: Record
    ) -> None:
        one = make_organisation("Academy of Sciences", country="CN")
        two = make_organisation("Academy of Sciences", country="UZ")
        answer = self.send(editor_client, record, organisation="academy of sciences")
        page = html.fromstring(answer.content)
        assert page.xpath("//input[@name='parties-0-organisation']/@value") == [
            "academy of sciences"
        ]
        options = page.xpath("//select[@name='parties-0-organisation-match']/option")
        assert {option.get("value") for option in options} == {"", one.code, two.code}
        assert "Academy of Sciences (Uzbekistan)" in text_of(answer)

        chosen = form_of(answer) | {"parties-0-organisation-match": two.code}
        editor_client.post(f"/en/desk/register/{record.code}/parties/", chosen)
        assert Party.objects.get().organisation == two

    @pytest.mark.parametrize("written", ["nobody is called so", "0000000000", "\0", "9" * 40])
    def test_what_fits_nothing_is_kept_and_said(
        self, editor_client: Client, record: Record, written: str
    ) -> None:
        answer = self.send(editor_client, record, organisation=written)
        assert "Nothing matches" in text_of(answer)
        assert not Party.objects.exists()

    def test_the_chosen_is_named_beside_its_code(
        self, editor_client: Client, record: Record
    ) -> None:
        other = make_record(name="A wind farm")
        make_relation(record, other)
        page = html.fromstring(
            editor_client.get(f"/en/desk/register/{record.code}/relations/").content
        )
        chooser = page.xpath("//*[@data-chooser]")[0]
        assert chooser.xpath("input/@value") == [other.code]
        assert chooser.xpath("string(*[@data-chosen])") == "A wind farm"

    def test_an_untouched_row_stays_as_it_is(self, editor_client: Client, record: Record) -> None:
        make_relation(record, make_record())
        address = f"/en/desk/register/{record.code}/relations/"
        answer = editor_client.post(address, form_of(editor_client.get(address)), follow=True)
        assert "Nothing was different" in text_of(answer)

    def test_a_claim_cannot_be_linked_to_itself(self, analyst_client: Client) -> None:
        claim, other = make_claim(), make_claim(subject="Dams")
        address = f"/en/desk/claims/{claim.code}/links/new/"
        typed = form_of(analyst_client.get(address)) | {"kind": LinkKind.CONFLICTS}
        refused = analyst_client.post(address, {**typed, "other": claim.code})
        assert "Nothing matches" in text_of(refused)
        analyst_client.post(address, {**typed, "other": "dams: more than 80"})
        assert ClaimLink.objects.get().other == other

    def test_a_filter_takes_the_code_of_older_addresses(self, analyst_client: Client) -> None:
        claim = make_claim(subject="Cranes")
        make_claim(subject="Dams")
        page = analyst_client.get("/en/desk/claims/", {"source": claim.source.code})
        assert "Cranes" in text_of(page)
        assert "Dams" not in text_of(page)


@pytest.mark.parametrize("page", ["parties", "relations", "sources", "particulars"])
def test_a_form_costs_the_same_however_much_there_is_to_choose(
    editor_client: Client, page: str
) -> None:
    record = make_record()
    made = 0
    counts, lengths = [], []
    for rows in (1, 300):
        for _each in range(rows - made):
            Organisation.objects.create(name={"en": "University"})
            make_source()
        Record.objects.bulk_create(
            Record(kind="joint_laboratory", name={"en": "R"}, code=f"0000{rows:03}{each:03}")
            for each in range(rows - made)
        )
        made = rows
        with CaptureQueriesContext(connection) as queries:
            answer = editor_client.get(f"/en/desk/register/{record.code}/{page}/")
        counts.append(len(queries))
        lengths.append(len(answer.content))
    assert counts[0] == counts[1]
    assert abs(lengths[0] - lengths[1]) < 200


def test_rows_that_have_chosen_are_named_at_once(editor_client: Client) -> None:
    record = make_record()
    counts = []
    for rows in (1, 20):
        for _each in range(rows):
            Party.objects.create(record=record, role="party", organisation=make_organisation())
        with CaptureQueriesContext(connection) as queries:
            editor_client.get(f"/en/desk/register/{record.code}/parties/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
