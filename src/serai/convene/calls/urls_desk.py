"""Addresses of the desk of the calls."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from serai.convene.calls.views import desk_calls, desk_exchange, desk_submissions

app_name = "calls_desk"

_EDITION = "editions/<slug:slug>/calls/"
_CALL = f"{_EDITION}<slug:code>/"
_QUESTION = f"{_CALL}questions/<slug:question>/"
_SUBMISSION = "editions/<slug:slug>/submissions/<slug:code>/"
_FILE = r"^editions/(?P<slug>[-\w]+)/calls/(?P<code>[-\w]+)/"

urlpatterns: list[URLPattern] = [
    path("calls/", desk_calls.choose, name="choose"),
    path(_EDITION, desk_calls.calls, name="calls"),
    path(f"{_EDITION}new/", desk_calls.add, name="add"),
    path(_CALL, desk_submissions.call, name="call"),
    path(f"{_CALL}edit/", desk_calls.edit, name="edit"),
    path(f"{_CALL}delete/", desk_calls.delete, name="delete"),
    path(f"{_CALL}preview/", desk_calls.preview, name="preview"),
    path(f"{_CALL}questions/", desk_calls.questions, name="questions"),
    path(f"{_CALL}questions/new/", desk_calls.add_question, name="add_question"),
    path(_QUESTION, desk_calls.question, name="question"),
    path(f"{_QUESTION}delete/", desk_calls.delete_question, name="delete_question"),
    path(f"{_QUESTION}move/", desk_calls.move_question, name="move_question"),
    path(f"{_CALL}import/", desk_exchange.import_file, name="import"),
    path(f"{_CALL}import/<slug:job>/", desk_exchange.import_checked, name="import_checked"),
    re_path(_FILE + r"template\.(?P<ending>csv|xlsx)$", desk_exchange.template, name="template"),
    re_path(_FILE + r"submissions\.(?P<ending>csv|xlsx)$", desk_exchange.export, name="export"),
    path(_SUBMISSION, desk_submissions.submission, name="submission"),
    path(f"{_SUBMISSION}files/<slug:question>/", desk_submissions.answer_file, name="answer_file"),
]
