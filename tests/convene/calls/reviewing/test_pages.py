"""The pages of reviewers, and of those who decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled

from factories.accounts import signed_in, user_with
from factories.calls import make_call, make_submission
from factories.directory import make_country, make_person
from factories.editions import entrust, make_edition
from factories.programme import make_activity
from factories.reviewing import (
    assign,
    make_criterion,
    make_review,
    make_reviewer,
    set_rules,
)
from serai.convene.calls.models import (
    Assignment,
    Call,
    Conflict,
    Decision,
    Review,
    Reviewer,
    Submission,
)
from serai.convene.calls.reviewing.operations import distribute_evenly
from serai.convene.editions.models import EditionRole
from serai.foundation.accounts.models import Role
from serai.foundation.accounts.operations import erase_account
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import verify


def desk(call: Call, page: str) -> str:
    return f"/en/desk/editions/{call.edition.slug}/calls/{call.code}/{page}"


@pytest.fixture
def call(db: None) -> Call:
    call = make_call(make_edition(), "Green technology")
    make_criterion(call, "Merit", weight=2)
    make_criterion(call, "Clarity")
    return call


@pytest.fixture
def reviewer(call: Call) -> Reviewer:
    return make_reviewer(call, user_with(email="wei@academy.example", name="Wei Reviewer"))


@pytest.fixture
def own(reviewer: Reviewer) -> Client:
    return signed_in(reviewer.user)  # type: ignore[arg-type]


@pytest.fixture
def chair(call: Call) -> Client:
    user = user_with(email="chair@office.example")
    entrust(user, call.edition, EditionRole.PROGRAMME_EDITOR)
    return signed_in(user)


@pytest.fixture
def rice(call: Call) -> Submission:
    submission = make_submission(call, "Rice in dry years", speakers=("Amina Bello",))
    with scopes_disabled():
        submission.speakers.update(
            organisation="Delta Institute", country=make_country("NG"), email="a@delta.example"
        )
    return submission


def scores(call: Call, *values: int) -> dict[str, Any]:
    with scopes_disabled():
        return {
            f"score-{criterion.pk}": value
            for criterion, value in zip(call.criteria.all(), values, strict=True)
        }


def given(call: Call, reviewer: Reviewer, submission: Submission, *values: int, **more: Any) -> Any:
    with scopes_disabled():
        criteria = list(call.criteria.all())
    return make_review(reviewer, submission, dict(zip(criteria, values, strict=True)), **more)


def test_a_blind_review_shows_no_names_organisations_and_countries(
    call: Call, reviewer: Reviewer, own: Client, rice: Submission
) -> None:
    assign(reviewer, rice)
    address = desk(call, f"review/{rice.code}/")
    page = own.get(address).content.decode()
    assert "Rice in dry years" in page
    assert not any(word in page for word in ("Amina", "Delta", "Nigeria", "delta.example"))
    set_rules(call, is_blind=False)
    page = own.get(address).content.decode()
    assert all(word in page for word in ("Amina Bello", "Delta Institute", "Nigeria"))


def test_others_are_shown_once_the_own_review_is_given_and_without_names(
    call: Call, reviewer: Reviewer, own: Client, rice: Submission
) -> None:
    other = make_reviewer(call, user_with(email="li@college.example", name="Li Other"))
    assign(reviewer, rice)
    given(call, other, rice, 1, 2, comment="Too thin.")
    address = desk(call, f"review/{rice.code}/")
    assert "Too thin." not in own.get(address).content.decode()
    refused = own.post(address, {**scores(call, 5, 9), "comment": "Sound."})
    assert refused.status_code == 200
    assert "Sound." in refused.content.decode(), "nothing typed is lost"
    answer = own.post(address, {**scores(call, 5, 3), "comment": "Sound.", "stay": "1"})
    assert answer.headers["Location"] == address
    page = own.get(address).content.decode()
    assert "Too thin." in page
    assert "Li Other" not in page
    with scopes_disabled():
        kept = Review.objects.get(reviewer=reviewer)
        assert [score.value for score in kept.scores.all()] == [5, 3]
    assert not list(verify())


def test_what_needs_reviews_most_comes_first_and_saving_goes_on_to_the_next(
    call: Call, reviewer: Reviewer, own: Client
) -> None:
    submissions = [make_submission(call) for _each in range(3)]
    other = make_reviewer(call, user_with(email="li@college.example"))
    assign(reviewer, *submissions)
    given(call, other, submissions[0], 3, 3)
    given(call, other, submissions[1], 3, 3)
    page = own.get(desk(call, "review/"))
    assert page.context["next"].submission == submissions[2]
    answer = own.post(desk(call, f"review/{submissions[2].code}/"), scores(call, 4, 4))
    following = {desk(call, f"review/{each.code}/") for each in submissions[:2]}
    assert answer.headers["Location"] in following


@pytest.mark.parametrize(
    "marks",
    [
        {"email": "a@academy.example"},
        {"name": "Reviewer, Wei", "email": "WEI@academy.example"},
        {"organisation": "ACADEMY of Sciences"},
        {"country": "KE"},
    ],
)
def test_a_conflict_that_is_found_hides_the_submission(
    call: Call, reviewer: Reviewer, own: Client, rice: Submission, marks: dict[str, Any]
) -> None:
    set_rules(call, hides_own_country=True)
    with scopes_disabled():
        Reviewer.objects.update(organisation="Academy of Sciences", country=make_country("KE"))
    assign(reviewer, rice)
    address = desk(call, f"review/{rice.code}/")
    assert own.get(address).status_code == 200
    with scopes_disabled():
        country = {"country": make_country(marks["country"])} if "country" in marks else {}
        rice.speakers.update(**{**marks, **country})
    assert own.get(address).status_code == 404
    assert own.post(address, scores(call, 3, 3)).status_code == 404
    assert not own.get(desk(call, "review/")).context["queue"].lines


def test_the_desk_sees_a_declared_conflict_and_may_lift_it(
    call: Call, reviewer: Reviewer, own: Client, chair: Client, rice: Submission
) -> None:
    assign(reviewer, rice)
    own.post(desk(call, f"review/{rice.code}/conflict/"), {"reason": "We were married."})
    address = desk(call, f"review/{rice.code}/")
    assert own.get(address).status_code == 404
    listed = chair.get(desk(call, "conflicts/")).content.decode()
    assert all(word in listed for word in ("Wei Reviewer", "Rice in dry years", "We were married."))
    pair = {"reviewer": reviewer.code, "submission": rice.code}
    chair.post(desk(call, "conflicts/"), {**pair, "act": "lift"})
    assert own.get(address).status_code == 200
    chair.post(desk(call, "conflicts/"), {**pair, "act": "hold"})
    assert own.get(address).status_code == 404
    with scopes_disabled():
        assert Conflict.objects.get().reason == "We were married."


def test_after_the_end_nothing_is_reviewed(
    call: Call, reviewer: Reviewer, own: Client, rice: Submission
) -> None:
    assign(reviewer, rice)
    set_rules(call, closes_at=timezone.now() - timedelta(minutes=1))
    answer = own.post(desk(call, f"review/{rice.code}/"), scores(call, 3, 3))
    assert "Reviewing is over." in answer.content.decode()
    with scopes_disabled():
        assert not Review.objects.exists()


def test_distributing_heeds_conflicts_and_subjects_and_says_what_is_missing(
    call: Call, reviewer: Reviewer, chair: Client, rice: Submission
) -> None:
    set_rules(call, reviews_wanted=2)
    make_reviewer(call, user_with(email="x@delta.example"))
    make_reviewer(call, user_with(email="y@college.example"), languages=["fr"])
    page = chair.post(desk(call, "assignments/distribute/"), follow=True)
    assert "1 review finds nobody" in page.content.decode()
    with scopes_disabled():
        assert [each.reviewer for each in Assignment.objects.all()] == [reviewer]
    assert distribute_evenly(actor=Program("again"), call=call) == 1
    with scopes_disabled():
        assert Assignment.objects.count() == 1


def test_whoever_decides_and_reviews_is_bound_like_a_reviewer(
    call: Call, rice: Submission, chair: Client
) -> None:
    user: Any = chair.user  # type: ignore[attr-defined]
    solar, wind = make_submission(call, "Solar"), make_submission(call, "Wind")
    own = make_reviewer(call, user, organisation="Delta Institute")
    other = make_reviewer(call, user_with(email="li@college.example"))
    assign(own, solar)
    for each in (rice, solar, wind):
        given(call, other, each, 5, 5)
    rows = {row["row"].submission.title: row["row"] for row in
            chair.get(desk(call, "ranking/")).context["lines"]}  # fmt: skip
    assert set(rows) == {"Solar", "Wind"}, "no conflict of interest is ranked"
    assert (rows["Solar"].standing, rows["Wind"].standing.mean) == (None, 100)
    chair.post(
        desk(call, "decide/"), {"selected": rice.code, "outcome": "rejected", "form": "session"}
    )
    with scopes_disabled():
        assert not Decision.objects.exists()


def test_the_ranking_is_sorted_filtered_and_written_as_a_table(
    call: Call, reviewer: Reviewer, chair: Client, rice: Submission
) -> None:
    other = make_reviewer(call, user_with(email="li@college.example"))
    solar = make_submission(call, "=Solar")
    given(call, reviewer, rice, 1, 1)
    given(call, other, rice, 5, 5)
    given(call, other, solar, 4, 4)

    def titles(query: str) -> list[str]:
        lines = chair.get(desk(call, f"ranking/?{query}")).context["lines"]
        return [line["row"].submission.title for line in lines]

    assert titles("") == ["=Solar", "Rice in dry years"]
    assert titles("sort=mean") == ["Rice in dry years", "=Solar"]
    assert titles("disputed=on") == ["Rice in dry years"]
    assert titles("q=RICE&decision=undecided") == ["Rice in dry years"]
    assert titles("adjusted=on&sort=-spread")[0] == "Rice in dry years"
    for wrong in ("sort=reviewer", "page=9", "decision=perhaps"):
        assert chair.get(desk(call, f"ranking/?{wrong}")).status_code == 400
    table = chair.get(desk(call, "ranking.csv")).content.decode("utf-8-sig")
    assert "'=Solar" in table
    assert "Wei Reviewer" not in table


def test_the_page_of_a_decision_asks_who_somebody_is(
    call: Call, chair: Client, rice: Submission
) -> None:
    activity, known = make_activity(call.edition), make_person("Amina Bello")
    page = chair.post(desk(call, "decide/"), {"selected": rice.code, "wanted": "accepted"})
    assert "Who is Amina Bello, Delta Institute, Nigeria?" in page.content.decode()
    sent = {
        "selected": rice.code, "outcome": "accepted", "activity": activity.pk, "form": "session"
    }  # fmt: skip
    refused = chair.post(desk(call, "decide/"), sent)
    assert "nobody is merged without being asked" in refused.content.decode()
    answer = chair.post(desk(call, "decide/"), {**sent, "who-0": known.code})
    assert answer.headers["Location"] == desk(call, "ranking/")
    with scopes_disabled():
        assert rice.speakers.get().person == known
        assert Decision.objects.get().decided_by == chair.user  # type: ignore[attr-defined]


def test_fairness_says_who_was_accepted_and_by_what_rule(
    call: Call, chair: Client, rice: Submission
) -> None:
    set_rules(call, rule={"en": "The best of each region first."})
    make_submission(call, "Nowhere")
    make_submission(call, "Draft", state="draft")
    chair.post(
        desk(call, "decide/"),
        {"selected": rice.code, "outcome": "accepted", "form": "session",
         "activity": make_activity(call.edition).pk},
    )  # fmt: skip
    page = chair.get(desk(call, "fairness/"))
    assert "The best of each region first." in page.content.decode()
    table = chair.get(desk(call, "fairness.csv")).content.decode("utf-8-sig").splitlines()
    assert "region,Africa,1,1,1.0,0.2065,1.0,0.5" in table
    assert "country,Country not given,1,0,0.0,0.0,0.7935,0.5" in table


def test_adding_reviewers_invites_who_has_no_account(
    call: Call, chair: Client, mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    user_with(Role.ADMINISTRATOR)
    user = user_with(email="known@college.example")
    with django_capture_on_commit_callbacks(execute=True):
        answer = chair.post(
            desk(call, "reviewers/new/"),
            {"addresses": "Known@college.example\nnew@academy.example"},
        )
    assert answer.status_code == 302
    assert [mail.to for mail in mailoutbox] == [["new@academy.example"]]
    with scopes_disabled():
        assert Reviewer.objects.filter(user=user).count() == 1
        assert Reviewer.objects.count() == 2
    wrong = chair.post(desk(call, "reviewers/new/"), {"addresses": "not an address"})
    assert "is not an e-mail address" in wrong.content.decode()


def test_with_an_account_goes_who_reviewed_but_not_what_was_said(
    call: Call, reviewer: Reviewer, rice: Submission
) -> None:
    given(call, reviewer, rice, 4, 4)
    with scopes_disabled():
        Reviewer.objects.update(organisation="Academy", country=make_country("KE"))
        user: Any = reviewer.user
        erase_account(user=user)
        left = Reviewer.objects.get()
        assert (left.user, left.organisation, left.country) == (None, "", None)
        assert Review.objects.count() == 1
    assert not list(verify())
