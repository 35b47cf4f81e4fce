"""The history of a public record field by field, references to it, and its frame."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from factories.accounts import user_with
from factories.directory import make_country, make_organisation
from factories.evidence import make_source
from factories.register import make_record
from serai.foundation.accounts.models import Role
from serai.foundation.translation import TranslatedText
from serai.track.register.bibliography import FORMATS, Reference, bibtex
from serai.track.register.editorial import add_task
from serai.track.register.models import Record, RecordKind, Stage
from serai.track.register.operations import (
    Parts,
    add_record,
    change_citations,
    change_record,
    move_to_stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Record:
    """A record that was changed as a draft, published, and changed again."""
    actor = user_with(Role.EDITOR)
    found = add_record(
        actor=actor,
        record=Record(kind=RecordKind.PROJECT, name=TranslatedText({"en": "Wind farm & more"})),
    )
    change_record(actor=actor, record=found, changes={"name_as_written": "Secret working title"})
    source = make_source(title={"en": "Report on wind"})
    change_citations(
        actor=actor, record=found, rows={found: [{"source": source, "field": "started_on"}]}
    )
    for stage in (Stage.CHECKED, Stage.PUBLISHED):
        move_to_stage(actor=actor, record=found, stage=stage)
    change_record(actor=actor, record=found, changes={"started_on": "2019-05"})
    change_record(
        actor=actor, record=found, changes={"countries": [make_country("KZ")]},
        parts=Parts(parties=[{"role": "builder", "organisation": make_organisation("Builder")}]),
    )  # fmt: skip
    add_task(actor=actor, record=found, text="Ask the builder")
    return found


def test_the_history_shows_each_field_with_its_source_and_no_staff(
    client: Client, record: Record
) -> None:
    page = client.get(reverse("register:history", args=[record.code])).content.decode()
    assert "May 2019" in page
    assert "Report on wind" in page
    assert "Kazakhstan" in page
    assert "Builder" in page
    assert "Secret working title" not in page
    assert "Ask the builder" not in page
    for user in (user_with(Role.EDITOR),):
        assert str(user) not in page
    assert (
        reverse("register:history", args=[record.code])
        in client.get(record.get_absolute_url()).content.decode()
    )


def test_what_has_not_changed_says_so(client: Client) -> None:
    page = client.get(reverse("register:history", args=[make_record().code])).content.decode()
    assert "Nothing has changed since it was published." in page


@pytest.mark.parametrize("page", ["0", "2", "x", "²"])
def test_a_page_that_is_not_there_is_named(client: Client, page: str, record: Record) -> None:
    answer = client.get(reverse("register:history", args=[record.code]), {"page": page})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["history", "embed", "reference"])
def test_a_draft_has_none_of_it(client: Client, name: str) -> None:
    draft = make_record(stage=Stage.DRAFT)
    arguments = [draft.code, "bib"] if name == "reference" else [draft.code]
    assert client.get(reverse(f"register:{name}", args=arguments)).status_code == 404


def test_references_for_managers(client: Client, record: Record) -> None:
    texts = {}
    for ending in FORMATS:
        answer = client.get(reverse("register:reference", args=[record.code, ending]))
        assert answer.status_code == 200
        assert f'filename="serai-{record.code}.{ending}"' in answer["Content-Disposition"]
        texts[ending] = answer.content.decode()
    assert r"title = {Wind farm \& more}" in texts["bib"]
    assert re.match(r"TY  - DATA\r\nTI  - Wind farm & more\r\n", texts["ris"])
    assert texts["ris"].endswith("ER  - \r\n")
    entry = json.loads(texts["json"])[0]
    assert entry["URL"].endswith(record.get_absolute_url())
    assert entry["type"] == "dataset"
    assert client.get(reverse("register:reference", args=[record.code, "doc"])).status_code == 404


def test_signs_of_tex_stay_signs() -> None:

    written = bibtex(
        Reference("abc", r"50% of {a_b} \ ~ #1 $", "https://x.example/", date(2026, 1, 2))
    )
    assert r"{50\% of \{a\_b\} \textbackslash{} \textasciitilde{} \#1 \$}" in written


def test_others_may_show_it_in_a_frame(client: Client, record: Record) -> None:
    answer = client.get(reverse("register:embed", args=[record.code]))
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert "Wind farm &amp; more" in page
    assert 'target="_blank"' in page
    whole = client.get(record.get_absolute_url())
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"]
    assert f"{reverse('register:embed', args=[record.code])}&quot;" in whole.content.decode() or (
        '&lt;iframe src="http' in whole.content.decode()
    )
