"""The tokens of an account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from serai.foundation.api.forms import TokenForm
from serai.foundation.api.models import Token
from serai.foundation.api.operations import MadeAlreadyError, create_token, revoke_token
from serai.foundation.api.scopes import all_scopes
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.desk.saving import problems


@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens there are, and a form for another; its secret is shown in the answer, once."""
    user = acting_user(request)
    form, secret, is_made_already = TokenForm(request.POST or None), "", False
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = create_token(actor=user, user=user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except MadeAlreadyError:
            form, is_made_already = TokenForm(), True
        else:
            form = TokenForm()
    return render(
        request,
        "api/tokens.html",
        {
            "form": form,
            "problems": problems(form),
            "secret": secret,
            "is_made_already": is_made_already,
            "tokens": user.api_tokens.filter(revoked_at=None),
            "scopes": all_scopes(),
        },
    )


@never_cache
@require_POST
@login_required
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """End a token."""
    user = acting_user(request)
    revoke_token(actor=user, token=get_object_or_404(Token, user=user, code=code))
    messages.success(request, _("The token is revoked."))
    return redirect("api:tokens")
