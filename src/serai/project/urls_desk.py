"""The addresses of the desks, where the work is done."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("serai.foundation.web.urls_desk")),
    path("", include("serai.foundation.accounts.urls_desk")),
    path("", include("serai.foundation.jobs.urls")),
    path("", include("serai.foundation.webhooks.urls_desk")),
    path("", include("serai.foundation.directory.urls_desk")),
    path("", include("serai.track.evidence.urls_desk")),
    path("", include("serai.track.register.urls_desk")),
    path("", include("serai.track.figures.urls_desk")),
    path("", include("serai.convene.editions.urls_desk")),
    path("", include("serai.convene.proceedings.urls_desk")),
    path("", include("serai.convene.timetable.urls_desk")),
    path("", include("serai.convene.interpretation.urls_desk")),
    path("", include("serai.convene.speakers.urls_desk")),
    path("", include("serai.convene.calls.urls_desk")),
    path("", include("serai.convene.calls.reviewing.urls_desk")),
    path("", include("serai.convene.programme.urls_desk")),
]
