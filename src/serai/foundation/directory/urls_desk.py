"""Addresses of the directory desk."""

from __future__ import annotations

from django.urls import include, path

from serai.foundation.directory.views import desk, desk_people

app_name = "directory_desk"

_pages = [
    path("", desk.organisation_list, name="list"),
    path("organisations/new/", desk.organisation_new, name="organisation_new"),
    path("organisations/<slug:code>/", desk.organisation, name="organisation"),
    path("organisations/<slug:code>/merge/", desk.organisation_merge, name="organisation_merge"),
    path("organisations/<slug:code>/delete/", desk.organisation_delete, name="organisation_delete"),
    path("people/", desk_people.person_list, name="people"),
    path("people/new/", desk_people.person_new, name="person_new"),
    path("people/<slug:code>/", desk_people.person, name="person"),
    path("people/<slug:code>/delete/", desk_people.person_delete, name="person_delete"),
    path("people/<slug:code>/erase/", desk_people.person_erase, name="person_erase"),
    path("themes/", desk.theme_list, name="themes"),
    path("themes/new/", desk.theme_new, name="theme_new"),
    path("themes/<slug:code>/", desk.theme, name="theme"),
    path("themes/<slug:code>/delete/", desk.theme_delete, name="theme_delete"),
    path("countries/", desk.country_list, name="countries"),
    path("fields/", desk.field_list, name="fields"),
    path("goals/", desk.goal_list, name="goals"),
]

urlpatterns = [path("directory/", include(_pages))]
