"""The desk of webhooks: who is told, a subscription with its log, and one delivery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from serai.foundation.accounts.models import User
from serai.foundation.web.desk import Column, desk_view, handle_form, render_list
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError
from serai.foundation.webhooks import operations, signing
from serai.foundation.webhooks.forms import SubscriptionForm, kinds_of_objects
from serai.foundation.webhooks.models import Delivery, DeliveryState, Subscription

MANAGE = "webhooks.manage_subscriptions"
_SHOWN_ONCE = "webhooks.show_secret_of"

SUBSCRIPTIONS = [
    Column(gettext_lazy("Name"), str, sort="name", href=Subscription.get_desk_url),
    Column(gettext_lazy("Address"), "address"),
    Column(gettext_lazy("Owner"), "owner"),
    Column(
        gettext_lazy("State"),
        lambda row: _("paused") if row.is_paused else _("active"),
        sort="paused_at",
    ),
]
DELIVERIES = [
    Column(gettext_lazy("Message"), "event", href=Delivery.get_desk_url, is_short=True),
    Column(gettext_lazy("What happened"), "verb"),
    Column(gettext_lazy("Created"), "created_at", sort="created_at", is_short=True),
    Column(gettext_lazy("State"), "get_state_display", sort="state"),
    Column(gettext_lazy("Answer"), "status", is_number=True),
    Column(gettext_lazy("Milliseconds"), "duration", is_number=True),
    Column(gettext_lazy("Attempts"), "attempts", is_number=True),
]


@desk_view(MANAGE)
def listing(request: HttpRequest) -> HttpResponse:
    """The programs that are told of changes."""
    return render_list(
        request,
        Subscription.objects.select_related("owner"),
        SUBSCRIPTIONS,
        title=_("Webhooks"),
        lead=_("Programs that are told of each change of what is public."),
        search=["name", "address"],
        create_href=reverse("webhooks_desk:add"),
        create_label=_("Add a webhook"),
        empty_title=_("No program is told of changes"),
        empty_text=_("Add the address at which one listens."),
    )


@desk_view(MANAGE)
def add(request: HttpRequest) -> HttpResponse:
    """Let a program be told."""
    actor = acting_user(request)
    form = SubscriptionForm(request.POST or None, initial={"owner": actor.pk})

    def save() -> Subscription:
        values = form.changes()
        owner = values.pop("owner", None) or form.cleaned_data["owner"]
        made = operations.subscribe(actor=actor, owner=owner, values=values)
        request.session[_SHOWN_ONCE] = made.code
        return made

    return handle_form(
        request,
        form,
        save=save,
        success_url=Subscription.get_desk_url,
        title=_("Add a webhook"),
        cancel_href=reverse("webhooks_desk:list"),
        offer_undo=False,
    )


@desk_view(MANAGE)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a program is told, and where."""
    found = get_object_or_404(Subscription, code=code)
    title = str(found)
    form = SubscriptionForm(request.POST or None, instance=found)

    def save() -> Subscription:
        return operations.change_subscription(
            actor=acting_user(request), subscription=found, changes=form.changes()
        )

    return handle_form(
        request,
        form,
        save=save,
        success_url=Subscription.get_desk_url,
        title=title,
        cancel_href=found.get_desk_url(),
        delete_href=reverse("webhooks_desk:delete", args=[code]),
    )


@desk_view(MANAGE)
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Tell a program nothing any more."""
    found = get_object_or_404(Subscription, code=code)
    if request.method == "POST":
        operations.end_subscription(actor=acting_user(request), subscription=found)
        messages.success(request, _("Deleted."))
        return HttpResponseRedirect(reverse("webhooks_desk:list"))
    # Not the usual page: it would name every message of the log, which may be long.
    return render(
        request,
        "web/desk/delete.html",
        {
            "title": _("Delete “%(name)s”?") % {"name": found},
            "parts": [],
            "cancel_href": found.get_desk_url(),
        },
    )


@desk_view(MANAGE)
def subscription(request: HttpRequest, code: str) -> HttpResponse:
    """What a program is told, and the log of what was sent to it."""
    found = get_object_or_404(Subscription.objects.select_related("owner"), code=code)
    secret = ""
    if request.session.get(_SHOWN_ONCE) == code:
        del request.session[_SHOWN_ONCE]
        secret = signing.secret_of(found)
    kinds = [label for name, label in kinds_of_objects() if name in found.resources]
    return render_list(
        request,
        found.deliveries.select_related("subscription"),
        DELIVERIES,
        title=str(found),
        template="webhooks/subscription.html",
        empty_title=_("Nothing has been sent yet"),
        empty_text=_("Send a test to see whether messages arrive."),
        context={
            "subscription": found,
            "secret": secret,
            "crumbs": [(_("Webhooks"), reverse("webhooks_desk:list"))],
            "facts": [
                (_("Address"), found.address),
                (_("Kinds of objects"), ", ".join(kinds) or _("all")),
                (_("What happened"), ", ".join(found.verbs) or _("all")),
                (_("Owner"), found.owner),
            ],
        },
    )


def _test(actor: User, found: Subscription) -> str:
    return operations.send_test(actor=actor, subscription=found).get_desk_url()


def _pause(actor: User, found: Subscription) -> None:
    operations.pause(actor=actor, subscription=found)


def _resume(actor: User, found: Subscription) -> None:
    operations.resume(actor=actor, subscription=found)


def _renew(actor: User, found: Subscription) -> None:
    operations.renew_secret(actor=actor, subscription=found)


ACTIONS: dict[str, Callable[[User, Subscription], Any]] = {
    "test": _test, "pause": _pause, "resume": _resume, "renew": _renew,
}  # fmt: skip


@require_POST
@desk_view(MANAGE)
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Do something with a subscription: test, pause, resume, renew the secret."""
    found = get_object_or_404(Subscription, code=code)
    wanted = request.POST.get("action", "")
    action = ACTIONS.get(wanted)
    if action is None:
        raise ParameterError("action", _("One of: %(known)s.") % {"known": ", ".join(ACTIONS)})
    address = action(acting_user(request), found)
    if wanted == "renew":
        request.session[_SHOWN_ONCE] = code
    return HttpResponseRedirect(address or found.get_desk_url())


@desk_view(MANAGE)
def delivery(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One message: what was sent, and what came back at each attempt."""
    found = _delivery(code, pk)
    now = timezone.now()
    headers = signing.headers_for(found.subscription, found.event, found.body.encode(), now)
    headers["webhook-timestamp"] = _("the time of the attempt")
    headers["webhook-signature"] = _("made anew for each attempt")
    return render(
        request,
        "webhooks/delivery.html",
        {
            "delivery": found,
            "subscription": found.subscription,
            "headers": headers.items(),
            "log": found.log.all(),
            "is_waiting": found.state == DeliveryState.WAITING,
            "is_due": found.due_at <= now,
            "crumbs": [
                (_("Webhooks"), reverse("webhooks_desk:list")),
                (str(found.subscription), found.subscription.get_desk_url()),
            ],
        },
    )


@require_POST
@desk_view(MANAGE)
def again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Send a message again."""
    found = _delivery(code, pk)
    operations.redeliver(actor=acting_user(request), delivery=found)
    messages.info(request, _("It is sent again."))
    return HttpResponseRedirect(found.get_desk_url())


def _delivery(code: str, pk: int) -> Delivery:
    rows = Delivery.objects.select_related("subscription")
    return get_object_or_404(rows, pk=pk, subscription__code=code)
