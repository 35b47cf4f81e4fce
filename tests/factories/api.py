"""Tokens, and the world that the examples of the API speak of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.test import Client

from factories.accounts import user_with
from factories.directory import make_organisation, make_person, make_theme
from factories.documents import make_document, make_proposal
from factories.editions import make_edition, make_series
from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from factories.programme import (
    make_activity,
    make_contribution,
    make_room,
    make_section,
    make_session,
)
from factories.register import make_record
from serai.foundation.accounts.models import User
from serai.foundation.api.operations import create_token
from serai.foundation.api.scopes import all_scopes
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.operations import start
from serai.foundation.record.operations import Program
from serai.foundation.webhooks.models import Subscription
from serai.track.evidence.models import Review
from serai.track.evidence.tasks import ingest
from serai.track.register.models import SavedSearch

NUMBER = 900_042
"""The key of what has no code, in the examples: no sequence comes that far in a test."""


class ApiClient(Client):
    """A program that sends JSON with a token, or without one."""

    def __init__(self, secret: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.secret = secret

    def ask(self, method: str, path: str, content: Any = None, **headers: str) -> Any:
        """Send a request below ``/api/v1``; headers are named as in ``if_match``."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent.setdefault("authorization", f"Bearer {self.secret}")
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        body = b"" if content is None else json.dumps(content).encode()
        return self.generic(
            method,
            address,
            body,
            content_type="application/json" if content is not None else "",
            headers=sent,
        )

    def etag(self, path: str) -> str:
        """The present ETag of an object."""
        return str(self.ask("GET", path)["ETag"])


def client_of(user: User, scopes: Iterable[str] | None = None) -> ApiClient:
    """A program with a token of a user, with every scope if none is named."""
    _token, secret = create_token(
        actor=Program("tests"), user=user, name="tests",
        scopes=all_scopes() if scopes is None else scopes,
    )  # fmt: skip
    return ApiClient(secret)


def program_of(*roles: Any, scopes: Iterable[str] | None = None) -> ApiClient:
    """A program of somebody with these roles."""
    return client_of(user_with(*roles), scopes)


def make_job(**values: Any) -> Job:
    """A job of a program; with an ``owner``, one that somebody started."""
    job = start(
        actor=values.pop("owner", Program("tests")), job=ingest, arguments={"documents": []}
    )
    Job.objects.filter(pk=job.pk).update(**values)
    job.refresh_from_db()
    return job


def make_subscription(*, delivery: int | None = None, **values: Any) -> Subscription:
    """A webhook, with one message that was sent to it."""
    given = {"name": "Website", "address": "https://example.org/hook", **values}
    made = Subscription.objects.create(**given)
    sent = made.deliveries.create(pk=delivery, event=f"entry-{made.pk}", verb="test", body="{}")
    sent.log.create(status=204, duration=5)
    return made


def make_search(user: User, **values: Any) -> SavedSearch:
    """A search that somebody keeps."""
    given = {"name": f"Search {user.saved_searches.count()}", "query": "kind=project", **values}
    return SavedSearch.objects.create(user=user, **given)


def make_world() -> None:
    """Everything that the examples of the documentation name, under the codes they have there.

    The objects stand in for what somebody would find; the examples create others beside them.
    """
    make_organisation("Ministry of Examples", code="00000000rg", country="KZ")
    make_theme("Energy", code="000000th3m")
    make_person("Askar Bekov", code="000000p3rs")
    source = make_source(code="000000s0rc")
    indicator = make_indicator(code="0000nd1c4t", slug="agreements")
    make_claim(code="000000c1m0", source=source, review=Review.DRAFT, indicator=indicator)
    record = make_record(code="0000r3c0rd", name="Laboratory", stage="draft")
    make_record(code="0000r3c0r2", name="Laboratory again", stage="draft")
    series = make_series(code="0000s3r13s", slug="forum")
    edition = make_edition(code="0000d1t10n", slug="forum-2", series=series, ordinal=2)
    make_section(edition, code="00000s3ct0")
    make_section(edition)
    make_room(edition, code="000000r00m")
    activity = make_activity(edition, code="0000ct1v1t")
    make_session(activity, code="00000s3ss0", day="2023-11-06")
    make_contribution(edition=edition, activity=activity, code="00000c0ntr")
    make_job(code="00000000jb", state=State.FAILED)
    document = make_document(
        "More than ten laboratories were opened in 2023, in nine countries.",
        code="0000d0c001",
        source=source,
    )
    make_proposal(document, "opened", pk=NUMBER)
    make_subscription(code="00000h00k0", owner=user_with(email="ann@example.org"), delivery=NUMBER)
    record.tasks.create(pk=NUMBER, text="Find the agreement")
