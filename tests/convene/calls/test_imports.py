"""Calls in data files, loaded and dumped again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from django_scopes import scopes_disabled

from factories.calls import make_submission
from factories.editions import make_edition
from serai.convene.calls.models import Call, Question
from serai.foundation.dataset.operations import dump_dataset, load_dataset
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db

LOADER = Program("serai load")
CALL = """
calls:
  - key: talks
    edition: labs
    opens_at: 2023-01-09 09:00
    closes_at: 2023-03-31 18:00
    title: {en: Call for talks, fr: Appel à exposés}
    kinds: [talk]
    lengths: [15, 20]
    most_speakers: 2
    asks_fields: true
    questions:
      - key: how
        sort: one
        label: How will you come?
        is_required: true
        options:
          - code: train
            label: {en: By train}
          - code: ship
            label: {en: By ship}
      - key: why
        sort: text
        label: Why?
        most_words: 50
        is_for_reviewers: false
    reviewing:
      reviews_wanted: 2
      is_blind: false
      rule: The three best.
      closes_at: 2023-05-31 18:00
      criteria:
        - name: Merit
          highest: 10
          weight: 2
        - name: Clarity
    letters:
      - outcome: accepted
        subject: "{title}"
        body: Dear {name}
"""


@pytest.fixture(autouse=True)
def edition() -> None:
    make_edition(key="labs", slug="labs-2023", time_zone="Asia/Shanghai")


def load(place: Path, text: str = CALL) -> int:
    """Load a file with this text; return how many changes that was."""
    path = place / "calls.yaml"
    path.write_text(text, "utf-8")
    return load_dataset(places=[path], actor=LOADER).changes


def problems(place: Path, text: str) -> list[str]:
    with pytest.raises(DatasetError) as raised:
        load(place, text)
    return [str(each) for each in raised.value.problems]


def test_a_call_is_loaded_on_the_clocks_of_its_edition_and_the_second_time_nothing_changes(
    tmp_path: Path,
) -> None:
    assert load(tmp_path) > 0
    assert load(tmp_path) == 0

    with scopes_disabled():
        call = Call.objects.get(key="talks")
        assert call.opens_at == datetime(2023, 1, 9, 1, tzinfo=UTC)
        assert [each.sort for each in call.questions.all()] == ["one", "text"]
        assert [(each.highest, each.weight) for each in call.criteria.all()] == [(10, 2), (5, 1)]
        assert call.reviewing.reviews_wanted == 2


def test_a_dump_says_what_was_loaded_and_no_more(tmp_path: Path) -> None:
    load(tmp_path)

    dump_dataset(directory=tmp_path / "dump")

    (path,) = (tmp_path / "dump").glob("*-calls.yaml")
    assert yaml.safe_load(path.read_text("utf-8")) == yaml.safe_load(CALL)


def test_questions_made_at_a_desk_keep_their_code(tmp_path: Path) -> None:
    load(tmp_path)
    with scopes_disabled():
        Question.objects.filter(key="why").update(key=None)
        before = set(Question.objects.values_list("pk", "code"))
    dump_dataset(directory=tmp_path / "dump")

    assert load_dataset(places=[tmp_path / "dump"], actor=LOADER).changes == 0
    with scopes_disabled():
        assert set(Question.objects.values_list("pk", "code")) == before


def test_what_was_answered_keeps_its_sort(tmp_path: Path) -> None:
    load(tmp_path)
    with scopes_disabled():
        call = Call.objects.get()
        make_submission(call, answers={Question.objects.get(key="why").code: "Because."})

    (problem,) = problems(tmp_path, CALL.replace("sort: text", "sort: line"))

    assert problem.startswith("calls.yaml:12: talks.questions: It has been answered already")


def test_faults_stand_at_their_lines(tmp_path: Path) -> None:
    assert problems(tmp_path, CALL.replace("18:00\n    title", "25:00\n    title")) == [
        "calls.yaml:6: talks.closes_at: “2023-03-31 25:00” is not a moment: write 2027-03-31 18:00"
    ]
    assert problems(tmp_path, CALL.replace("2023-03-31", "2022-03-31")) == [
        "calls.yaml:3: talks: It must close after it opens."
    ]
