"""Addresses of the timetable desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from serai.convene.timetable.views import board, desk, plans, speaking

app_name = "timetable_desk"

_BASE = "editions/<slug:slug>/timetable/"

urlpatterns: list[URLPattern] = [
    path(_BASE, desk.board, name="board"),
    path(f"{_BASE}board.json", board.board, name="state"),
    path(f"{_BASE}changes.json", board.changes, name="changes"),
    path(f"{_BASE}moves/", board.move, name="moves"),
    path(f"{_BASE}hours/", desk.hours, name="hours"),
    path(f"{_BASE}availability/", desk.availability, name="availability"),
    path(f"{_BASE}availability/new/", desk.add_time, name="add_time"),
    path(f"{_BASE}availability/<int:pk>/", desk.change_time, name="change_time"),
    path(f"{_BASE}availability/<int:pk>/delete/", desk.delete_time, name="delete_time"),
    path(f"{_BASE}speaking/", speaking.report, name="speaking"),
    path(f"{_BASE}speaking/new/", speaking.add, name="add_slots"),
    path(f"{_BASE}speaking/<int:pk>/", speaking.change, name="change_slots"),
    path(f"{_BASE}speaking/<int:pk>/delete/", speaking.delete, name="delete_slots"),
    path(f"{_BASE}plans/", plans.listing, name="plans"),
    path(f"{_BASE}plans/new/", plans.new, name="new_plan"),
    path(f"{_BASE}plans/<slug:code>/", plans.plan, name="plan"),
    path(f"{_BASE}plans/<slug:code>/take-over/", plans.take_over, name="take_over"),
    path(f"{_BASE}plans/<slug:code>/delete/", plans.delete, name="delete_plan"),
    path(f"{_BASE}sessions/<slug:code>/why.json", plans.why, name="why"),
]
