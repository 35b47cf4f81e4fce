"""Public addresses of the agenda room."""

from __future__ import annotations

from django.urls import URLPattern, path

from serai.convene.agenda.views import agenda, calendars, venue

app_name = "agenda"

urlpatterns: list[URLPattern] = [
    path("editions/<slug:slug>/agenda/", agenda.agenda, name="agenda"),
    path("editions/<slug:slug>/agenda/stars/", agenda.stars, name="stars"),
    path("editions/<slug:slug>/agenda/feed/", agenda.feed_address, name="feed_address"),
    path("editions/<slug:slug>/programme.ics", calendars.programme, name="calendar"),
    path("editions/<slug:slug>/sessions/<slug:code>.ics", calendars.session, name="session"),
    path("agenda/<str:token>.ics", calendars.feed, name="feed"),
    path("editions/<slug:slug>/venue.webmanifest", venue.manifest, name="manifest"),
    path("editions/<slug:slug>/worker.js", venue.worker, name="worker"),
    path("editions/<slug:slug>/venue.json", venue.data, name="data"),
    path("editions/<slug:slug>/offline/", venue.offline, name="offline"),
]
