"""Records of every shape, generated and stored, for the tests of exchange formats."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db.models import QuerySet
from hypothesis import strategies as st

from factories.directory import make_country, make_organisation, make_theme
from factories.evidence import make_source
from serai.foundation.dates import PartialDate
from serai.foundation.directory.models import Field, Goal
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import TranslatedText
from serai.track.evidence.models import Citation
from serai.track.register.exchange import ExportContext
from serai.track.register.models import (
    AGREEMENT_STATUSES,
    AgreementTerms,
    Element,
    ExternalIdentifier,
    LegalEvent,
    LegalEventKind,
    Measure,
    Party,
    PartyRole,
    Record,
    RecordKind,
    Relation,
    RelationKind,
    Stage,
    Status,
)

CONTEXT = ExportContext(
    base_url="https://serai.example.org",
    address="https://serai.example.org/en/register/?q=a--b",
    licence="CC BY 4.0",
    retrieved_at=datetime(2024, 5, 1, 12, tzinfo=UTC),
)
COUNTRIES = ("CN", "LA", "FR", "SG", "KE", "US", "GB")
_number = count(1)

_anything = st.characters(codec="utf-8", exclude_characters="\0")
"""All that a column holds, the characters included that XML does not know."""
_usual = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])
_days = st.dates(date(1950, 1, 1), date(2040, 12, 31))
partial_dates = st.builds(
    lambda day, precision, about: PartialDate(
        day.year,
        day.month if precision > 0 else None,
        day.day if precision > 1 else None,
        approximate=about,
    ),
    _days, st.integers(0, 2), st.booleans(),
)  # fmt: skip
_kinds = st.sampled_from(RecordKind)


@st.composite
def described_records(draw: st.DrawFn, *, usual: bool = True) -> dict[str, Any]:
    """What a record and its parts are to be; `stored` makes it.

    Its texts have usual characters, or any that can be stored.
    """
    characters = _usual if usual else _anything
    texts = st.text(characters, min_size=1, max_size=30).filter(lambda text: text.strip() == text)
    translated = st.dictionaries(st.sampled_from(LANGUAGE_CODES), texts, min_size=1, max_size=3)
    kind = draw(_kinds)
    is_agreement = kind == RecordKind.AGREEMENT
    statuses = (
        sorted(AGREEMENT_STATUSES)
        if is_agreement
        else sorted(set(Status) - AGREEMENT_STATUSES | {Status.UNKNOWN})
    )
    started = draw(st.none() | partial_dates)
    ended = draw(st.none() | partial_dates)
    if started and ended and ended.latest < started.earliest:
        started, ended = ended, started
    return {
        "kind": kind,
        "status": draw(st.sampled_from(statuses)),
        "name": draw(translated),
        "summary": draw(st.just({}) | translated),
        "place_name": draw(st.just({}) | translated),
        "place_country": draw(st.none() | st.sampled_from(COUNTRIES)),
        "point": draw(st.none() | st.tuples(
            st.decimals(-90, 90, places=5), st.decimals(-180, 180, places=5)
        )),
        "started_on": started,
        "ended_on": ended,
        "countries": draw(st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=7)),
        "fields": draw(st.lists(st.sampled_from(["1.2", "2", "2.6", "3.1", "4.1", "5.3", "6.4"]),
                                unique=True, max_size=7)),
        "goals": draw(st.lists(st.integers(1, 17), unique=True, max_size=3)),
        "themes": draw(st.integers(0, 2)),
        "parties": draw(st.lists(
            st.tuples(st.sampled_from(PartyRole),
                      st.sampled_from(["organisation", "country", "words"]), texts),
            max_size=3, unique=True,
        )),
        "measures": draw(st.lists(
            st.tuples(translated, st.decimals(-10**9, 10**9, places=4),
                      st.just({}) | translated | st.just({"en": "%"}), st.none() | partial_dates,
                      st.just({}) | translated),
            max_size=2, unique_by=lambda measure: (str(measure[0]), measure[3]),
        )),
        "identifiers": draw(st.lists(st.sampled_from(["iati:XM-DAC-7", "iati:A", "aiddata:1"]),
                                     unique=True, max_size=2)),
        "events": draw(st.lists(partial_dates, max_size=2)) if is_agreement else [],
    }  # fmt: skip


def stored(described: dict[str, Any], *, earlier: Record | None = None) -> Record:
    """Make the record that is described; ``earlier`` is one that it is related to."""
    number = next(_number)
    point = described["point"]
    record = Record(
        kind=described["kind"],
        status=described["status"],
        stage=Stage.PUBLISHED,
        latitude=point and point[0],
        longitude=point and point[1],
        started_on=described["started_on"],
        ended_on=described["ended_on"],
        place_country=make_country(described["place_country"])
        if described["place_country"] else None,
        part_of=earlier if number % 2 else None,
        **{name: TranslatedText(described[name]) for name in ("name", "summary", "place_name")},
    )  # fmt: skip
    record.full_clean()
    record.save()
    record.countries.set(described["countries"])
    record.fields.set(Field.objects.filter(pk__in=described["fields"]))
    record.goals.set(Goal.objects.filter(pk__in=described["goals"]))
    record.themes.set([make_theme() for _theme in range(described["themes"])])
    for position, (role, what, words) in enumerate(described["parties"]):
        Party.objects.create(
            record=record, role=role, position=position,
            organisation=make_organisation({"en": words}) if what == "organisation" else None,
            country=make_country("KE") if what == "country" else None,
            as_written=words if what == "words" else "",
        )  # fmt: skip
    for position, (name, value, unit, as_of, note) in enumerate(described["measures"]):
        Measure.objects.create(
            record=record, position=position, name=TranslatedText(name), value=Decimal(value),
            unit=TranslatedText(unit), as_of=as_of or "", note=TranslatedText(note),
        )  # fmt: skip
    for identifier in described["identifiers"]:
        scheme, _colon, value = identifier.partition(":")
        ExternalIdentifier.objects.create(record=record, scheme=scheme, value=f"{value}-{number}")
    if described["kind"] == RecordKind.AGREEMENT:
        AgreementTerms.objects.create(record=record)
    for on in described["events"]:
        LegalEvent.objects.create(record=record, kind=LegalEventKind.SIGNATURE, on=on)
    Element.objects.create(
        record=record, group=TranslatedText({"en": "Areas"}), name=TranslatedText({"en": "Rice"})
    )
    Citation.objects.create(
        target=record,
        source=make_source(address=f"https://example.org/{number}/é.pdf?a=1&b=|"),
    )
    if earlier:
        Relation.objects.create(record=record, kind=RelationKind.AMENDS, other=earlier)
    return record


def everything() -> QuerySet[Record]:
    """Every record, in one order."""
    return Record.objects.order_by("pk")
