"""Every address × every kind of visitor: who gets which answer.

A pattern of the resolver that stands in no row of the table fails, so that a new address says here
for whom it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.http import FileResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import translation

from factories.accounts import signed_in, user_with
from factories.calls import make_call, make_question, make_submission
from factories.directory import make_organisation, make_person, make_theme
from factories.documents import make_document, make_proposal
from factories.editions import entrust, make_edition, make_milestone, make_topic
from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from factories.interpretation import make_interpreter
from factories.proceedings import (
    make_decision,
    make_material,
    make_minutes,
    make_running_order,
    publish,
)
from factories.programme import (
    make_activity,
    make_participation,
    make_room,
    make_session,
    release_programme,
)
from factories.register import make_agreement, make_record
from factories.reviewing import make_decision_letter, make_reviewer
from factories.speakers import make_letter, make_speaker
from factories.timetable import make_availability, make_open_slots, make_plan
from serai.convene.editions.models import EditionRole
from serai.convene.programme import operations as programme
from serai.convene.speakers.links import token_of
from serai.foundation.accounts.models import Role
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.operations import start
from serai.foundation.jobs.tasks import clean
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.web.desk.saving import undo_token
from serai.foundation.web.stylesheet import asset
from serai.foundation.webhooks.operations import send_test, subscribe
from serai.track.evidence.models import ClaimLink, LinkKind
from serai.track.register.models import ImportBatch, Stage, Task

STAFF = ("analyst", "editor", "secretariat", "administrator")
IN_EDITIONS = ("stranger", "reader")
"""The secretariat of another edition only, and a reader of the drafts of this edition."""
VISITORS = ("anonymous", "delegate", *STAFF, *IN_EDITIONS)

Answers = dict[str, int]


def everybody(status: int) -> Answers:
    """The same answer for every visitor."""
    return dict.fromkeys(VISITORS, status)


def only(*welcome: str, **others: int) -> Answers:
    """A page for some: who is not signed in is asked to, others are refused unless it says else."""
    return {
        **everybody(403),
        "anonymous": 302,
        **dict.fromkeys(welcome, 200),
        **others,
    }


def answered(status: int, answers: Answers) -> Answers:
    """What those get who are let in and send an empty form: done (302), or told what is missing."""
    return {visitor: status if given == 200 else given for visitor, given in answers.items()}


PUBLIC = everybody(200)
MOVED = everybody(302)
NOT_THERE = everybody(404)
BY_POST_ONLY = everybody(405)
SIGNED_IN = only(*VISITORS[1:])

ANY_STAFF = only(*STAFF)
EVERY_DESK = only(*STAFF, *IN_EDITIONS)
ADMINISTRATORS = only("administrator")
SECRETARIAT = only("secretariat", "administrator")
EDITORS = only("editor", "administrator")
ANALYSTS = only("analyst", "administrator")
ANALYSTS_AND_EDITORS = only("analyst", "editor", "administrator")
DIRECTORY = only("editor", "secretariat", "administrator")
EDITION_DESKS = only("secretariat", "administrator", *IN_EDITIONS)

JOB_OF_EDITOR = only(
    "editor", "administrator",
    **dict.fromkeys(("analyst", "secretariat", *IN_EDITIONS), 404),
)  # fmt: skip
"""Of the jobs of others only administrators know."""
EDITION_READERS = only("secretariat", "administrator", "reader", stranger=404)
EDITION_MANAGERS = only("secretariat", "administrator", stranger=404)
SESSION_MANAGERS = {**EDITION_MANAGERS, "delegate": 404, "analyst": 404, "editor": 404}
"""Chairs come in too, without a role: so whoever is none of them knows of nothing."""
"""An edition of which one may not know does not exist; reading drafts is not changing them."""
NOT_ONE_OF_THEM = {**NOT_THERE, "anonymous": 302}
"""What belongs to somebody else is not there for any visitor."""
SPEAKER_PAGES = "{0}part {0}zone {0}times {0}about {0}needs {0}slides"


@dataclass(frozen=True)
class Row:
    """One address with the things that stand in it, and the answers to GET, and to POST if not {}.

    The values of ``things`` are names in the house that the tests visit.
    """

    name: str
    get: Answers
    things: dict[str, str] = field(default_factory=dict)
    post: Answers = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([self.name, *self.things.values()])

    @property
    def room(self) -> str:
        """The namespace of the address; empty where it has none."""
        return self.name.rpartition(":")[0]

    def answers_to_post(self) -> Answers:
        """What is said of POST, and on desks the refusals, which hold for any method."""
        if self.post or not self.room.endswith("_desk"):
            return self.post
        return {visitor: status for visitor, status in self.get.items() if status != 200}


def rows(names: str, get: Answers, post: Answers | None = None, **things: str) -> list[Row]:
    """Rows for several addresses of one kind: "room: page page page"."""
    space, _colon, pages = names.rpartition(":")
    return [
        Row(f"{space}:{page}" if space else page, get, things, post or {}) for page in pages.split()
    ]


TABLE: list[Row] = [
    # What everybody may read
    *rows("robots sitemap_index oai", PUBLIC),
    *rows("sitemap_section", PUBLIC, section="sitemap"),
    *rows("sitemap_section", NOT_THERE, section="nothing"),
    *rows("asset", PUBLIC, stem="asset_stem", digest="asset_digest", extension="asset_extension"),
    *rows("front_door", MOVED),
    *rows("site:home", PUBLIC),
    *rows("site:after_sign_in", MOVED),
    *rows("web:gallery", PUBLIC),
    *rows("api_reference", PUBLIC),
    *rows("api_subject", PUBLIC, slug="register"),
    *rows("api_subject", NOT_THERE, slug="nothing"),
    *rows("problem_type", MOVED, slug="refused"),
    *rows("api:problem", PUBLIC, slug="refused"),
    *rows("api:problem", NOT_THERE, slug="nothing"),
    *rows("api:tokens", SIGNED_IN),
    *rows(
        "api:revoke", {**BY_POST_ONLY}, {**NOT_THERE, "anonymous": 302}, code="nothing"
    ),
    *rows("directory:organisations countries", PUBLIC),
    *rows("directory:organisation", PUBLIC, code="organisation"),
    *rows("directory:person", PUBLIC, code="person"),
    *rows("directory:country", PUBLIC, code="country"),
    *rows("evidence:sources", PUBLIC),
    *rows("evidence:source", PUBLIC, code="source"),
    *rows("evidence:claim", PUBLIC, code="claim"),
    *rows("evidence:claim", NOT_THERE, code="draft_claim"),
    *rows("register:list feed", PUBLIC),
    *rows("register:searches save_search", SIGNED_IN),
    *rows("register:rename_search", answered(404, SIGNED_IN), number="number"),
    *rows("register:delete_search", BY_POST_ONLY, number="number"),
    *rows("register:download", PUBLIC),
    *rows("register:file", PUBLIC, name="format"),
    *rows("register:file", NOT_THERE, name="nothing"),
    *rows("register:record", PUBLIC, code="record"),
    *rows("register:record", NOT_THERE, code="draft_record"),
    *rows("register:map timeline network", PUBLIC),
    *rows("register:history embed", PUBLIC, code="record"),
    *rows("register:history embed", NOT_THERE, code="draft_record"),
    *rows("register:reference", PUBLIC, code="record", ending="bib"),
    *rows("register:reference", NOT_THERE, code="record", ending="nothing"),
    *rows("register:reference", NOT_THERE, code="draft_record", ending="bib"),
    *rows("figures:list", PUBLIC),
    *rows("figures:figure", PUBLIC, slug="figure"),
    *rows("editions:list", PUBLIC),
    *rows("editions:series", PUBLIC, slug="series"),
    *rows("editions:edition", PUBLIC, slug="edition"),
    *rows("editions:edition", NOT_THERE, slug="draft"),
    *rows("programme:programme speakers", PUBLIC, slug="edition"),
    *rows("programme:programme speakers", NOT_THERE, slug="draft"),
    *rows("programme:releases releases_feed", PUBLIC, slug="edition"),
    *rows("programme:releases releases_feed", NOT_THERE, slug="draft"),
    *rows("programme:downloads embed", PUBLIC, slug="edition"),
    *rows("programme:downloads embed", NOT_THERE, slug="draft"),
    *rows("programme:file", PUBLIC, slug="edition", file_name="schedule.xml"),
    *rows("programme:file", NOT_THERE, slug="draft", file_name="schedule.xml"),
    *rows("programme:activity", PUBLIC, slug="edition", code="activity"),
    *rows("programme:activity", NOT_THERE, slug="edition", code="hidden_activity"),
    *rows("programme:activity", NOT_THERE, slug="edition", code="draft_activity"),
    *rows("programme:activity", NOT_THERE, slug="draft", code="draft_activity"),
    *rows("programme:session", PUBLIC, slug="edition", code="session"),
    *rows("programme:session", NOT_THERE, slug="draft", code="draft_session"),
    *rows("programme:speaker", PUBLIC, slug="edition", code="person"),
    *rows("programme:speaker", NOT_THERE, slug="draft", code="person"),
    *rows("programme:now", MOVED, slug="edition"),
    *rows("programme:now", NOT_THERE, slug="draft"),
    *rows("programme:calendar", PUBLIC, slug="edition"),
    *rows("programme:calendar", NOT_THERE, slug="draft"),
    *rows("programme:session_calendar", PUBLIC, slug="edition", code="session"),
    *rows("programme:session_calendar", NOT_THERE, slug="edition", code="draft_session"),
    *rows("programme:session_calendar", NOT_THERE, slug="draft", code="draft_session"),
    *rows("agenda:agenda stars manifest worker data offline", PUBLIC, slug="edition"),
    *rows("agenda:agenda stars manifest worker data offline", NOT_THERE, slug="draft"),
    *rows("agenda:feed", NOT_THERE, token="nothing"),
    *rows(
        "agenda:feed_address", {**BY_POST_ONLY, "anonymous": 302}, answered(400, SIGNED_IN),
        slug="edition",
    ),
    *rows(
        "agenda:feed_address", {**BY_POST_ONLY, "anonymous": 302},
        {**NOT_THERE, "anonymous": 302}, slug="draft",
    ),
    # What somebody takes part in: by their personal link, and with their account
    *rows("speakers:parts", SIGNED_IN),
    *rows(f"speakers:{SPEAKER_PAGES.format('linked_')}", PUBLIC, token="personal_link"),
    *rows(f"speakers:{SPEAKER_PAGES.format('linked_')}", NOT_THERE, token="nothing"),
    *rows(f"speakers:{SPEAKER_PAGES.format('own_')}", NOT_ONE_OF_THEM, slug="edition"),
    *rows(f"speakers:{SPEAKER_PAGES.format('own_')}", NOT_ONE_OF_THEM, slug="draft"),
    *rows(
        "speakers:linked_answer_all linked_throughout", BY_POST_ONLY, MOVED,
        token="personal_link",
    ),
    *rows(
        "speakers:linked_answer_all linked_throughout", NOT_THERE, NOT_THERE, token="nothing"
    ),
    *rows(
        "speakers:own_answer_all own_throughout", NOT_ONE_OF_THEM, NOT_ONE_OF_THEM, slug="draft"
    ),
    *rows(
        "speakers:linked_answer", BY_POST_ONLY, MOVED, token="personal_link", key="coming_part"
    ),
    *rows("speakers:linked_decline", PUBLIC, token="personal_link", key="coming_part"),
    *rows(
        "speakers:linked_remove_time", BY_POST_ONLY, MOVED, token="personal_link", pk="coming_time"
    ),
    *rows(
        "speakers:own_answer own_decline", NOT_ONE_OF_THEM, NOT_ONE_OF_THEM,
        slug="draft", key="draft_part",
    ),
    *rows(
        "speakers:own_remove_time", NOT_ONE_OF_THEM, NOT_ONE_OF_THEM, slug="draft", pk="own_time"
    ),
    # The materials and minutes of sessions
    *rows("proceedings:material", PUBLIC, slug="edition", code="material"),
    *rows(
        "proceedings:material",
        {**NOT_THERE, **dict.fromkeys(("secretariat", "administrator", "reader"), 200)},
        slug="draft", code="draft_material",
    ),
    *rows("proceedings:material", NOT_THERE, slug="edition", code="draft_material"),
    *rows("proceedings:materials", SIGNED_IN, slug="edition", code="session"),
    *rows(
        "proceedings:materials", {**SESSION_MANAGERS, "reader": 200},
        slug="draft", code="draft_session",
    ),
    *rows("proceedings:minutes", PUBLIC, slug="edition", code="session"),
    *rows("proceedings:minutes", NOT_THERE, slug="draft", code="draft_session"),
    *rows("proceedings_desk:list", SESSION_MANAGERS, slug="draft"),
    *rows(
        "proceedings_desk:materials add_materials everything running edit_running live live_state "
        "live_worker minutes publish_minutes",
        SESSION_MANAGERS, slug="draft", code="draft_session",
    ),
    *rows(
        "proceedings_desk:materials", {**NOT_THERE, "anonymous": 302},
        slug="edition", code="draft_session",
    ),
    *rows(
        "proceedings_desk:material delete_material", SESSION_MANAGERS,
        slug="draft", code="draft_session", material_code="draft_material",
    ),
    *rows(
        "proceedings_desk:move_material", BY_POST_ONLY, answered(302, SESSION_MANAGERS),
        slug="draft", code="draft_session", material_code="draft_material",
    ),
    *rows(
        "proceedings_desk:draft_running live_move begin_minutes approve_minutes", BY_POST_ONLY,
        answered(302, SESSION_MANAGERS), slug="draft", code="draft_session",
    ),
    *rows(
        "proceedings_desk:edit_minutes", SESSION_MANAGERS,
        slug="draft", code="draft_session", part="decisions",
    ),
    *rows(
        "proceedings_desk:propose", SESSION_MANAGERS,
        slug="draft", code="draft_session", decision="decision",
    ),
    # Calls for contributions, and what somebody submits to them
    *rows("calls:calls", PUBLIC, slug="edition"),
    *rows("calls:calls", NOT_THERE, slug="draft"),
    *rows("calls:call submit", PUBLIC, slug="edition", code="call"),
    *rows("calls:call submit", NOT_THERE, slug="draft", code="draft_call"),
    *rows("calls:mine", SIGNED_IN),
    *rows(
        "calls:submission edit", {**NOT_THERE, "anonymous": 302, "delegate": 200},
        slug="edition", code="own_submission",
    ),
    *rows(
        "calls:act", BY_POST_ONLY, {**NOT_THERE, "anonymous": 302, "delegate": 302},
        slug="edition", code="own_submission",
    ),
    *rows(
        "calls:answer_file", {**NOT_THERE, "anonymous": 302},
        slug="edition", code="own_submission", question="question",
    ),
    # Signing in, and one's own account
    *rows("account_login account_signup account_request_login_code", {**MOVED, "anonymous": 200}),
    *rows("account_logout", {**PUBLIC, "anonymous": 302}),
    *rows("account_inactive", PUBLIC),
    *rows("account_email_verification_sent", MOVED),
    *rows("account_email account_set_password", SIGNED_IN),
    *rows("account_change_password", MOVED),
    # Nobody here has a password to prove again who they are.
    *rows("account_reauthenticate", only()),
    *rows("account_reset_password account_reset_password_done", PUBLIC),
    *rows("account_reset_password_from_key_done", PUBLIC),
    *rows("account_reset_password_from_key", PUBLIC, uidb36="number", key="nothing"),
    *rows("account_confirm_login_code", MOVED),
    *rows("accounts:profile data delete", SIGNED_IN),
    *rows("accounts:deleted", PUBLIC),
    *rows("accounts:demo_sign_in", NOT_THERE, token="nothing"),
    # The desk itself
    *rows("web_desk:home", EVERY_DESK),
    *rows("web_desk:choose", EVERY_DESK, kind="kind_of_directory"),
    *rows("web_desk:choose", ANY_STAFF, kind="kind_of_register"),
    *rows(
        "web_desk:history",
        only("editor", "secretariat", "administrator"),
        object_type="directory.organisation", key="organisation",
    ),
    *rows("web_desk:history", ANY_STAFF, object_type="evidence.source", key="source"),
    *rows("web_desk:history", ANY_STAFF, object_type="evidence.claim", key="draft_claim"),
    *rows("web_desk:history", ANY_STAFF, object_type="evidence.document", key="document"),
    *rows("web_desk:history", ANY_STAFF, object_type="register.record", key="draft_record"),
    *rows("web_desk:history", ANY_STAFF, object_type="figures.indicator", key="indicator"),
    *rows("web_desk:history", ADMINISTRATORS, object_type="accounts.user", key="number"),
    *rows(
        "web_desk:history",
        only("secretariat", "administrator", **dict.fromkeys(IN_EDITIONS, 404)),
        object_type="editions.series", key="series_code",
    ),
    *rows(
        "web_desk:history", EDITION_READERS, object_type="editions.edition", key="draft_code"
    ),
    *rows(
        "web_desk:history", EDITION_READERS,
        object_type="programme.activity", key="draft_activity",
    ),
    *rows(
        "web_desk:history", EDITION_READERS, object_type="programme.session", key="draft_session"
    ),
    *rows("web_desk:undo", only("secretariat", "administrator"), token="change_of_draft"),
    *rows(
        "web_desk:undo", {**only(), **dict.fromkeys((*STAFF, *IN_EDITIONS), 404)}, token="nothing"
    ),
    # Desks of the installation
    *rows("accounts_desk:list invite", ADMINISTRATORS),
    *rows("accounts_desk:change", ADMINISTRATORS, pk="number"),
    *rows("webhooks_desk:list add", SECRETARIAT),
    *rows("webhooks_desk:subscription change delete", SECRETARIAT, code="webhook"),
    *rows(
        "webhooks_desk:act", BY_POST_ONLY, answered(400, SECRETARIAT),
        code="webhook",
    ),
    *rows("webhooks_desk:delivery", SECRETARIAT, code="webhook", pk="delivery"),
    *rows(
        "webhooks_desk:again", BY_POST_ONLY, answered(302, SECRETARIAT),
        code="webhook", pk="delivery",
    ),
    *rows("jobs:list", EVERY_DESK),
    *rows("jobs:job problems", JOB_OF_EDITOR, code="job"),
    *rows("jobs:cancel retry", BY_POST_ONLY, answered(302, JOB_OF_EDITOR), code="job"),
    *rows("directory_desk:list people themes countries fields goals", DIRECTORY),
    *rows("directory_desk:organisation_new person_new theme_new", DIRECTORY),
    *rows(
        "directory_desk:organisation organisation_merge organisation_delete",
        DIRECTORY, code="organisation",
    ),
    *rows("directory_desk:person person_delete", DIRECTORY, code="person"),
    *rows("directory_desk:person_erase", SECRETARIAT, code="person"),
    *rows("directory_desk:theme theme_delete", DIRECTORY, code="theme"),
    *rows("evidence_desk:claims sources", ANY_STAFF),
    *rows("evidence_desk:claim_add source_add", ANALYSTS_AND_EDITORS),
    *rows("evidence_desk:source", ANALYSTS_AND_EDITORS, code="source"),
    *rows("evidence_desk:claim", ANY_STAFF, code="claim"),
    *rows("evidence_desk:claim_edit", ANALYSTS, code="claim"),
    *rows("evidence_desk:claim_edit", ANALYSTS_AND_EDITORS, code="draft_claim"),
    *rows("evidence_desk:claim_rank claim_correct link_add", ANALYSTS, code="claim"),
    *rows("evidence_desk:lay", ANALYSTS, code="claim"),
    *rows(
        "evidence_desk:relation_decide", BY_POST_ONLY,
        answered(404, ANALYSTS), code="claim",
    ),
    *rows("evidence_desk:queue agreement documents", ANY_STAFF),
    *rows("evidence_desk:upload", ANALYSTS_AND_EDITORS),
    *rows("evidence_desk:document review", ANY_STAFF, code="document"),
    *rows("evidence_desk:original missed", ANALYSTS, code="document"),
    *rows("evidence_desk:reviewers", ANALYSTS_AND_EDITORS, code="document"),
    *rows(
        "evidence_desk:extract_again", BY_POST_ONLY,
        answered(302, ANALYSTS_AND_EDITORS), code="document",
    ),
    *rows("evidence_desk:undo", BY_POST_ONLY, answered(302, ANY_STAFF), code="document"),
    *rows(
        "evidence_desk:proposal", ANY_STAFF, answered(422, ANALYSTS),
        code="document", pk="proposal",
    ),
    *rows(
        "evidence_desk:proposal_decide", BY_POST_ONLY, answered(400, ANALYSTS),
        code="document", pk="proposal",
    ),
    *rows("evidence_desk:review_decide", BY_POST_ONLY, answered(400, ANY_STAFF), code="document"),
    *rows("evidence_desk:review_undo", BY_POST_ONLY, answered(422, ANY_STAFF), code="document"),
    *rows(
        "evidence_desk:review_edit review_add review_identical review_indicator review_relation",
        BY_POST_ONLY, answered(400, ANALYSTS), code="document",
    ),
    *rows("evidence_desk:review_field", ANALYSTS, answered(400, ANALYSTS), code="document"),
    *rows(
        "evidence_desk:claim_decide", BY_POST_ONLY,
        answered(422, ANALYSTS), code="claim",
    ),
    *rows(
        "evidence_desk:link_remove", BY_POST_ONLY,
        answered(302, ANALYSTS), code="claim", pk="link",
    ),
    *rows("register_desk:list", ANY_STAFF),
    *rows("register_desk:add", EDITORS),
    *rows("register_desk:record preview", ANY_STAFF, code="draft_record"),
    *rows("register_desk:particulars sources", EDITORS, code="draft_record"),
    *rows("register_desk:parties events contents relations delete", EDITORS, code="draft_record"),
    *rows("register_desk:terms", EDITORS, code="agreement"),
    *rows("register_desk:duplicates", EDITORS),
    *rows("register_desk:imports import_add", EDITORS),
    *rows("register_desk:template", EDITORS, ending="template"),
    *rows("register_desk:import import_problems import_records", EDITORS, code="import"),
    *rows("register_desk:import_apply import_undo", BY_POST_ONLY, answered(302, EDITORS),
          code="import"),
    *rows("register_desk:tasks", ANY_STAFF),
    *rows("register_desk:merge task_add", EDITORS, code="draft_record"),
    *rows("register_desk:task", EDITORS, code="draft_record", key="task"),
    *rows(
        "register_desk:task_done",
        BY_POST_ONLY, answered(302, EDITORS), code="draft_record", key="task",
    ),
    *rows("register_desk:duplicates_find", BY_POST_ONLY, answered(302, EDITORS)),
    *rows(
        "register_desk:terms", answered(404, EDITORS),
        code="draft_record",
    ),
    *rows(
        "register_desk:stage", BY_POST_ONLY, answered(400, EDITORS),
        code="draft_record",
    ),
    *rows("figures_desk:list", ANY_STAFF),
    *rows("figures_desk:add", ANALYSTS),
    *rows("figures_desk:indicator delete", ANALYSTS, code="indicator"),
    *rows(
        "figures_desk:move", BY_POST_ONLY, answered(400, ANALYSTS),
        code="indicator",
    ),
    # Series and editions
    *rows("editions_desk:series_list series_add add", SECRETARIAT),
    *rows(
        "editions_desk:series milestones series_sources series_delete", SECRETARIAT, slug="series"
    ),
    *rows(
        "editions_desk:series_cite", SECRETARIAT,
        slug="series", kind="milestone", pk="a_milestone",
    ),
    *rows("editions_desk:list", EDITION_DESKS),
    *rows("editions_desk:edition preview", EDITION_READERS, slug="draft"),
    *rows("editions_desk:edit topics venues", EDITION_MANAGERS, slug="draft"),
    *rows("editions_desk:organisers announcements", EDITION_MANAGERS, slug="draft"),
    *rows("editions_desk:sources team move copy delete", EDITION_MANAGERS, slug="draft"),
    *rows("editions_desk:cite", EDITION_MANAGERS, slug="draft", kind="focustopic", pk="topic"),
    *rows(
        "editions_desk:publish unpublish", BY_POST_ONLY,
        answered(302, EDITION_MANAGERS), slug="draft",
    ),
    # The calls of an edition
    *rows("calls_desk:choose", {**EDITION_DESKS, "stranger": 302}),
    *rows("calls_desk:calls add", EDITION_MANAGERS, slug="draft"),
    *rows(
        "calls_desk:call edit delete preview questions add_question import", EDITION_MANAGERS,
        slug="draft", code="draft_call",
    ),
    *rows(
        "calls_desk:question delete_question", EDITION_MANAGERS,
        slug="draft", code="draft_call", question="question",
    ),
    *rows(
        "calls_desk:move_question", BY_POST_ONLY, answered(302, EDITION_MANAGERS),
        slug="draft", code="draft_call", question="question",
    ),
    *rows(
        "calls_desk:import_checked", EDITION_MANAGERS,
        slug="draft", code="draft_call", job="checked_submissions",
    ),
    *rows(
        "calls_desk:template export", EDITION_MANAGERS,
        slug="draft", code="draft_call", ending="format",
    ),
    *rows("calls_desk:submission", EDITION_MANAGERS, slug="draft", code="draft_submission"),
    *rows(
        "calls_desk:answer_file", answered(404, EDITION_MANAGERS),
        slug="draft", code="draft_submission", question="question",
    ),
    # The reviews of a call: for its reviewers, who are none of the visitors, and for the desk
    *rows("reviewing_desk:mine", only()),
    *rows("reviewing_desk:queue", only(), slug="draft", code="draft_call"),
    *rows(
        "reviewing_desk:review declare", only(),
        slug="draft", code="draft_call", submission="draft_submission",
    ),
    *rows(
        "reviewing_desk:answer_file", only(),
        slug="draft", code="draft_call", submission="draft_submission", question="question",
    ),
    *rows(
        "reviewing_desk:rules reviewers add_reviewers assignments conflicts ranking letters "
        "fairness", EDITION_MANAGERS, slug="draft", code="draft_call",
    ),
    *rows(
        "reviewing_desk:reviewer remove_reviewer", EDITION_MANAGERS,
        slug="draft", code="draft_call", reviewer="reviewer",
    ),
    *rows(
        "reviewing_desk:reviews assign", EDITION_MANAGERS,
        slug="draft", code="draft_call", submission="draft_submission",
    ),
    *rows(
        "reviewing_desk:decide", answered(302, EDITION_MANAGERS), slug="draft", code="draft_call"
    ),
    *rows(
        "reviewing_desk:undo send distribute", BY_POST_ONLY, answered(302, EDITION_MANAGERS),
        slug="draft", code="draft_call",
    ),
    *rows(
        "reviewing_desk:send_again", BY_POST_ONLY, answered(302, EDITION_MANAGERS),
        slug="draft", code="draft_call", letter="decision_letter",
    ),
    *rows(
        "reviewing_desk:letter_text", EDITION_MANAGERS,
        slug="draft", code="draft_call", outcome="outcome",
    ),
    *rows(
        "reviewing_desk:ranking_file fairness_file", EDITION_MANAGERS,
        slug="draft", code="draft_call", ending="format",
    ),
    # The interpretation of an edition
    *rows("interpretation_desk:rota conditions interpreters add", EDITION_MANAGERS, slug="draft"),
    *rows(
        "interpretation_desk:compute", BY_POST_ONLY,
        answered(302, EDITION_MANAGERS), slug="draft",
    ),
    *rows(
        "interpretation_desk:change delete sheet", EDITION_MANAGERS,
        slug="draft", code="interpreter",
    ),
    *rows(
        "interpretation_desk:glossary glossary_file", EDITION_MANAGERS,
        slug="draft", code="draft_session",
    ),
    *rows(
        "interpretation_desk:team", EDITION_MANAGERS,
        slug="draft", code="draft_session", language="en",
    ),
    # The speakers of an edition
    *rows("speakers_desk:speakers outbox note", EDITION_MANAGERS, slug="draft"),
    *rows("speakers_desk:table", EDITION_MANAGERS, slug="draft", extension="format"),
    *rows(
        "speakers_desk:send", BY_POST_ONLY, answered(302, EDITION_MANAGERS), slug="draft"
    ),
    *rows("speakers_desk:letter", EDITION_MANAGERS, slug="draft", pk="letter"),
    *rows(
        f"speakers_desk:{SPEAKER_PAGES.format('')} contact", EDITION_MANAGERS,
        slug="draft", code="speaker",
    ),
    *rows(
        "speakers_desk:answer_all throughout", answered(405, EDITION_MANAGERS),
        answered(302, EDITION_MANAGERS), slug="draft", code="speaker",
    ),
    *rows(
        "speakers_desk:link", answered(405, EDITION_MANAGERS), answered(400, EDITION_MANAGERS),
        slug="draft", code="speaker",
    ),
    *rows(
        "speakers_desk:answer", answered(405, EDITION_MANAGERS), answered(302, EDITION_MANAGERS),
        slug="draft", code="speaker", key="draft_part",
    ),
    *rows(
        "speakers_desk:decline", EDITION_MANAGERS, slug="draft", code="speaker", key="draft_part"
    ),
    *rows(
        "speakers_desk:remove_time", answered(405, EDITION_MANAGERS),
        answered(302, EDITION_MANAGERS), slug="draft", code="speaker", pk="own_time",
    ),
    # The programme of an edition
    *rows(
        "programme_desk:choose",
        {**EDITION_DESKS, "stranger": 302},
    ),
    *rows("programme_desk:overview", EDITION_MANAGERS, slug="draft"),
    *rows("programme_desk:import", EDITION_MANAGERS, slug="draft"),
    *rows("programme_desk:releases", EDITION_MANAGERS, slug="draft"),
    *rows("programme_desk:release_again", EDITION_MANAGERS, slug="draft", number="1"),
    *rows("programme_desk:import_checked", EDITION_MANAGERS, slug="draft", code="checked"),
    *rows("programme_desk:preview_programme", EDITION_READERS, slug="draft"),
    *rows("programme_desk:preview_activity", EDITION_READERS, slug="draft", code="draft_activity"),
    *rows("programme_desk:preview_session", EDITION_READERS, slug="draft", code="draft_session"),
    *rows("programme_desk:list add", EDITION_MANAGERS, slug="draft", kind_name="rooms"),
    *rows(
        "programme_desk:change delete", EDITION_MANAGERS,
        slug="draft", kind_name="rooms", code="draft_room",
    ),
    *rows(
        "programme_desk:move", BY_POST_ONLY,
        answered(302, EDITION_MANAGERS),
        slug="draft", kind_name="rooms", code="draft_room",
    ),
    # The timetable of an edition
    *rows(
        "timetable_desk:board state changes hours availability add_time plans new_plan"
        " speaking add_slots",
        EDITION_MANAGERS, slug="draft",
    ),
    *rows(
        "timetable_desk:change_slots delete_slots", EDITION_MANAGERS, slug="draft", pk="draft_slots"
    ),
    *rows(
        "timetable_desk:change_time delete_time", EDITION_MANAGERS, slug="draft", pk="draft_time"
    ),
    *rows("timetable_desk:plan delete_plan", EDITION_MANAGERS, slug="draft", code="draft_plan"),
    *rows("timetable_desk:why", EDITION_MANAGERS, slug="draft", code="draft_session"),
    *rows(
        "timetable_desk:moves", BY_POST_ONLY,
        answered(400, EDITION_MANAGERS), slug="draft",
    ),
    *rows(
        "timetable_desk:take_over", BY_POST_ONLY,
        answered(302, EDITION_MANAGERS), slug="draft", code="draft_plan",
    ),
]  # fmt: skip


@dataclass(frozen=True)
class House:
    """A browser for each visitor, and the words that stand in the addresses."""

    clients: dict[str, Client]
    words: dict[str, Any]

    def answer(self, visitor: str, method: str, row: Row) -> int:
        """Visit an address and leave no trace."""
        with transaction.atomic():
            response = self.clients[visitor].generic(method, self.address(row))
            if isinstance(response, FileResponse):
                # Read to its end, its file is closed.
                list(response)
            transaction.set_rollback(True)
        return int(response.status_code)

    def address(self, row: Row) -> str:
        with translation.override("en"):
            values = {name: self.words.get(word, word) for name, word in row.things.items()}
            return reverse(row.name, kwargs=values)


def furnished() -> House:
    edition = make_edition()
    draft, foreign = make_edition(is_public=False, series=edition.series), make_edition()
    users = {
        "delegate": user_with(),
        "analyst": user_with(Role.ANALYST),
        "editor": user_with(Role.EDITOR),
        "secretariat": user_with(Role.SECRETARIAT),
        "administrator": user_with(Role.ADMINISTRATOR),
        "stranger": user_with(),
        "reader": user_with(),
    }
    entrust(users["stranger"], foreign, EditionRole.SECRETARIAT)
    entrust(users["reader"], draft, EditionRole.READER)
    person, organisation, indicator = make_person(), make_organisation(), make_indicator()
    activity, draft_activity = make_activity(edition), make_activity(draft)
    session = make_session(activity, "2023-11-06 09:00")
    make_participation(activity, person)
    make_participation(draft_activity, person)
    for each in (edition, draft):
        release_programme(each)
    make_session(draft_activity)
    release_programme(draft)
    claim = make_claim()
    document = make_document()
    link = ClaimLink.objects.create(claim=claim, other=make_claim(), kind=LinkKind.REPEATS)
    draft_room = make_room(draft)
    make_room(draft)
    programme.remove(actor=Program("test"), instance=make_room(draft))
    stylesheet = asset("serai.css")
    webhook = subscribe(
        actor=Program("test"), owner=users["secretariat"],
        values={"name": "Website", "address": "https://example.org/hook"},
    )  # fmt: skip
    checked = Job.objects.create(
        name="programme.check_schedule", state=State.DONE, program="test",
        arguments={"edition": draft.code},
    )  # fmt: skip
    call, draft_call = make_call(edition), make_call(draft)
    draft_session = make_session(draft_activity, languages=["en", "fr"])
    make_running_order(draft_session, 10)
    publish(make_minutes(session))
    checked_submissions = Job.objects.create(
        name="calls.check_submissions", state=State.DONE, program="test",
        arguments={"call": draft_call.code},
    )  # fmt: skip
    draft_record = make_record(stage=Stage.DRAFT)
    speaker = make_speaker(draft)
    # Personal links stop some weeks after an edition.
    coming = make_speaker(make_edition(is_public=False, starts_on=None, ends_on=None))
    coming_activity = make_activity(coming.edition)
    words: dict[str, Any] = {
        "personal_link": token_of(coming), "speaker": speaker.person.code,
        "coming_part": make_participation(coming_activity, coming.person).pk,
        "coming_time": make_availability(coming.edition, coming.person).pk,
        "draft_part": make_participation(draft_activity, speaker.person).pk,
        "own_time": make_availability(draft, speaker.person).pk,
        "letter": make_letter(speaker).pk,
        "nothing": "nothing", "format": "csv", "template": "xlsx",
        "import": ImportBatch.objects.create(file_name="records.csv").code,
        "number": users["delegate"].pk, "sitemap": "editions",
        "kind_of_directory": "organisation", "kind_of_register": "record",
        "asset_stem": "serai", "asset_digest": stylesheet.digest, "asset_extension": "css",
        "country": "KZ", "organisation": organisation.code, "person": person.code,
        "theme": make_theme().code, "source": make_source().code, "claim": claim.code,
        "draft_claim": make_claim(review="draft").code, "link": link.pk,
        "document": document.code, "proposal": make_proposal(document).pk,
        "webhook": webhook.code, "checked": checked.code,
        "delivery": send_test(actor=Program("test"), subscription=webhook).pk,
        "job": start(actor=users["editor"], job=clean).code,
        "record": make_record().code, "draft_record": draft_record.code,
        "task": Task.objects.create(record=draft_record, text="Ask").pk,
        "agreement": make_agreement().code, "bib": "bib",
        "figure": indicator.slug, "indicator": indicator.code,
        "series": edition.series.slug, "series_code": edition.series.code,
        "a_milestone": make_milestone(series=edition.series).pk,
        "edition": edition.slug, "draft": draft.slug, "draft_code": draft.code,
        "topic": make_topic(edition=draft).pk,
        "activity": activity.code, "draft_activity": draft_activity.code,
        "hidden_activity": make_activity(edition, is_public=False).code,
        "session": session.code,
        "draft_session": draft_session.code,
        "material": make_material(session).code,
        "draft_material": make_material(draft_session).code,
        "decision": make_decision(draft_session).code,
        "call": call.code, "draft_call": draft_call.code,
        "own_submission": make_submission(call, submitter=users["delegate"]).code,
        "draft_submission": make_submission(draft_call).code,
        "reviewer": make_reviewer(draft_call).code, "outcome": "accepted",
        "decision_letter": str(make_decision_letter(draft_call).pk),
        "question": make_question(draft_call, "Paper", "file").code,
        "checked_submissions": checked_submissions.code,
        "interpreter": make_interpreter(draft, "en fr").code,
        "draft_room": draft_room.code,
        "draft_time": make_availability(draft, draft_room).pk,
        "draft_plan": make_plan(draft).code,
        "draft_slots": make_open_slots(make_session(draft_activity)).pk,
        "change_of_draft": undo_token([Entry.objects.latest("number").number]),
    }  # fmt: skip
    clients = {name: signed_in(user) for name, user in users.items()}
    return House({"anonymous": Client(), **clients}, words)


def names_of_all_addresses() -> frozenset[str]:
    def walk(resolver: URLResolver, space: tuple[str, ...]) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                assert pattern.name, f"{pattern} has no name"
                yield ":".join((*space, pattern.name))
            elif pattern.namespace != "api-v1":  # It has a table of its own: test_api_permissions.
                inner = (*space, pattern.namespace) if pattern.namespace else space
                yield from walk(pattern, inner)

    return frozenset(walk(get_resolver(), ()))


def test_every_address_stands_in_the_table_and_every_row_is_an_address() -> None:
    assert {row.name for row in TABLE} == names_of_all_addresses()


@pytest.mark.django_db
def test_every_address_answers_every_visitor_as_the_table_says() -> None:
    house = furnished()
    # Who may not look may not write either.
    visits = [
        (method, row, visitor, expected)
        for row in TABLE
        for method, answers in (("GET", row.get), ("POST", row.answers_to_post()))
        for visitor, expected in answers.items()
    ]

    got = [house.answer(visitor, method, row) for method, row, visitor, _expected in visits]

    wrong = [
        f"{method} {row} as {visitor}: {status} instead of {expected}"
        for (method, row, visitor, expected), status in zip(visits, got, strict=True)
        if status != expected
    ]
    assert not wrong, "\n".join(wrong)
