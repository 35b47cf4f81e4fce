"""Addresses of the desk of the speakers."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from serai.convene.speakers.urls import entered
from serai.convene.speakers.views import desk, outbox
from serai.convene.speakers.views.entrance import on_behalf

app_name = "speakers_desk"

_BASE = "editions/<slug:slug>/speakers/"

urlpatterns: list[URLPattern] = [
    path(_BASE, desk.listing, name="speakers"),
    re_path(
        r"^editions/(?P<slug>[-\w]+)/speakers/table\.(?P<extension>csv|xlsx)$",
        desk.table,
        name="table",
    ),
    path(f"{_BASE}outbox/", outbox.outbox, name="outbox"),
    path(f"{_BASE}outbox/note/", outbox.note, name="note"),
    path(f"{_BASE}outbox/send/", outbox.send, name="send"),
    path(f"{_BASE}outbox/<int:pk>/", outbox.letter, name="letter"),
    path(f"{_BASE}<slug:code>/contact/", on_behalf(desk.contact), name="contact"),
    path(f"{_BASE}<slug:code>/link/", on_behalf(desk.link), name="link"),
    *entered(f"{_BASE}<slug:code>/", "", on_behalf),
]
