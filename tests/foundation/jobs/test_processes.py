"""Real workers: seen while they write, asked to stop, ended, killed."""

from __future__ import annotations

import http.client
import os
import signal
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from factories.accounts import signed_in, user_with
from serai.foundation.accounts.models import Role, User
from serai.foundation.jobs import operations
from serai.foundation.jobs.declarations import JobKind
from serai.foundation.jobs.models import Job, Recurrence, State
from working.processes import PATIENCE, Workers, free_port, until, workers
from working.tasks import say, write_each, write_rows

__all__ = ["free_port", "workers"]
ROWS = 10


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    return tmp_path / "gate"


@pytest.fixture
def user(transactional_db: None) -> User:
    return user_with(Role.EDITOR)


@pytest.fixture
def client(user: User) -> Client:
    return signed_in(user)


def seen(client: Client, job: Job) -> str:
    """What the page of a job says now."""
    return client.get(f"{job.get_absolute_url()}?part=state").content.decode()


def begun(user: User, kind: JobKind, gate: Path) -> Job:
    return operations.start(actor=user, job=kind, arguments={"rows": ROWS, "gate": str(gate)})


def row_names() -> set[str]:
    return set(Recurrence.objects.filter(name__startswith="row").values_list("name", flat=True))


def is_in(job: Job, state: State) -> bool:
    job.refresh_from_db()
    return job.state == state


EVERY_ROW = {f"row {number}" for number in range(1, ROWS + 1)}


@pytest.mark.parametrize("kind", [write_rows, write_each])
def test_what_a_killed_worker_left_another_finishes(
    kind: JobKind, workers: Workers, user: User, client: Client, gate: Path
) -> None:
    first = workers.worker()
    job = begun(user, kind, gate)
    # The page tells how far it is while the transaction of the job is still open.
    until(lambda: "at the gate" in seen(client, job))
    assert "5 of 10" in seen(client, job)
    assert row_names() == (set() if kind.atomic else {f"row {number}" for number in range(1, 6)})

    first.send_signal(signal.SIGKILL)
    first.wait()
    assert is_in(job, State.RUNNING), "nobody could tell that it died"
    gate.touch()
    workers.worker()

    until(lambda: is_in(job, State.DONE))
    assert row_names() == EVERY_ROW
    assert (job.attempts, job.done, job.total) == (2, ROWS, ROWS)


def test_a_worker_hears_that_its_job_shall_stop(
    workers: Workers, user: User, client: Client, gate: Path
) -> None:
    workers.worker()
    job = begun(user, write_rows, gate)
    until(lambda: "at the gate" in seen(client, job))

    answer = client.post(f"{job.get_absolute_url()}cancel/")

    assert answer.status_code == 302
    until(lambda: is_in(job, State.CANCELLED))
    assert row_names() == set()
    assert "The job was cancelled" in seen(client, job)


def test_a_worker_that_is_stopped_gives_its_job_back(
    workers: Workers, user: User, client: Client, gate: Path
) -> None:
    first = workers.worker()
    job = begun(user, write_rows, gate)
    until(lambda: "at the gate" in seen(client, job))

    first.terminate()

    assert first.wait(timeout=PATIENCE) == 0
    assert is_in(job, State.QUEUED)
    assert row_names() == set()
    gate.touch()
    workers.worker()
    until(lambda: is_in(job, State.DONE))
    assert (row_names(), job.attempts) == (EVERY_ROW, 1)


def test_a_frozen_worker_that_wakes_up_late_writes_nothing(
    workers: Workers, user: User, client: Client, gate: Path
) -> None:
    first = workers.worker()
    job = begun(user, write_each, gate)
    until(lambda: "at the gate" in seen(client, job))
    first.send_signal(signal.SIGSTOP)
    gate.touch()
    second = workers.worker()
    if connection.vendor == "sqlite":
        # It still holds its lock, so nobody takes the job from it; it finishes itself.
        first.send_signal(signal.SIGCONT)
        until(lambda: is_in(job, State.DONE))
        assert job.attempts == 1
    else:
        until(lambda: is_in(job, State.DONE))
        assert job.attempts == 2
        first.send_signal(signal.SIGCONT)
        until(lambda: "was taken from this worker" in workers.said())
    assert row_names() == EVERY_ROW
    assert second.poll() is None
    assert first.poll() is None


def test_several_processes_are_kept_alive_and_end_with_the_one_that_keeps_them(
    workers: Workers, user: User
) -> None:
    keeper = workers.worker("--processes=2")
    until(lambda: len(at_work(keeper.pid)) == 2)
    before = at_work(keeper.pid)
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len(at_work(keeper.pid)) == 2 and at_work(keeper.pid) != before)
    job = operations.start(actor=user, job=say)
    until(lambda: is_in(job, State.DONE))

    now = at_work(keeper.pid)
    keeper.send_signal(signal.SIGKILL)
    keeper.wait()
    until(lambda: not any(is_alive(pid) for pid in now))


def test_processes_end_when_their_keeper_is_told_to(workers: Workers) -> None:
    keeper = workers.worker("--processes=2")
    until(lambda: workers.said().count("does jobs of test") == 2)
    now = at_work(keeper.pid)
    keeper.terminate()
    assert keeper.wait(timeout=PATIENCE) == 0
    assert not any(is_alive(pid) for pid in now)


def test_the_site_stays_when_its_worker_dies(workers: Workers, user: User, free_port: int) -> None:
    site = workers.start("serve", "--port", str(free_port), "--workers", "1")
    until(lambda: "does jobs of any queue" in workers.said())
    (before,) = workers_of(site.pid)
    os.kill(before, signal.SIGKILL)
    until(lambda: workers_of(site.pid) and workers_of(site.pid) != {before})
    job = operations.start(actor=user, job=say)
    until(lambda: is_in(job, State.DONE))
    with closing(http.client.HTTPConnection("127.0.0.1", free_port)) as connected:
        connected.request("GET", "/en/")
        assert connected.getresponse().status == 200

    site.send_signal(signal.SIGINT)
    assert site.wait(timeout=PATIENCE) == 0
    assert not any(is_alive(pid) for pid in workers_of(site.pid))


def workers_of(site: int) -> set[int]:
    """The workers among the processes of a site."""
    found = set()
    for thread in Path(f"/proc/{site}/task").glob("*/children"):
        # Threads and processes may end while they are read.
        with suppress(FileNotFoundError, ProcessLookupError):
            for pid in thread.read_text().split():
                if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                    found.add(int(pid))
    return found


def at_work(parent: int) -> set[int]:
    """The processes that a process started."""
    return {int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
