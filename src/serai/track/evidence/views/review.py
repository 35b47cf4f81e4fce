"""The review of a document for scripts: JSON in, JSON out. `reviewing` says in what shape.

`review` answers ``GET documents/<code>/review.json``; the changes are posted to
``documents/<code>/review/…``. They carry the token against forgery in ``X-CSRFToken`` and a JSON
object as their body:

==============  ================================================================================
address         body
==============  ================================================================================
``decide/``     ``{proposal, revision, verdict: accept|reject|skip, values?, note?}``
                of a contested proposal it is the decision of a curator
``undo/``       ``{decision?}``; without one, the latest of this reviewer in the document
``edit/``       ``{proposal, revision, values}``
``add/``        ``{start, end, kind?, values, note?}``
``identical/``  ``{proposals: [id]}``: accept proposals that say the same, at once
``indicator/``  ``{claim, indicator: id|null}``
``relation/``   ``{claim, kind, other, is_reverse?, verdict: accept|dismiss}``, by codes
``field/``      ``{claim, owner, code, field, takes_value?}``; GET with ``owner`` and ``q``
                searches for objects, with ``owner``, ``code`` and ``claim`` it gives the fields
==============  ================================================================================

They answer 200 with `reviewing.state_after`; 409 with the same and ``"problem": "stale"`` where
somebody else changed the proposal in the meantime, and nothing was written; 422 with ``{"problem":
"refused", "message": sentence, "errors": {field: [sentence]}}``; 400 with ``"problem":
"malformed"`` for a body that is not as above; 403 and 404 as everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import desk_view
from serai.foundation.web.desk.access import acting_user
from serai.track.evidence import operations
from serai.track.evidence.fields import FieldOwner, field_owner, field_owners
from serai.track.evidence.models import (
    Claim,
    Decision,
    Document,
    DocumentState,
    LinkKind,
    Proposal,
    ProposalKind,
    ProposalState,
    Verdict,
)
from serai.track.evidence.reviewing import review_of, state_after

MOST_FOUND = 20


class MalformedError(Exception):
    """The body of a request is not as it should be; says what of it."""


class Body:
    """The JSON object of a request, read value by value with their types."""

    def __init__(self, request: HttpRequest) -> None:
        try:
            self._values = json.loads(request.body or b"{}")
        except (ValueError, RecursionError):
            raise MalformedError("The body is not JSON.") from None
        if not isinstance(self._values, dict):
            raise MalformedError("The body is not an object.")

    def integer(self, name: str) -> int:
        """A whole number that has to be there."""
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
            raise MalformedError(f"“{name}” must be a whole number.")
        return value

    def integer_or_none(self, name: str) -> int | None:
        """A whole number, or nothing."""
        return None if self._values.get(name) is None else self.integer(name)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        value = self._values.get(name, default)
        if not isinstance(value, str) or "\0" in value:
            raise MalformedError(f"“{name}” must be text.")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where it is not there."""
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            raise MalformedError(f"“{name}” must be true or false.")
        return value

    def values(self) -> Mapping[str, Any]:
        """The values of a proposal as edited: texts, numbers and nothing."""
        values = self._values.get("values", {})
        if not isinstance(values, dict):
            raise MalformedError("“values” must be an object.")
        for name, value in values.items():
            if isinstance(value, bool) or not isinstance(value, str | int | float | None):
                raise MalformedError(f"“values.{name}” must be text, a number or null.")
            if isinstance(value, str) and "\0" in value:
                raise MalformedError(f"“values.{name}” holds a character that is no text.")
        return values

    def integers(self, name: str) -> list[int]:
        """A list of whole numbers."""
        values = self._values.get(name)
        if not isinstance(values, list) or not all(
            isinstance(each, int) and not isinstance(each, bool) and abs(each) < 2**63
            for each in values
        ):
            raise MalformedError(f"“{name}” must be a list of whole numbers.")
        return values

    def choice(self, name: str, choices: Any, default: str | None = None) -> Any:
        """One of some choices."""
        value = self.text(name, default)
        if value not in choices.values:
            raise MalformedError(f"“{name}” must be one of {', '.join(choices.values)}.")
        return choices(value)


