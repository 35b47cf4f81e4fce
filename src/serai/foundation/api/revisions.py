"""The state of an object, so that nobody overwrites what they have not seen.

The number of the last entry about an object in the record is its *revision*; what the record does
not keep has a number of its state instead. An ETag is written
``"REVISION-DIGEST"``: changes are guarded by the revision, what a cache may keep by all of it,
since labels come from other objects and depend on the language.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import Max
from django.http import HttpRequest

from serai.foundation.api.problems import INVALID, OUTDATED, PRECONDITION_REQUIRED, Fault
from serai.foundation.record.models import Entry

ETAG = r'^(W/)?"[0-9]{1,18}-[0-9a-f]{16}"$'
_ONE = re.compile(r'(?:W/)?"(?P<revision>[0-9]{1,18})-[0-9a-f]{16}"')


def revisions_of(model: type[models.Model], keys: Iterable[Any]) -> dict[str, int]:
    """Return the revisions of objects by primary key, as text; who has no entry is at 0."""
    wanted = [str(key) for key in keys]
    found = (
        Entry.objects.filter(root_type=model._meta.label_lower, root_id__in=wanted)
        .order_by()
        .values_list("root_id")
        .annotate(last=Max("number"))
    )
    return {**dict.fromkeys(wanted, 0), **dict(found)}


def states_of(*columns: str) -> Callable[[type[models.Model], Iterable[Any]], dict[str, int]]:
    """Return what `revisions_of` is for objects of which the record knows nothing: a number that
    follows from the values of the columns that say how far they are.
    """

    def states(model: type[models.Model], keys: Iterable[Any]) -> dict[str, int]:
        rows = model._base_manager.filter(pk__in=list(keys)).values_list("pk", *columns)
        return {
            str(key): int(hashlib.sha256(repr(values).encode()).hexdigest()[:12], 16)
            for key, *values in rows
        }

    return states


def etag(revision: int, body: bytes) -> str:
    """Write the ETag of an object whose JSON is ``body``."""
    return f'"{revision}-{hashlib.sha256(body).hexdigest()[:16]}"'


def check_precondition(request: HttpRequest, now: int) -> None:
    """Raise ProblemError unless the request names ``now``, the present state of an object.

    Call it in the transaction of the change, with the row of the object locked.
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise PRECONDITION_REQUIRED.error(
            "Send the ETag of the state that you have seen in If-Match."
        )
    if header.strip() == "*":
        return
    named = [_ONE.fullmatch(part.strip()) for part in header.split(",")]
    if not all(named):
        raise INVALID.error(
            "If-Match holds something that is not an ETag of this API.",
            errors=[Fault("Send the header ETag of the object as it is.", parameter="If-Match")],
        )
    if now not in {int(found["revision"]) for found in named if found}:
        raise OUTDATED.error(
            f"You have not seen the present state, which is revision {now}.", revision=now
        )
