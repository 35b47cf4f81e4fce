"""Addresses of the programme desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from serai.convene.programme.views import desk, importing, releases

app_name = "programme_desk"

_BASE = "editions/<slug:slug>/programme/"

urlpatterns: list[URLPattern] = [
    path("programme/", desk.choose, name="choose"),
    path(_BASE, desk.overview, name="overview"),
    path(f"{_BASE}preview/", desk.preview_programme, name="preview_programme"),
    path(f"{_BASE}preview/activities/<slug:code>/", desk.preview_activity, name="preview_activity"),
    path(f"{_BASE}preview/sessions/<slug:code>/", desk.preview_session, name="preview_session"),
    path(f"{_BASE}releases/", releases.desk_releases, name="releases"),
    path(f"{_BASE}releases/<int:number>/again/", releases.release_again, name="release_again"),
    path(f"{_BASE}import/", importing.import_file, name="import"),
    path(f"{_BASE}import/<slug:code>/", importing.import_checked, name="import_checked"),
    path(f"{_BASE}<slug:kind_name>/", desk.list_objects, name="list"),
    path(f"{_BASE}<slug:kind_name>/new/", desk.add, name="add"),
    path(f"{_BASE}<slug:kind_name>/<slug:code>/", desk.change, name="change"),
    path(f"{_BASE}<slug:kind_name>/<slug:code>/delete/", desk.delete, name="delete"),
    path(f"{_BASE}<slug:kind_name>/<slug:code>/move/", desk.move, name="move"),
]