Change = Callable[[User, Document, Body], Iterable[int]]
"""What a request does; returns the keys of the proposals that are to be drawn anew."""


def changing(permission: str) -> Callable[[Change], Callable[..., HttpResponse]]:
    """Make a view of a change to a document, with the answers that the module describes."""

    def decorate(change: Change) -> Callable[..., HttpResponse]:
        @require_POST
        @desk_view(permission)
        @wraps(change)
        def view(request: HttpRequest, code: str) -> HttpResponse:
            user, document = acting_user(request), _ready(code)
            try:
                keys = change(user, document, Body(request))
            except MalformedError as error:
                return JsonResponse({"problem": "malformed", "message": str(error)}, status=400)
            except operations.StaleProposalError as error:
                answer = {"problem": "stale", "message": " ".join(error.messages)}
                answer |= state_after(document, [error.proposal.pk], user)
                return JsonResponse(answer, status=409)
            except ValidationError as error:
                return JsonResponse(_refusal(error), status=422)
            return JsonResponse(state_after(_ready(code), keys, user))

        return view

    return decorate


def _ready(code: str) -> Document:
    return get_object_or_404(
        Document.objects.select_related("source__publisher"), code=code, state=DocumentState.READY
    )


def _refusal(error: ValidationError) -> dict[str, Any]:
    if not hasattr(error, "error_dict"):
        return {"problem": "refused", "message": " ".join(error.messages), "errors": {}}
    errors = dict(error.message_dict)
    general = errors.pop(NON_FIELD_ERRORS, [])
    message = " ".join(general) or _("Some values need a correction.")
    return {"problem": "refused", "message": message, "errors": errors}


