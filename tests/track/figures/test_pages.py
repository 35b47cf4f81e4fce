"""The public pages of figures."""

from __future__ import annotations

import re

import pytest
from lxml import html

from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from factories.register import make_record
from reading import text_of
from serai.foundation.dates import PartialDate
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web.release_cache import release_cache
from serai.track.evidence.models import ClaimLink, DateBasis, LinkKind, Qualifier, Rank, Source
from serai.track.figures.models import Indicator
from serai.track.register.catalogue.keeping import current_columns
from serai.track.register.models import RecordKind

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def agreements(reports: int = 4) -> Indicator:
    """More than 80, in some reports that all repeat the first, beside six records."""
    indicator = make_indicator(
        slug=f"agreements-{Indicator.objects.count()}", name="Agreements",
        counter="register.records", counter_query="kind=workshop",
        counting_rule="One for each text.", scope="With partners",
    )  # fmt: skip
    for _ in range(6):
        make_record(kind=RecordKind.WORKSHOP)
    claims = [
        make_claim(
            indicator=indicator, source=make_source(title=f"Report {number}"), start=10, end=40,
            as_of=PartialDate(2023, 11, 7), as_of_basis=DateBasis.STATED,
        )
        for number in range(reports)
    ]  # fmt: skip
    for later in claims[1:]:
        ClaimLink.objects.create(claim=later, kind=LinkKind.REPEATS, other=claims[0])
    make_claim(
        indicator=indicator, qualifier=Qualifier.EXACT, value=84, as_of=PartialDate(2021, 12, 31),
        as_of_basis=DateBasis.STATED,
    )  # fmt: skip
    return indicator


def test_a_figure_shows_stated_and_counted_with_the_gap(client):
    indicator = agreements()
    page = client.get(f"/en/figures/{indicator.slug}/")
    text = text_of(page)
    for part in (
        "more than 80", "1 independent origin, 4 sources", "Documented here: 6.",
        "At least 75 are not yet documented.", "Repetition is not confirmation",
        "Repeated by 3 other sources", "characters 10–40", "One for each text.", "With partners",
        "31 December 2021 (stated in the source)", "supports it",
    ):  # fmt: skip
        assert part in text, part
    document = html.fromstring(page.content)
    (counted,) = [each for each in document.iter("a") if "kind=workshop" in each.get("href", "")]
    assert "6 records" in text_of(client.get(counted.get("href")))


def test_the_picture_has_no_style_of_its_own(client):
    page = client.get(f"/fr/figures/{agreements().slug}/")
    (svg,) = html.fromstring(page.content).cssselect("figure.figure-chart svg")
    assert svg.get("role") == "img"
    assert len(svg.cssselect("circle")) == 5
    for each in svg.iter():
        assert "style" not in each.attrib
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy"):
            assert "," not in each.get(name, "")


def test_a_conflict_is_shown_with_both_values(client):
    indicator = make_indicator(counter="register.records", counter_query="kind=workshop")
    fourteen, _twelve = (
        make_claim(
            indicator=indicator, qualifier=Qualifier.EXACT, value=value,
            as_of=PartialDate(2021, 11), as_of_basis=DateBasis.STATED,
        )
        for value in (14, 12)
    )  # fmt: skip
    address = f"/en/figures/{indicator.slug}/"
    page = client.get(address)
    (main,) = html.fromstring(page.content).iter("main")
    text = " ".join(main.text_content().split())
    for part in (
        "14 or 12", "14 against 12", "The sources contradict each other", "in conflict",
        "cannot be said while the sources disagree",
    ):  # fmt: skip
        assert part in text, part
    # Sources are numbered by their factory.
    assert not re.search(r"(?<!number )\b13\b", text)
    fourteen.rank, fourteen.rank_reason = Rank.PREFERRED, "The owner of the workshops says so."
    fourteen.save()
    release_cache.clear()
    text = text_of(client.get(address))
    assert "14 or 12" not in text
    assert "decided" in text
    assert "The owner of the workshops says so." in text


def test_a_figure_without_anything_says_so(client):
    assert "No figures yet" in text_of(client.get("/en/figures/"))
    indicator = make_indicator()
    text = text_of(client.get(f"/en/figures/{indicator.slug}/"))
    assert "not stated" in text
    assert "not counted" in text
    assert "No accepted claim states this figure yet." in text
    assert client.get("/en/figures/none/").status_code == 404


@pytest.mark.parametrize("address", ["", "{slug}/"])
def test_a_bad_parameter_is_named(client, address):
    indicator = make_indicator()
    page = client.get(f"/en/figures/{address.format(slug=indicator.slug)}?colour=red")
    assert page.status_code == 400
    assert "colour" in text_of(page)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_every_language_shows_every_page(client, language):
    indicator = agreements()
    for address in ("", f"{indicator.slug}/"):
        page = client.get(f"/{language}/figures/{address}")
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()


def test_markup_in_the_data_stays_text(client):
    indicator = agreements()
    Source.objects.update(title=SCRIPT, publisher_as_written=SCRIPT)
    indicator.claims.update(written=SCRIPT, scope=SCRIPT, attributed_to=SCRIPT, unit=SCRIPT)
    Indicator.objects.update(
        name=SCRIPT, definition=SCRIPT, unit=SCRIPT, scope=SCRIPT, counting_rule=SCRIPT
    )
    for address in ("", f"{indicator.slug}/"):
        page = client.get(f"/en/figures/{address}").content.decode()
        assert "alert(1)" in page
        assert SCRIPT not in page


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    agreements(1)
    release_cache.clear()
    current_columns()
    with django_assert_num_queries(5):  # the revision, indicators, claims, links, columns
        client.get("/en/figures/")
    for _ in range(29):
        agreements(2)
    release_cache.clear()
    current_columns()
    with django_assert_num_queries(5):
        client.get("/en/figures/")
    large = agreements(30)
    current_columns()
    with django_assert_num_queries(5):
        client.get(f"/en/figures/{large.slug}/")
