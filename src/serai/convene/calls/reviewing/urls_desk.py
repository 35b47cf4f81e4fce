"""Addresses of the committee: its reviewers, and those who arrange the reviews and decide."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from serai.convene.calls.reviewing.views import arranging, deciding, ranking, reviewing

app_name = "reviewing_desk"

_CALL = "editions/<slug:slug>/calls/<slug:code>/"
_REVIEW = f"{_CALL}review/<slug:submission>/"
_FILE = r"^editions/(?P<slug>[-\w]+)/calls/(?P<code>[-\w]+)/{}\.(?P<ending>csv|xlsx)$"

urlpatterns: list[URLPattern] = [
    path("reviews/", reviewing.mine, name="mine"),
    path(f"{_CALL}review/", reviewing.queue, name="queue"),
    path(_REVIEW, reviewing.review, name="review"),
    path(f"{_REVIEW}conflict/", reviewing.declare, name="declare"),
    path(f"{_REVIEW}files/<slug:question>/", reviewing.answer_file, name="answer_file"),
    path(f"{_CALL}rules/", arranging.rules, name="rules"),
    path(f"{_CALL}reviewers/", arranging.reviewers, name="reviewers"),
    path(f"{_CALL}reviewers/new/", arranging.add_reviewers, name="add_reviewers"),
    path(f"{_CALL}reviewers/<slug:reviewer>/", arranging.reviewer, name="reviewer"),
    path(
        f"{_CALL}reviewers/<slug:reviewer>/delete/",
        arranging.remove_reviewer,
        name="remove_reviewer",
    ),
    path(f"{_CALL}assignments/", arranging.assignments, name="assignments"),
    path(f"{_CALL}assignments/distribute/", arranging.distribute, name="distribute"),
    path(f"{_CALL}assignments/<slug:submission>/", arranging.assign, name="assign"),
    path(f"{_CALL}conflicts/", arranging.conflicts, name="conflicts"),
    path(f"{_CALL}ranking/", ranking.table, name="ranking"),
    path(f"{_CALL}ranking/<slug:submission>/", ranking.reviews, name="reviews"),
    re_path(_FILE.format("ranking"), ranking.ranking_file, name="ranking_file"),
    path(f"{_CALL}decide/", deciding.decide, name="decide"),
    path(f"{_CALL}decide/undo/", deciding.undo, name="undo"),
    path(f"{_CALL}letters/", deciding.outbox, name="letters"),
    path(f"{_CALL}letters/send/", deciding.send, name="send"),
    path(f"{_CALL}letters/<int:letter>/again/", deciding.send_again, name="send_again"),
    path(f"{_CALL}letters/<slug:outcome>/", deciding.letter_text, name="letter_text"),
    path(f"{_CALL}fairness/", ranking.fairness, name="fairness"),
    re_path(_FILE.format("fairness"), ranking.fairness_file, name="fairness_file"),
]
