"""Signatures by which a receiver knows who sent a message and that nobody altered it.

The scheme is that of Standard Webhooks (https://www.standardwebhooks.com): the identifier, the time
and the body, joined by full stops, are signed with HMAC-SHA256.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from django.utils.crypto import salted_hmac

from serai.foundation.webhooks.models import Subscription

PREFIX = "whsec_"
"""What every secret begins with, by the scheme."""


def secret_of(subscription: Subscription) -> str:
    """Return the secret that a subscriber checks signatures with.

    It is derived from the secret key of the installation and stored nowhere: who reads the database
    cannot sign.
    """
    key = salted_hmac(
        "serai.webhooks", f"{subscription.code}:{subscription.salt}", algorithm="sha256"
    ).digest()
    return PREFIX + base64.b64encode(key).decode()


def headers_for(
    subscription: Subscription, event: str, body: bytes, at: datetime
) -> dict[str, str]:
    """Return the headers that go with a message sent at a moment."""
    timestamp = str(int(at.timestamp()))
    return {
        "webhook-id": event,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(secret_of(subscription), event, timestamp, body),
    }


def signature(secret: str, event: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a message: ``v1,`` and the code in base 64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{event}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"
