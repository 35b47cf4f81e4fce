"""The pages of speakers: by their personal link, and signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from serai.convene.speakers.views import mine, part
from serai.convene.speakers.views.entrance import by_link, signed_in

app_name = "speakers"

PAGES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("part", "", part.part),
    ("answer_all", "answers/", part.answer_all),
    ("answer", "answers/<int:key>/", part.answer),
    ("decline", "answers/<int:key>/decline/", part.decline),
    ("zone", "zone/", part.zone),
    ("times", "times/", part.times),
    ("throughout", "times/throughout/", part.throughout),
    ("remove_time", "times/<int:pk>/remove/", part.remove_time),
    ("about", "about/", part.about),
    ("needs", "needs/", part.needs),
    ("slides", "slides/", part.slides),
)
"""The name, the address and the view of every page, whichever way one comes in."""


def entered(base: str, names: str, enter: Callable[..., Any]) -> list[URLPattern]:
    """The addresses of all pages for one way in."""
    return [path(base + rest, enter(view), name=names + name) for name, rest, view in PAGES]


urlpatterns: list[URLPattern] = [
    path("my-part/", mine.parts, name="parts"),
    *entered("my-part/<str:token>/", "linked_", by_link),
    *entered("editions/<slug:slug>/my-part/", "own_", signed_in),
]
