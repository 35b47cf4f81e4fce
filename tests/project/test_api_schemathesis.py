"""The API keeps to its document, whatever is sent: schemathesis, with every check.

The administrator, who is let in everywhere, walks all phases: the examples, the edges of every
schema, random data, and sequences along the links. The others try every operation. All of it
happens in the transaction of the test, behind a server of its own that answers one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from pytest_django import Settings
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from factories.api import make_world, program_of
from serai.foundation.accounts.models import Role

CONFIGURATION = Path(__file__).parents[2] / "schemathesis.toml"
VISITORS: dict[str, Role | None] = {
    "administrator": Role.ADMINISTRATOR,
    "editor": Role.EDITOR,
    "anonymous": None,
}


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Say nothing of each request."""


@pytest.fixture
def server(db: None, settings: Settings) -> Iterator[str]:
    """The address of the site, which reads and writes in the transaction of the test."""
    settings.API_LIMIT_SIGNED_IN = settings.API_LIMIT_ANONYMOUS = 10**9
    django, shared = get_wsgi_application(), connections["default"]

    def answer(environ: Any, start_response: Any) -> Any:
        connections["default"] = shared
        return django(environ, start_response)

    # A request would close the connection behind it, and the transaction of the test with it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    shared.inc_thread_sharing()
    with make_server("127.0.0.1", 0, answer, handler_class=_Quiet) as listening:
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()
    shared.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("visitor", VISITORS)
def test_it_keeps_to_its_document(server: str, settings: Settings, visitor: str) -> None:
    settings.BASE_URL = server
    make_world()
    role = VISITORS[visitor]
    config = SchemathesisConfig.from_path(CONFIGURATION)
    project = config.projects.default
    if role is not None:
        project.headers = {"Authorization": f"Bearer {program_of(role).secret}"}
    is_thorough = role is Role.ADMINISTRATOR
    phases = project.phases
    phases.coverage.enabled = phases.stateful.enabled = is_thorough
    phases.fuzzing.generation.max_examples = 1
    phases.stateful.generation.max_examples = 5
    # The first answer brings in the whole program: on a busy machine that takes a while.
    address = f"{server}/api/v1/openapi.json"
    schema = schemathesis.openapi.from_url(address, config=config, timeout=120)
    if is_thorough:
        # What replaces or changes an object keeps to the schema of what makes one, and the kinds of
        # things in a programme and of lists differ in little: the other visitors try them all.
        schema = schema.exclude(method=["PUT", "PATCH"])
        schema = schema.exclude(
            path_regex="/(sections|rooms|activities|themes|series|regions|fields|goals|deliveries)"
        )

    failures, cases = [], 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            cases += len(event.recorder.cases)
            failures += [
                f"{each.failure_info.failure.operation}: {each.failure_info.failure.message}\n"
                f"  {each.failure_info.code_sample}"
                for checks in event.recorder.checks.values()
                for each in checks
                if each.failure_info is not None
            ]
        elif isinstance(event, events.NonFatalError):
            failures.append(f"{event.label}: {event.info}")
        elif isinstance(event, events.FatalError):
            raise event.exception

    assert not failures, "\n".join(sorted(set(failures)))
    assert cases > 100
