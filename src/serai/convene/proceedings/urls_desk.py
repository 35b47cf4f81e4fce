"""Addresses of the proceedings at the desk and for chairs."""

from __future__ import annotations

from django.urls import URLPattern, path

from serai.convene.proceedings.views import listing, materials, minutes, running

app_name = "proceedings_desk"

_ALL = "editions/<slug:slug>/proceedings/"
_BASE = f"{_ALL}<slug:code>/"
_MATERIAL = f"{_BASE}materials/<slug:material_code>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, listing.listing, name="list"),
    path(f"{_BASE}materials/", materials.materials, name="materials"),
    path(f"{_BASE}materials/add/", materials.add, name="add_materials"),
    path(f"{_BASE}materials.zip", materials.everything, name="everything"),
    path(_MATERIAL, materials.change, name="material"),
    path(f"{_MATERIAL}delete/", materials.delete, name="delete_material"),
    path(f"{_MATERIAL}move/", materials.move, name="move_material"),
    path(f"{_BASE}running/", running.running, name="running"),
    path(f"{_BASE}running/edit/", running.edit, name="edit_running"),
    path(f"{_BASE}running/draft/", running.draft, name="draft_running"),
    path(f"{_BASE}live/", running.live, name="live"),
    path(f"{_BASE}live/worker.js", running.live_worker, name="live_worker"),
    path(f"{_BASE}live/state/", running.state, name="live_state"),
    path(f"{_BASE}live/move/", running.move, name="live_move"),
    path(f"{_BASE}minutes/", minutes.minutes, name="minutes"),
    path(f"{_BASE}minutes/begin/", minutes.begin, name="begin_minutes"),
    path(f"{_BASE}minutes/approve/", minutes.approve, name="approve_minutes"),
    path(f"{_BASE}minutes/publish/", minutes.publish, name="publish_minutes"),
    path(f"{_BASE}minutes/decisions/<slug:decision>/register/", minutes.propose, name="propose"),
    path(f"{_BASE}minutes/edit/<slug:part>/", minutes.edit, name="edit_minutes"),
]
