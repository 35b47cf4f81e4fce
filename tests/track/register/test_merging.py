"""Two records that describe the same thing become one, and nothing that was known is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from factories.directory import make_country, make_organisation
from factories.evidence import make_source
from factories.register import (
    make_agreement,
    make_legal_event,
    make_measure,
    make_party,
    make_record,
    make_relation,
    make_status_event,
)
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import verify
from serai.foundation.translation import texts_of
from serai.track.evidence.models import Citation
from serai.track.figures.counters import count_all
from serai.track.register.merging import merge_records
from serai.track.register.models import (
    AgreementTerms,
    ExternalIdentifier,
    LegalEventKind,
    PartyRole,
    Record,
    Renewal,
    Stage,
    Status,
    Task,
)

pytestmark = pytest.mark.django_db

ACTOR = Program("test")


def merge(survivor: Record, duplicate: Record) -> Record:
    return merge_records(actor=ACTOR, survivor=survivor, duplicate=duplicate)


def test_what_both_say_with_the_same_source_is_said_once() -> None:
    source, academy = make_source(), make_organisation("Academy")
    two = make_record(name="One"), make_record(name="One")
    for record in two:
        event = make_status_event(record, Status.OPERATING, "2019")
        party = make_party(record, organisation=academy)
        for part in (record, event, party):
            part.citations.create(source=source, locator="page 1")
    survivor = merge(*two)
    assert survivor.status_events.count() == survivor.parties.count() == 1
    for part in (survivor, survivor.status_events.get(), survivor.parties.get()):
        assert part.citations.count() == 1
    assert Citation.objects.count() == 3


def test_everything_goes_to_the_one_that_stays(client: Client) -> None:
    academy = make_organisation("Academy")
    survivor = make_record(name="Joint Laboratory", countries=[make_country("CN")])
    duplicate = make_record(
        name={"en": "Joint Lab", "zh-hans": "联合实验室"},
        summary="What it works on.",
        countries=[make_country("PK")],
        started_on="2019-05",
        latitude="33.70000",
        longitude="73.10000",
    )
    make_party(duplicate, organisation=academy, role=PartyRole.HOST)
    make_measure(duplicate)
    duplicate.citations.create(source=make_source(), field="started_on")
    ExternalIdentifier.objects.create(record=duplicate, scheme="iati", value="XM-1")
    Task.objects.create(record=duplicate, text="Ask for the date")
    code, address = duplicate.code, duplicate.get_absolute_url()

    merge(survivor, duplicate)

    survivor.refresh_from_db()
    assert texts_of(survivor.name) == {"en": "Joint Laboratory", "zh-hans": "联合实验室"}
    assert texts_of(survivor.summary) == {"en": "What it works on."}
    assert {country.pk for country in survivor.countries.all()} == {"CN", "PK"}
    assert (str(survivor.started_on), survivor.year) == ("2019-05", 2019)
    assert survivor.latitude is not None
    assert survivor.parties.get().organisation == academy
    assert survivor.measures.count() == 1
    assert survivor.citations.get().field == "started_on"
    assert survivor.identifiers.get().value == "XM-1"
    assert survivor.tasks.count() == 1
    assert not Record.objects.filter(code=code).exists()
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (301, survivor.get_absolute_url())
    assert list(verify()) == []


def test_what_the_survivor_says_itself_stands() -> None:
    survivor = make_record(name="A", started_on="2018", summary="Its own.")
    merge(survivor, make_record(name="B", started_on="2020", summary="Another."))
    survivor.refresh_from_db()
    assert str(survivor.started_on) == "2018"
    assert texts_of(survivor.summary) == {"en": "Its own."}


def test_a_party_of_both_is_kept_once_with_the_sources_of_both() -> None:
    academy = make_organisation("Academy")
    survivor, duplicate = make_record(), make_record()
    for record in (survivor, duplicate):
        make_party(record, organisation=academy).citations.create(source=make_source())
    merge(survivor, duplicate)
    assert survivor.parties.get().citations.count() == 2


def test_relations_between_the_two_go_and_others_stay() -> None:
    survivor, duplicate, third = make_record(), make_record(), make_record()
    make_relation(survivor, duplicate)
    make_relation(duplicate, survivor)
    make_relation(third, duplicate)
    merge(survivor, duplicate)
    assert not survivor.relations.exists()
    assert survivor.related_from.get().record == third


@pytest.mark.parametrize("survivor_is_part", [True, False])
def test_a_part_and_its_whole_can_be_one(survivor_is_part: bool) -> None:
    top = make_record()
    whole = make_record(part_of=top)
    part = make_record(part_of=whole)
    survivor, duplicate = (part, whole) if survivor_is_part else (whole, part)
    merge(survivor, duplicate)
    survivor.refresh_from_db()
    assert survivor.part_of == top


def test_two_agreements_have_one_set_of_terms_and_a_status_computed_anew() -> None:
    survivor = make_agreement(terms={"term_years": 5})
    duplicate = make_agreement(terms={"term_years": 3, "renewal": Renewal.AUTOMATIC})
    make_legal_event(duplicate, LegalEventKind.ENTRY_INTO_FORCE, "2020-01-01")
    source = make_source()
    AgreementTerms.objects.get(record=duplicate).citations.create(source=source)
    merge(survivor, duplicate)
    terms = AgreementTerms.objects.get()
    assert (terms.record, terms.term_years, terms.renewal) == (survivor, 5, Renewal.AUTOMATIC)
    assert terms.citations.get().source == source
    survivor.refresh_from_db()
    assert survivor.status == Status.IN_FORCE


def test_former_addresses_follow_a_second_merge(client: Client) -> None:
    first, second, third = make_record(), make_record(), make_record()
    address = first.get_absolute_url()
    merge(second, first)
    merge(third, second)
    assert client.get(address)["Location"] == third.get_absolute_url()


def test_a_figure_counts_the_record_once() -> None:
    survivor, duplicate = make_record(), make_record()
    wanted = [("register.records", "kind=joint_laboratory")]
    assert [found.number for found in count_all(wanted) if found] == [2]
    merge(survivor, duplicate)
    assert [found.number for found in count_all(wanted) if found] == [1]


@pytest.mark.parametrize(
    ("survivor", "duplicate", "message"),
    [
        ({}, {"kind": "platform"}, "different kinds"),
        ({"stage": Stage.DRAFT}, {}, "Keep the public one"),
    ],
)
def test_what_cannot_be_merged(
    survivor: dict[str, Any], duplicate: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        merge(make_record(**survivor), make_record(**duplicate))
    assert not Entry.objects.exists()


def test_a_record_is_not_merged_with_itself_or_with_one_that_is_gone() -> None:
    record, gone = make_record(), make_record()
    with pytest.raises(ValidationError, match="two different"):
        merge(record, Record.objects.get(pk=record.pk))
    Record.objects.filter(pk=gone.pk).delete()
    with pytest.raises(ValidationError, match="meanwhile"):
        merge(record, gone)


KILLED_AFTER = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict.update(NAME=sys.argv[1])
from serai.foundation.record.operations import Program, writing, recording
from serai.track.figures.counters import count_all
from serai.track.register.merging import merge_records
from serai.track.register.models import Record
left = int(sys.argv[2])
write = recording.Entry.save
def save(self, *arguments, **options):
    global left
    write(self, *arguments, **options)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
recording.Entry.save = save
one, other = Record.objects.order_by("pk")
merge_records(actor=Program("test"), survivor=one, duplicate=other)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("entries", [1, 3, 5, 99])
def test_killing_the_process_leaves_two_records_or_one(
    entries: int,
) -> None:
    survivor, duplicate = make_record(name="A"), make_record(name="B", summary="Something.")
    make_party(duplicate, organisation=make_organisation("Academy"))
    make_measure(duplicate)
    name = str(connection.settings_dict["NAME"])
    connection.close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AFTER, name, str(entries)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "serai.project.settings"},
        check=False,
    )
    if entries == 99:
        assert done.returncode == 0
        assert Record.objects.get() == survivor
        assert survivor.measures.count() == 1
    else:
        assert done.returncode == -signal.SIGKILL, os.strerror(abs(done.returncode))
        assert Record.objects.count() == 2
        assert duplicate.measures.count() == duplicate.parties.count() == 1
        assert not Entry.objects.exists()
    assert list(verify()) == []
