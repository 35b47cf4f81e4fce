"""Webhooks in the API: who is told of what, and what became of each message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from ninja.params.models import Path
from pydantic import BaseModel, Field, StringConstraints

from serai.foundation.accounts.models import User
from serai.foundation.api.callers import caller_of
from serai.foundation.api.guard import json_response
from serai.foundation.api.jobs import NothingGiven
from serai.foundation.api.openapi import JSON
from serai.foundation.api.problems import Fault
from serai.foundation.api.resources import (
    Action,
    Parent,
    Resource,
    choice_filter,
    search_filter,
)
from serai.foundation.api.revisions import states_of
from serai.foundation.api.routes import LanguageQuery, check_parameters, routes
from serai.foundation.api.scopes import register_scope
from serai.foundation.api.shapes import NUMBER, Computed, Extra, Reader, Shape, Written, refused
from serai.foundation.api.values import Code
from serai.foundation.webhooks import operations, signing
from serai.foundation.webhooks.models import Delivery, DeliveryState, Subscription

router = Router()
SCOPE = register_scope("write:webhooks", _("Write webhooks"))
PERMISSION = "webhooks.manage_subscriptions"

_Words = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[a-z_.*-]+$", max_length=60)]],
    Field(max_length=100),
]


def _values(written: Written) -> Mapping[str, Any]:
    """Columns and extras, with the owner as the user who has the address."""
    values = {**written.columns, **written.extras}
    if "owner" in values:
        address = values.pop("owner")
        if address:
            values["owner"] = _user(address)
    return values


def _user(address: str) -> User:
    found = User.objects.filter(email__iexact=address, is_active=True).first()
    if found is None:
        raise refused([Fault(f"Nobody here has the address “{address}”.", pointer="/owner")])
    return found


def _create(actor: User, written: Written, _parent: object) -> Subscription:
    values = dict(_values(written))
    owner = values.pop("owner", actor)
    return operations.subscribe(actor=actor, owner=owner, values=values)


def _doing(done: Callable[..., object]) -> Callable[[User, Any, Any], object]:
    return lambda actor, subscription, _given: done(actor=actor, subscription=subscription)


SUBSCRIPTIONS = Resource(
    name="webhooks",
    noun="webhook",
    tag="Webhooks",
    description="Programs that are told of each change of what is public. Messages are signed; "
    "make a secret for it once it is there.",
    shape=Shape(
        model=Subscription,
        title="Webhook",
        columns=("name", "address"),
        extras={
            "resources": Extra(
                _Words, list[str], lambda row, _reader: row.resources,
                "The kinds of objects that it is told of, by the names of this API; none: all.", [],
            ),
            "verbs": Extra(
                _Words, list[str], lambda row, _reader: row.verbs,
                "What it is told of, by the verbs of the record: `register.*`; none: all.", [],
            ),
            "owner": Extra(
                Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
                | None,
                str,
                lambda row, _reader: row.owner.email,
                "The e-mail address of who is told when nobody answers; null: you, or who it was.",
            ),
        },
        computed={
            "is_paused": Computed(
                bool, lambda row, _reader: row.is_paused,
                "Whether nothing is sent for now.", example=False,
            ),
            "pause_reason": Computed(str, lambda row, _reader: row.pause_reason, "Why.", ""),
        },
        also_fetch=("owner",),
    ),
    visible=lambda _reader, _parent: Subscription.objects.all(),
    may_read=PERMISSION,
    filters=(search_filter("name", "address"),),
    orders={"name": ("name", "pk")},
    scope=SCOPE,
    may_create=PERMISSION,
    may_change=PERMISSION,
    may_delete=PERMISSION,
    create=_create,
    change=lambda actor, subscription, written: operations.change_subscription(
        actor=actor, subscription=subscription, changes=_values(written)
    ),
    delete=lambda actor, subscription: operations.end_subscription(
        actor=actor, subscription=subscription
    ),
    actions=tuple(
        Action(
            name=name, summary=summary, description=description, permission=PERMISSION,
            given=NothingGiven,
            run=_doing(done),
        )
        for name, summary, description, done in (
            ("test", "Send a test", "Send a message that is about nothing.", operations.send_test),
            ("pause", "Pause a webhook",
             "Send nothing for now; what happens is told when it goes on.", operations.pause),
            ("resumption", "Let a webhook go on",
             "Send what waits, and tell what happened in the meantime.", operations.resume),
        )
    ),
    example={
        "name": "Website of the ministry",
        "address": "https://example.org/hooks/serai",
        "resources": ["records"],
        "verbs": ["register.*"],
        "owner": "ann@example.org",
    },
    example_code="00000h00k0",
)  # fmt: skip


def _deliveries(_reader: Reader, subscription: Subscription) -> QuerySet[Delivery]:
    return Delivery.objects.filter(subscription=subscription)


DELIVERIES = Resource(
    name="deliveries",
    noun="delivery",
    tag="Webhooks",
    description="The messages to a webhook: what was sent, and what came back at each attempt.",
    parent=Parent(resource=SUBSCRIPTIONS, relation="subscription"),
    shape=Shape(
        model=Delivery,
        title="Delivery",
        columns=(
            "event", "verb", "body", "state", "created_at", "due_at", "attempts", "status",
            "duration",
        ),
        computed={
            "id": NUMBER,
            "log": Computed(
                list[dict[str, Any]],
                lambda row, _reader: [
                    {
                        "at": each.at.isoformat(timespec="seconds"),
                        "status": each.status,
                        "duration": each.duration,
                        "error": each.error,
                        "excerpt": each.excerpt,
                    }
                    for each in row.log.all()
                ],
                "Each attempt, latest first: time, status, milliseconds, error, and the beginning "
                "of the answer.",
                [],
            ),
        },
        also_fetch=("log",),
    ),
    visible=_deliveries,
    may_read=PERMISSION,
    revisions=states_of("state", "attempts"),
    filters=(choice_filter("state", DeliveryState),),
    orders={"latest": ("-pk",)},
    scope=SCOPE,
    actions=(
        Action(
            name="repetition", summary="Send a message again", permission=PERMISSION,
            description="The same message, with the same identifier.", given=NothingGiven,
            run=lambda actor, delivery, _given: operations.redeliver(
                actor=actor, delivery=delivery
            ),
        ),
    ),
    example={
        "event": "entry-42", "verb": "register.record_published", "body": "{}",
        "state": "delivered", "created_at": "2026-05-04T09:30:00Z",
        "due_at": "2026-05-04T09:30:00Z", "attempts": 1, "status": 204, "duration": 35,
    },
    example_code="900042",
)  # fmt: skip

for _resource in (SUBSCRIPTIONS, DELIVERIES):
    routes(_resource, router)


class SecretShown(BaseModel):
    """A secret, to be kept where the program is that checks signatures."""

    secret: str = Field(description="It begins with whsec_ and cannot be read again.")


_CODE: Any = Path(
    ..., description="The code of the webhook.", example=SUBSCRIPTIONS.example_code
)  # fmt: skip


@router.post(
    "/webhooks/{webhook}/secret", response=SecretShown, tags=["Webhooks"],
    summary="Make a secret", operation_id="create_webhooks_webhook_secret",
    description="Sign with a new secret from now on, and show it, once. The one before is good "
    "for nothing any more. Sent again, even with the same key, it makes another.",
    openapi_extra={"requestBody": {"content": {JSON: {"example": {}}}}},
)  # fmt: skip
def make_secret(
    request: HttpRequest, query: Query[LanguageQuery], given: NothingGiven, webhook: Code = _CODE
) -> HttpResponse:
    """A new secret of a webhook."""
    del given
    check_parameters(request, LanguageQuery)
    caller = caller_of(request)
    caller.require_scope(SCOPE)
    caller.require(PERMISSION)
    found = SUBSCRIPTIONS.find_to_write(caller.user, webhook)
    operations.renew_secret(actor=caller.user, subscription=found)
    response = json_response({"secret": signing.secret_of(found)})
    response["Cache-Control"] = "no-store"
    return response
