"""Addresses of the jobs."""

from __future__ import annotations

from django.urls import path

from serai.foundation.jobs.views import desk

app_name = "jobs"

urlpatterns = [
    path("jobs/", desk.listing, name="list"),
    path("jobs/<slug:code>/", desk.job, name="job"),
    path("jobs/<slug:code>/problems.csv", desk.problems, name="problems"),
    path("jobs/<slug:code>/cancel/", desk.cancel, name="cancel"),
    path("jobs/<slug:code>/retry/", desk.retry, name="retry"),
]
