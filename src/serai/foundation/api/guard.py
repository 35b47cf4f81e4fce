"""What every request passes: who asks, how often, in which language; and how answers are finished.

Views behind the guard raise what they raise anywhere (Http404, ValidationError, ParameterError …)
and it becomes a problem.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any

import ninja.errors
from django.conf import settings
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.core.signals import got_request_exception
from django.db import IntegrityError
from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from serai.foundation.api import problems
from serai.foundation.api.callers import Caller, caller_of, identify
from serai.foundation.api.idempotency import once
from serai.foundation.api.limits import count_request
from serai.foundation.api.problems import Fault, ProblemError
from serai.foundation.contention import is_taken
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.record.operations import PartError
from serai.foundation.web.desk.saving import still_needed
from serai.foundation.web.parameters import ParameterError

View = Callable[..., HttpResponseBase]

logger = logging.getLogger("serai.api")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_JSON = frozenset({"application/json", "application/merge-patch+json"})


def guarded(view: View) -> View:
    """Wrap a view of the API."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **parameters: Any) -> HttpResponseBase:
        language = _language_of(request)
        headers: dict[str, str] = {}
        with translation.override(language or translation.get_language()):
            try:
                response = _answer(request, view, args, parameters, headers)
            except Exception as error:  # noqa: BLE001 - every failure has to become an answer
                response = _problem_of(error, request).response(request)
            return _finished(request, response, headers)

    return answer


def _answer(
    request: HttpRequest,
    view: View,
    args: tuple[Any, ...],
    parameters: dict[str, Any],
    headers: dict[str, str],
) -> HttpResponseBase:
    guarded_request: Any = request
    guarded_request.caller = caller = Caller()
    allowed = _methods_of(view)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(allowed)})
    if allowed and request.method not in allowed:
        raise problems.METHOD_NOT_ALLOWED.error(
            f"{request.method} is not known here.", headers={"Allow": ", ".join(allowed)}
        )
    guarded_request.caller = caller = identify(request)
    guarded_request.user = caller.reader
    headers |= count_request(request, caller).headers()
    if request.method == "HEAD":
        request.method = "GET"
        guarded_request.is_head = True
    if not request.accepts("application/json"):
        raise problems.NOT_ACCEPTABLE.error("This address answers in JSON.")
    if request.method in _WITH_BODY:
        _check_body(request)

    def respond() -> HttpResponse:
        return view(request, *args, **parameters)  # type: ignore[return-value]

    return once(request, caller, respond)


@cache
def _methods_of(view: View) -> tuple[str, ...]:
    """The methods that a view knows, as it says itself when it is asked with another."""
    question = HttpRequest()
    question.method = "OPTIONS"
    try:
        response: Any = view(question)
    except Http404:
        return ()
    methods = {method.strip() for method in response["Allow"].split(",")}
    if "GET" in methods:
        methods.add("HEAD")
    return tuple(sorted(methods | {"OPTIONS"}))


