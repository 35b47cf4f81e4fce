"""Doing a request once, however often it is sent (draft-ietf-httpapi-idempotency-key-header-07).

A client that gets no answer cannot know whether its request was done. With a key it sends the same
again: what was done is answered as it was, and nothing is done twice. The answer is kept in the
transaction of the change, so not even a crash parts the two. A request that was refused has done
nothing: its key is free again. So is that of an answer that nobody may keep, because it shows a
secret.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from serai.foundation.api.callers import Caller
from serai.foundation.api.models import IdempotentRequest, Token
from serai.foundation.api.problems import IN_PROGRESS, INVALID, KEY_REUSED, Fault

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = r"^[A-Za-z0-9_.:-]{16,255}$"
KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=5)
"""After this a request that left no answer is taken for dead: what it did was rolled back."""

_KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Content-Language")

Respond = Callable[[], HttpResponse]


def once(request: HttpRequest, caller: Caller, respond: Respond) -> HttpResponse:
    """Answer a request, or give the answer that its key has had. Raises ProblemError."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST" or caller.token is None:
        return respond()
    if re.fullmatch(KEY, key) is None:
        raise INVALID.error(
            "The idempotency key cannot be used.",
            errors=[
                Fault(
                    "Send 16 to 255 letters, digits or _ . : -, such as a UUID.", parameter=HEADER
                )
            ],
        )
    kept = _claim(request, caller.token, key)
    if kept.status is not None:
        return _replay(kept)
    try:
        with transaction.atomic():
            response = respond()
            is_secret = response.get("Cache-Control") == "no-store"
            if is_kept := 200 <= response.status_code < 300 and not is_secret:
                _keep(kept, response)
    except BaseException:
        _release(kept)
        raise
    if not is_kept:
        _release(kept)
    return response


def _claim(request: HttpRequest, token: Token, key: str) -> IdempotentRequest:
    """Take the key, or return the request that has it and was answered. Raises ProblemError."""
    now = timezone.now()
    IdempotentRequest.objects.filter(created_at__lt=now - KEPT).delete()
    IdempotentRequest.objects.filter(
        token=token, key=key, status=None, created_at__lt=now - LEASE
    ).delete()
    fingerprint = hashlib.sha256(
        b"\0".join([str(request.method).encode(), request.get_full_path().encode(), request.body])
    ).hexdigest()
    try:
        with transaction.atomic():
            return IdempotentRequest.objects.create(
                token=token, key=key, fingerprint=fingerprint, created_at=now
            )
    except IntegrityError:
        kept = IdempotentRequest.objects.filter(token=token, key=key).first()
    if kept is None or (kept.status is None and kept.fingerprint == fingerprint):
        raise IN_PROGRESS.error(
            "A request with this key is being answered.", headers={"Retry-After": "1"}
        )
    if kept.fingerprint != fingerprint:
        raise KEY_REUSED.error(
            "This key stands for another request.",
            errors=[Fault("Make a new key for a new request.", parameter=HEADER)],
        )
    return kept


def _keep(kept: IdempotentRequest, response: HttpResponse) -> None:
    kept.status = response.status_code
    kept.headers = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
    kept.body = response.content.decode()
    kept.save(update_fields=["status", "headers", "body"])


def _release(kept: IdempotentRequest) -> None:
    IdempotentRequest.objects.filter(pk=kept.pk).delete()


def _replay(kept: IdempotentRequest) -> HttpResponse:
    response = HttpResponse(kept.body, status=kept.status, headers=kept.headers)
    response[REPLAYED] = "true"
    return response
