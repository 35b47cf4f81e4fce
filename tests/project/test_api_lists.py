"""Lists of the API: what they cost, how they are narrowed, and the feed of changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from factories.accounts import user_with
from factories.api import (
    ApiClient,
    client_of,
    make_job,
    make_search,
    make_subscription,
    program_of,
)
from factories.directory import make_country, make_organisation, make_person
from factories.documents import TEXT, make_document, make_proposal
from factories.editions import make_announcement, make_edition, make_organiser, make_topic
from factories.evidence import make_claim, make_source
from factories.figures import make_indicator
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_room,
    make_section,
    make_session,
)
from factories.register import (
    make_agreement,
    make_element,
    make_legal_event,
    make_measure,
    make_party,
    make_record,
    make_relation,
    make_status_event,
)
from serai.convene.editions.models import Edition
from serai.foundation.accounts.models import Role, User
from serai.foundation.api.resources import Resource, all_resources
from serai.foundation.record.operations import Program
from serai.foundation.webhooks.models import Delivery, Subscription
from serai.project import api as _assembled  # noqa: F401
from serai.track.evidence.models import Verdict
from serai.track.evidence.operations import cite
from serai.track.register.models import LegalEventKind, Record, RecordKind, Status

pytestmark = pytest.mark.django_db


def fill(edition: Edition, rows: int, user: User) -> None:
    """Add to everything that there is, with all its parts, so many times."""
    for _row in range(rows):
        organisation, person = make_organisation(), make_person()
        person.positions.create(title={"en": "Director"}, organisation=organisation)
        organisation.identifiers.create(scheme="wikidata", value=f"Q{organisation.pk}")
        source, indicator = make_source(publisher=organisation), make_indicator()
        claim = make_claim(source=source, indicator=indicator, speaker=person)
        record = make_record(countries=[make_country("CN"), make_country("KZ")])
        other = make_agreement(part_of=record)
        party = make_party(other, organisation=organisation)
        make_party(other, country=make_country("KZ"))
        make_legal_event(other, LegalEventKind.SIGNATURE, "2015", party=party)
        make_status_event(record, Status.OPERATING, "2019")
        make_measure(record)
        make_element(record)
        make_relation(record, other)
        for target in (record, other, party):
            cite(
                actor=Program("tests"), target=target,
                citations=[{"source": source, "claim": claim}],
                root=other if target is party else None,
            )  # fmt: skip
        make_topic(edition=edition)
        make_organiser(edition=edition)
        make_announcement(edition=edition, person=person, issued_by=organisation)
        section = make_section(edition)
        activity = make_activity(edition, section=section)
        with scope(edition=edition):
            activity.organisers.create(organisation=organisation)
            activity.stated.add(claim)
        session = make_session(activity, room=make_room(edition))
        talk = make_contribution(session=session)
        for target in (activity, session, talk):
            make_participation(target, person)
        make_edition(series=edition.series, country=make_country("KZ"))
        document = make_document(f"Report {make_source().pk}. {TEXT}", source=source)
        proposal = make_proposal(document, claim=claim, indicator=indicator)
        proposal.decisions.create(reviewer=user, verdict=Verdict.SKIP)
        record.tasks.create(text="Look", assignee=user)
        make_job(owner=user)
        make_search(user)
        make_subscription(owner=user)
        Delivery.objects.update(subscription=Subscription.objects.earliest("pk"))


def place(resource: Resource, edition: Edition) -> str:
    webhook = Subscription.objects.order_by("pk").first()
    path = resource.path.replace("{edition}", edition.code)
    return path.replace("{webhook}", webhook.code if webhook else "")


def queries_of(program: ApiClient, address: str) -> int:
    program.ask("GET", address)  # content types are read once per process
    with CaptureQueriesContext(connection) as captured:
        assert program.ask("GET", address).status_code == 200, address
    return len(captured)


def test_a_list_costs_the_same_with_one_row_and_with_five(monkeypatch: pytest.MonkeyPatch) -> None:
    """All lists at once: making the rows takes longer than reading them."""
    # Counting requests writes once a minute; this minute does not end.
    monkeypatch.setattr("serai.foundation.api.limits.time.time", lambda: 6e8)
    edition = make_edition()
    user = user_with(Role.ADMINISTRATOR)
    visitors = {"anonymous": ApiClient(), "administrator": client_of(user)}
    counts = []
    for rows in (1, 4):
        fill(edition, rows, user)
        counts.append(
            {
                (name, visitor): queries_of(program, f"{place(resource, edition)}?limit=200")
                for name, resource in all_resources().items()
                for visitor, program in visitors.items()
                if resource.is_public or visitor == "administrator"
            }
        )
    assert counts[0] == counts[1]
    # A record has eight kinds of parts with their sources.
    assert {at: count for at, count in counts[1].items() if count > 45} == {}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=joint_laboratory", {"lab"}),
        ("kind=joint_laboratory&kind=project", {"lab", "project"}),
        ("country=KZ", {"lab"}),
        ("q=sun", {"lab"}),
        ("q=sun&kind=project", set()),
        ("", {"lab", "project"}),
    ],
)
def test_records_are_narrowed_as_on_the_screen(query: str, found: set[str]) -> None:
    codes = {
        make_record(name="Laboratory of the sun", countries=[make_country("KZ")]).code: "lab",
        make_record(name="Wind", kind=RecordKind.PROJECT).code: "project",
    }
    items = ApiClient().ask("GET", f"/records?{query}").json()["items"]
    assert {codes[each["code"]] for each in items} == found


def test_what_refers_to_a_draft_does_not_tell_of_it() -> None:
    draft = make_record(stage="draft")
    record = make_record(part_of=draft)
    make_relation(record, draft)
    claim = make_claim(review="draft")
    cite(actor=Program("tests"), target=record, citations=[{"claim": claim}])
    path = f"/records/{record.code}"
    public = ApiClient().ask("GET", path)
    assert draft.code not in public.content.decode()
    assert claim.code not in public.content.decode()
    seen = program_of(Role.EDITOR).ask("GET", path).json()
    assert seen["part_of"] == draft.code
    assert seen["relations"][0]["other"] == draft.code
    assert seen["citations"][0]["claim"] == claim.code


def test_the_public_sees_one_sentence_of_a_quotation() -> None:
    quote = "Before that. More than 80 agreements were signed. After that."
    claim = make_claim(quote=quote, written="More than 80")
    public = ApiClient().ask("GET", f"/claims/{claim.code}").json()["quote"]
    assert "More than 80" in public
    assert "After that" not in public
    assert program_of(Role.ANALYST).ask("GET", f"/claims/{claim.code}").json()["quote"] == quote


def changes(after: int = 0, **query: Any) -> Any:
    words = "".join(f"&{name}={value}" for name, value in query.items())
    return ApiClient().ask("GET", f"/changes?after={after}{words}").json()


def test_the_feed_tells_what_changed_and_what_is_gone() -> None:
    editor = program_of(Role.EDITOR)
    source = make_source()
    sent = {
        "kind": "project", "name": {"en": "Cable"}, "citations": [{"source": source.code}],
    }  # fmt: skip
    made = editor.ask("POST", "/records", sent)
    address, code = made["Location"], made.json()["code"]
    assert changes()["items"] == []  # A draft is nobody's business.

    def move(stage: str) -> None:
        seen = editor.etag(address)
        moved = editor.ask("POST", f"{address}/stage", {"stage": stage, "note": ""}, if_match=seen)
        assert moved.status_code == 200, moved.content

    move("checked")
    move("published")
    feed = changes()
    assert {each["code"] for each in feed["items"]} == {code}
    assert feed["items"][-1]["href"] == address
    assert feed["items"][-1]["verb"] == "register.record_published"
    assert not feed["items"][-1]["is_gone"]
    assert changes(feed["last"])["items"] == []
    move("withdrawn")
    (gone,) = changes(feed["last"])["items"]
    assert (gone["code"], gone["href"], gone["is_gone"]) == (code, None, True)


def test_the_feed_is_walked_by_its_next_address_and_ends_where_the_record_ends() -> None:
    editor = program_of(Role.EDITOR)
    made = [
        editor.ask("POST", "/organisations", {"name": {"en": f"Institute {number}"}}).json()["code"]
        for number in range(5)
    ]
    seen, address, feed = [], "/api/v1/changes?limit=2", {"last": -1, "revision": 0}
    while feed["last"] < feed["revision"]:
        feed = ApiClient().ask("GET", address).json()
        seen += [each["code"] for each in feed["items"]]
        address = feed["next"].removeprefix("http://testserver")
    assert seen == made
    assert "Institute" not in str(feed)


def test_the_feed_tells_of_releases_of_public_editions_and_of_no_draft() -> None:
    public, hidden = make_edition(), make_edition(is_public=False)
    secretariat = program_of(Role.SECRETARIAT)
    for edition in (public, hidden):
        made = secretariat.ask("POST", f"/editions/{edition.code}/rooms", {"name": {"en": "Hall"}})
        assert made.status_code == 201
        removed = made.json()["href"]
        assert secretariat.ask("DELETE", removed, if_match="*").status_code == 204
    assert changes()["items"] == []
    for edition in (public, hidden):
        make_activity(edition)
        made = secretariat.ask("POST", f"/editions/{edition.code}/releases", {})
        assert made.status_code == 200
    (change,) = changes()["items"]
    assert (change["resource"], change["verb"]) == ("editions", "release.made")
    assert change["href"] == f"/api/v1/editions/{public.code}"


def test_what_changes_behind_a_list_is_told_by_its_last_change() -> None:
    record: Record = make_record()
    editor = program_of(Role.EDITOR)
    path = f"/records/{record.code}"
    assert editor.ask("GET", path).json()["revision"] == 0
    changed = editor.ask("PATCH", path, {"summary": {"en": "News"}}, if_match=editor.etag(path))
    assert changed.json()["revision"] > 0
    assert changed["ETag"].startswith(f'"{changed.json()["revision"]}-')


def test_people_and_sources_are_searched_as_on_the_screen() -> None:
    person, source = make_person("Askar Bekov"), make_source(title={"en": "The wind report"})
    make_person("Li Wei")
    make_source(title={"en": "Another"})
    anybody = ApiClient()
    for path, found in (("/people?q=bekov", person), ("/sources?q=wind", source)):
        assert [each["code"] for each in anybody.ask("GET", path).json()["items"]] == [found.code]
