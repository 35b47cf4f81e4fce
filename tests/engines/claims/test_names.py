"""Names of organisations, people, places, facilities, agreements, projects and events."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omissions import SHARED
from serai.engines.claims.extraction import extract
from serai.engines.claims.names import Entry, Gazetteer, find_names
from serai.engines.claims.text import CanonicalText

PLACES = ("China", "Kenya", "Kazakhstan", "Mongolia", "Singapore", "Geneva", "Chongqing")
KNOWN = Gazetteer.of(
    [
        *(Entry(name.lower(), "place", (name,)) for name in PLACES),
        Entry("ci", "place", ("Côte d’Ivoire", "科特迪瓦", "Кот-д’Ивуар")),
        Entry("us", "place", ("United States", "US", "美国")),
        Entry("bri", "project", ("Belt and Road Initiative", "一带一路倡议")),
        Entry("cas", "organisation", ("Chinese Academy of Sciences", "中国科学院", "CAS")),
    ]
)


def names(text: str, language: str = "en") -> list[tuple[str, str]]:
    found = find_names(CanonicalText(text, language), KNOWN)
    assert all(text[name.start : name.end] == name.text for name in found)
    return [(name.kind, name.text) for name in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Its sponsors are the Ministry of Science and Technology, the Chinese Academy of "
                "Arts, the Nairobi Municipal People’s Government, and the University of Nairobi."
            ),
            [
                ("organisation", "Ministry of Science and Technology"),
                ("organisation", "Chinese Academy of Arts"),
                ("organisation", "Nairobi Municipal People’s Government"),
                ("organisation", "University of Nairobi"),
            ],
        ),
        (
            "The Ministry of Health and the National Research Council opened it.",
            [("organisation", "Ministry of Health"), ("organisation", "National Research Council")],
        ),
        (
            "Officials of the Agency for Science, Technology and Research came.",
            [("organisation", "Agency for Science, Technology and Research")],
        ),
        (
            "The China-Kenya Joint Laboratory for Crop Molecular Biology was opened.",
            [("facility", "China-Kenya Joint Laboratory for Crop Molecular Biology")],
        ),
        (
            "They visited the Lake Garden Industrial Park yesterday.",
            [("facility", "Lake Garden Industrial Park")],
        ),
        (
            "He signed the Memorandum of Understanding between Kenya and Mongolia on Water.",
            [("agreement", "Memorandum of Understanding between Kenya and Mongolia on Water")],
        ),
        (
            "The third “Belt and Road” Science Exchange Conference ended.",
            [("event", "“Belt and Road” Science Exchange Conference")],
        ),
        (
            "At the Forum on Open Science to Promote Health in Developing Countries he spoke.",
            [("event", "Forum on Open Science to Promote Health in Developing Countries")],
        ),
        ("The Master Plan for the Green Corridor was issued.",
         [("project", "Master Plan for the Green Corridor")]),
        ("Along the Jade River, trade grows.", [("place", "Jade River")]),
        ("Zanatas, Kazakhstan, was a desert.", [("place", "Zanatas"), ("place", "Kazakhstan")]),
        ("The conference ended. Today is a holiday, and it said so.", []),
        ("The university and its laboratory have a project.", []),
    ],
)  # fmt: skip
def test_names_by_their_head_nouns(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "position"),
    [
        ("This is enough, said Wu Mina, vice mayor of Chongqing.", "Wu Mina",
         "vice mayor of Chongqing"),
        ("So said Vice Minister of Science and Technology Li Enlai.", "Li Enlai",
         "Vice Minister of Science and Technology"),
        ("President Amina Otieno Sends Letter to the Forum", "Amina Otieno", "President"),
        ("The Minister of Education and Science of Mongolia, Batbayar, agreed.", "Batbayar",
         "Minister of Education and Science of Mongolia"),
        ("Dr. Ana de Souza opened it.", "Ana", "Dr."),
    ],
)  # fmt: skip
def test_people_with_their_office(text: str, name: str, position: str) -> None:
    people = [each for each in find_names(CanonicalText(text), KNOWN) if each.kind == "person"]
    assert [(each.text, each.position) for each in people] == [(name, position)]


def test_known_names_have_their_key_in_every_language_and_spelling() -> None:
    for text, language, key in (
        ("in Cote d'Ivoire now", "en", "ci"),
        ("in CÔTE D’IVOIRE now", "en", "ci"),
        ("与科特迪瓦合作", "zh", "ci"),
        ("в Кот-д’Ивуаре и Кот-д'Ивуар", "ru", "ci"),
        ("under the Belt and the Road Initiative", "en", "bri"),
        ("the “Belt and Road” Initiative", "en", "bri"),
        ("the Belt\nand Road Initiative", "en", "bri"),
        ("中国科学院表示", "zh", "cas"),
    ):
        assert key in {name.key for name in find_names(CanonicalText(text, language), KNOWN)}


def test_a_word_is_not_a_country() -> None:
    assert names("it gave us a chance, and china tea") == []
    assert names("The US and CAS agree.") == [("place", "US"), ("organisation", "CAS")]


def test_a_known_name_inside_a_longer_one_is_part_of_it() -> None:
    text = "The China Association for Space Research met."
    assert names(text) == [("organisation", "China Association for Space Research")]


def test_events_have_their_date_place_and_edition() -> None:
    text = CanonicalText(
        "GENEVA, Oct. 30 (Agency) -- The second World Conference on Open Science will be held in "
        "southwest China's Chongqing Municipality from Nov. 6 to 7, the office said."
    )
    (event,) = extract(text, stated_on=date(2023, 10, 30), gazetteer=KNOWN).events
    assert event.name.text == "World Conference on Open Science"
    assert event.name.ordinal == 2
    assert event.date is not None
    assert event.date.edtf == "2023-11-06/2023-11-07"
    assert event.place is not None
    assert event.place.text == "Chongqing Municipality"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le Ministère de la Recherche a invité.",
         ("organisation", "Ministère de la Recherche")),
        ("fr", "L’Université de Dakar est hôte.", ("organisation", "Université de Dakar")),
        ("es", "El Ministerio de Ciencia y Tecnología abrió.",
         ("organisation", "Ministerio de Ciencia y Tecnología")),
        ("ru", "Его открыл Институт Физики и Астрономии.",
         ("organisation", "Институт Физики и Астрономии")),
        ("zh", "中国，清江大学表示", ("organisation", "清江大学")),
        ("zh", "在中肯作物分子生物学联合实验室，", ("facility", "中肯作物分子生物学联合实验室")),
    ],
)  # fmt: skip
def test_names_in_other_languages(language: str, text: str, expected: tuple[str, str]) -> None:
    assert expected in names(text, language)


@given(st.text(max_size=120), st.sampled_from(["en", "zh", "fr", "ru", "es", "ar"]))
def test_any_text_is_read(text: str, language: str) -> None:
    end = 0
    for name in find_names(CanonicalText(text, language), KNOWN):
        assert end <= name.start < name.end <= len(text)
        end = name.end


def test_the_time_grows_with_the_text_alone() -> None:
    many = Gazetteer.of(
        Entry(str(number), "organisation", (f"Institute {number} of Things",))
        for number in range(20_000)
    )
    text = "The Institute 7 of Things met the Institute of Things. " * 200
    started = time.process_time()
    found = list(many.find(text))
    assert {name.key for name in found} == {"7"}
    assert len(found) == 200
    assert time.process_time() - started < 1


@pytest.mark.shared
def test_the_reports_name_what_was_read_in_them_by_hand() -> None:
    facts = json.loads((SHARED / "data/seed-facts.json").read_text(encoding="utf-8"))["facts"]
    predicates = {"co_sponsor", "supporting_organisation", "position", "name_as_written"}
    wanted = missed = 0
    for fact in facts:
        if fact["predicate"] not in predicates:
            continue
        text = (SHARED / "seeds" / fact["source_file"]).read_text(encoding="utf-8")
        found = find_names(CanonicalText(text))
        subject = fact["subject"] if fact["predicate"] == "position" else fact["value"]
        words = _words(subject)
        wanted += 1
        missed += not any(words <= _words(name.text) for name in found)
    assert wanted >= 25
    assert missed <= 2


def _words(text: str) -> set[str]:
    plain = "".join(each if each.isalnum() else " " for each in text.replace("’s", "").lower())
    return set(plain.split()) - {
        "the",
        "of",
        "and",
        "for",
        "s",
        "first",
        "third",
        "1st",
        "inaugural",
    }


@pytest.mark.shared
def test_named_initiatives_are_found_in_a_sentence() -> None:
    path = SHARED / "data/named-initiatives/initiatives.jsonl"
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = found = 0
    for entry in entries:
        text = f"On Monday they visited the {entry['name']}."
        # The others are descriptions: "agricultural technology demonstration centre in Zambia".
        proper = entry["name"].split(" in ")[0]
        if proper != entry["name"] and not proper.istitle():
            continue
        wanted += 1
        found += any(name.text.startswith(proper[:30]) for name in find_names(CanonicalText(text)))
    assert wanted >= 35
    assert found / wanted >= 0.9
