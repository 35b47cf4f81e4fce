"""The shipped regions, countries, fields and goals."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.directory import make_country, make_organisation
from serai.foundation.directory.models import Country, Field, Goal, Region
from serai.foundation.directory.queries import region_chains, within
from serai.foundation.directory.reference import sync_reference_data
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import render_text, texts_of

pytestmark = pytest.mark.django_db


def test_everything_is_there_after_migrating() -> None:
    assert Country.objects.count() == 249
    assert Region.objects.count() == 29
    assert Field.objects.count() == 48
    assert Goal.objects.count() == 17


@pytest.mark.parametrize("model", [Country, Region, Field, Goal])
def test_every_name_is_known_in_six_languages_and_only_once(
    model: type[Country | Region | Field | Goal],
) -> None:
    names = [texts_of(row.name) for row in model.objects.all()]
    for language in LANGUAGE_CODES:
        written = [texts[language] for texts in names]
        assert all(written)
        assert len(set(written)) == len(written)
        assert not [name for name in written if name != name.strip() or "*" in name or "'" in name]
        assert not [name for name in written if name.endswith(("(l’)", "(le)", "(la)", "(el)"))]


CALLED = """
AF Afghanistan | 阿富汗 | Afghanistan | Афганистан | أفغانستان | Afganistán
BO Bolivia | 玻利维亚 | Bolivie | Боливия | بوليفيا | Bolivia
CG Congo | 刚果（布） | Congo | Конго | الكونغو | Congo
CI Côte d’Ivoire | 科特迪瓦 | Côte d’Ivoire | Кот-д’Ивуар | كوت ديفوار | Côte d’Ivoire
HK Hong Kong, China | 中国香港 | Hong Kong (Chine) | Гонконг (Китай) | هونغ كونغ (الصين) | Hong Kong (China)
TR Türkiye | 土耳其 | Türkiye | Турция | تركيا | Türkiye
VA Holy See | 罗马教廷 | Saint-Siège | Святой Престол | الكرسي الرسولي | Santa Sede
VN Viet Nam | 越南 | Viet Nam | Вьетнам | فييت نام | Viet Nam
"""  # noqa: E501


@pytest.mark.parametrize("line", CALLED.strip().splitlines())
def test_countries_are_called_as_the_united_nations_call_them(line: str) -> None:
    code, _space, names = line.partition(" ")
    country = make_country(code)
    written = [render_text(country.name, language).text for language in LANGUAGE_CODES]
    assert written == names.split(" | ")


def test_codes_are_kept_as_text() -> None:
    assert make_country("NA").name.data["en"] == "Namibia"
    assert make_country("AF").numeric == "004"
    assert make_country("CN").alpha3 == "CHN"
    assert not Country.objects.filter(pk="XK").exists()


def test_groups_of_the_united_nations() -> None:
    laos = make_country("LA")
    assert laos.is_least_developed
    assert laos.is_landlocked_developing
    assert not laos.is_small_island_developing
    assert make_country("SG").is_small_island_developing


def test_regions_form_chains() -> None:
    chain = region_chains()[make_country("KE").region_id or ""]
    assert [str(region) for region in chain] == ["Africa", "Sub-Saharan Africa", "Eastern Africa"]
    assert set(within(region_chains(), "202")) == {"202", "011", "014", "017", "018"}


def test_fields_stand_in_the_order_of_the_classification() -> None:
    codes = list(Field.objects.values_list("code", flat=True))
    assert codes[codes.index("2.9") + 1] == "2.10"
    assert codes[0] == "1"
    assert codes[-1] == "6.5"


def test_syncing_again_writes_nothing_and_costs_little() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert sync_reference_data() == 0
    assert len([query for query in queries if query["sql"].startswith("SELECT")]) == 4
    assert not [query for query in queries if query["sql"].startswith("INSERT")]


def test_syncing_repairs_what_differs_and_keeps_what_refers_to_it() -> None:
    organisation = make_organisation(country="KE")
    Country.objects.filter(pk="KE").update(name="Something else", numeric="999")
    Goal.objects.filter(pk=17).delete()
    assert sync_reference_data() == 2
    organisation.refresh_from_db()
    assert str(organisation.country) == "Kenya"
    assert make_country("KE").numeric == "404"


@pytest.mark.django_db(transaction=True)
def test_reference_data_is_there_again_after_a_flush() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert Country.objects.count() == 249
