"""Laying a claim under a field of an object of another room."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from serai.foundation.record.operations import Actor, create_object
from serai.track.evidence import verbs
from serai.track.evidence.fields import FieldOwner
from serai.track.evidence.models import Citation, Claim, Review


@transaction.atomic
def cite_claim(
    *,
    actor: Actor,
    claim: Claim,
    owner: FieldOwner,
    target: Any,
    field: str = "",
    takes_value: bool = False,
) -> Citation:
    """Let a field of an object rest on a claim; an empty ``field`` means the object as a whole.

    With ``takes_value`` the field takes over the value of the claim, through the operations of its
    room. The citations that are there stay. Raises ValidationError, for a claim that is not
    accepted, and for a field that cannot take a number.
    """
    if claim.review != Review.ACCEPTED:
        raise ValidationError(_("Only an accepted claim can be laid under a field."))
    if field and field not in owner.fields(target):
        raise ValidationError(
            {"field": _("“%(field)s” is not a field of this object.") % {"field": field}}
        )
    cited = target
    if takes_value:
        if not owner.offer(target, field, claim):
            raise ValidationError({"field": _("This field cannot take over the value.")})
        cited = owner.take(actor, target, field, claim)
    column = field if cited is target else ""
    kind = ContentType.objects.get_for_model(cited)
    known = Citation.objects.filter(
        content_type=kind, object_id=cited.pk, field=column, claim=claim
    ).first()
    if known is not None:
        return known
    citation = Citation(
        content_type=kind, object_id=cited.pk, field=column, source=claim.source, claim=claim,
        start=claim.start, end=claim.end, locator=claim.locator,
    )  # fmt: skip
    return create_object(
        actor=actor, verb=verbs.CITATION_VERBS.added, instance=citation, root=target
    )
