"""Public addresses of the programme room."""

from __future__ import annotations

from django.urls import URLPattern, path

from serai.convene.programme.views import calendars, files, now, public, releases

app_name = "programme"

urlpatterns: list[URLPattern] = [
    path("editions/<slug:slug>/programme/", public.programme, name="programme"),
    path("editions/<slug:slug>/programme/releases/", releases.changelog, name="releases"),
    path(
        "editions/<slug:slug>/programme/releases.atom",
        releases.changelog_feed,
        name="releases_feed",
    ),
    path("editions/<slug:slug>/programme/downloads/", files.downloads, name="downloads"),
    path("editions/<slug:slug>/programme/embed/", files.embed, name="embed"),
    path("editions/<slug:slug>/programme/<str:file_name>", files.programme_file, name="file"),
    path("editions/<slug:slug>/programme.ics", calendars.programme, name="calendar"),
    path(
        "editions/<slug:slug>/sessions/<slug:code>.ics", calendars.session, name="session_calendar"
    ),
    path("editions/<slug:slug>/now/", now.now, name="now"),
    path("editions/<slug:slug>/activities/<slug:code>/", public.activity, name="activity"),
    path("editions/<slug:slug>/sessions/<slug:code>/", public.session, name="session"),
    path("editions/<slug:slug>/speakers/", public.speakers, name="speakers"),
    path("editions/<slug:slug>/speakers/<slug:code>/", public.speaker, name="speaker"),
]
