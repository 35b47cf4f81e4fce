"""How many requests a caller may send in a minute, counted for all workers together.

The count stands in the database. A worker takes requests from it in small lots and spends them from
memory, so reading costs a write only now and then, and the sum of all lots never exceeds what is
allowed. Where the database is busy (a long import on SQLite), nobody is kept out for it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Lock

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest

from serai.foundation.api.callers import Caller
from serai.foundation.api.models import RequestCount
from serai.foundation.api.problems import TOO_MANY_REQUESTS

WINDOW = 60
"""Seconds for which requests are counted together."""
LOTS = 20
"""In how many lots a worker takes what a caller is allowed."""
REMEMBERED = 10_000
_PATIENCE = 200
"""Milliseconds that a count may wait for the lock of SQLite."""


@dataclass(slots=True)
class _Lot:
    """Requests that this worker may still let pass in a window."""

    window: int
    left: int
    used: int
    """What all workers together have taken."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a caller is allowed and has left, as headers say it."""

    limit: int
    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """The headers of draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"default";q={self.limit};w={WINDOW}',
            "RateLimit": f'"default";r={self.left};t={self.seconds}',
        }


class Limiter:
    """Counts requests by caller."""

    def __init__(self) -> None:
        self._lots: OrderedDict[str, _Lot] = OrderedDict()
        self._lock = Lock()

    def clear(self) -> None:
        """Forget what this worker has taken."""
        with self._lock:
            self._lots.clear()

    def spend(self, name: str, limit: int) -> Allowance:
        """Count a request. Raises ProblemError where nothing is left."""
        now = time.time()
        window, seconds = int(now // WINDOW), WINDOW - int(now % WINDOW)
        with self._lock:
            lot = self._lots.get(name)
            if lot is None or lot.window != window:
                lot = self._lots[name] = _Lot(window, 0, 0)
            self._lots.move_to_end(name)
            while len(self._lots) > REMEMBERED:
                self._lots.popitem(last=False)
            if lot.left == 0 and lot.used < limit:
                taken, lot.used = _take(name, window, max(1, limit // LOTS), limit)
                lot.left += taken
            if lot.left == 0:
                allowance = Allowance(limit, 0, seconds)
                raise TOO_MANY_REQUESTS.error(
                    f"{limit} requests in {WINDOW} seconds are allowed.",
                    headers={"Retry-After": str(seconds), **allowance.headers()},
                )
            lot.left -= 1
            return Allowance(limit, limit - lot.used + lot.left, seconds)


def _take(name: str, window: int, wanted: int, limit: int) -> tuple[int, int]:
    """Take up to ``wanted`` requests from the common count; return them and what is used by all."""
    try:
        with _impatient(), transaction.atomic():
            count, _made = RequestCount.objects.select_for_update().get_or_create(
                caller=name, defaults={"window": window, "used": 0}
            )
            if count.window != window:
                count.window, count.used = window, 0
                RequestCount.objects.filter(window__lt=window - 60).delete()
            taken = min(wanted, max(0, limit - count.used))
            count.used += taken
            count.save(update_fields=["window", "used"])
    except OperationalError:
        return 1, 0
    return taken, count.used


class _impatient:  # noqa: N801
    """Have SQLite wait only a moment for its lock. PostgreSQL locks one row, which is free soon."""

    def __enter__(self) -> None:
        self._wait = None
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                self._wait = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
                cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")

    def __exit__(self, *_error: object) -> None:
        if self._wait is not None:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {self._wait}")


limiter = Limiter()


def count_request(request: HttpRequest, caller: Caller) -> Allowance:
    """Count a request for its user, or for the address that it comes from."""
    if caller.token is not None:
        return limiter.spend(f"user:{caller.token.user_id}", settings.API_LIMIT_SIGNED_IN)
    return limiter.spend(f"address:{network_of(request)}", settings.API_LIMIT_ANONYMOUS)


def network_of(request: HttpRequest) -> str:
    """The address of who asks; of IPv6 the first 64 bits, which one household or office has.

    Behind TLS there is a proxy that we trust already (SECURE_PROXY_SSL_HEADER): it says from where
    the request came to it, as the last of ``X-Forwarded-For``.
    """
    written = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        written = forwarded.rpartition(",")[2].strip()
    try:
        address = ip_address(written)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)
