"""Writing a submission: begun without an account, kept as a draft, sent before the deadline."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.convene.calls import operations
from serai.convene.calls.forms import SubmissionForm, speakers_of
from serai.convene.calls.models import Call, CallPhase, Submission, SubmissionState
from serai.convene.calls.views.entrance import own_submission, public_call
from serai.convene.calls.views.public import summary_of
from serai.foundation.accounts.models import User
from serai.foundation.private_files import PrivateFileError, download
from serai.foundation.web.desk import handle_form

ACT, SEND, SAVE = "act", "send", "save"
_PARKED = "calls.parked"
_MOST_PARKED = 200_000
"""How many characters of a form wait in the session for somebody to sign in."""


@public_call
def submit(request: HttpRequest, call: Call) -> HttpResponse:
    """Begin a submission.

    Who is not signed in is asked to when they save or send; what they wrote waits for them and
    becomes a draft.
    """
    if call.phase_at() == CallPhase.UPCOMING or (
        call.phase_at() == CallPhase.CLOSED and request.method != "POST"
    ):
        return HttpResponseRedirect(call.get_absolute_url())
    user = request.user if isinstance(request.user, User) else None
    if user and request.method == "GET":
        parked = _take_parked(request, call)
        if parked is not None:
            return _write(request, call, None, user, data=parked)
    return _write(request, call, None, user)


@own_submission
def edit(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Go on with a draft, or change what was sent."""
    is_draft = submission.state == SubmissionState.DRAFT
    if not is_draft and submission.state != SubmissionState.SUBMITTED:
        return HttpResponseRedirect(submission.get_absolute_url())
    if request.method == "GET" and not is_draft and not submission.is_open():
        return HttpResponseRedirect(submission.get_absolute_url())
    assert isinstance(request.user, User)
    return _write(request, submission.call, submission, request.user)


def _write(
    request: HttpRequest,
    call: Call,
    submission: Submission | None,
    user: User | None,
    *,
    data: QueryDict | None = None,
) -> HttpResponse:
    """Show the form, or save what it says and perhaps send it.

    ``data`` is what was typed before signing in: it is saved as if it were posted now.
    """
    is_open = submission.is_open() if submission else call.phase_at() == CallPhase.OPEN
    is_draft = submission is None or submission.state == SubmissionState.DRAFT
    wants_to_send = request.method == "POST" and request.POST.get(ACT) == SEND and is_draft
    is_sending = wants_to_send and is_open
    if data is not None:
        # From here on the request is what it would have been.
        request.method, request.POST = "POST", data  # type: ignore[assignment]
    posted = request.POST if request.method == "POST" else None
    # A page that was not posted says what sending will ask for.
    is_final = is_sending or not is_draft or posted is None
    form = SubmissionForm(
        posted, request.FILES or None, instance=submission, call=call, is_final=is_final, user=user
    )
    speakers = speakers_of(call, posted, instance=submission, user=user)
    if user is None and posted is not None and "add_row" not in posted and form.is_valid():
        return _park(request, call)

    def save() -> Submission:
        assert user is not None
        rows = speakers.rows()
        if is_final and not rows:
            raise ValidationError(_("Name at least one speaker."))
        saved = operations.save_submission(
            actor=user, call=call, values=form.values(), speakers=rows, submission=submission
        )
        if is_sending:
            operations.send_submission(actor=user, submission=saved)
        elif wants_to_send:
            messages.error(request, _("The call has closed, so this was not sent."))
        return saved

    if is_sending:
        told = _("Sent. You will get a confirmation by e-mail.")
    else:
        told = _("Saved as a draft. It is not sent yet.") if is_draft else _("Saved.")
    return handle_form(
        request,
        form,
        save=save,
        success_url=lambda saved: saved.get_absolute_url(),
        title=submission.title if submission and submission.title else _("Your submission"),
        formsets=[speakers],
        saved_message=told,
        offer_undo=False,
        template="calls/submit.html",
        context={
            **summary_of(call, call.edition),
            "edition": call.edition, "submission": submission, "is_draft": is_draft,
            "is_open": is_open, "user_is_known": user is not None,
            "files_wait": user is None and any(q.sort == "file" for q in form.questions),
            "cancel_href": (submission or call).get_absolute_url(),
        },
    )  # fmt: skip


def _park(request: HttpRequest, call: Call) -> HttpResponse:
    """Let what was typed wait in the session, and ask who it is from."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    written = typed.urlencode()
    if len(written) <= _MOST_PARKED:
        request.session[_PARKED] = {"call": call.code, "typed": written}
    messages.info(request, _("Sign in to keep what you wrote. It waits for you."))
    return redirect_to_login(reverse("calls:submit", args=[call.edition.slug, call.code]))


def _take_parked(request: HttpRequest, call: Call) -> QueryDict | None:
    parked: Any = request.session.get(_PARKED)
    if not parked or parked["call"] != call.code:
        return None
    del request.session[_PARKED]
    typed = QueryDict(parked["typed"], mutable=True)
    typed[ACT] = SAVE
    return typed


@own_submission
def answer_file(request: HttpRequest, submission: Submission, question: str) -> HttpResponse:
    """The file with which its submitter answered a question."""
    return file_of(submission, question)


def file_of(submission: Submission, question: str) -> HttpResponse:
    """Answer with the file that answers a question. Raises Http404."""
    from serai.convene.calls.answers import FILES

    kept = submission.answers.get(question)
    if not isinstance(kept, dict):
        raise Http404
    try:
        return download(FILES.content_of(kept["sha256"]), file_name=kept["name"])
    except PrivateFileError:
        raise Http404 from None
