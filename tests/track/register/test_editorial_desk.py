"""The desk of the editors: tasks of records, and pairs that look alike."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from factories.accounts import user_with
from factories.register import make_record
from serai.foundation.accounts.models import Role
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import run_now
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import history
from serai.track.register.editorial import add_task, change_task, refresh_duplicates
from serai.track.register.models import DuplicateState, DuplicateSuggestion, Record, Stage, Task

pytestmark = pytest.mark.django_db


def make_pair() -> tuple[Record, Record]:
    for name in ("Tropical medicine", "Photovoltaic materials", "Small hydropower"):
        make_record(name=name)
    pair = (
        make_record(name="Zhanatas wind farm", summary="In Kazakhstan."),
        make_record(name="Wind farm Zhanatas"),
    )
    refresh_duplicates()
    return pair


def test_colleagues_are_found_by_name_or_address(editor_client: Client) -> None:
    user_with(Role.ANALYST, name="Li Wei", email="wei@example.org")
    user_with(name="Li Delegate")
    address = reverse("web_desk:choose", args=["colleague"])
    for words in ("li", "wei@example"):
        (row,) = editor_client.get(address, {"q": words}).json()["rows"]
        assert row == {"code": "wei@example.org", "label": "Li Wei", "about": "wei@example.org"}


def test_a_task_is_added_changed_done_and_taken_up_again(editor_client: Client) -> None:
    record = make_record(name="Wind farm")
    analyst = user_with(Role.ANALYST)
    new = reverse("register_desk:task_add", args=[record.code])
    data = {"text": "Ask for the date", "assignee": analyst.email, "due_on": "2026-12-01"}
    nobody = editor_client.post(new, {**data, "assignee": user_with().email})
    assert "Nothing matches" in nobody.content.decode()
    assert editor_client.post(new, data)["Location"] == record.get_desk_url()
    task = record.tasks.get()
    assert (task.text, task.assignee, task.due_on) == (
        "Ask for the date", analyst, date(2026, 12, 1),
    )  # fmt: skip
    page = editor_client.get(record.get_desk_url()).content.decode()
    assert "Ask for the date" in page
    assert "1 December 2026" in page

    change = reverse("register_desk:task", args=[record.code, task.pk])
    editor_client.post(change, {**data, "text": "Ask for the day"})
    done = reverse("register_desk:task_done", args=[record.code, task.pk])
    editor_client.post(done, {"action": "done"})
    task.refresh_from_db()
    assert task.text == "Ask for the day"
    assert task.done_at is not None
    editor_client.post(done, {"action": "reopen"})
    task.refresh_from_db()
    assert task.done_at is None
    editor_client.post(done, {"action": "remove"})
    assert not Task.objects.exists()
    assert [entry.verb for entry in history(record)] == [
        f"register.task_{what}" for what in ("removed", "reopened", "done", "changed", "added")
    ]


def test_a_task_needs_a_text(editor_client: Client) -> None:
    record = make_record()
    answer = editor_client.post(reverse("register_desk:task_add", args=[record.code]), {"text": ""})
    assert answer.status_code == 200
    assert "What is to be done" in answer.content.decode()
    assert not Task.objects.exists()


def test_finishing_is_an_operation_of_its_own() -> None:
    task = add_task(actor=Program("test"), record=make_record(), text="Ask")
    with pytest.raises(TypeError):
        change_task(actor=Program("test"), task=task, changes={"done_at": None})


def test_the_list_shows_what_is_open_and_finishes_many(editor_client: Client) -> None:
    record = make_record()
    first, second = (
        add_task(actor=Program("test"), record=record, text=text) for text in ("One", "Two")
    )
    address = reverse("register_desk:tasks")
    editor_client.post(address, {"action": "done", "selected": [first.pk]})
    assert "One" not in editor_client.get(address).content.decode()
    assert "Two" in editor_client.get(address).content.decode()
    assert "One" in editor_client.get(address, {"done": "done"}).content.decode()
    home = editor_client.get(reverse("web_desk:home")).content.decode()
    assert "task about a record" in home
    assert second.done_at is None


def test_a_pair_is_compared_with_the_better_record_first_and_merged(editor_client: Client) -> None:
    better, other = make_pair()
    Record.objects.filter(pk=better.pk).update(quality=60)
    Record.objects.filter(pk=other.pk).update(quality=20)
    address = f"{reverse('register_desk:merge', args=[better.code])}?duplicate={other.code}"
    listed = editor_client.get(reverse("register_desk:duplicates")).content.decode()
    assert address in listed
    page = editor_client.get(address).content.decode()
    assert "Wind farm Zhanatas" in page
    assert "differs" in page
    answer = editor_client.post(address, {"merge": ""})
    assert answer["Location"] == better.get_desk_url()
    assert not Record.objects.filter(pk=other.pk).exists()


def test_two_different_things_are_not_shown_again(editor_client: Client) -> None:
    one, other = make_pair()
    address = f"{reverse('register_desk:merge', args=[one.code])}?duplicate={other.code}"
    editor_client.post(address, {"dismiss": ""})
    assert DuplicateSuggestion.objects.get().state == DuplicateState.DIFFERENT
    assert Record.objects.filter(pk__in=[one.pk, other.pk]).count() == 2
    assert (
        "No records look alike"
        in editor_client.get(reverse("register_desk:duplicates")).content.decode()
    )


def test_a_duplicate_is_found_by_its_name_code_or_address(editor_client: Client) -> None:
    one, other = make_record(name="One"), make_record(name="Other")
    address = reverse("register_desk:merge", args=[one.code])
    assert f'href="{address}"' in editor_client.get(one.get_desk_url()).content.decode()
    assert "The other record" in editor_client.get(address).content.decode()
    pasted = f"https://serai.example{other.get_absolute_url()}"
    for named in (pasted, other.code, "Other"):
        page = editor_client.get(address, {"duplicate": named}).content.decode()
        assert "This one goes" in page
        assert other.get_desk_url() in page
    for wrong in ("nobody", one.code):
        page = editor_client.get(address, {"duplicate": wrong}).content.decode()
        assert "Nothing matches" in page
        assert "This one goes" not in page


def test_what_cannot_be_merged_is_said_and_both_stay(editor_client: Client) -> None:
    draft, public = make_record(stage=Stage.DRAFT), make_record()
    address = f"{reverse('register_desk:merge', args=[draft.code])}?duplicate={public.code}"
    answer = editor_client.post(address, {"merge": ""})
    assert answer.status_code == 409
    assert "Keep the public one" in answer.content.decode()
    assert Record.objects.count() == 2


def test_looking_again_is_a_job_with_a_result(editor_client: Client) -> None:
    make_pair()
    DuplicateSuggestion.objects.all().delete()
    answer = editor_client.post(reverse("register_desk:duplicates_find"))
    job = run_now(Job.objects.get(name="register.find_duplicates"))
    assert answer["Location"] == reverse("jobs:job", args=[job.code])
    assert job.result["summary"] == "1 pair looks alike."
    assert DuplicateSuggestion.objects.count() == 1


def test_the_page_of_a_record_says_how_well_it_is_documented(client: Client) -> None:
    page = client.get(make_record().get_absolute_url()).content.decode()
    assert "of 100 points" in page
    assert "Facts with a source" in page
