"""The index that the database keeps."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from factories.directory import make_organisation
from factories.register import make_record
from serai.foundation.search.query import Phrase, parse
from serai.foundation.search.registry import registered_indexes
from serai.foundation.search.tokens import tokens
from serai.track.register.catalogue.texts import contains
from serai.track.register.indexes import NAMES, PLACES, RECORDS
from serai.track.register.models import Record

pytestmark = pytest.mark.django_db


def found(written: str, *, scope: int | None = None) -> set[str]:
    phrase = parse(written)
    assert isinstance(phrase, Phrase)
    keys = RECORDS.keys(phrase, scope=scope).tolist()
    return {str(record) for record in Record.objects.filter(pk__among=keys)}


def test_phrases_beginnings_and_scopes() -> None:
    make_record(name="Crop laboratory", summary="In the hills.", place_name="Kisumu")
    make_record(name={"en": "Kisumu park", "zh-hans": "作物分子生物学联合实验室"})
    assert found("lab") == {"Crop laboratory"}
    assert found('"lab"') == set()
    assert found('"crop laboratory"') == {"Crop laboratory"}
    assert found('"laboratory crop"') == set()
    assert found('"crop labor*"') == set()
    assert found("分子生物") == {"Kisumu park"}
    assert found("子分") == set()
    assert found("室") == found("实") == {"Kisumu park"}
    assert found("kisumu") == {"Crop laboratory", "Kisumu park"}
    assert found("kisumu", scope=NAMES) == {"Kisumu park"}
    assert found("kisumu", scope=PLACES) == {"Crop laboratory"}


def test_no_phrase_reaches_from_one_text_into_the_next() -> None:
    make_record(name="Crop laboratory", summary="Station in the hills.")
    assert found('"laboratory station"') == set()


def test_phrases_of_any_length_stand_in_the_texts_word_by_word() -> None:
    texts = (
        "Joint laboratory on rice and a station on joint wheat laboratory tests.",
        "分子生物学与分子育种联合研究室，生物学研究",
        "Joint лаборатория на 三 wheat 分子 生物学研究",
        "a a b a a a",
        "Лаб на дне и на воде",
    )
    for text in texts:
        make_record(name="", summary=text, code="")
    words = dict(Record.objects.values_list("pk", "words"))
    for text in texts:
        cut = tokens(text)
        for phrase in {
            Phrase(tuple(some), is_prefix)
            for length in range(1, 7)
            for at in range(len(cut) - length + 1)
            for some in (cut[at : at + length], [*cut[at : at + length - 1], cut[0]])
            for is_prefix in (False, True)
        }:
            expected = {key for key in words if contains(words[key].split(), phrase)}
            assert set(RECORDS.keys(phrase).tolist()) == expected, phrase


def test_bulk_writing_keeps_the_index() -> None:
    records = [make_record(name=f"Wheat {number}") for number in range(3)]
    Record.objects.update(words="barley ǀ")
    assert found("wheat") == set()
    assert len(found("barley")) == 3
    records[0].words = "rye ǀ"
    Record.objects.bulk_update(records[:1], ["words"])
    assert found("rye") == {"Wheat 0"}
    Record.objects.filter(pk=records[1].pk).delete()
    assert len(found("barley")) == 1
    assert RECORDS.is_whole()


def test_finding_keys_reads_little_of_what_the_records_say() -> None:
    text = " ".join(f"wheat{number}" for number in range(100))
    records = [make_record(name=f"Wheat {number}", summary=text) for number in range(40)]
    words = {record: record.words.replace("wheat99", "rye") for record in records}
    for record, changed in words.items():
        Record.objects.filter(pk=record.pk).update(words=changed)
    assert len(found("rye")) == 40
    sizes = {
        "postgresql": "SELECT pg_relation_size('register_search')",
        # Where SQLite would keep the texts of an index once more.
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'register_search_content'",
    }
    with connection.cursor() as cursor:
        cursor.execute(sizes[connection.vendor])
        (size,) = cursor.fetchone()
    assert size < sum(map(len, words.values()))


def test_rows_added_all_at_once_are_indexed_and_later_ones_too() -> None:
    texts = ("", "Wheat wheat", "Лаб на дне и на 三 воде", "分子 ²ᴬ ½a Ǆ ßß é x", "ٱلْقَمْح أ ب")
    for text in texts:
        make_record(name="Rye" if text else "", summary=text, code="")
    words = list(Record.objects.order_by("pk").values_list("pk", "words"))
    Record.objects.all().delete()
    with transaction.atomic(), RECORDS.adding() as index:
        Record.objects.bulk_create([
            Record(pk=key, code=f"code-{key}", words=text) for key, text in words
        ])  # fmt: skip
        index(words[0][0], words[-1][0], RECORDS.vectors(words))
    make_record(name="Wheat again")
    assert len(found("wheat")) == 2
    assert len(found("дне")) == len(found("rye")) == 1
    assert RECORDS.is_whole()


def test_what_fails_while_rows_are_added_takes_nothing_from_the_index() -> None:
    make_record(name="Wheat")
    with pytest.raises(ZeroDivisionError), transaction.atomic(), RECORDS.adding():
        raise ZeroDivisionError
    make_record(name="Wheat again")
    assert found("wheat") == {"Wheat", "Wheat again"}
    assert RECORDS.is_whole()


def test_an_index_without_its_triggers_is_made_whole() -> None:
    make_record(name="Wheat")
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER register_search_updated"
            + (" ON register_record" if connection.vendor == "postgresql" else "")
        )
        if connection.vendor == "postgresql":
            # As it was before words were indexed with those that follow them.
            cursor.execute("DROP FUNCTION register_search_runs")
    Record.objects.update(words="barley ǀ")
    assert not RECORDS.is_whole()
    RECORDS.ensure()
    assert found("barley") == {"Wheat"}
    assert RECORDS.is_whole()


def test_rebuilding() -> None:
    make_record(name="Wheat")
    make_organisation("Wheat board")
    for index in registered_indexes():
        index.rebuild()
        assert index.is_whole()
    assert found("wheat") == {"Wheat"}
