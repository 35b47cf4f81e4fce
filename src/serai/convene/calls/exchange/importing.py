"""Bringing submissions into a call: all of a file or nothing, and nothing the second time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.calls.answers import as_stored, field_for, is_answer
from serai.convene.calls.exchange.reading import Row, read_rows
from serai.convene.calls.exchange.tables import fields_in, items_in
from serai.convene.calls.models import (
    SUBMISSION_KINDS,
    Call,
    Question,
    QuestionSort,
    Submission,
    SubmissionState,
    Tag,
)
from serai.convene.calls.operations.submissions import tag_named
from serai.convene.calls.verbs import IMPORTED, SPEAKERS, SUBMISSION
from serai.convene.programme.models import Section
from serai.foundation.dataset.problems import DatasetError, Problem
from serai.foundation.directory.models import Country
from serai.foundation.folding import fold
from serai.foundation.record.operations import Actor, change_object, create_object, sync_parts
from serai.foundation.record.queries import revision
from serai.foundation.translation import texts_of

BROUGHT = (SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.WITHDRAWN)
"""The states that a file can bring; the others come of decisions that are taken here."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    rows: int
    new: int
    changes: int


def import_submissions(
    *, actor: Actor, call: Call, content: bytes, name: str, dry_run: bool = False
) -> Imported:
    """Bring the submissions of a file into a call; one that is there is known by its identifier.

    A dry run does all of it and takes it back. Raises DatasetError with every problem there is.
    """
    with scope(edition=call.edition), transaction.atomic():
        found = read_rows(content, name=name, call=call)
        Call.objects.select_for_update().get(pk=call.pk)
        before = revision()
        arriving = _Arriving(actor, call, name)
        for row in found:
            arriving.bring(row)
        changes = revision() - before
        if arriving.problems or dry_run:
            transaction.set_rollback(True)
        if arriving.problems:
            raise DatasetError(arriving.problems)
    return Imported(len(found), arriving.new, changes)