@desk_view("evidence.enter_desk")
@require_GET
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that the review screen shows."""
    return JsonResponse(review_of(_ready(code), acting_user(request)))


@changing("evidence.enter_desk")
def decide(user: User, document: Document, body: Body) -> Iterable[int]:
    """Accept, reject or skip; settle what reviewers differ about."""
    proposal = _proposal(document, body.integer("proposal"))
    is_curation = proposal.state == ProposalState.CONTESTED
    if not may(user, "evidence.curate" if is_curation else "evidence.review"):
        raise PermissionDenied
    (operations.curate if is_curation else operations.decide)(
        actor=user,
        proposal=proposal,
        verdict=body.choice("verdict", Verdict),
        values=body.values(),
        note=body.text("note", ""),
        revision=body.integer_or_none("revision"),
    )
    return [proposal.pk]


@changing("evidence.enter_desk")
def undo(user: User, document: Document, body: Body) -> Iterable[int]:
    """Take a decision back."""
    key = body.integer_or_none("decision")
    if key is None:
        decision = operations.latest_decision(reviewer=user, document=document)
        if decision is None:
            raise ValidationError(_("There is nothing to undo."))
    else:
        decision = get_object_or_404(
            Decision.objects.select_related("proposal"), pk=key, proposal__document=document
        )
    operations.undo_decision(actor=user, decision=decision)
    return [decision.proposal_id]


@changing("evidence.review")
def edit(user: User, document: Document, body: Body) -> Iterable[int]:
    """Change values in place."""
    proposal = _proposal(document, body.integer("proposal"))
    operations.edit_proposal(
        actor=user, proposal=proposal, values=body.values(),
        revision=body.integer_or_none("revision"),
    )  # fmt: skip
    return [proposal.pk]


@changing("evidence.review")
def add(user: User, document: Document, body: Body) -> Iterable[int]:
    """Mark selected words that were missed."""
    proposal = operations.add_missed(
        actor=user,
        document=document,
        start=body.integer("start"),
        end=body.integer("end"),
        kind=body.choice("kind", ProposalKind, ProposalKind.FIGURE),
        values=body.values(),
        note=body.text("note", ""),
    )
    return [proposal.pk]


@changing("evidence.review")
def identical(user: User, document: Document, body: Body) -> Iterable[int]:
    """Accept several that say the same."""
    keys = body.integers("proposals")
    proposals = list(document.proposals.filter(pk__in=keys))
    operations.accept_identical_proposals(actor=user, proposals=proposals)
    return keys


@changing("evidence.review")
def indicator(user: User, document: Document, body: Body) -> Iterable[int]:
    """Say which figure a claim speaks for."""
    claim, key = _claim(document, body.text("claim")), body.integer_or_none("indicator")
    chosen = None
    if key is not None:
        chosen = apps.get_model("figures", "Indicator")._default_manager.filter(pk=key).first()
        if chosen is None:
            raise ValidationError({"indicator": _("There is no such indicator.")})
    operations.link_claim_to_indicator(actor=user, claim=claim, indicator=chosen)
    return document.proposals.filter(claim=claim).values_list("pk", flat=True)


@changing("evidence.review")
def relation(user: User, document: Document, body: Body) -> Iterable[int]:
    """Accept or dismiss a relation that was proposed."""
    claim = _claim(document, body.text("claim"))
    other = get_object_or_404(Claim, code=body.text("other"))
    kind = body.choice("kind", LinkKind)
    pair = (other, claim) if body.flag("is_reverse") else (claim, other)
    verdict = body.text("verdict")
    if verdict not in {"accept", "dismiss"}:
        raise MalformedError("“verdict” must be accept or dismiss.")
    if verdict == "accept":
        operations.link_claims(actor=user, claim=pair[0], kind=kind, other=pair[1])
    else:
        operations.dismiss_relation(actor=user, claim=pair[0], kind=kind, other=pair[1])
    return document.proposals.filter(claim__in=pair).values_list("pk", flat=True)


def _lay(user: User, document: Document, body: Body) -> Iterable[int]:
    claim, owner = _claim(document, body.text("claim")), _owner(body.text("owner"))
    target = owner.find(body.text("code"))
    if target is None:
        raise ValidationError({"code": _("There is no such object.")})
    if not may(user, owner.permission, target):
        raise PermissionDenied
    operations.cite_claim(
        actor=user, claim=claim, owner=owner, target=target, field=body.text("field", ""),
        takes_value=body.flag("takes_value"),
    )  # fmt: skip
    return document.proposals.filter(claim=claim).values_list("pk", flat=True)


_lay_under_field = changing("evidence.review")(_lay)


@require_http_methods(["GET", "POST"])
def field(request: HttpRequest, code: str) -> HttpResponse:
    """Lay a claim under a field of an object (POST), or find the object and its fields (GET)."""
    return _lay_under_field(request, code) if request.method == "POST" else _fields(request, code)


@desk_view("evidence.review")
def _fields(request: HttpRequest, code: str) -> HttpResponse:
    """``{owners: [[name, label]]}``, and of one owner ``{objects: [{code, label}]}`` or, of one
    object, ``{fields: [{name, label, offer}]}``; ``offer`` says what the field would become.
    """
    document, name = _ready(code), request.GET.get("owner", "")
    if not name:
        return JsonResponse({"owners": [[each.name, str(each.label)] for each in field_owners()]})
    try:
        owner = _owner(name)
    except MalformedError as error:
        return JsonResponse({"problem": "malformed", "message": str(error)}, status=400)
    if "code" not in request.GET:
        found = owner.search(request.GET.get("q", "").replace("\0", ""))[:MOST_FOUND]
        return JsonResponse({"objects": [{"code": o.code, "label": str(o)} for o in found]})
    target = owner.find(request.GET["code"])
    if target is None:
        return JsonResponse({"fields": []}, status=404)
    claim = document.proposals.filter(claim__code=request.GET.get("claim", "")).first()
    cited = claim.claim if claim else None
    return JsonResponse({
        "fields": [
            {"name": each, "label": str(label),
             "offer": owner.offer(target, each, cited) if cited else ""}
            for each, label in owner.fields(target).items()
        ]
    })  # fmt: skip


def _owner(name: str) -> FieldOwner:
    found = field_owner(name)
    if found is None:
        known = ", ".join(each.name for each in field_owners())
        raise MalformedError(f"“owner” must be one of {known}.")
    return found


def _proposal(document: Document, key: int) -> Proposal:
    proposal = get_object_or_404(Proposal, pk=key, document=document)
    proposal.document = document
    return proposal


def _claim(document: Document, code: str) -> Claim:
    """A claim that came of this document."""
    return get_object_or_404(
        Claim.objects.select_related("source").distinct(), code=code, proposals__document=document
    )
