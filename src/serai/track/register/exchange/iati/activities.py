"""Records as activities of IATI 2.03, written one after the other.

`docs/reference/iati-and-cerif.md` says what stands for what. IATI asks for some things that the
register may not know: a start, somebody who takes part, a description, a country, a sector. What is
written there only because something must be is marked ``serai:stand-in``; our own import passes
over it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from lxml import etree

from serai.foundation.dates import PartialDate
from serai.foundation.translation import texts_of
from serai.track.register.exchange.formats import ExportContext, Records
from serai.track.register.exchange.iati.vocabulary import (
    FORD,
    KINDS,
    ORGANISATION_TYPES,
    OWN,
    PARENT,
    RELATION_CODES,
    RESEARCH,
    ROLE_CODES,
    STATUS_CODES,
    THEMES,
    even_shares,
    organisation_reference,
    own,
    own_identifier,
    publisher,
    publisher_reference,
    sector,
)
from serai.track.register.exchange.names import Names
from serai.track.register.exchange.reading import pieces, plain_records
from serai.track.register.exchange.shape import Plain
from serai.track.register.exchange.xml import Element, add, add_texts, address, clean, written
from serai.track.register.models import (
    ExternalIdentifier,
    PartyRole,
    Record,
    RecordKind,
    RelationKind,
    Status,
)

STAND_IN = own("stand-in")
SCHEME = "iati"
"""The scheme of identifiers of activities that others publish."""
WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
UNSPECIFIED_REGION = "998"
WEB_PAGE = "A12"


def stream_activities(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write records as activities, in their order and in flat memory."""
    yield file_start("iati-activities", context)
    with translation.override("en"):
        writer = _Writer(context)
        for keys in pieces(records, context):
            plains = plain_records(keys, public=context.public)
            writer.look_up(plains)
            for plain in plains:
                yield written(writer.activity(plain))
    yield b"</iati-activities>\n"


def file_start(root: str, context: ExportContext) -> bytes:
    """Write what stands before the first activity or organisation."""
    time = context.retrieved_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    about = clean(f"{context.address} · {context.licence} · {time}").replace("--", "- -")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<!-- {about} -->\n"
        f'<{root} version="2.03" generated-datetime="{time}">\n'
    ).encode()


def add_reporter(parent: Element) -> None:
    """Say who publishes; what others do is reported at second hand."""
    reporter = add(
        parent, "reporting-org", ref=publisher_reference(), type="90", secondary_reporter="1"
    )
    add(reporter, "narrative", publisher())