class _FieldError(Exception):
    """One field of a row cannot be used."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class _Arriving:
    """Brings the rows of one file, gathering what is wrong with them."""

    def __init__(self, actor: Actor, call: Call, name: str) -> None:
        self.actor, self.call, self.name = actor, call, name
        self.problems: list[Problem] = []
        self.new = 0
        known = Submission.objects.filter(call=call).select_related("edition", "call")
        self.by_code = {each.code: each for each in known}
        self.by_identifier = {each.identifier: each for each in known if each.identifier}
        self.seen: dict[str, int] = {}
        self.questions: dict[str, Question] = {each.code: each for each in call.questions.all()}
        self.countries = set(Country.objects.values_list("pk", flat=True))
        self.sections: dict[str, Section] = {}
        for section in Section.objects.all():
            for text in texts_of(section.name).values():
                self.sections.setdefault(fold(text), section)

    def bring(self, row: Row) -> None:
        """Bring one row, or note everything that is wrong with it."""
        faults: list[tuple[str, str]] = []
        submission = self._known(row, faults)
        values = self._values(row, submission, faults)
        answers = self._answers(row, submission, faults)
        speakers = self._speakers(row, faults)
        if not faults:
            try:
                with transaction.atomic():
                    self._write(row, submission, {**values, "answers": answers}, speakers)
            except ValidationError as error:
                faults += _faults_of(error)
        for field, message in faults:
            at = row.lines.get(field, row.line)
            self.problems.append(Problem(self.name, at, field, message))

    def _known(self, row: Row, faults: list[tuple[str, str]]) -> Submission | None:
        code, identifier = row.values.get("code", ""), row.values.get("identifier", "")
        if code and code not in self.by_code:
            faults.append(("code", _("the call has no submission with this code")))
        if not code and not identifier:
            faults.append(("identifier", _("give each row an identifier of its own")))
        own = code or identifier
        if own and own in self.seen:
            text = _("the same stands in line %(line)s") % {"line": self.seen[own]}
            faults.append(("code" if code else "identifier", text))
        self.seen.setdefault(own, row.line)
        return self.by_code.get(code) or (
            self.by_identifier.get(identifier) if identifier else None
        )

    def _values(
        self, row: Row, submission: Submission | None, faults: list[tuple[str, str]]
    ) -> dict[str, Any]:
        given = row.values
        values: dict[str, Any] = {
            name: given[name]
            for name in ("identifier", "title", "summary", "description", "language", "kind")
            if name in given
        }
        if not given.get("title"):
            faults.append(("title", _("give it a title")))
        if given.get("kind") and given["kind"] not in dict(SUBMISSION_KINDS):
            kinds = ", ".join(code for code, _label in SUBMISSION_KINDS)
            faults.append(("kind", _("use one of: %(codes)s") % {"codes": kinds}))
        for name, read in (
            ("minutes", self._minutes), ("section", self._section), ("tags", self._tags),
            ("state", self._state), ("submitted_at", self._moment),
        ):  # fmt: skip
            if name not in given:
                continue
            try:
                values[name] = read(given[name], submission)
            except _FieldError as error:
                faults.append((name, str(error)))
        if values.get("section") is None and given.get("section") and "tags" not in given:
            # A track that is no section of the programme is kept as a tag.
            values["tags"] = [given["section"][:60]]
        return values

    def _minutes(self, text: str, _submission: object) -> int | None:
        if not text:
            return None
        if not text.isdecimal():
            raise _FieldError("minutes", _("write a number of minutes"))
        return int(text)

    def _section(self, text: str, _submission: object) -> Section | None:
        return self.sections.get(fold(text)) if text else None

    def _tags(self, text: str, _submission: object) -> list[str]:
        names = [fields_in(item)[0] for item in items_in(text)]
        if any(len(name) > 60 for name in names):
            raise _FieldError("tags", _("A tag has at most 60 characters."))
        return names

    def _state(self, text: str, submission: Submission | None) -> str:
        now = submission.state if submission else SubmissionState.SUBMITTED
        state = text or now
        if state != now and state not in BROUGHT:
            raise _FieldError("state", _("use one of: %(codes)s") % {"codes": ", ".join(BROUGHT)})
        return str(state)

    def _moment(self, text: str, submission: Submission | None) -> datetime | None:
        if not text:
            return submission.submitted_at if submission else None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise _FieldError(
                "submitted_at", _("write a moment as 2023-05-31T18:00+08:00")
            ) from None
        aware = moment if moment.tzinfo else moment.replace(tzinfo=self.call.edition.zone)
        kept = submission.submitted_at if submission else None
        # Tables say the minute only.
        return kept if kept and kept.replace(second=0, microsecond=0) == aware else aware

    def _answers(
        self, row: Row, submission: Submission | None, faults: list[tuple[str, str]]
    ) -> dict[str, Any]:
        answers = dict(submission.answers) if submission else {}
        for code, text in row.answers.items():
            question = self.questions[code]
            if question.sort == QuestionSort.FILE:
                continue
            try:
                value = as_stored(_read_answer(question, text))
            except ValidationError as error:
                faults.append((str(question), " ".join(error.messages)))
                continue
            if is_answer(value):
                answers[code] = value
            else:
                answers.pop(code, None)
        return answers

    def _speakers(self, row: Row, faults: list[tuple[str, str]]) -> list[dict[str, Any]]:
        rows = []
        for place, given in enumerate(row.speakers):
            speaker: dict[str, Any] = {**given, "position": place}
            country = speaker.pop("country", "").upper()
            if country and country not in self.countries:
                text = _("“%(code)s” is no country: use ISO 3166-1, such as KE")
                faults.append(("speakers", text % {"code": country}))
            elif country:
                speaker["country_id"] = country
            if not speaker.get("name"):
                faults.append(("speakers", _("name each speaker")))
            rows.append(speaker)
        return rows

    def _write(
        self,
        row: Row,
        submission: Submission | None,
        values: Mapping[str, Any],
        speakers: list[dict[str, Any]],
    ) -> None:
        columns = dict(values)
        tags: list[Tag] | None = None
        if "tags" in columns:
            tags = [tag_named(self.actor, self.call, name) for name in columns.pop("tags")]
        many = {} if tags is None else {"tags": tags}
        if submission is None:
            columns.setdefault("state", SubmissionState.SUBMITTED)
            if columns["state"] != SubmissionState.DRAFT and not columns.get("submitted_at"):
                columns["submitted_at"] = timezone.now()
            new = Submission(edition=self.call.edition, call=self.call, **columns)
            submission = create_object(actor=self.actor, verb=IMPORTED, instance=new, many=many)
            self.new += 1
        else:
            change_object(
                actor=self.actor, verb=SUBMISSION.changed, instance=submission,
                changes={**columns, **many},
            )  # fmt: skip
        if "speakers" in row.has:
            rows = [
                {"country": Country.objects.get(pk=key) if key else None, **each}
                for each in speakers
                for key in [each.pop("country_id", None)]
            ]
            sync_parts(
                actor=self.actor, verbs=SPEAKERS, root=submission, parts=submission.speakers,
                rows=rows, match=["name"],
            )  # fmt: skip


def _faults_of(error: ValidationError) -> list[tuple[str, str]]:
    if hasattr(error, "error_dict"):
        return [
            ("" if name == "__all__" else name, text)
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    return [("", text) for text in error.messages]


def _read_answer(question: Question, text: str) -> Any:
    """Read an answer from a cell: options by their words or codes. Raises ValidationError."""
    sort = QuestionSort(question.sort)
    asked: forms.Field = field_for(question, is_final=False)
    if sort == QuestionSort.YES:
        return fold(text) in {"yes", "true", "1", "x", fold(_("yes"))}
    if sort in (QuestionSort.ONE, QuestionSort.SEVERAL):
        codes = {
            fold(word): each["code"]
            for each in question.options
            for word in (each["code"], *each["label"].values())
        }
        if sort == QuestionSort.ONE:
            return asked.clean(codes.get(fold(text), text))
        words = [fields_in(item)[0] for item in items_in(text)]
        return asked.clean([codes.get(fold(word), word) for word in words])
    return asked.clean(text)
