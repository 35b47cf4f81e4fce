"""The page of a record: its facts, each with the marks of its sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from babel.numbers import format_decimal
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.foundation.languages import locale_of
from serai.foundation.translation import render_text, texts_of
from serai.foundation.web.templatetags.serai import date_text, number, translated
from serai.track.evidence.footnotes import Footnotes
from serai.track.register.filters import written_address
from serai.track.register.models import (
    AgreementTerms,
    InstrumentType,
    LegalEvent,
    Measure,
    Party,
    PartyRole,
    Record,
    Relation,
    RelationKind,
    Renewal,
    StatusEvent,
)
from serai.track.register.presentation import terms_of, tone

Fact = tuple[str, SafeString]
Stop = dict[str, Any]


def shown_objects(record: Record) -> list[models.Model]:
    """Everything on the page of a record that a source may support."""
    terms = terms_of(record)
    return [
        record,
        *([terms] if terms else []),
        *record.parties.all(),
        *record.legal_events.all(),
        *record.status_events.all(),
        *record.measures.all(),
        *record.elements.all(),
    ]


class RecordPage:
    """The page of a record: what is known, and for each fact where it is from.

    The order in which its parts are asked for is the order in which the sources are numbered.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self.notes = Footnotes(shown_objects(record))

    def facts(self) -> list[Fact]:
        """The facts that stand at the top."""
        record = self.record
        return [
            fact
            for fact in (
                self._fact("status", self._status()),
                self._fact("name_as_written", self._name_as_written(), "name"),
                self._fact("countries", self._countries()),
                self._fact("place_name", self._place(), "place_country", "latitude"),
                self._fact("started_on", record.started_on and date_text(record.started_on)),
                self._fact("ended_on", record.ended_on and date_text(record.ended_on)),
                *self._terms(),
                self._fact("themes", self._links("theme", record.themes.all(), "code")),
                self._fact("fields", self._links("field", record.fields.all(), "pk")),
                self._fact("goals", self._links("goal", record.goals.all(), "pk", numbered=True)),
                self._fact("part_of", self._part_of()),
                self._fact("counts_in_totals", self._not_counted(), "counting_reason"),
            )
            if fact is not None
        ]

    def summary_marks(self) -> SafeString:
        """The marks of what supports the record as a whole."""
        return self.notes.mark(self.record, "", "summary", "name", "kind")

    def party_groups(self) -> list[dict[str, Any]]:
        """The parties by what they do, in the order of the roles."""
        groups = []
        parties = list(self.record.parties.all())
        for role in PartyRole:
            rows = [self._party(party) for party in parties if party.role == role]
            if rows:
                groups.append({"label": capfirst(str(role.label)), "rows": rows})
        return groups

    def party_marks(self) -> SafeString:
        """The marks of the parties as a whole."""
        return self.notes.mark(self.record, "parties", fact=_("Parties"))

    def stops(self) -> list[Stop]:
        """The life of the record as a route; what is still to come is an open station."""
        today = timezone.localdate()
        events: list[LegalEvent | StatusEvent] = [
            *(self.record.legal_events.all() if self.record.is_agreement else []),
            *self.record.status_events.all(),
        ]
        dated = sorted((event for event in events if event.on), key=lambda event: event.on)
        undated = [event for event in events if not event.on]
        stops = [
            {
                "date": date_text(event.on),
                "title": capfirst(_event_name(event)),
                "text": self._event_text(event),
                "state": "open" if event.on and event.on.earliest > today else "done",
            }
            for event in (*dated, *undated)
        ]
        reached = [stop for stop in stops[: len(dated)] if stop["state"] == "done"]
        if reached and not self.record.is_agreement:
            reached[-1]["state"] = "current"
        return stops

    def measures(self) -> list[Fact]:
        """The numbers that describe it."""
        return [
            (render_text(measure.name).text, self._measure(measure))
            for measure in self.record.measures.all()
        ]

    def element_groups(self) -> list[dict[str, Any]]:
        """The lists it is made of: principles, aspects, areas."""
        groups: dict[str, dict[str, Any]] = {}
        for element in self.record.elements.all():
            key = render_text(element.group).text
            group = groups.setdefault(key, {"label": translated(element.group), "rows": []})
            marks = self.notes.mark(element, "", "name", "group", fact=str(element))
            group["rows"].append(format_html("{} {}", translated(element.name), marks))
        return list(groups.values())

    def related(self) -> list[dict[str, Any]]:
        """The records it is related to, from its side, by relation."""
        groups: dict[str, list[Record]] = {}
        for relation in self.record.relations.all():
            groups.setdefault(_relation_name(relation, is_reversed=False), []).append(
                relation.other
            )
        for relation in self.record.related_from.all():
            groups.setdefault(_relation_name(relation, is_reversed=True), []).append(
                relation.record
            )
        return [{"label": label, "records": records} for label, records in groups.items()]

    def _fact(self, column: str, value: Any, *columns: str, fact: str = "") -> Fact | None:
        if not value:
            return None
        field = Record._meta.get_field(column)
        label = fact or capfirst(str(getattr(field, "verbose_name", column)))
        names = (column, *columns)
        return label, format_html(
            "{} {}{}",
            value,
            self.notes.mark(self.record, *names, fact=label),
            self.notes.remarks(self.record, *names),
        )

    def _status(self) -> SafeString:
        """The status, with the sources of the step that brought it about."""
        record = self.record
        today = timezone.localdate()
        steps = [
            event
            for event in record.status_events.all()
            if event.status == record.status and (event.on is None or event.on.earliest <= today)
        ]
        badge = format_html(
            '<span class="badge {}">{}</span>',
            tone(record.status),
            capfirst(str(record.get_status_display())),
        )
        marks = self.notes.mark(steps[-1], "", "status", fact=_("Status")) if steps else ""
        return format_html("{} {}", badge, marks)

    def _name_as_written(self) -> SafeString | None:
        if not self.record.name_as_written:
            return None
        return format_html("<q>{}</q>", self.record.name_as_written)

    def _countries(self) -> SafeString | None:
        record = self.record
        links = self._links("country", record.countries.all(), "pk")
        if links and record.countries_are_examples:
            return format_html("{} {}", links, _("and other countries"))
        return links

    def _place(self) -> SafeString | str | None:
        record = self.record
        texts: list[Any] = [translated(record.place_name)] if texts_of(record.place_name) else []
        if record.place_country is not None:
            texts.append(translated(record.place_country.name))
        if record.latitude is not None and record.longitude is not None:
            locale = locale_of()
            texts.append(
                _(", ").join(
                    format_decimal(value, format="0.####", locale=locale) + "°"
                    for value in (record.latitude, record.longitude)
                )
            )
        return format_html_join(" · ", "{}", [(text,) for text in texts])

    def _part_of(self) -> SafeString | None:
        whole = self.record.part_of
        if whole is None or not whole.is_public:
            return None
        return format_html('<a href="{}">{}</a>', whole.get_absolute_url(), translated(whole.name))

    def _not_counted(self) -> SafeString | None:
        if self.record.counts_in_totals:
            return None
        return format_html("{} {}", _("No."), translated(self.record.counting_reason))

    def _links(
        self, parameter: str, rows: Iterable[Any], key: str, *, numbered: bool = False
    ) -> SafeString | None:
        path = reverse("register:list")
        links = [
            (
                written_address(path, {parameter: [str(getattr(row, key))]}),
                format_html("{} {}", row.pk, translated(row.name))
                if numbered
                else translated(row.name),
            )
            for row in rows
        ]
        if not links:
            return None
        items = format_html_join("", '<li><a href="{}">{}</a></li>', links)
        return format_html('<ul class="inline-list">{}</ul>', items)

    def _terms(self) -> list[Fact | None]:
        terms = terms_of(self.record)
        if terms is None:
            return []
        years = terms.term_years
        months = terms.notice_months
        values: list[tuple[str, Any]] = [
            ("instrument", terms.instrument != InstrumentType.UNKNOWN
             and capfirst(str(terms.get_instrument_display()))),
            ("covers_more", terms.covers_more and _("Yes")),
            ("entry_into_force_rule", texts_of(terms.entry_into_force_rule)
             and translated(terms.entry_into_force_rule)),
            ("term_years", years and ngettext("%(count)s year", "%(count)s years", years)
             % {"count": number(years)}),
            ("renewal", terms.renewal != Renewal.UNKNOWN
             and capfirst(str(terms.get_renewal_display()))),
            ("notice_months", months and ngettext("%(count)s month", "%(count)s months", months)
             % {"count": number(months)}),
            ("languages", terms.languages),
            ("depositary", terms.depositary),
            ("treaty_series_number", terms.treaty_series_number),
        ]  # fmt: skip
        facts: list[Fact | None] = []
        for column, value in values:
            if value:
                label = capfirst(str(AgreementTerms._meta.get_field(column).verbose_name))  # type: ignore[union-attr]
                marks = self.notes.mark(terms, column, fact=label)
                remarks = self.notes.remarks(terms, column)
                facts.append((label, format_html("{} {}{}", value, marks, remarks)))
        return facts

    def _party(self, party: Party) -> SafeString:
        name: Any = party.as_written
        note: Any = ""
        if party.organisation is not None:
            name = _linked("directory:organisation", party.organisation.code, party.organisation)
        elif party.country is not None:
            name = _linked("directory:country", party.country.code, party.country)
        if party.as_written and name != party.as_written:
            note = format_html(
                '<span class="source-remark">{} <q>{}</q></span>',
                _("In the source:"),
                party.as_written,
            )
        columns = ("", "organisation", "country", "as_written", "role")
        marks = self.notes.mark(party, *columns, fact=str(party))
        return format_html("{} {}{}{}", name, marks, note, self.notes.remarks(party, *columns))

    def _event_text(self, event: LegalEvent | StatusEvent) -> SafeString:
        texts: list[Any] = []
        if isinstance(event, LegalEvent):
            if event.party is not None:
                texts.append(str(event.party))
            if texts_of(event.place_name):
                texts.append(translated(event.place_name))
        if texts_of(event.note):
            texts.append(translated(event.note))
        columns = ("", "on", "kind", "status", "place_name", "note", "party")
        pieces = [
            format_html_join(" · ", "{}", [(text,) for text in texts]),
            self.notes.mark(event, *columns, fact=capfirst(_event_name(event))),
            self.notes.remarks(event, *columns),
        ]
        return format_html_join(" ", "{}", [(piece,) for piece in pieces if piece])

    def _measure(self, measure: Measure) -> SafeString:
        amount = format_html(
            '<span class="number">{}</span> {}',
            number(measure.value.normalize()),
            translated(measure.unit),
        )
        texts: list[Any] = [amount]
        if measure.as_of:
            texts.append(_("as of %(date)s") % {"date": date_text(measure.as_of)})
        columns = ("", "value", "name", "unit", "as_of", "note")
        note = translated(measure.note) if texts_of(measure.note) else ""
        return format_html(
            "{} {}{}{}",
            format_html_join(_(", "), "{}", [(text,) for text in texts]),
            self.notes.mark(measure, *columns, fact=render_text(measure.name).text),
            format_html('<span class="fact-note">{}</span>', note) if note else "",
            self.notes.remarks(measure, *columns),
        )


def _event_name(event: LegalEvent | StatusEvent) -> str:
    if isinstance(event, LegalEvent):
        return str(event.get_kind_display())
    return str(event.get_status_display())


def _relation_name(relation: Relation, *, is_reversed: bool) -> str:
    backwards = {
        RelationKind.FOUNDED_BY: _("Founded"),
        RelationKind.CARRIES_OUT: _("Carried out by"),
        RelationKind.AMENDS: _("Amended by"),
        RelationKind.SUPERSEDES: _("Superseded by"),
        RelationKind.RELATED: capfirst(str(RelationKind.RELATED.label)),
    }
    if is_reversed:
        return backwards[RelationKind(relation.kind)]
    return capfirst(str(relation.get_kind_display()))


def _linked(url_name: str, code: str, target: Any) -> SafeString:
    """The name of something in the directory, as a link where it has a page."""
    try:
        address = reverse(url_name, args=[code])
    except NoReverseMatch:
        return format_html("{}", translated(target.name))
    return format_html('<a href="{}">{}</a>', address, translated(target.name))
