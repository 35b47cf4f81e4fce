"""The pages of the jobs, as the people see them who started them."""

from __future__ import annotations

import csv
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories.accounts import signed_in, user_with
from serai.foundation.accounts.models import Role
from serai.foundation.jobs import operations, queue
from serai.foundation.jobs.declarations import JobKind
from serai.foundation.jobs.marks import Progress, marks
from serai.foundation.jobs.models import Job
from serai.project.health import job_findings
from working.tasks import fail, say, write_rows

pytestmark = pytest.mark.django_db
LIST = "/en/desk/jobs/"


def started(client: Client, kind: JobKind = say, about: str = "", **arguments: object) -> Job:
    user = client.user  # type: ignore[attr-defined]
    return operations.start(actor=user, job=kind, arguments=arguments, about=about)


def page(client: Client, job: Job, *, part: str = "") -> str:
    answer = client.get(job.get_absolute_url() + (f"?part={part}" if part else ""))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_waiting_job_can_be_cancelled(editor_client: Client) -> None:
    job = started(editor_client, about="spring.csv")
    shown = page(editor_client, job)
    assert "<h1>spring.csv</h1>" in shown
    assert "Waits for its turn" in shown

    answer = editor_client.post(f"{job.get_absolute_url()}cancel/", follow=True)

    assert "The job was cancelled" in answer.content.decode()
    assert queue.claim_next(worker="one") is None


def test_a_running_job_tells_how_far_it_is(editor_client: Client) -> None:
    job = queue.claim(started(editor_client))
    assert job is not None
    marks().renew(job, Progress(1200, 4800, "row 1200"))

    part = page(editor_client, job, part="state")

    assert "<html" not in part
    assert 'data-job-over="no"' in part
    assert '<progress max="4800" value="1200">1,200 of 4,800</progress>' in part
    assert "row 1200" in part
    assert "running, 25 %" in editor_client.get(LIST).content.decode()

    editor_client.post(f"{job.get_absolute_url()}cancel/")
    part = page(editor_client, job, part="state")
    assert "Stops as soon as it can" in part
    assert "<form" not in part, "it was asked already"
    marks().release(job)


def test_a_done_job_leads_to_its_result(editor_client: Client) -> None:
    job = operations.run_now(started(editor_client, write_rows, rows=2))
    shown = page(editor_client, job)
    assert "2 rows." in shown
    assert 'class="button primary" href="/en/">Go on to the result' in shown
    assert 'data-job-over="yes"' in shown
    assert "<progress" not in shown


def test_problems_are_a_table_and_a_file_for_spreadsheets(editor_client: Client) -> None:
    job = operations.run_now(started(editor_client, fail, how="problems"))
    assert "<bdi>a.csv:7</bdi>" in page(editor_client, job)

    answer = editor_client.get(f"{job.get_absolute_url()}problems.csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(answer.content.decode().splitlines())) == [
        ["file", "line", "field", "rule", "message"],
        # What a spreadsheet would run as a formula is marked as text.
        ["a.csv", "7", "year", "", "'=not a year"],
    ]


def test_a_failed_job_is_started_again(editor_client: Client) -> None:
    job = operations.run_now(started(editor_client, fail, how="told"))
    assert "The file is empty." in page(editor_client, job)

    answer = editor_client.post(f"{job.get_absolute_url()}retry/", follow=True)
    assert "Waits for its turn" in answer.content.decode()

    again = editor_client.post(f"{job.get_absolute_url()}retry/", follow=True)
    assert "Only a job that failed or was cancelled" in again.content.decode()


def test_the_traceback_is_for_administrators(
    editor_client: Client, administrator_client: Client
) -> None:
    job = operations.run_now(started(editor_client, fail, how="fault"))
    own, administrators = page(editor_client, job), page(administrator_client, job)
    assert "Something went wrong in the program." in own
    assert "ZeroDivisionError" not in own
    assert "ZeroDivisionError" in administrators


def test_everybody_sees_their_own_jobs_and_administrators_all(
    editor_client: Client, administrator_client: Client
) -> None:
    job = started(editor_client, about="spring.csv")
    other = signed_in(user_with(Role.EDITOR))
    assert "spring.csv" in editor_client.get(LIST).content.decode()
    assert "spring.csv" in administrator_client.get(LIST).content.decode()
    assert "spring.csv" not in other.get(LIST).content.decode()
    for address in (job.get_absolute_url(), f"{job.get_absolute_url()}problems.csv"):
        assert other.get(address).status_code == 404
    for action in ("cancel", "retry"):
        assert other.post(f"{job.get_absolute_url()}{action}/").status_code == 404


def test_every_page_of_the_desk_tells_of_jobs_at_work(editor_client: Client) -> None:
    def note() -> str:
        found = re.search(r'<a class="desk-note" [^>]*>[^<]*', editor_client.get("/en/desk/").text)
        return found[0] if found else ""

    assert note() == ""
    job = started(editor_client)
    assert note() == f'<a class="desk-note" href="{job.get_absolute_url()}">1 job at work'
    other = started(editor_client)
    assert note() == f'<a class="desk-note" href="{LIST}">2 jobs at work'
    for each in (job, other):
        operations.run_now(each)
    assert note() == ""


def test_jobs_that_wait_in_vain_are_told(editor_client: Client) -> None:
    job = started(editor_client)
    warning = "No program seems to do jobs"
    assert warning not in page(editor_client, job)
    assert job_findings() == []

    Job.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert warning in page(editor_client, job)
    assert job_findings() == [
        "1 job waits, and no worker does any. Run `serai worker`, or `serai serve` with a worker."
    ]

    # Somebody is busy with another one.
    running = queue.claim(started(editor_client))
    assert running is not None
    assert job_findings() == []
    marks().release(running)


def test_the_list_costs_the_same_with_one_job_and_with_many(administrator_client: Client) -> None:
    counts = []
    for rows in (1, 20):
        for _row in range(rows):
            started(signed_in(user_with(Role.EDITOR)))
        with CaptureQueriesContext(connection) as captured:
            assert administrator_client.get(LIST).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["page=none", "sort=error", "state=lost"])
def test_what_the_address_cannot_mean_is_refused(editor_client: Client, query: str) -> None:
    assert editor_client.get(f"{LIST}?{query}").status_code == 400
