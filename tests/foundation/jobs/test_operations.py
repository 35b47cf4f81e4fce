"""Starting jobs, doing them, asking them to stop, and starting them again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from factories.accounts import user_with
from serai.foundation.jobs import operations, queue
from serai.foundation.jobs.declarations import JobKind, job
from serai.foundation.jobs.models import Job, Recurrence, State
from serai.foundation.jobs.running import carry_out
from serai.foundation.jobs.tasks import clean, perform
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import revision
from working.tasks import fail, give_a_list, say, write_each, write_rows

pytestmark = pytest.mark.django_db
PROGRAM = Program("test")


def started(kind: JobKind = say, **arguments: object) -> Job:
    return operations.start(actor=PROGRAM, job=kind, arguments=arguments)


def test_a_started_job_waits_and_is_done_by_name_of_who_started_it() -> None:
    user = user_with(name="Ada")
    before = revision()

    job = operations.start(
        actor=user, job=say, arguments={"words": ["a", 1]}, about="two words", result_href="/en/"
    )
    assert (job.state, job.owner, job.who, str(job)) == (
        State.QUEUED, user, "Ada", "Say: two words",
    )  # fmt: skip

    assert operations.run_now(job) is job
    assert (job.state, job.attempts) == (State.DONE, 1)
    assert job.result == {"said": {"words": ["a", 1]}, "by": "Ada"}
    assert job.href == "/en/"
    assert job.created_at <= job.started_at <= job.finished_at  # type: ignore[operator]
    assert queue.claim_next(worker="test") is None
    assert revision() == before, "work is no change"


def test_a_program_starts_jobs_too() -> None:
    job = operations.run_now(started())
    assert (job.owner, job.who, job.result) == (None, "test", {"said": {}, "by": "test"})


def test_the_result_says_where_to_go_on() -> None:
    job = operations.run_now(started(write_rows, rows=3))
    assert (job.href, job.summary) == ("/en/", "3 rows.")
    assert (job.done, job.total, job.message) == (3, 3, "row 3")
    assert Recurrence.objects.count() == 3


def test_jobs_are_claimed_once_and_in_turn() -> None:
    first, second = started(), started()
    assert queue.claim_next(worker="one") == first
    assert queue.claim_next(worker="two") == second
    assert queue.claim_next(worker="three") is None
    assert Job.objects.get(pk=first.pk).worker == "one"


def test_a_worker_takes_jobs_of_its_queues_only() -> None:
    other = started(clean)
    mine = started()
    assert queue.claim_next(queues=["test"], worker="one") == mine
    assert queue.claim_next(queues=["test"], worker="one") is None
    assert queue.claim_next(worker="one") == other


def test_a_job_waits_until_its_time() -> None:
    soon = timezone.now() + timedelta(hours=1)
    later = operations.start(actor=PROGRAM, job=say, run_after=soon)
    assert queue.claim_next(worker="one") is None

    started_now = operations.start(actor=PROGRAM, job=say, unless_queued=True)
    assert started_now != later, "it would begin too late"
    again = operations.start(actor=PROGRAM, job=say, unless_queued=True)
    assert again == started_now
    later_still = operations.start(actor=PROGRAM, job=say, run_after=soon, unless_queued=True)
    assert later_still in {started_now, later}


def test_only_a_waiting_job_is_done() -> None:
    job = operations.run_now(started())
    with pytest.raises(ValidationError):
        operations.run_now(job)


def test_the_task_below_does_the_job() -> None:
    job = started()
    perform.call(job.code)
    job.refresh_from_db()
    assert job.state == State.DONE


@pytest.mark.parametrize(
    ("how", "error"),
    [("refused", "It is too late for that."), ("told", "The file is empty.")],
)
def test_a_job_that_says_why_it_failed(how: str, error: str) -> None:
    job = operations.run_now(started(fail, how=how))
    assert (job.state, job.error) == (State.FAILED, error)
    assert (job.done, job.total) == (2, 3), "how far it had come"


def test_a_fault_of_the_program_is_told_in_plain_words(caplog: pytest.LogCaptureFixture) -> None:
    job = operations.run_now(started(fail, how="fault"))
    assert job.state == State.FAILED
    assert "ZeroDivisionError" in job.traceback
    assert "division" not in job.error
    assert "division by zero" in caplog.text


def test_problems_that_an_error_carries_are_kept_as_a_table() -> None:
    job = operations.run_now(started(fail, how="problems"))
    assert job.state == State.FAILED
    assert job.problems == [
        {"file": "a.csv", "line": 7, "field": "year", "message": "=not a year"}
    ]  # fmt: skip


def test_what_is_no_object_is_no_result() -> None:
    job = operations.run_now(started(give_a_list))
    assert job.state == State.FAILED
    assert "returned list" in job.traceback


def test_a_job_that_nobody_declares_any_more_fails() -> None:
    job = started()
    Job.objects.update(name="test.gone")
    job.refresh_from_db()
    operations.run_now(job)
    assert (job.state, job.label) == (State.FAILED, "test.gone")
    assert "test.gone" in job.traceback


def test_a_name_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        job("test.say", label="Say again")(lambda _work: None)


def test_errors_are_told_in_the_language_of_who_started_it() -> None:
    with translation.override("fr"):
        started_in_french = started(fail, how="fault")
    in_english = started(fail, how="fault")
    assert started_in_french.language == "fr"
    assert operations.run_now(in_english).error.startswith("Something went wrong")


# Cancelling


def test_a_waiting_job_is_cancelled_at_once() -> None:
    user = user_with()
    job = started()
    assert operations.ask_to_cancel(actor=user, job=job).state == State.CANCELLED
    assert job.finished_at is not None
    assert queue.claim_next(worker="one") is None


@pytest.mark.parametrize(("kind", "kept"), [(write_rows, 0), (write_each, 3)])
def test_a_running_job_stops_at_its_next_word(kind: JobKind, kept: int) -> None:
    job = operations.run_now(started(kind, rows=5, stop=3))
    assert (job.state, job.done) == (State.CANCELLED, 3)
    assert Recurrence.objects.count() == kept, "one transaction, or one for each row"


def test_a_job_that_was_to_stop_before_it_began_does_not_begin() -> None:
    job = queue.claim(started(write_each, rows=5))
    assert job is not None
    asked = operations.ask_to_cancel(actor=PROGRAM, job=job)
    assert (asked.state, asked.cancel_asked_at is None) == (State.RUNNING, False)

    carry_out(job)

    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert not Recurrence.objects.exists()


def test_a_finished_job_is_not_cancelled() -> None:
    job = operations.run_now(started())
    assert operations.ask_to_cancel(actor=PROGRAM, job=job).state == State.DONE


# Starting again


def test_what_failed_is_started_again() -> None:
    job = operations.run_now(started(fail, how="fault"))
    place = job.task_id

    again = operations.retry(actor=PROGRAM, job=job)

    assert (again.pk, again.state, again.attempts, again.error) == (job.pk, State.QUEUED, 0, "")
    assert (again.done, again.total, again.finished_at, again.traceback) == (0, None, None, "")
    assert again.task_id != place
    assert operations.run_now(again).attempts == 1


def test_what_is_done_or_waits_is_not_started_again() -> None:
    waiting, done = started(), operations.run_now(started())
    for each in (waiting, done):
        with pytest.raises(ValidationError):
            operations.retry(actor=PROGRAM, job=each)


def test_a_cancelled_job_can_be_started_again() -> None:
    job = operations.ask_to_cancel(actor=PROGRAM, job=started())
    assert operations.run_now(operations.retry(actor=PROGRAM, job=job)).state == State.DONE


# Recurring and cleaning

MORNING = datetime(2030, 3, 1, 8, tzinfo=UTC)


def names_of(jobs: list[Job]) -> set[str]:
    return {each.name for each in jobs}


def test_a_daily_job_is_started_once_a_day() -> None:
    daily = {"jobs.clean", "register.refresh_statuses"}
    first = operations.start_recurring(now=MORNING)
    assert daily <= names_of(first)
    assert operations.start_recurring(now=MORNING + timedelta(hours=15)) == []

    for each in first:
        operations.ask_to_cancel(actor=PROGRAM, job=each)
    after_downtime = operations.start_recurring(now=MORNING + timedelta(days=3))
    assert daily <= names_of(after_downtime)
    assert operations.start_recurring(now=MORNING + timedelta(days=3)) == []
    assert not {each.pk for each in first} & {each.pk for each in after_downtime}


def test_what_is_done_more_rarely_than_each_day_begins_after_a_pause() -> None:
    begin = {each.name: each.run_after for each in operations.start_recurring(now=MORNING)}
    duplicates = begin.pop("register.find_duplicates")
    assert duplicates == MORNING + operations.PAUSE_BETWEEN_ROUTINE
    assert len(begin) >= 3
    assert set(begin.values()) == {None}


def test_a_daily_job_that_still_waits_is_not_started_a_second_time() -> None:
    operations.start_recurring(now=MORNING)
    operations.start_recurring(now=MORNING + timedelta(days=1))
    assert Job.objects.filter(name="jobs.clean").count() == 1


def test_old_jobs_are_deleted() -> None:
    user = user_with()

    def ended(days: int, *, by: object, kind: JobKind = say, **arguments: object) -> int:
        job = operations.start(actor=by, job=kind, arguments=arguments)  # type: ignore[arg-type]
        operations.run_now(job)
        Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(days=days))
        return job.pk

    kept = {
        ended(29, by=user), ended(2, by=PROGRAM), ended(29, by=PROGRAM, kind=fail, how="fault"),
        started().pk,
    }  # fmt: skip
    ended(31, by=user)
    ended(4, by=PROGRAM)
    ended(31, by=PROGRAM, kind=fail, how="fault")

    cleaning = operations.run_now(started(clean))
    assert cleaning.result == {"deleted": 3}
    assert set(Job.objects.values_list("pk", flat=True)) == kept | {cleaning.pk}
