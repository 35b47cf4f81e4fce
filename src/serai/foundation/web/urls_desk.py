"""Addresses of the desk's own pages."""

from __future__ import annotations

from django.urls import path

from serai.foundation.web.views import desk
from serai.foundation.web.views.choosing import choose

app_name = "web_desk"

urlpatterns = [
    path("", desk.home, name="home"),
    path("choose/<slug:kind>/", choose, name="choose"),
    path("history/<str:object_type>/<str:key>/", desk.history, name="history"),
    path("undo/<str:token>/", desk.undo, name="undo"),
]
