"""The grammar of figures on sentences written for it; see ``sentences/``."""

from __future__ import annotations

import json

import pytest

from engines.claims.expected import Case, Stated, cases, documents
from omissions import SHARED
from serai.engines.claims.extraction import extract_figures
from serai.engines.claims.figure import Figure
from serai.engines.claims.text import CanonicalText


def states(figure: Figure, stated: Stated) -> bool:
    return (
        figure.value == pytest.approx(stated.value)
        and (figure.value_max or 0) == pytest.approx(stated.upper or 0)
        and figure.qualifier == stated.qualifier
        and figure.unit == stated.unit
    )


def differences(case: Case) -> list[str]:
    """What a sentence states and was not found, and what was found and it does not state."""
    left = list(extract_figures(CanonicalText(case.text)))
    faults = []
    for readings in case.stated:
        hit = next((f for f in left if any(states(f, reading) for reading in readings)), None)
        if hit is None and readings[0].optional:
            hit = next((f for f in left if f.value == pytest.approx(readings[0].value)), None)
        if hit is not None:
            left.remove(hit)
        elif not readings[0].optional:
            faults.append(f"missing {readings[0]}")
    faults += [f"not stated: {f.value} {f.qualifier} {f.unit} {f.rules}" for f in left]
    return faults


@pytest.mark.parametrize(
    "case", [*cases(), *documents()], ids=lambda case: f"{case.file}:{case.line}"
)
def test_sentence_states_exactly_what_it_states(case: Case) -> None:
    assert differences(case) == [], case.text


def figures(text: str) -> list[Figure]:
    return extract_figures(CanonicalText(text))


def test_more_than_is_a_bound_of_its_own_number_only() -> None:
    found = figures("It has over 600 enterprises from 81 governments.")
    assert [(each.value, each.qualifier) for each in found] == [(600, "at_least"), (81, "exact")]


def test_expression_holds_the_qualifier_and_the_number() -> None:
    text = "We set up 50-plus labs, nearly 40 parks and over a thousand projects for $1.5bn."
    assert [text[each.start : each.end] for each in figures(text)] == [
        "50-plus", "nearly 40", "over a thousand", "$1.5bn",
    ]  # fmt: skip


def test_unit_text_keeps_the_words_of_the_text() -> None:
    (found,) = figures("They built more than 50 the Belt and Road joint laboratories.")
    assert (found.unit, found.unit_text) == ("laboratory", "the Belt and Road joint laboratories")


def test_full_stop_after_the_closing_quote_ends_the_sentence() -> None:
    text = "It has 80 partners and heavy cooperation. “fruit”. It is home to 12 parks."
    found = figures(text)
    assert [each.value for each in found] == [80, 12]
    assert text[found[1].sentence_start : found[1].sentence_end] == "It is home to 12 parks."


def test_unclosed_quote_does_not_hide_what_follows() -> None:
    assert [f.unit for f in figures('"At this meeting, he said that 12 experts came.')] == [
        "expert"
    ]


def test_figure_takes_the_date_of_its_sentence() -> None:
    (found,) = figures("By the end of June 2023, China had agreements with more than 80 countries.")
    assert (found.as_of, found.as_of_text) == ("2023-06-30", "By the end of June 2023")


def test_invited_attended_and_foreign_are_told_apart() -> None:
    invited, _origins = figures(
        "Over 300 foreign participants from more than 70 countries have been invited."
    )
    assert (invited.scope, invited.state) == ("foreign", "invited")
    (attended,) = figures("The event was attended by more than 800 officials.")
    assert attended.state == "attended"


def test_speaker_is_named() -> None:
    (found,) = figures("The city has 12 parks, said Zhang Anjiang, vice mayor of Chongqing.")
    assert found.attributed_to == "Zhang Anjiang, vice mayor of Chongqing"


def test_elided_unit_is_marked_and_less_sure() -> None:
    stated, elided = figures("Police detained 23 suspects, a further 11 are wanted.")
    assert (elided.unit, elided.unit_elided) == ("suspect", True)
    assert elided.confidence < stated.confidence


@pytest.mark.shared
def test_reports_on_the_first_conference_give_every_figure() -> None:
    """F1 of 0.97 or better at the level of claims on the five reports."""
    records = [
        json.loads(line)
        for line in (SHARED / "data" / "claims-gold-seeds.jsonl").read_text("utf-8").splitlines()
    ]
    gold = [each for each in records if each["type"] == "claim"]
    hits = wrong = 0
    for document in (each["doc"] for each in records if each["type"] == "doc"):
        text = (SHARED / "seeds" / document).read_bytes().decode()
        wanted = {each["num_start"]: each for each in gold if each["doc"] == document}
        for figure in figures(text):
            claim = next(
                (c for c in wanted.values() if figure.start < c["num_end"] <= figure.end + 1), None
            )
            if claim is None:
                wrong += 1
            elif claim["tier"] != "optional":
                fits = (figure.value, figure.qualifier, figure.unit) == (
                    claim["value"], claim["qualifier"], claim["unit"],
                )  # fmt: skip
                hits += fits
                wrong += not fits
    demanded = sum(each["tier"] != "optional" for each in gold)
    assert 2 * hits / (hits + wrong + demanded) >= 0.97
