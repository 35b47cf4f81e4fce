"""The desk where the secretariat says which programs are told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from factories.accounts import user_with
from reading import text_of
from serai.foundation.accounts.models import Role
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.webhooks import operations
from serai.foundation.webhooks.delivering import deliver_due
from serai.foundation.webhooks.models import Subscription
from serai.foundation.webhooks.signing import secret_of
from working.receiver import Receiver, receiver

__all__ = ["receiver"]
pytestmark = pytest.mark.django_db
PROGRAM = Program("test")
LIST, ADD = "/en/desk/webhooks/", "/en/desk/webhooks/new/"


@pytest.fixture
def subscription(receiver: Receiver, settings: Settings) -> Subscription:
    settings.WEBHOOKS_TO_LOOPBACK = True
    return operations.subscribe(
        actor=PROGRAM,
        owner=user_with(Role.SECRETARIAT),
        values={"name": "Website", "address": receiver.address},
    )


def typed(client: Client, **values: Any) -> dict[str, Any]:
    owner = client.user.pk  # type: ignore[attr-defined]
    return {"name": "Website", "address": "https://example.org/hook", "owner": owner, **values}


def test_the_secret_is_shown_once_and_kept_nowhere(secretariat_client: Client) -> None:
    shown = secretariat_client.post(ADD, typed(secretariat_client), follow=True)
    subscription = Subscription.objects.get()
    secret = secret_of(subscription)
    assert secret in shown.content.decode()
    assert secret not in secretariat_client.get(subscription.get_desk_url()).content.decode()
    assert secret not in str(list(Subscription.objects.values()) + list(Entry.objects.values()))

    renewed = secretariat_client.post(
        f"{subscription.get_desk_url()}do/", {"action": "renew"}, follow=True
    )
    subscription.refresh_from_db()
    assert secret not in renewed.content.decode()
    assert secret_of(subscription) in renewed.content.decode()


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"address": "http://example.org/"}, "must begin with https://"),
        ({"address": "https://192.168.0.1/"}, "not an address of the open internet"),
        ({"verbs": "register.record_published\nnothing.like_it"}, "“nothing.like_it”"),
        ({"resources": ["thoughts"]}, "thoughts"),
        ({"name": ""}, "required"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    secretariat_client: Client, values: dict[str, Any], fault: str
) -> None:
    answer = secretariat_client.post(ADD, typed(secretariat_client, **values))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert fault in shown
    assert values.get("address", "https://example.org/hook") in shown
    assert not Subscription.objects.exists()


def test_what_is_told_can_be_narrowed(secretariat_client: Client) -> None:
    values = {"resources": ["records"], "verbs": "register.record_*\nedition.*"}
    secretariat_client.post(ADD, typed(secretariat_client, **values))
    subscription = Subscription.objects.get()
    assert subscription.resources == ["records"]
    assert subscription.verbs == ["register.record_*", "edition.*"]

    form = secretariat_client.get(f"{subscription.get_desk_url()}edit/").content.decode()
    assert "register.record_*\nedition.*" in form
    assert re.search(r'value="records"[^>]*checked', form)


def test_pages_write_nothing_that_programs_alone_understand(
    secretariat_client: Client, subscription: Subscription
) -> None:
    Subscription.objects.update(resources=["fields"])
    assert "Fields of science" in text_of(secretariat_client.get(subscription.get_desk_url()))
    assert "None" not in text_of(secretariat_client.get(LIST))


def test_a_test_is_sent_and_its_way_is_shown(
    secretariat_client: Client, subscription: Subscription, receiver: Receiver
) -> None:
    receiver.status, receiver.answer = 500, b"<b>out of paper</b>"
    sent = secretariat_client.post(
        f"{subscription.get_desk_url()}do/", {"action": "test"}, follow=True
    )
    assert "On its way." in sent.content.decode()
    deliver_due()
    page = secretariat_client.get(sent.request["PATH_INFO"]).content.decode()
    assert "Next attempt:" in page
    assert "&lt;b&gt;out of paper&lt;/b&gt;" in page
    assert "webhook.test" in secretariat_client.get(subscription.get_desk_url()).content.decode()

    receiver.status = 200
    secretariat_client.post(f"{sent.request['PATH_INFO']}again/")
    deliver_due()
    page = secretariat_client.get(sent.request["PATH_INFO"]).content.decode()
    assert "delivered" in page
    assert "Next attempt:" not in page


def test_pausing_and_resuming(secretariat_client: Client, subscription: Subscription) -> None:
    address = f"{subscription.get_desk_url()}do/"
    paused = secretariat_client.post(address, {"action": "pause"}, follow=True).content.decode()
    assert "nothing is sent for now" in paused
    resumed = secretariat_client.post(address, {"action": "resume"}, follow=True).content.decode()
    assert "nothing is sent for now" not in resumed
    assert secretariat_client.post(address, {"action": "shout"}).status_code == 400


def test_a_paused_webhook_is_work_on_the_desk(
    secretariat_client: Client, subscription: Subscription
) -> None:
    assert "nobody answers" not in secretariat_client.get("/en/desk/").content.decode()
    operations.pause(actor=PROGRAM, subscription=subscription, reason="It did not answer.")
    assert "nobody answers" in secretariat_client.get("/en/desk/").content.decode()


def test_ending_a_subscription(secretariat_client: Client, subscription: Subscription) -> None:
    operations.send_test(actor=PROGRAM, subscription=subscription)
    address = f"{subscription.get_desk_url()}delete/"
    assert "Website" in secretariat_client.get(address).content.decode()
    secretariat_client.post(address)
    assert not Subscription.objects.exists()
    assert Entry.objects.latest("number").verb == "webhooks.deleted"


def test_a_delivery_of_another_webhook_is_not_there(
    secretariat_client: Client, subscription: Subscription
) -> None:
    other = operations.subscribe(
        actor=PROGRAM,
        owner=subscription.owner,
        values={"name": "Other", "address": subscription.address},
    )
    delivery = operations.send_test(actor=PROGRAM, subscription=other)
    wrong = f"{subscription.get_desk_url()}deliveries/{delivery.pk}/"
    assert secretariat_client.get(wrong).status_code == 404


def test_the_lists_cost_the_same_with_one_row_and_with_many(
    secretariat_client: Client, subscription: Subscription
) -> None:
    counts = []
    for rows in (1, 20):
        for _row in range(rows):
            operations.send_test(actor=PROGRAM, subscription=subscription)
            operations.subscribe(
                actor=PROGRAM,
                owner=user_with(Role.SECRETARIAT),
                values={"name": "Another", "address": subscription.address},
            )
        with CaptureQueriesContext(connection) as captured:
            assert secretariat_client.get(LIST).status_code == 200
            assert secretariat_client.get(subscription.get_desk_url()).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
