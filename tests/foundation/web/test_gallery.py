"""Every component with its states."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html as lxml_html

from serai.foundation.languages import LANGUAGE_CODES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_it_renders_in_every_language(client: Client, code: str) -> None:
    response = client.get(f"/{code}/gallery/")
    assert response.status_code == 200


class TestMarkup:
    @pytest.fixture
    def page(self, client: Client) -> lxml_html.HtmlElement:
        return lxml_html.fromstring(client.get("/en/gallery/").content)

    def test_nothing_that_the_policy_forbids(self, page: lxml_html.HtmlElement) -> None:
        assert page.xpath("//*[@style]") == []
        assert page.xpath("//@*[starts-with(name(), 'on')]") == []
        assert [script.get("type") for script in page.xpath("//script")] == ["module"]
        assert all(script.get("nonce") for script in page.xpath("//script"))

    def test_ids_are_unique(self, page: lxml_html.HtmlElement) -> None:
        ids = page.xpath("//@id")
        assert sorted(ids) == sorted(set(ids))

    def test_every_input_has_a_label(self, page: lxml_html.HtmlElement) -> None:
        labelled = set(page.xpath("//label/@for"))
        inputs = page.xpath(
            "//main//*[self::input or self::select or self::textarea]"
            "[not(@type='hidden' or @aria-label)]"
        )
        assert inputs
        assert [each.get("id") for each in inputs if each.get("id") not in labelled] == []

    def test_descriptions_lead_somewhere(self, page: lxml_html.HtmlElement) -> None:
        ids = set(page.xpath("//@id"))
        named = {name for names in page.xpath("//@aria-describedby") for name in names.split()}
        assert named
        assert named <= ids

    def test_the_summary_of_errors_leads_to_the_fields(self, page: lxml_html.HtmlElement) -> None:
        ids = set(page.xpath("//@id"))
        links = page.xpath("//*[contains(@class, 'error-summary')]//a/@href")
        assert len(links) == 4
        assert {link.removeprefix("#") for link in links} <= ids

    def test_required_and_optional_in_words(self, page: lxml_html.HtmlElement) -> None:
        labels = {
            " ".join(label.text_content().split())
            for label in page.xpath("//*[contains(@class, 'field-label')]")
        }
        assert "Name" in labels
        assert "Began (optional)" in labels

    def test_each_language_has_an_input_of_its_own(self, page: lxml_html.HtmlElement) -> None:
        inputs = page.xpath("//*[@id='empty_name']//input")
        assert [(each.get("lang"), each.get("dir")) for each in inputs] == [
            (code, "rtl" if code == "ar" else "ltr") for code in LANGUAGE_CODES
        ]

    def test_states_are_said_in_words_too(self, page: lxml_html.HtmlElement) -> None:
        route = page.xpath("//section[@id='route']//ol")[0]
        assert "(now)" in route.text_content()
        assert "(still to come)" in route.text_content()
        assert len(route.xpath(".//*[@aria-current='step']")) == 1

    def test_history_names_who_did_what(self, page: lxml_html.HtmlElement) -> None:
        text = " ".join(page.xpath("//section[@id='history']")[0].text_content().split())
        assert "Amina Yusuf" in text
        assert "Na Li Li Na" in text
        assert "What this entry said was erased." in text

    def test_pages_keep_their_place(self, page: lxml_html.HtmlElement) -> None:
        assert page.xpath("//a[@rel='prev']/@href") == ["?page=2"]
        assert page.xpath("//a[@rel='next']/@href") == ["?page=4"]


def test_the_account_corner_belongs_to_the_reader(
    client: Client, secretariat_client: Client
) -> None:
    assert "/accounts/login/" in client.get("/en/gallery/").content.decode()
    html = secretariat_client.get("/en/gallery/").content.decode()
    assert "<!--account-->" not in html
    assert 'action="/en/accounts/logout/"' in html
    assert re.search(r'<a href="/en/desk/">', html)


def test_who_has_no_role_is_not_led_to_the_desk(delegate_client: Client) -> None:
    assert 'href="/en/desk/"' not in delegate_client.get("/en/gallery/").content.decode()
