"""Answers that refuse, as problem details (RFC 9457): one type for each thing a client can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where: a JSON pointer into the body, or a parameter's name."""

    message: str
    pointer: str | None = None
    parameter: str | None = None

    def written(self) -> dict[str, str]:
        """The fault as it stands in an answer."""
        place = (
            {"parameter": self.parameter}
            if self.parameter is not None
            else {"pointer": self.pointer or ""}
        )
        return {**place, "message": self.message}


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(
        self,
        kind: Problem,
        detail: str,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def response(self, request: HttpRequest) -> JsonResponse:
        """The answer."""
        content: dict[str, Any] = {
            "type": self.kind.address,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "instance": request.path,
            **self.members,
        }
        if self.errors:
            content["errors"] = [fault.written() for fault in self.errors]
        return JsonResponse(
            content,
            status=self.kind.status,
            content_type=MEDIA_TYPE,
            headers=self.headers,
            json_dumps_params={"ensure_ascii": False},
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """A type of problem: its address is a page that says what to do."""

    slug: str
    status: int
    title: str
    advice: str

    @property
    def address(self) -> str:
        """What identifies the type: the address of its page."""
        return f"{settings.BASE_URL}/api/problems/{self.slug}"

    def error(
        self,
        detail: str,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> ProblemError:
        """Make the exception that ends a request with this problem."""
        return ProblemError(self, detail, errors=errors, headers=headers, members=members)


@dataclass(slots=True)
class _Known:
    types: dict[str, Problem] = field(default_factory=dict)

    def add(self, slug: str, status: int, title: str, advice: str) -> Problem:
        self.types[slug] = Problem(slug, status, title, advice)
        return self.types[slug]


_known = _Known()
_add = _known.add

MALFORMED = _add(
    "malformed", 400, "The request cannot be read",
    "The body is not JSON in UTF-8, or the connection broke off. Nothing was done.",
)  # fmt: skip
AUTHENTICATION_REQUIRED = _add(
    "authentication-required", 401, "A token is needed",
    "Make a token on your account page and send it: `Authorization: Bearer serai_…`. A session in "
    "the browser does not count.",
)  # fmt: skip
INVALID_TOKEN = _add(
    "invalid-token", 401, "The token is not good",
    "It is unknown, its last day is over, it was revoked, or its user is no longer active. Make a "
    "new one on your account page. To read what is public send none.",
)  # fmt: skip
INSUFFICIENT_SCOPE = _add(
    "insufficient-scope", 403, "The token was not made for this",
    "The member `scope` names what is missing. Scopes of a token never change: make another one.",
)  # fmt: skip
NOT_PERMITTED = _add(
    "not-permitted", 403, "You are not entrusted with this",
    "The token acts as its user, and the user has no role that allows it. The member `permission` "
    "names what is missing; an administrator gives roles.",
)  # fmt: skip
NOT_FOUND = _add(
    "not-found", 404, "There is nothing here",
    "Nothing has this address, or nothing that you may know of: what is not published looks the "
    "same as what does not exist.",
)  # fmt: skip
UNKNOWN_VALUE = _add(
    "unknown-value", 404, "A parameter names something that does not exist",
    "The parameter is well formed, but nothing has this code, or the cursor belongs to another "
    "list. Nothing is left out silently. Take cursors from `next` as they are.",
)  # fmt: skip
METHOD_NOT_ALLOWED = _add(
    "method-not-allowed", 405, "This cannot be done here",
    "The header `Allow` lists the methods that this address knows.",
)  # fmt: skip
NOT_ACCEPTABLE = _add(
    "not-acceptable", 406, "Only JSON is spoken here",
    "Send `Accept: application/json`, or no such header.",
)  # fmt: skip
REFUSED = _add(
    "refused", 409, "The rules or the present state of the data forbid it",
    "The request keeps to the schema, but something in it cannot be: a reference that leads "
    "nowhere, two fields that contradict each other, a step that cannot follow, a name that is "
    "taken. `errors` says what and where. Nothing was done.",
)  # fmt: skip
STILL_NEEDED = _add(
    "still-needed", 409, "Something else still refers to it",
    "The detail names what does. Change or delete that first.",
)  # fmt: skip
IN_PROGRESS = _add(
    "in-progress", 409, "The same request is being answered",
    "Another request with this idempotency key is not done yet. Wait and send the same again.",
)  # fmt: skip
OUTDATED = _add(
    "outdated", 412, "It has changed since you read it",
    "The member `etag` is the one of its present state. Read it again, look at what changed, and "
    "send your change with that ETag.",
)  # fmt: skip
TOO_LARGE = _add(
    "too-large", 413, "The body is too large",
    "Send less at once; large amounts belong into an import.",
)  # fmt: skip
UNSUPPORTED_MEDIA_TYPE = _add(
    "unsupported-media-type", 415, "The body must be JSON",
    "Send `Content-Type: application/json`.",
)  # fmt: skip
INVALID = _add(
    "invalid", 422, "The request does not keep to the schema",
    "`errors` says for each fault where it is, by a JSON pointer into the body or by the name of "
    "the parameter or header. Nothing was done.",
)  # fmt: skip
KEY_REUSED = _add(
    "key-reused", 422, "The idempotency key was used for another request",
    "A key stands for one request for 24 hours. Make a new key for a new request.",
)  # fmt: skip
PRECONDITION_REQUIRED = _add(
    "precondition-required", 428, "Say which state you have seen",
    "Send the ETag that came with the object: `If-Match: \"…\"`. It keeps you from overwriting "
    "what "
    "somebody else changed meanwhile.",
)  # fmt: skip
TOO_MANY_REQUESTS = _add(
    "too-many-requests", 429, "Too many requests",
    "Wait as many seconds as `Retry-After` says. The headers `RateLimit-Policy` and `RateLimit` "
    "say what is allowed and what is left.",
)  # fmt: skip
INTERNAL = _add(
    "internal", 500, "Something went wrong here",
    "It is not your fault, and it has been written to the log. Send an idempotency key with what "
    "you create, and you can safely try again.",
)  # fmt: skip
BUSY = _add(
    "busy", 503, "Something large is being saved",
    "One writes at a time, and an import or another large change took longer than requests wait. "
    "Nothing was done. Send the same again in as many seconds as `Retry-After` says.",
)  # fmt: skip


def all_problems() -> list[Problem]:
    """Every type of problem, in the order of its status."""
    return list(_known.types.values())
