"""Laying a claim under a field of an object of another room: choose the object, then the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import desk_view, handle_form
from serai.foundation.web.desk.access import acting_user
from serai.track.evidence import operations
from serai.track.evidence.fields import FieldOwner, field_owner, field_owners
from serai.track.evidence.models import Claim

MOST_FOUND = 30


class LayForm(forms.Form):
    """A field of an object, and whether it takes over the value of the claim."""

    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False, widget=forms.RadioSelect)
    takes_value = forms.BooleanField(
        label=gettext_lazy("Set the field to what the claim says"), required=False
    )

    def __init__(self, *args: Any, owner: FieldOwner, target: Any, claim: Claim, **options: Any):
        super().__init__(*args, **options)
        choices = [("", _("the whole"))]
        for name, label in owner.fields(target).items():
            offer = owner.offer(target, name, claim)
            choices.append((name, f"{label} → {offer}" if offer else str(label)))
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@desk_view("evidence.review_claim")
def lay(request: HttpRequest, code: str) -> HttpResponse:
    """Find the object, then choose the field that is to rest on the claim."""
    claim = get_object_or_404(Claim.objects.select_related("source"), code=code)
    here = reverse("evidence_desk:claim", args=[claim.code])
    owners = field_owners()
    owner = field_owner(request.GET.get("owner", "")) or (owners[0] if owners else None)
    if owner is None:
        raise Http404
    if "code" not in request.GET:
        query = request.GET.get("q", "").replace("\0", "").strip()[:200]
        return render(
            request,
            "evidence/desk/lay.html",
            {
                "claim": claim,
                "owners": owners,
                "owner": owner,
                "query": query,
                "found": list(owner.search(query)[:MOST_FOUND]) if query else [],
                "crumbs": [
                    (_("Claims"), reverse("evidence_desk:claims")), (claim.subject, here),
                    (_("Lay it under a field"), ""),
                ],
            },
        )  # fmt: skip
    target = owner.find(request.GET["code"])
    if target is None:
        raise Http404
    user = acting_user(request)
    if not may(user, owner.permission, target):
        raise PermissionDenied
    form = LayForm(request.POST or None, owner=owner, target=target, claim=claim)
    return handle_form(
        request,
        form,
        save=lambda: operations.cite_claim(
            actor=user, claim=claim, owner=owner, target=target, **form.cleaned_data
        ),
        success_url=here,
        title=str(target),
        lead=_("Which field rests on the claim “%(claim)s”?") % {"claim": claim},
        cancel_href=here,
        saved_message=_("The claim stands under it now."),
    )
