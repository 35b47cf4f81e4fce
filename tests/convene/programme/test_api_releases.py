"""Programs read what is released, and release."""

from __future__ import annotations

import pytest

from factories.accounts import user_with
from factories.api import ApiClient, client_of, program_of
from factories.editions import entrust, make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_session,
    release_programme,
)
from serai.convene.editions.models import EditionRole
from serai.convene.programme.models import ReleaseNotice
from serai.foundation.accounts.models import Role

pytestmark = pytest.mark.django_db

ANYBODY = ApiClient()


def test_everybody_reads_the_released_programme_and_no_draft() -> None:
    edition = make_edition()
    session = make_session(make_activity(edition, "Forum"), "2023-11-06 09:00")
    make_participation(make_contribution(session=session, title="Storing heat in sand"))
    path = f"/editions/{edition.code}"
    assert ANYBODY.ask("GET", f"{path}/programme").status_code == 404
    assert ANYBODY.ask("GET", f"{path}/releases").json() == {"items": []}

    release_programme(edition)
    make_session(session.activity, title="Not released")
    programme = ANYBODY.ask("GET", f"{path}/programme").json()
    assert programme["number"] == 1
    assert [each["code"] for each in programme["sessions"]] == [session.code]
    assert programme["sessions"][0]["starts_at"] == "2023-11-06T01:00:00Z"
    assert programme["contributions"][0]["title"] == {"en": "Storing heat in sand"}
    assert len(programme["people"]) == 1
    for name in ("sections", "rooms", "activities", "sessions", "contributions"):
        assert ANYBODY.ask("GET", f"{path}/{name}").json()["items"] == []
    assert ANYBODY.ask("GET", f"{path}/sessions/{session.code}").status_code == 404


def test_a_release_is_made_read_and_taken_back() -> None:
    edition = make_edition()
    make_activity(edition, "Forum")
    path = f"/editions/{edition.code}/releases"
    secretariat = program_of(Role.SECRETARIAT)
    made = secretariat.ask("POST", path, {"note": {"en": "First."}, "tell": False})
    assert (made.status_code, made.json()["number"]) == (200, 1)
    assert secretariat.ask("POST", path, {}).status_code == 409
    make_activity(edition, "Roundtable")
    assert secretariat.ask("POST", path, {}).json()["number"] == 2
    assert secretariat.ask("POST", path, {"again": 1}).json()["number"] == 3
    assert secretariat.ask("POST", path, {"again": 9}).status_code == 404

    listed = ANYBODY.ask("GET", path).json()["items"]
    assert [each["number"] for each in listed] == [3, 2, 1]
    assert listed[-1]["note"] == {"en": "First."}
    counts = [
        len(ANYBODY.ask("GET", f"{path}/{number}").json()["activities"]) for number in (1, 2, 3)
    ]
    assert counts == [1, 2, 1]
    assert ANYBODY.ask("GET", f"{path}/4").status_code == 404
    assert ANYBODY.ask("GET", f"{path}/x").status_code == 422
    assert not ReleaseNotice.objects.exists()


def test_only_who_edits_the_programme_releases_it() -> None:
    edition, hidden = make_edition(), make_edition(is_public=False)
    for each in (edition, hidden):
        make_activity(each)
    path = f"/editions/{edition.code}/releases"
    assert ANYBODY.ask("POST", path, {}).status_code == 401
    assert client_of(user_with()).ask("POST", path, {}).status_code == 404
    reader = user_with()
    entrust(reader, edition, EditionRole.READER)
    assert client_of(reader).ask("POST", path, {}).status_code == 403
    assert program_of(Role.SECRETARIAT, scopes=["read"]).ask("POST", path, {}).status_code == 403
    for rest in ("releases", "releases/1", "programme"):
        assert ANYBODY.ask("GET", f"/editions/{hidden.code}/{rest}").status_code == 404
