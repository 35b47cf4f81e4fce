"""Public addresses of the agenda room."""

from __future__ import annotations

from django.urls import URLPattern, path

from serai.convene.agenda.views import agenda, feed, venue

app_name = "agenda"

urlpatterns: list[URLPattern] = [
    path("editions/<slug:slug>/agenda/", agenda.agenda, name="agenda"),
    path("editions/<slug:slug>/agenda/stars/", agenda.stars, name="stars"),
    path("editions/<slug:slug>/agenda/feed/", feed.feed_address, name="feed_address"),
    path("agenda/<str:token>.ics", feed.feed, name="feed"),
    path("editions/<slug:slug>/venue.webmanifest", venue.manifest, name="manifest"),
    path("editions/<slug:slug>/worker.js", venue.worker, name="worker"),
    path("editions/<slug:slug>/venue.json", venue.data, name="data"),
    path("editions/<slug:slug>/offline/", venue.offline, name="offline"),
]
