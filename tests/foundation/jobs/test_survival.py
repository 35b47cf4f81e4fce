"""Jobs outlive the workers that do them, and nothing is done twice at once."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import monotonic

import pytest
from django.db import connection, transaction
from django.utils import timezone

from factories.accounts import user_with
from serai.foundation.jobs import operations, queue
from serai.foundation.jobs.doorbell import Listener
from serai.foundation.jobs.marks import FileMarks, marks
from serai.foundation.jobs.models import Job, Recurrence, State
from serai.foundation.jobs.running import ATTEMPTS, carry_out, take_up_abandoned
from serai.foundation.jobs.work import LeaseLost, Work
from serai.foundation.record.operations import Program
from working.processes import PATIENCE
from working.tasks import say, write_each, write_rows

PROGRAM = Program("test")


def claimed(job: Job) -> Job:
    found = queue.claim(job, worker="one")
    assert found is not None
    return found


def kill_worker_of(job: Job) -> None:
    """Let the job look as after a kill -9: nobody holds it, nothing was tidied."""
    at = marks()
    if isinstance(at, FileMarks):
        os.close(at._held.pop(str(at._path(job, "lock"))))
    else:
        past = timezone.now() - timedelta(seconds=1)
        Job.objects.filter(pk=job.pk).update(lease_until=past)


@pytest.mark.django_db
def test_the_job_of_a_dead_worker_is_taken_up_by_another() -> None:
    job = claimed(operations.start(actor=PROGRAM, job=write_each, arguments={"rows": 3}))
    marks().renew(job, Work(job, marks()).latest)
    assert take_up_abandoned() == 0, "its worker lives"

    kill_worker_of(job)

    assert take_up_abandoned() == 1
    assert take_up_abandoned() == 0
    again = queue.claim_next(worker="two")
    assert again is not None
    carry_out(again)
    again.refresh_from_db()
    assert (again.pk, again.state, again.attempts, again.worker) == (job.pk, State.DONE, 2, "two")


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up() -> None:
    job = operations.start(actor=PROGRAM, job=say)
    for _attempt in range(ATTEMPTS):
        job.refresh_from_db()
        kill_worker_of(claimed(job))
        assert take_up_abandoned() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, ATTEMPTS)
    assert "It was begun 3 times" in job.error
    assert queue.claim_next(worker="two") is None


@pytest.mark.django_db
def test_a_job_that_was_to_be_cancelled_is_not_taken_up() -> None:
    job = claimed(operations.start(actor=PROGRAM, job=say))
    operations.ask_to_cancel(actor=PROGRAM, job=job)
    kill_worker_of(job)
    assert take_up_abandoned() == 1
    job.refresh_from_db()
    assert job.state == State.CANCELLED


@pytest.mark.django_db
def test_a_worker_whose_job_was_taken_up_writes_nothing_more() -> None:
    late = claimed(operations.start(actor=PROGRAM, job=write_rows, arguments={"rows": 3}))
    kill_worker_of(late)
    take_up_abandoned()
    other = queue.claim_next(worker="two")
    assert other == late

    with pytest.raises(LeaseLost), Work(late, marks()).transaction():
        Recurrence.objects.create(name="too late", span=1)
    carry_out(late)

    other.refresh_from_db()
    assert (other.state, other.worker) == (State.RUNNING, "two")
    assert not Recurrence.objects.exists()


@pytest.mark.django_db
def test_a_job_that_a_stopping_worker_gives_back_does_not_count_as_tried() -> None:
    stopping = Event()
    stopping.set()
    job = claimed(operations.start(actor=PROGRAM, job=write_rows, arguments={"rows": 3}))

    carry_out(job, stopping=stopping)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.QUEUED, 0)
    assert not Recurrence.objects.exists()
    operations.run_now(job)
    assert (job.state, job.attempts) == (State.DONE, 1)


@pytest.mark.django_db
def test_with_its_owner_a_job_goes() -> None:
    user = user_with()
    operations.start(actor=user, job=say)
    user.delete()
    assert not Job.objects.exists()
    assert queue.claim_next(worker="one") is None


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_who_claim_at_once_each_job_gets_one() -> None:
    jobs = [operations.start(actor=PROGRAM, job=say) for _number in range(40)]

    def claim_all(name: int) -> list[int]:
        found = []
        try:
            # A worker that comes too late for one looks for the next.
            while Job.objects.filter(state=State.QUEUED).exists():
                job = queue.claim_next(worker=f"worker {name}")
                if job is not None:
                    found.append(job.pk)
        finally:
            connection.close()
        return found

    with ThreadPoolExecutor(8) as pool:
        got = [key for keys in pool.map(claim_all, range(8)) for key in keys]
    for job in jobs:
        marks().release(job)

    assert sorted(got) == sorted(job.pk for job in jobs)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_up_what_a_dead_worker_left_one_does() -> None:
    job = claimed(operations.start(actor=PROGRAM, job=say))
    kill_worker_of(job)

    def take_up(_number: int) -> int:
        try:
            return take_up_abandoned()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take_up, range(8))) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.QUEUED, 1)


@pytest.mark.django_db(transaction=True)
def test_looking_for_work_waits_for_no_writer() -> None:
    def look() -> Job | None:
        try:
            return queue.claim_next(worker="one")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Recurrence.objects.create(name="somebody writes", span=1)
        assert pool.submit(look).result(timeout=PATIENCE) is None


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_waits_is_called_when_a_job_is_started() -> None:
    is_listening = Event()

    def wait() -> float:
        try:
            listener = Listener()
            listener.wait(0, stopping=Event())
            is_listening.set()
            began = monotonic()
            listener.wait(60, stopping=Event())
            return monotonic() - began
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait)
        is_listening.wait()
        operations.start(actor=PROGRAM, job=say)
        assert waiting.result() < 30
