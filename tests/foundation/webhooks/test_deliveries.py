"""From a change to a signed message that arrives, or is tried again, or is given up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from factories.accounts import user_with
from factories.register import make_record
from serai.foundation.accounts.models import Role
from serai.foundation.jobs import operations as jobs
from serai.foundation.jobs.models import Job, State
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import revision
from serai.foundation.webhooks import delivering, feeding, operations
from serai.foundation.webhooks.delivering import PAUSES, deliver_due, due
from serai.foundation.webhooks.models import Attempt, Delivery, DeliveryState, Subscription
from serai.foundation.webhooks.sending import Outcome
from serai.foundation.webhooks.signing import secret_of
from serai.foundation.webhooks.tasks import deliver
from serai.track.register import operations as register
from serai.track.register.models import Record, Stage
from working.receiver import Receiver, receiver

__all__ = ["receiver"]
PROGRAM = Program("test")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def to_loopback(settings: Settings) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True


def subscribed(address: str, **values: Any) -> Subscription:
    owner = user_with(Role.SECRETARIAT)
    return operations.subscribe(
        actor=owner, owner=owner, values={"name": "Website", "address": address, **values}
    )


def rename(record: Record, name: str) -> None:
    register.change_record(actor=PROGRAM, record=record, changes={"name": {"en": name}})


def test_a_change_of_what_is_public_is_told(receiver: Receiver) -> None:
    record = make_record()
    subscription = subscribed(receiver.address)
    rename(record, "Another name")
    assert feeding.is_behind()

    job = jobs.run_now(jobs.start(actor=PROGRAM, job=deliver))

    assert (job.state, job.summary) == (State.DONE, "1 arrived, 0 did not.")
    ((headers, body),) = receiver.received
    said = json.loads(body)
    number = revision()
    assert said["id"] == headers["webhook-id"] == f"entry-{number}"
    assert said["revision"] == number
    assert said["object"] == {
        "type": "records",
        "code": record.code,
        "address": f"http://127.0.0.1:8000/en/register/{record.code}/",
        "api": f"http://127.0.0.1:8000/api/v1/records/{record.code}",
        "is_gone": False,
    }
    assert "name" not in body.decode(), "that it changed is told, what is there is asked for"
    assert not feeding.is_behind()
    assert not due()
    subscription.refresh_from_db()
    assert subscription.cursor == number


def test_the_signature_is_checked_as_the_standard_says(receiver: Receiver) -> None:
    subscription = subscribed(receiver.address)
    operations.send_test(actor=PROGRAM, subscription=subscription)
    deliver_due()
    ((headers, body),) = receiver.received

    secret = secret_of(subscription)
    assert secret.startswith("whsec_")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert len(key) == 32
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert json.loads(body)["verb"] == "webhook.test"

    operations.renew_secret(actor=PROGRAM, subscription=subscription)
    assert secret_of(subscription) != secret
    assert secret_of(subscribed(receiver.address)) != secret_of(subscription)


def test_drafts_and_people_are_not_told_of(receiver: Receiver) -> None:
    subscribed(receiver.address)
    rename(make_record(stage=Stage.DRAFT), "Secret plans")
    assert feeding.feed() == 0
    assert not feeding.is_behind(), "it was looked at all the same"
    assert not Delivery.objects.exists()


def test_only_what_was_asked_for_is_told(receiver: Receiver) -> None:
    record = make_record()
    wanted = subscribed(receiver.address, resources=["records"], verbs=["register.record_*"])
    other_kind = subscribed(receiver.address, resources=["organisations"])
    other_verb = subscribed(receiver.address, verbs=["register.record_published"])
    rename(record, "Another name")
    feeding.feed()
    assert wanted.deliveries.count() == 1
    assert other_kind.deliveries.count() == other_verb.deliveries.count() == 0


def test_what_was_before_the_subscription_is_not_told(receiver: Receiver) -> None:
    rename(make_record(), "Another name")
    subscribed(receiver.address)
    assert feeding.feed() == 0


def test_nothing_is_told_twice_and_nothing_is_lost(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "BATCH", 2)
    record = make_record()
    first = subscribed(receiver.address)
    for number in range(5):
        rename(record, f"Name {number}")
    feeding.feed()
    # As after a crash before the cursor was written: the same entries are looked at again.
    Subscription.objects.update(cursor=first.cursor)
    later = subscribed(receiver.address)
    feeding.feed()
    assert first.deliveries.count() == 5
    assert later.deliveries.count() == 0


def test_a_message_that_does_not_arrive_is_tried_again(receiver: Receiver) -> None:
    receiver.status = 503
    subscription = subscribed(receiver.address)
    delivery = operations.send_test(actor=PROGRAM, subscription=subscription)
    deliver_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.attempts) == (DeliveryState.WAITING, 503, 1)
    wait = delivery.due_at - timezone.now()
    assert timedelta(0) < wait <= PAUSES[0] * 1.2
    assert not due()
    assert deliver_due() == (0, 0)

    receiver.status = 204
    Delivery.objects.update(due_at=timezone.now())
    deliver_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == (DeliveryState.DELIVERED, 204)
    first, second = receiver.received
    assert first[1] == second[1], "the same bytes"
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert [each.status for each in delivery.log.order_by("pk")] == [503, 204]


def test_the_pauses_grow() -> None:
    subscription = subscribed("https://example.org/")
    delivery = operations.send_test(actor=PROGRAM, subscription=subscription)
    now = timezone.now()
    for pause in PAUSES:
        delivering.note(delivery, Outcome(500, 12), now=now)
        delivery.refresh_from_db()
        assert pause <= delivery.due_at - now <= pause * 1.2
        assert delivery.state == DeliveryState.WAITING


def test_who_never_answers_is_paused_and_the_owner_told(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    subscription = subscribed("https://example.org/")
    delivery = operations.send_test(actor=PROGRAM, subscription=subscription)
    other = operations.send_test(actor=PROGRAM, subscription=subscription)
    with django_capture_on_commit_callbacks(execute=True):
        for _attempt in range(len(PAUSES) + 1):
            delivering.note(delivery, Outcome(None, 12, "Nobody listens at this address."))
    delivery.refresh_from_db()
    subscription.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert subscription.is_paused
    assert "Nobody listens" in subscription.pause_reason
    (letter,) = mail.outbox
    assert letter.to == [subscription.owner.email]
    assert subscription.get_desk_url() in letter.body
    assert not due(), "nothing more is sent"

    operations.resume(actor=PROGRAM, subscription=subscription)
    other.refresh_from_db()
    assert due()
    assert (other.state, subscription.pause_reason) == (DeliveryState.WAITING, "")


def test_who_says_that_it_is_gone_is_paused_at_once(receiver: Receiver) -> None:
    receiver.status = 410
    subscription = subscribed(receiver.address)
    operations.send_test(actor=PROGRAM, subscription=subscription)
    deliver_due()
    subscription.refresh_from_db()
    assert subscription.is_paused
    assert Attempt.objects.count() == 1


def test_what_happens_during_a_pause_is_told_afterwards(receiver: Receiver) -> None:
    record = make_record()
    subscription = subscribed(receiver.address)
    operations.pause(actor=PROGRAM, subscription=subscription)
    rename(record, "Another name")
    assert not feeding.is_behind()
    assert feeding.feed() == 0

    operations.resume(actor=PROGRAM, subscription=subscription)
    jobs.run_now(Job.objects.get(name="webhooks.deliver"))
    assert len(receiver.received) == 1


def test_nothing_is_sent_for_somebody_who_may_not_sign_in(receiver: Receiver) -> None:
    subscription = subscribed(receiver.address)
    operations.send_test(actor=PROGRAM, subscription=subscription)
    subscription.owner.is_active = False
    subscription.owner.save()
    assert not due()
    assert deliver_due() == (0, 0)


def test_a_message_can_be_sent_again(receiver: Receiver) -> None:
    subscription = subscribed(receiver.address)
    delivery = operations.send_test(actor=PROGRAM, subscription=subscription)
    deliver_due()
    operations.redeliver(actor=PROGRAM, delivery=delivery)
    deliver_due()
    assert len(receiver.received) == 2
    assert receiver.bodies()[0] == receiver.bodies()[1]


def test_a_worker_notices_by_itself_that_there_is_something_to_tell(receiver: Receiver) -> None:
    record = make_record()
    subscribed(receiver.address)
    assert jobs.start_wanted() == []
    rename(record, "Another name")
    (job,) = jobs.start_wanted()
    assert job.name == "webhooks.deliver"
    assert jobs.start_wanted() == [], "it waits already"
    jobs.run_now(job)
    assert jobs.start_wanted() == []
    assert len(receiver.received) == 1


def test_a_job_that_failed_just_now_is_left_alone_for_a_while(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = make_record()
    subscribed(receiver.address)
    rename(record, "Another name")
    (job,) = jobs.start_wanted()
    with monkeypatch.context() as patched:
        patched.setattr(feeding, "changes_after", None)
        assert jobs.run_now(job).state == State.FAILED
    assert jobs.start_wanted() == []
    later = timezone.now() + jobs.PAUSE_AFTER_FAILURE + timedelta(seconds=1)
    assert [each.name for each in jobs.start_wanted(now=later)] == ["webhooks.deliver"]


def test_old_messages_are_forgotten(receiver: Receiver) -> None:
    subscription = subscribed(receiver.address)
    for state in DeliveryState:
        for days in (29, 31):
            delivery = operations.send_test(actor=PROGRAM, subscription=subscription)
            created = timezone.now() - timedelta(days=days)
            Delivery.objects.filter(pk=delivery.pk).update(created_at=created, state=state)
    delivering.clean()
    assert Delivery.objects.count() == 4, "what is settled and old goes, what waits stays"


@pytest.mark.parametrize("address", ["https://10.0.0.1/", "ftp://example.org/", "here"])
def test_addresses_inside_are_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        subscribed(address)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_sends(receiver: Receiver) -> None:
    subscription = subscribed(receiver.address)
    for _number in range(12):
        operations.send_test(actor=PROGRAM, subscription=subscription)

    def work(_number: int) -> int:
        try:
            return deliver_due()[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 12
    assert len(receiver.received) == len(set(receiver.bodies())) == 12
