"""Calls for contributions in data files: what is asked, and how it is reviewed.

Times are written as they stand on the clocks of the edition::

    calls:
      - key: talks-2027
        edition: chongqing-2027
        title: Call for talks
        opens_at: 2027-01-11 09:00
        closes_at: 2027-03-31 18:00
        kinds: [talk]

What is submitted belongs to accounts, which data files do not hold: it has files of its own
(`exchange`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q
from django_scopes import scope, scopes_disabled
from pydantic import BaseModel, Field, PlainValidator

from serai.convene.calls.models import (
    Call,
    Criterion,
    Outcome,
    Question,
    QuestionSort,
    Reviewing,
)
from serai.convene.calls.operations.calls import set_questions
from serai.convene.calls.reviewing.letters import set_text
from serai.convene.calls.reviewing.operations import set_rules
from serai.convene.calls.verbs import CALL
from serai.convene.editions.imports import KeyedPart, part_row
from serai.convene.editions.models import Edition
from serai.convene.programme.local_time import LocalTime, LocalTimeError
from serai.convene.programme.models import Activity, Section
from serai.foundation.dataset.kinds import (
    NO_TEXT,
    Item,
    Key,
    Kind,
    Part,
    Texts,
    own_code,
    reference,
    register_kind,
    written,
)
from serai.foundation.dataset.loading import Loading
from serai.foundation.dataset.problems import ItemError


class Moment(NamedTuple):
    """A day and a time, on clocks that are not known yet."""

    day: date
    time: LocalTime


def _moment(value: Any) -> Moment | None:
    if value is None or isinstance(value, Moment):
        return value
    day, _space, time = str(value).partition(" ")
    try:
        return Moment(date.fromisoformat(day), LocalTime.parse(time))
    except ValueError:  # LocalTimeError is one.
        raise ValueError(f"“{value}” is not a moment: write 2027-03-31 18:00") from None


MomentText = Annotated[Moment | None, PlainValidator(_moment)]


class OptionPart(Part):
    """An option of a question; ``code`` is what stands in the answers."""

    code: Key
    label: Texts


class QuestionPart(KeyedPart):
    """A further question of a call."""

    sort: QuestionSort
    label: Texts
    help: Texts = NO_TEXT
    options: list[OptionPart] = Field(default_factory=list)
    is_required: bool = False
    most_words: int | None = None
    is_for_reviewers: bool = True


class CriterionPart(Part):
    """What submissions are judged by."""

    name: Texts
    help: Texts = NO_TEXT
    lowest: int = 1
    highest: int = 5
    weight: int = 1


class ReviewingPart(Part):
    """By what rules submissions are reviewed and chosen."""

    reviews_wanted: int = 3
    closes_at: MomentText = None
    is_blind: bool = True
    is_open: bool = False
    hides_own_country: bool = False
    rule: Texts = NO_TEXT
    criteria: list[CriterionPart] = Field(default_factory=list)


class LetterPart(Part):
    """What the letters about one outcome say, where it is not the usual."""

    outcome: Outcome
    subject: Texts
    body: Texts


class CallItem(Item):
    """A call."""

    edition: Key
    title: Texts
    opens_at: Annotated[Moment, PlainValidator(_moment)]
    text: Texts = NO_TEXT
    activity: Key | None = None
    section: Key | None = None
    closes_at: MomentText = None
    is_public: bool = False
    kinds: list[str] = Field(default_factory=list)
    lengths: list[int] = Field(default_factory=list)
    languages: list[str] = Field(default_factory=list)
    most_speakers: int = 4
    summary_words: int = 100
    description_words: int = 500
    asks_section: bool = False
    asks_fields: bool = False
    position: int = 0
    questions: list[QuestionPart] = Field(default_factory=list)
    reviewing: ReviewingPart | None = None
    letters: list[LetterPart] = Field(default_factory=list)


_COLUMNS = (
    "title", "text", "is_public", "kinds", "lengths", "languages", "most_speakers",
    "summary_words", "description_words", "asks_section", "asks_fields", "position",
)  # fmt: skip
_OF_QUESTION = ("sort", "label", "help", "is_required", "most_words", "is_for_reviewers")
_OF_REVIEWING = ("reviews_wanted", "is_blind", "is_open", "hides_own_country", "rule")
_OF_CRITERION = ("name", "help", "lowest", "highest", "weight")


def _load(item: CallItem, loading: Loading) -> Call:
    edition = loading.find(Edition, item.edition, "edition")
    with scope(edition=edition):
        values = {
            "edition": edition,
            "activity": loading.find_optional(Activity, item.activity, "activity"),
            "section": loading.find_optional(Section, item.section, "section"),
            "opens_at": _at("opens_at", item.opens_at, edition),
            "closes_at": _at("closes_at", item.closes_at, edition),
            **{name: getattr(item, name) for name in _COLUMNS},
        }
        call = loading.upsert(Call, item, verbs=CALL.for_loading, values=values)
        rows = [
            part_row(Question, Q(call=call), part, {
                **{name: getattr(part, name) for name in _OF_QUESTION},
                "options": [
                    {"code": each.code, "label": dict(each.label.data)} for each in part.options
                ],
            })
            for part in item.questions
        ]  # fmt: skip
        try:
            set_questions(actor=loading.actor, call=call, rows=rows)
        except ValidationError as error:
            raise ItemError("; ".join(error.messages), "questions") from None
        if item.reviewing is not None:
            _load_reviewing(call, item.reviewing, loading)
        for letter in item.letters:
            set_text(
                actor=loading.actor, call=call, outcome=letter.outcome,
                subject=letter.subject.data, body=letter.body.data,
            )  # fmt: skip
    return call


def _load_reviewing(call: Call, part: ReviewingPart, loading: Loading) -> None:
    values = {name: getattr(part, name) for name in _OF_REVIEWING}
    values["closes_at"] = _at("reviewing.closes_at", part.closes_at, call.edition)
    criteria = [
        {**{name: getattr(each, name) for name in _OF_CRITERION}, "position": place}
        for place, each in enumerate(part.criteria)
    ]
    set_rules(actor=loading.actor, call=call, values=values, criteria=criteria)


def _at(field: str, moment: Moment | None, edition: Edition) -> datetime | None:
    if moment is None:
        return None
    try:
        return moment.time.on(moment.day, edition.zone)
    except LocalTimeError:
        raise ItemError(
            f"the clocks of {edition.time_zone} change then: {moment.time} is skipped or happens "
            "twice; write it with its offset, as 01:30+02:00",
            *field.split("."),
        ) from None


def _dump() -> Iterator[dict[str, Any]]:
    with scopes_disabled():
        calls = Call.objects.select_related("edition", "activity", "section", "reviewing")
        calls = calls.prefetch_related("questions", "criteria", "letter_texts")
        for call in calls.order_by("edition__slug", "position", "pk"):
            yield written(
                key=reference(call),
                code=own_code(call),
                edition=reference(call.edition),
                activity=reference(call.activity),
                section=reference(call.section),
                opens_at=_text(call.opens_at, call.edition),
                closes_at=_text(call.closes_at, call.edition),
                **_differing(CallItem, call, _COLUMNS),
                questions=[
                    written(
                        key=reference(each),
                        code=own_code(each),
                        **_differing(QuestionPart, each, _OF_QUESTION),
                        options=each.options,
                    )
                    for each in call.questions.all()
                ],
                reviewing=_reviewing(call),
                letters=[
                    written(outcome=each.outcome, subject=each.subject, body=each.body)
                    for each in call.letter_texts.all()
                ],
            )


def _reviewing(call: Call) -> dict[str, Any] | None:
    rules: Reviewing | None = getattr(call, "reviewing", None)
    criteria: list[Criterion] = list(call.criteria.all())
    if rules is None and not criteria:
        return None
    rules = rules or Reviewing(call=call)
    return written(
        **_differing(ReviewingPart, rules, ("reviews_wanted", *_OF_REVIEWING)),
        closes_at=_text(rules.closes_at, call.edition),
        criteria=[
            written(**_differing(CriterionPart, each, _OF_CRITERION)) for each in criteria
        ],
    )  # fmt: skip


def _differing(schema: type[BaseModel], row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The columns of a row that a file must name: a load takes the others as usual."""
    return {
        name: value
        for name in names
        if (value := getattr(row, name))
        != schema.model_fields[name].get_default(call_default_factory=True)
    }


def _text(moment: datetime | None, edition: Edition) -> str | None:
    if moment is None:
        return None
    local = moment.astimezone(edition.zone)
    return f"{local.date()} {LocalTime.of(moment, edition.zone)}"


register_kind(Kind("calls", Call, CallItem, _load, _dump))
