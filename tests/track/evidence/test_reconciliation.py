"""How statements stand to each other: the rules, and what the reports themselves say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omissions import SHARED
from serai.foundation.dates import PartialDate
from serai.foundation.record.operations import Program
from serai.track.evidence import operations
from serai.track.evidence.bounds import Bounds
from serai.track.evidence.models import Proposal, ProposalKind
from serai.track.evidence.reconciliation import Assertion, Reason, relation_between, relations_of
from serai.track.evidence.reconciling import assertion_of_proposal

MAY, NOVEMBER = PartialDate(2023, 5, 1), PartialDate(2023, 11, 6)


def above(number: int) -> Bounds:
    return Bounds(Decimal(number), None, lower_inclusive=False)


def exactly(number: int) -> Bounds:
    return Bounds(Decimal(number), Decimal(number))


def assertion(key: int, bounds: Bounds, **values) -> Assertion:
    given_ = {
        "source": key, "subject": "joint laboratories of the initiative", "unit": "laboratory",
        "as_of": NOVEMBER, "is_dated": True, **values,
    }  # fmt: skip
    return Assertion(key=key, bounds=bounds, **given_)


def kind_of(one: Assertion, other: Assertion) -> str | None:
    found = relation_between(one, other)
    return found.kind if found else None


class TestTheRules:
    def test_bounds_that_meet_agree(self):
        assert kind_of(assertion(1, above(80)), assertion(2, above(80))) == "agrees"
        fifty_plus = Bounds(Decimal(50), None)
        assert kind_of(assertion(1, above(50)), assertion(2, fifty_plus)) == "agrees"
        about = Bounds(Decimal(72), Decimal(88))
        assert kind_of(assertion(1, above(80)), assertion(2, about)) == "agrees"

    def test_bounds_that_no_number_satisfies_conflict(self):
        found = relation_between(assertion(1, above(80)), assertion(2, exactly(70)))
        assert (found.kind, found.reasons) == (
            "conflicts", (Reason.SAME_SUBJECT, Reason.BOUNDS_APART),
        )  # fmt: skip

    def test_the_narrower_refines_the_wider(self):
        found = relation_between(assertion(1, above(80)), assertion(2, exactly(84)))
        assert (found.claim, found.kind, found.other) == (2, "refines", 1)

    def test_the_later_supersedes_the_earlier(self):
        fifty, seventy = assertion(1, above(50), as_of=MAY), assertion(2, above(70))
        for pair in ((fifty, seventy), (seventy, fifty)):
            found = relation_between(*pair)
            assert (found.claim, found.kind, found.other) == (2, "supersedes", 1)

    def test_a_later_statement_that_says_less_only_agrees(self):
        assert kind_of(assertion(1, exactly(84), as_of=MAY), assertion(2, above(80))) == "agrees"

    @pytest.mark.parametrize(
        ("mine", "theirs"),
        [
            ({"scope": "foreign"}, {"scope": ""}),
            ({"scope": "foreign"}, {"scope": "domestic"}),
            ({"state": "invited"}, {"state": "attended"}),
            ({"indicator": 1}, {"indicator": 2}),
            ({"unit": "agreement"}, {"unit": "exhibit"}),
            ({"subject": "wind farms", "unit": "unit"}, {"subject": "ministers", "unit": "unit"}),
        ],
    )
    def test_other_questions_have_other_answers(self, mine, theirs):
        one, other = assertion(1, exactly(300), **mine), assertion(2, exactly(800), **theirs)
        assert relation_between(one, other) is None

    def test_no_number_stands_in_no_relation(self):
        assert relation_between(assertion(1, Bounds()), assertion(2, above(80))) is None

    def test_one_indicator_is_one_subject_whatever_the_words(self):
        one = assertion(1, above(80), indicator=7, subject="a", unit="b")
        other = assertion(2, above(80), indicator=7, subject="c", unit="d")
        assert relation_between(one, other).reasons[0] == Reason.SAME_INDICATOR

    @pytest.mark.parametrize(
        "same",
        [
            {"source": 5},
            {"attributed_to": "Vice Minister of Science and Technology Zhang"},
            {"quote": "So far the partners have set up many joint laboratories in many fields."},
        ],
    )
    def test_repetition_is_not_confirmation(self, same):
        organ = "Ministry of Science and Technology" if "attributed_to" in same else ""
        first = assertion(1, above(80), published=date(2023, 10, 30), **same)
        again = {**same, "attributed_to": organ}
        second = assertion(2, above(80), published=date(2023, 11, 8), **again)
        for pair in ((first, second), (second, first)):
            found = relation_between(*pair)
            assert (found.claim, found.kind, found.other) == (2, "repeats", 1)

    def test_another_number_by_the_same_organ_is_no_repetition(self):
        organ = {"attributed_to": "Ministry of Science and Technology"}
        assert kind_of(assertion(1, above(80), **organ), assertion(2, exactly(84), **organ)) == (
            "refines"
        )

    def test_prose_and_table_of_one_page_that_differ_conflict(self):
        prose = assertion(
            1, exactly(104), source=3, subject="young researchers trained", unit="researcher",
            place=100, as_of=None, is_dated=False,
        )  # fmt: skip
        table = assertion(
            2, exactly(108), source=3, subject="Researchers", unit="researcher", place=900,
            as_of=None, is_dated=False,
        )  # fmt: skip
        assert kind_of(prose, table) == "conflicts"

    def test_conflicts_come_first(self):
        others = [assertion(2, above(80)), assertion(3, exactly(20)), assertion(4, exactly(90))]
        kinds = [each.kind for each in relations_of(assertion(1, above(80)), others)]
        assert kinds == ["conflicts", "refines", "agrees"]

    def test_nothing_stands_in_a_relation_to_itself(self):
        one = assertion(1, above(80))
        assert relations_of(one, [one]) == []


_bounds = st.tuples(
    st.none() | st.integers(0, 50), st.none() | st.integers(0, 50), st.booleans(), st.booleans()
).map(
    lambda drawn: Bounds(
        *sorted(
            (None if each is None else Decimal(each) for each in drawn[:2]),
            key=lambda each: (each is None, each),
        ),
        *drawn[2:],
    )
)
_dates = st.none() | st.builds(PartialDate, st.integers(2019, 2024), st.integers(1, 12))


@given(_bounds, _bounds, _dates, _dates, st.booleans())
def test_which_of_two_is_asked_about_makes_no_difference(one, other, when, then, said):
    a = assertion(1, one, as_of=when, is_dated=said, published=date(2023, 1, 1))
    b = assertion(2, other, as_of=then, is_dated=said, published=date(2023, 2, 1))
    here, there = relation_between(a, b), relation_between(b, a)
    assert (here and here.kind) == (there and there.kind)
    if here and here.kind not in {"agrees", "conflicts"}:
        assert (here.claim, here.other) == (there.claim, there.other)
    if here and here.kind == "conflicts":
        assert one.is_disjoint_from(other)


@pytest.mark.shared
@pytest.mark.django_db
class TestTheReports:
    """What five real reports say of one conference."""

    @pytest.fixture
    def figures(self):
        """Every figure of the reports, by the number of the report and its words."""
        for path in sorted((SHARED / "seeds").glob("*.txt")):
            document = operations.ingest_document(
                actor=Program("a test"), content=path.read_bytes(), file_name=path.name
            ).document
            operations.read_document(actor=Program("a test"), document=document)
        rows = Proposal.objects.filter(kind=ProposalKind.FIGURE)
        return list(rows.select_related("document__source").order_by("document", "start"))

    def found(self, figures, report: str, words: str, unit: str = "") -> Assertion:
        (proposal, *_others) = [
            each
            for each in figures
            if each.document.file_name.startswith(report)
            and each.written == words
            and unit in each.unit_text
        ]
        return assertion_of_proposal(proposal)

    def test_four_reports_of_more_than_80_agreements_agree_or_repeat(self, figures):
        agreements = [
            self.found(figures, report, "more than 80", unit)
            for report, unit in (
                ("001", "partner"), ("002", "countr"), ("003", "countr"), ("004", "countr"),
            )
        ]  # fmt: skip
        for place, one in enumerate(agreements):
            for other in agreements[place + 1 :]:
                assert kind_of(one, other) in {"agrees", "repeats"}, (one, other)

    def test_the_same_value_is_not_the_same_fact(self, figures):
        agreements = self.found(figures, "003", "more than 80", "countr")
        cases = self.found(figures, "003", "more than 80", "case")
        assert relation_between(agreements, cases) is None
        guests = self.found(figures, "003", "More than 300", "guest")
        activities = self.found(figures, "004", "over 300", "activit")
        assert relation_between(guests, activities) is None

    def test_foreign_guests_are_part_of_all_who_came(self, figures):
        guests = self.found(figures, "003", "More than 300", "guest")
        officials = self.found(figures, "002", "more than 800")
        assert relation_between(guests, officials) is None

    def test_who_was_invited_is_not_who_came(self, figures):
        invited = self.found(figures, "001", "Over 300")
        came = self.found(figures, "003", "More than 300", "guest")
        assert relation_between(invited, came) is None

    def test_laboratories_of_two_reports_agree_and_a_later_count_supersedes(self, figures):
        commentary = self.found(figures, "002", "50-plus")
        feature = self.found(figures, "004", "more than 50")
        assert kind_of(commentary, feature) in {"agrees", "repeats"}
        later = Assertion(
            key=1, source=0, bounds=above(70), subject="Belt and Road joint laboratories",
            unit="laboratory", state=feature.state, as_of=PartialDate(2025, 6), is_dated=True,
        )  # fmt: skip
        found = relation_between(later, feature)
        assert (found.claim, found.kind) == (1, "supersedes")

    def test_demonstration_centres_of_two_reports_agree(self, figures):
        one = self.found(figures, "002", "more than 20", "center")
        other = self.found(figures, "004", "more than 20", "center")
        assert kind_of(one, other) in {"agrees", "repeats"}
        transfer = self.found(figures, "004", "9")
        assert relation_between(other, transfer) is None

    def test_numbers_of_one_sentence_count_different_things(self, figures):
        guests = self.found(figures, "003", "More than 300", "guest")
        origins = next(
            assertion_of_proposal(each)
            for each in figures
            if each.written == "more than 70" and each.sentence_start == guests.place
        )
        assert relation_between(guests, origins) is None

    def test_few_relations_are_proposed_and_none_is_a_conflict(self, figures):
        """No two of these reports contradict each other; a proposal costs a person a look."""
        statements = [assertion_of_proposal(each) for each in figures]
        found = [
            (one, other, relation)
            for place, one in enumerate(statements)
            for other in statements[place + 1 :]
            if (relation := relation_between(one, other)) is not None
        ]
        assert [(one, other) for one, other, each in found if each.kind == "conflicts"] == []
        assert len(found) <= len(statements)
