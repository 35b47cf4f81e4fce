"""Public addresses of the calls, and those of submitters."""

from __future__ import annotations

from django.urls import URLPattern, path

from serai.convene.calls.views import me, public, submitting

app_name = "calls"

_SUBMISSION = "editions/<slug:slug>/submissions/<slug:code>/"

urlpatterns: list[URLPattern] = [
    path("editions/<slug:slug>/calls/", public.calls, name="calls"),
    path("editions/<slug:slug>/calls/<slug:code>/", public.call, name="call"),
    path("editions/<slug:slug>/calls/<slug:code>/submit/", submitting.submit, name="submit"),
    path("accounts/me/submissions/", me.mine, name="mine"),
    path(_SUBMISSION, me.submission, name="submission"),
    path(f"{_SUBMISSION}edit/", submitting.edit, name="edit"),
    path(f"{_SUBMISSION}act/", me.act, name="act"),
    path(f"{_SUBMISSION}files/<slug:question>/", submitting.answer_file, name="answer_file"),
]
