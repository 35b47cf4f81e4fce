"""What people do with their own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from serai.foundation.accounts.demo import user_of_token
from serai.foundation.accounts.forms import DeleteAccountForm, ProfileForm
from serai.foundation.accounts.models import Role, User
from serai.foundation.accounts.operations import change_user, erase_account
from serai.foundation.accounts.queries import personal_data
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.desk.saving import handle_form
from serai.foundation.web.navigation import account_pages


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, and the ways to the rest of the account."""
    user = User.objects.get(pk=acting_user(request).pk)
    form = ProfileForm(request.POST or None, instance=user)

    def save() -> User:
        return change_user(actor=acting_user(request), user=user, changes=form.changes())

    def here_in_their_language(saved: User) -> str:
        with translation.override(saved.language or translation.get_language()):
            return reverse("accounts:profile")

    held = user.installation_roles
    return handle_form(
        request,
        form,
        save=save,
        success_url=here_in_their_language,
        title=_("Your account"),
        template="accounts/profile.html",
        offer_undo=False,
        context={
            "email": user.email,
            "roles": [role for role in Role if role in held],
            "pages": account_pages(),
        },
    )


@never_cache
@login_required
def data(request: HttpRequest) -> HttpResponse:
    """Everything stored about the person, as a file."""
    user = acting_user(request)
    response = JsonResponse(
        personal_data(user), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="serai-account.json"'
    return response


@never_cache
@login_required
def delete(request: HttpRequest) -> HttpResponse:
    """Delete one's own account, after being asked."""
    user = acting_user(request)
    form = DeleteAccountForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            erase_account(user=User.objects.get(pk=user.pk))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("accounts:deleted")
    return render(request, "accounts/delete.html", {"form": form})


def deleted(request: HttpRequest) -> HttpResponse:
    """The last page of an account."""
    return render(request, "accounts/deleted.html")


@never_cache
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as one of the example people of a demonstration."""
    user = user_of_token(token) if settings.DEMO else None
    if user is None:
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(settings.LOGIN_REDIRECT_URL)