def _language_of(request: HttpRequest) -> str | None:
    """The language of labels: by parameter, else by header, else English."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGE_CODES else translation.get_language_from_request(request)


def _check_body(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    highest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if length.isdecimal() and highest is not None and int(length) > highest:
        raise problems.TOO_LARGE.error(f"A body may have at most {highest:,} bytes.")
    if request.content_type not in _JSON and (request.content_type or length != "0"):
        raise problems.UNSUPPORTED_MEDIA_TYPE.error("Send the body as application/json.")
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        raise problems.UNSUPPORTED_MEDIA_TYPE.error("Send the body in UTF-8.")
    try:
        request.body.decode()
    except UnicodeDecodeError:
        raise problems.MALFORMED.error("The body is not UTF-8.") from None


# Failures


def _problem_of(error: Exception, request: HttpRequest) -> ProblemError:
    match error:
        case ProblemError():
            return error
        case ninja.errors.ValidationError():
            return invalid(error.errors)
        case ninja.errors.HttpError(status_code=400):
            return problems.MALFORMED.error("The body is not JSON.")
        case Http404():
            return problems.NOT_FOUND.error("There is nothing at this address, or not for you.")
        case PermissionDenied():
            return problems.NOT_PERMITTED.error("You are not entrusted with this.")
        case PartError():
            return refusal(error, at=f"/{error.name}/{error.index}")
        case ValidationError():
            return refusal(error)
        case ParameterError():
            return problems.UNKNOWN_VALUE.error(
                str(error), errors=[Fault(error.advice, parameter=error.parameter)]
            )
        case ProtectedError() | RestrictedError():
            return problems.STILL_NEEDED.error(still_needed(error))
        case IntegrityError():
            return problems.REFUSED.error("Somebody saved the same at this moment. Try again.")
        case RequestDataTooBig():
            return problems.TOO_LARGE.error("Send less at once.")
        case UnreadablePostError():
            return problems.MALFORMED.error("The connection broke off.")
        case SuspiciousOperation() | BadRequest():
            return problems.MALFORMED.error("The request cannot be read.")
    if is_taken(error):
        return problems.BUSY.error(
            "Something large, such as an import, is being saved.", headers={"Retry-After": "10"}
        )
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return problems.INTERNAL.error("It is our fault, and it has been written to the log.")


def refusal(error: ValidationError, *, at: str = "") -> ProblemError:
    """The problem for what an operation refuses, each message at the member it is about."""
    if hasattr(error, "error_dict"):
        named = error.message_dict
    else:
        named = {NON_FIELD_ERRORS: error.messages}
    faults = [
        Fault(str(message), pointer=at if name == NON_FIELD_ERRORS else f"{at}/{name}")
        for name, messages in named.items()
        for message in messages
    ]
    return problems.REFUSED.error(
        faults[0].message if faults else "The rules forbid it.", errors=faults
    )


def invalid(errors: Iterable[Any]) -> ProblemError:
    """The problem for a request that does not keep to the schema."""
    faults = []
    for error in errors:
        source, _name, *place = [str(step) for step in error["loc"]] + ["", ""]
        place = [step for step in place if step]
        if source == "body":
            pointer = "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in place)
            faults.append(Fault(error["msg"], pointer=pointer))
        else:
            faults.append(Fault(error["msg"], parameter=place[0] if place else _name))
    return problems.INVALID.error("The request does not keep to the schema.", errors=faults)


# Answers


def _finished(
    request: HttpRequest, response: HttpResponseBase, headers: dict[str, str]
) -> HttpResponseBase:
    caller = caller_of(request) if hasattr(request, "caller") else Caller()
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if (
        isinstance(response, HttpResponse)
        and request.method == "GET"
        and response.status_code == 200
    ):
        response = _not_modified(request, response) or response
    if request.method in SAFE:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = (
            "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
        )
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = "GET, HEAD"
            response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
    kept = "no-store" if response.status_code >= 400 or request.method not in SAFE else "no-cache"
    response.headers.setdefault(
        "Cache-Control", f"{'public' if caller.token is None else 'private'}, {kept}"
    )
    patch_vary_headers(response, ["Authorization", "Accept-Language"])
    response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    if getattr(request, "is_head", False):
        request.method = "HEAD"
    return response


def _not_modified(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """Give an answer an ETag by its content; return 304 where the reader has it already."""
    if not response.has_header("ETag"):
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    wanted = request.headers.get("If-None-Match", "")
    # A proxy that compresses may have made the tag a weak one; for reading that is as good.
    known = {part.strip().removeprefix("W/") for part in wanted.split(",")}
    if response["ETag"] not in known and wanted.strip() != "*":
        return None
    unchanged = HttpResponse(status=304)
    for name in ("ETag", "Link", "RateLimit", "RateLimit-Policy", "Cache-Control"):
        if response.has_header(name):
            unchanged[name] = response[name]
    del unchanged["Content-Type"]
    return unchanged


def json_response(
    content: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponse:
    """An answer in JSON, in the letters of its languages."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)
