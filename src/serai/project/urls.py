"""All addresses. Pages carry their language as the first part of the path, so that an address
alone decides what is shown and a public page can be kept and shared.
"""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from serai.foundation.api.views.reference import reference, subject
from serai.project.api import document

urlpatterns = [
    path("api/v1/", include("serai.project.api")),
    path("", include("serai.publish.site.urls_root")),
    path("", include("serai.foundation.web.urls_root")),
    path("", include("serai.foundation.api.urls_root")),
    path("", include("serai.track.register.urls_root")),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("serai.foundation.accounts.urls")),
        path("", include("serai.foundation.api.urls")),
        path("api/", reference, {"document": document}, name="api_reference"),
        path("api/<slug:slug>/", subject, {"document": document}, name="api_subject"),
        path("desk/", include("serai.project.urls_desk")),
        path("", include("serai.foundation.web.urls")),
        path("", include("serai.foundation.directory.urls")),
        path("", include("serai.track.evidence.urls")),
        path("", include("serai.track.register.urls")),
        path("", include("serai.track.figures.urls")),
        path("", include("serai.convene.editions.urls")),
        path("", include("serai.convene.programme.urls")),
        path("", include("serai.convene.calls.urls")),
        path("", include("serai.convene.proceedings.urls")),
        path("", include("serai.convene.agenda.urls")),
        path("", include("serai.convene.speakers.urls")),
        path("", include("serai.publish.site.urls")),
    ),
]

handler400 = "serai.foundation.web.errors.bad_request"
handler403 = "serai.foundation.web.errors.forbidden"
handler404 = "serai.foundation.web.errors.not_found"
handler500 = "serai.foundation.web.errors.server_error"
