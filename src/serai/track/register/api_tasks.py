"""The work of the editors in the API: what is to be done about records."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.http import QueryDict
from ninja import Router
from pydantic import StringConstraints

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.api.problems import Fault
from serai.foundation.api.resources import (
    Action,
    Filter,
    Resource,
    Rows,
    reference_filter,
    search_filter,
)
from serai.foundation.api.routes import routes
from serai.foundation.api.shapes import (
    NUMBER,
    Computed,
    Extra,
    Given,
    Reader,
    Shape,
    Written,
    refused,
)
from serai.track.register import editorial
from serai.track.register.api import SCOPE
from serai.track.register.models import Record, Task

router = Router()
_READ, _WRITE = "register.enter_desk", "register.change_record"
_Address = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]


def _assignee(written: Written) -> User | None:
    """Who has the address that was sent, and can do something about records."""
    address = written.extras["assignee"]
    if not address:
        return None
    found = editorial.colleagues().filter(email__iexact=address).first()
    if found is None:
        message = f"Nobody at the desk of the register has the address “{address}”."
        raise refused([Fault(message, pointer="/assignee")])
    return found


def _create(actor: User, written: Written, _parent: object) -> Task:
    given = written.columns
    due_on: date | None = given["due_on"]
    return editorial.add_task(
        actor=actor, record=given["record"], text=given["text"], assignee=_assignee(written),
        due_on=due_on,
    )  # fmt: skip


def _change(actor: User, task: Task, written: Written) -> object:
    changes = dict(written.columns)
    if "assignee" in written.extras:
        changes["assignee"] = _assignee(written)
    return editorial.change_task(actor=actor, task=task, changes=changes)


class CompletionGiven(Given):
    """Whether it is done."""

    is_done: bool = True


def _finish(actor: User, task: Task, given: CompletionGiven) -> object:
    return editorial.finish_task(actor=actor, task=task, is_done=given.is_done)


def _narrow(rows: Rows, query: QueryDict) -> Rows:
    """Show what is to be done, unless something else was asked for, as the list at the desk."""
    wanted = query.get("done", "")
    return rows if wanted == "all" else rows.filter(done_at__isnull=wanted != "done")


def _email(task: Task, reader: Reader) -> str | None:
    return task.assignee.email if task.assignee and may(reader, _WRITE) else None


TASKS = Resource(
    name="tasks",
    noun="task",
    tag="Register",
    description="What is to be done about records, by whom and until when.",
    shape=Shape(
        model=Task,
        title="Task",
        columns=("record", "text", "due_on"),
        fixed=("record",),
        extras={
            "assignee": Extra(
                _Address | None, str | None, _email,
                "The e-mail address of who is to do it, for those who may change it; null: "
                "whoever comes first.",
            ),
        },
        computed={
            "id": NUMBER,
            "assignee_name": Computed(
                str, lambda row, _reader: str(row.assignee or ""), "Who is to do it.", ""
            ),
            "done_at": Computed(
                str | None,
                lambda row, _reader: row.done_at and row.done_at.isoformat(timespec="seconds"),
                "When it was done; null: it is to be done.", None,
            ),
        },
        also_fetch=("assignee",),
    ),
    visible=lambda _reader, _parent: Task.objects.all(),
    may_read=_READ,
    filters=(
        search_filter("text"),
        Filter(
            name="done",
            description="What was done, or all. Left out: what is to be done.",
            annotation=Literal["done", "all"],
        ),
        reference_filter("record", Record),
    ),
    narrow=_narrow,
    scope=SCOPE,
    may_create=_WRITE,
    may_change=_WRITE,
    may_delete=_WRITE,
    create=_create,
    change=_change,
    delete=lambda actor, task: editorial.remove_task(actor=actor, task=task),
    actions=(
        Action(
            name="completion", summary="Mark a task as done, or take it up again",
            description="Say whether it is done.",
            permission=_WRITE, given=CompletionGiven, run=_finish, example={"is_done": True},
        ),
    ),
    example={"record": "0000r3c0rd", "text": "Find the date of signature", "due_on": "2027-03-01"},
    example_code="900042",
)  # fmt: skip
routes(TASKS, router)
