"""Addresses of the desk of webhooks."""

from __future__ import annotations

from django.urls import path

from serai.foundation.webhooks.views import desk

app_name = "webhooks_desk"

urlpatterns = [
    path("webhooks/", desk.listing, name="list"),
    path("webhooks/new/", desk.add, name="add"),
    path("webhooks/<slug:code>/", desk.subscription, name="subscription"),
    path("webhooks/<slug:code>/edit/", desk.change, name="change"),
    path("webhooks/<slug:code>/delete/", desk.delete, name="delete"),
    path("webhooks/<slug:code>/do/", desk.act, name="act"),
    path("webhooks/<slug:code>/deliveries/<int:pk>/", desk.delivery, name="delivery"),
    path("webhooks/<slug:code>/deliveries/<int:pk>/again/", desk.again, name="again"),
]
