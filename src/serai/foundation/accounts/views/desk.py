"""The desk where administrators manage users."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.accounts.forms import InvitationForm, UserFilter, UserForm
from serai.foundation.accounts.models import Role, User
from serai.foundation.accounts.operations import (
    change_user,
    deactivate_user,
    invite_user,
    reactivate_user,
)
from serai.foundation.web.desk import BulkAction, Column, desk_view, handle_form, render_list
from serai.foundation.web.desk.access import acting_user


def _roles(user: User) -> str:
    # Prefetched, so not through `installation_roles`, which asks the database.
    held = {each.role for each in user.role_assignments.all()}
    return ", ".join(capfirst(str(role.label)) for role in Role if role in held)


def _deactivate(actor: User, chosen: list[User]) -> None:
    for user in chosen:
        deactivate_user(actor=actor, user=user)


def _reactivate(actor: User, chosen: list[User]) -> None:
    for user in chosen:
        reactivate_user(actor=actor, user=user)


COLUMNS = [
    Column(
        gettext_lazy("Name"),
        str,
        sort="name",
        href=lambda user: reverse("accounts_desk:change", args=[user.pk]),
    ),
    Column(gettext_lazy("E-mail address"), "email", sort="email"),
    Column(gettext_lazy("Roles"), _roles),
    Column(gettext_lazy("Active"), "is_active", sort="is_active"),
    Column(gettext_lazy("Last signed in"), "last_login", sort="last_login"),
]
ACTIONS = [
    BulkAction("deactivate", gettext_lazy("Deactivate"), _deactivate, confirm=True),
    BulkAction("reactivate", gettext_lazy("Reactivate"), _reactivate),
]


@desk_view("accounts.manage_users")
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in."""
    users: QuerySet[User] = User.objects.prefetch_related("role_assignments").order_by("email")
    return render_list(
        request,
        users,
        COLUMNS,
        title=_("Users"),
        search=["name", "email"],
        filter_form=UserFilter,
        bulk_actions=ACTIONS,
        create_href=reverse("accounts_desk:invite"),
        create_label=_("Invite somebody"),
    )


@desk_view("accounts.manage_users")
def invite(request: HttpRequest) -> HttpResponse:
    """Create a user by e-mail address, with roles."""
    form = InvitationForm(request.POST or None)

    def save() -> User:
        return invite_user(
            actor=acting_user(request), **form.changes(), roles=form.cleaned_data["roles"]
        )

    return handle_form(
        request,
        form,
        save=save,
        success_url=reverse("accounts_desk:list"),
        title=_("Invite somebody"),
        submit_label=_("Send the invitation"),
        saved_message=_("Invited."),
        cancel_href=reverse("accounts_desk:list"),
    )


@desk_view("accounts.manage_users")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a user is called and entrusted with."""
    user = get_object_or_404(User, pk=pk)
    title, email = str(user), user.email
    form = UserForm(request.POST or None, instance=user)

    def save() -> User:
        return change_user(
            actor=acting_user(request),
            user=user,
            changes=form.changes(),
            roles=form.cleaned_data["roles"],
        )

    return handle_form(
        request,
        form,
        save=save,
        success_url=reverse("accounts_desk:list"),
        title=title,
        lead=email,
        cancel_href=reverse("accounts_desk:list"),
    )