class _Writer:
    """Writes activities; what several records name is looked up for all of a piece at once."""

    def __init__(self, context: ExportContext) -> None:
        self.context = context
        self.names = Names()
        self.page_start = reverse("register:record", args=["x"]).removesuffix("x/")
        self.kinds = {kind.value: str(kind.label) for kind in RecordKind}
        self.today = timezone.now().date()

    def look_up(self, plains: list[Plain]) -> None:
        """Read what the records of a piece refer to."""
        self.names.look_up(plains)
        others = {relation[1] for plain in plains for relation in plain["relations"]}
        others |= {plain["part_of"] for plain in plains if plain["part_of"]}
        self.identifiers = identifiers_of(others)

    def activity(self, plain: Plain) -> Element:
        """Write one record, in the order that the schema asks for."""
        page = f"{self.page_start}{plain['code']}/"
        activity = etree.Element(
            "iati-activity",
            {
                "{http://www.w3.org/XML/1998/namespace}lang": "en",
                "last-updated-datetime": _instant(plain["changed_at"]),
                "humanitarian": "0",
                "linked-data-uri": address(f"{self.context.base_url}{page}"),
            },
            nsmap={"serai": OWN},
        )
        add(activity, "iati-identifier", identifier_of(plain))
        add_reporter(activity)
        add_texts(add(activity, "title"), "narrative", plain["name"])
        self._description(activity, plain)
        self._participants(activity, plain)
        self._other_identifiers(activity, plain)
        status = add(activity, "activity-status", code=STATUS_CODES[Status(plain["status"])])
        status.set(own("status"), plain["status"])
        self._dates(activity, plain)
        self._countries(activity, plain)
        self._location(activity, plain)
        self._sectors(activity, plain)
        self._tags(activity, plain)
        self._documents(activity, plain)
        self._related(activity, plain)
        self._results(activity, plain)
        return activity

    def _description(self, activity: Element, plain: Plain) -> None:
        description = add(activity, "description", type="1")
        if not plain["summary"]:
            description.set(STAND_IN, "true")
        add_texts(description, "narrative", plain["summary"] or plain["name"])

    def _participants(self, activity: Element, plain: Plain) -> None:
        for role, name, country, as_written in plain["parties"]:
            known = self.names.organisations.get(name)
            element = add(
                activity,
                "participating-org",
                ref=organisation_reference(known.identifiers) if known else None,
                type=ORGANISATION_TYPES[known.kind] if known else None,  # type: ignore[index]
                role=ROLE_CODES[PartyRole(role)],
            )
            element.set(own("role"), role)
            for attribute, value in (
                ("organisation", name), ("country", country), ("as-written", as_written)
            ):  # fmt: skip
                if value:
                    element.set(own(attribute), clean(value))
            if known:
                add_texts(element, "narrative", known.name)
            elif country:
                add_texts(element, "narrative", self.names.countries[country])
            else:
                add(element, "narrative", as_written)
        if not plain["parties"]:
            element = add(activity, "participating-org", role="4")
            element.set(STAND_IN, "true")
            add(element, "narrative", "Not known")

    def _other_identifiers(self, activity: Element, plain: Plain) -> None:
        code = add(activity, "other-identifier", ref=plain["code"], type="A1")
        code.set(own("code"), plain["code"])
        written_already = f"{SCHEME}:{identifier_of(plain)}"
        for identifier in plain["identifiers"]:
            if identifier != written_already:
                other = add(activity, "other-identifier", ref=identifier, type="A9")
                other.set(own("identifier"), clean(identifier))

    def _dates(self, activity: Element, plain: Plain) -> None:
        started = _date(plain["started_on"])
        ended = _date(plain["ended_on"])
        if started:
            kind = "2" if started.earliest <= self.today else "1"
            self._add_date(activity, kind, started, started.earliest)
        else:
            day = self._first_known(plain, ended)
            element = add(activity, "activity-date", type="2", iso_date=day.isoformat())
            element.set(STAND_IN, "true")
            add(element, "narrative", "The start is not known; this is when it is first spoken of.")
        if ended:
            kind = "4" if ended.latest <= self.today else "3"
            self._add_date(activity, kind, ended, ended.latest)

    def _add_date(self, activity: Element, kind: str, stated: PartialDate, day: date) -> None:
        element = add(activity, "activity-date", type=kind, iso_date=day.isoformat())
        if str(stated) != day.isoformat():
            element.set(own("date"), str(stated))
            add(element, "narrative", stated.display("en"))

    def _first_known(self, plain: Plain, ended: PartialDate | None) -> date:
        """The earliest day on which something is known of a record."""
        dates = [event[1] for event in (*plain["legal_events"], *plain["status_events"])]
        known = [found.earliest for each in dates if (found := _date(each))]
        published = (
            self.names.sources[pk].published_on for pk in plain["cited"] if pk in self.names.sources
        )
        known += [each.earliest for each in published if each]
        known += [ended.earliest] if ended else []
        return min(min(known, default=self.today), self.today)

    def _countries(self, activity: Element, plain: Plain) -> None:
        codes = plain["countries"]
        shares = even_shares(len(codes)) if codes else []
        for code, share in zip(codes, shares, strict=True):
            percentage = str(share) if len(codes) > 1 else None
            add(activity, "recipient-country", code=code, percentage=percentage)
        if not codes:
            region = add(activity, "recipient-region", code=UNSPECIFIED_REGION, vocabulary="1")
            region.set(STAND_IN, "true")

    def _location(self, activity: Element, plain: Plain) -> None:
        if not (plain["place_name"] or plain["place_country"] or plain["latitude"] is not None):
            return
        location = add(activity, "location")
        if plain["place_name"]:
            add_texts(add(location, "name"), "narrative", plain["place_name"])
        if plain["place_country"]:
            add(location, "administrative", vocabulary="A4", code=plain["place_country"])
        if plain["latitude"] is not None:
            point = add(location, "point", srsName=WGS84)
            add(point, "pos", f"{plain['latitude']} {plain['longitude']}")

    def _sectors(self, activity: Element, plain: Plain) -> None:
        fields = plain["fields"]
        shares = even_shares(len(fields)) if fields else []
        sectors: dict[str, Decimal] = defaultdict(Decimal)
        for field, share in zip(fields, shares, strict=True):
            sectors[sector(field)] += share
        for code, share in sectors.items():
            add(
                activity, "sector", vocabulary="1", code=code,
                percentage=str(share) if len(sectors) > 1 else None,
            )  # fmt: skip
        if not fields:
            add(activity, "sector", vocabulary="1", code=RESEARCH).set(STAND_IN, "true")
        for field, share in zip(fields, shares, strict=True):
            element = add(
                activity, "sector", vocabulary="99", vocabulary_uri=FORD, code=field,
                percentage=str(share) if len(fields) > 1 else None,
            )  # fmt: skip
            add_texts(element, "narrative", self.names.fields[field])

    def _tags(self, activity: Element, plain: Plain) -> None:
        for goal in plain["goals"]:
            add(activity, "tag", vocabulary="2", code=str(goal))
        kind = add(activity, "tag", vocabulary="99", vocabulary_uri=KINDS, code=plain["kind"])
        add(kind, "narrative", self.kinds[plain["kind"]])
        for theme in plain["themes"]:
            tag = add(activity, "tag", vocabulary="99", vocabulary_uri=THEMES, code=theme)
            add_texts(tag, "narrative", self.names.themes[theme])

    def _documents(self, activity: Element, plain: Plain) -> None:
        for pk in plain["cited"]:
            source = self.names.sources.get(pk)
            if source is None or not source.address:
                continue
            url = address(source.address)
            is_pdf = url.lower().partition("?")[0].endswith(".pdf")
            link = add(
                activity, "document-link",
                url=url, format="application/pdf" if is_pdf else "text/html",
            )  # fmt: skip
            link.set(own("source"), source.code)
            add_texts(add(link, "title"), "narrative", texts_of(source.title))
            add(link, "category", code=WEB_PAGE)
            language = source.language.lower().partition("-")[0]
            if language:
                add(link, "language", code=language)
            if source.published_on and source.published_on.precision == "day":
                add(link, "document-date", iso_date=source.published_on.earliest.isoformat())

    def _related(self, activity: Element, plain: Plain) -> None:
        if plain["part_of"] in self.identifiers:
            ref = self.identifiers[plain["part_of"]]
            add(activity, "related-activity", ref=ref, type=PARENT)
        for kind, other in plain["relations"]:
            if other in self.identifiers:
                element = add(
                    activity, "related-activity",
                    ref=self.identifiers[other], type=RELATION_CODES[RelationKind(kind)],
                )  # fmt: skip
                add(element, own("relation"), kind)  # It may have no attribute of ours.

    def _results(self, activity: Element, plain: Plain) -> None:
        if not plain["measures"]:
            return
        result = add(activity, "result", type="1")
        add(add(result, "title"), "narrative", "Measures")
        for name, value, unit, as_of, note in plain["measures"]:
            is_percentage = any(text.strip() in {"%", "per cent"} for text in unit.values())
            indicator = add(result, "indicator", measure="2" if is_percentage else "1")
            add_texts(add(indicator, "title"), "narrative", name)
            if unit:
                description = add(indicator, "description")
                description.set(own("unit"), "true")
                add_texts(description, "narrative", unit)
            period = add(indicator, "period")
            known = _date(as_of)
            stated = known or _date(plain["started_on"]) or PartialDate.from_date(self.today)
            if known is None:
                period.set(STAND_IN, "true")
            elif known.precision != "day" or known.approximate:
                period.set(own("date"), as_of)
            add(period, "period-start", iso_date=stated.earliest.isoformat())
            add(period, "period-end", iso_date=stated.latest.isoformat())
            actual = add(period, "actual", value=value)
            if note:
                add_texts(add(actual, "comment"), "narrative", note)


def identifier_of(plain: Plain) -> str:
    """Return the identifier of a record as an activity: that which others gave it, else ours."""
    theirs = (each for each in plain["identifiers"] if each.startswith(f"{SCHEME}:"))
    return next((each.partition(":")[2] for each in theirs), own_identifier(plain["code"]))


def identifiers_of(names: Iterable[str]) -> dict[str, str]:
    """Return the identifiers of records as activities, by their name in files."""
    wanted = set(names)
    if not wanted:
        return {}
    records = Record.objects.filter(Q(key__in=wanted) | Q(code__in=wanted))
    found = {pk: (key or code, code) for pk, key, code in records.values_list("pk", "key", "code")}
    theirs = dict(
        ExternalIdentifier.objects.filter(record__in=found, scheme=SCHEME)
        .order_by("-value")
        .values_list("record_id", "value")
    )
    return {name: theirs.get(pk) or own_identifier(code) for pk, (name, code) in found.items()}


def _date(stated: str) -> PartialDate | None:
    return PartialDate.parse(stated) if stated else None


def _instant(value: Any) -> str:
    """Write a time as the database gives it: SQLite as text."""
    time = datetime.fromisoformat(value) if isinstance(value, str) else value
    if timezone.is_naive(time):
        time = time.replace(tzinfo=UTC)
    return str(time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
