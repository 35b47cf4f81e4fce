"""Activities of IATI 2.03 (2.01 and 2.02 as well) as rows for the import of records.

A file that breaks the schema is refused with every fault in it. What an activity says that the
register has no place for, its money above all, is counted, so that whoever imports it is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from serai.engines.validation import Fault, Severity, examine
from serai.foundation.directory.models import (
    Country,
    Field,
    Organisation,
    OrganisationIdentifier,
    Theme,
)
from serai.foundation.identity import CODE_PATTERN
from serai.track.register.exchange.iati.activities import SCHEME, STAND_IN
from serai.track.register.exchange.iati.vocabulary import (
    CHILD,
    FIELDS,
    FORD,
    KINDS,
    PARENT,
    ROLES,
    STATUSES,
    THEMES,
    own,
    own_identifier,
    referred_organisation,
)
from serai.track.register.exchange.problems import Message, Problem, problem_of
from serai.track.register.exchange.rows import ImportRow, Place
from serai.track.register.exchange.xml import (
    LANG,
    Element,
    elements,
    own_text,
    tagged_language,
    texts_in,
)
from serai.track.register.models import ExternalIdentifier, Record, RecordKind, RelationKind

_CODE = re.compile(CODE_PATTERN)
_READ = frozenset({
    "iati-identifier", "reporting-org", "title", "description", "participating-org",
    "other-identifier", "activity-status", "activity-date", "recipient-country", "location",
    "sector", "tag", "related-activity", "result",
})  # fmt: skip
"""The elements that are read; of the others it is counted how many there are."""


def problems_of(faults: list[Fault], file: str) -> Iterator[Problem]:
    """Say as problems of an import what keeps a file from being read."""
    for fault in faults:
        if fault.severity is Severity.CRITICAL:
            yield problem_of(fault, file)


def read_activities(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Read a file of activities as rows; ``name`` is what messages call it."""
    tree, verdict = examine(path)
    yield from problems_of(verdict.faults, name)
    if not verdict.valid:
        return
    if tree is None or tree.getroot().tag != "iati-activities":
        yield Problem(name, 1, "", "format",
                      Message(_("this is not a file of IATI activities")))  # fmt: skip
        return
    known = _Known(tree)
    for activity in tree.iterfind("iati-activity"):
        yield _Activity(activity, known).row(name)


class _Known:
    """What activities may refer to: in the register, and in the file itself."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self.countries = set(Country.objects.values_list("code", flat=True))
        self.fields = set(Field.objects.values_list("code", flat=True))
        self.themes = {name for names in Theme.objects.values_list("key", "code") for name in names}
        self.identified = {
            f"{scheme}:{value}"
            for scheme, value in OrganisationIdentifier.objects.values_list("scheme", "value")
        }

    @cached_property
    def organisations(self) -> set[str | None]:
        """The names of organisations in files: only our own exports use them."""
        names = Organisation.objects.values_list("key", "code")
        return {name for pair in names for name in pair}

    @cached_property
    def imported(self) -> set[str]:
        """The identifiers in the file whose records are here already."""
        identifiers = [own_text(each) for each in self._tree.iterfind("*/iati-identifier")]
        found = ExternalIdentifier.objects.filter(scheme=SCHEME, value__in=identifiers)
        return set(found.values_list("value", flat=True))

    @cached_property
    def activities(self) -> dict[str, str]:
        """How rows refer to the activities that the file refers to: those in it, or here."""
        referred = {ref.strip() for ref in self._tree.xpath("//related-activity/@ref")}
        within = {own_text(each) for each in self._tree.iterfind("iati-activity/iati-identifier")}
        names = {each: own_code(each) or f"{SCHEME}:{each}" for each in within}
        theirs = ExternalIdentifier.objects.filter(scheme=SCHEME, value__in=referred)
        for value, key, code in theirs.values_list("value", "record__key", "record__code"):
            names[value] = key or code
        codes = {code: ref for ref in referred if (code := own_code(ref))}
        ours = Record.objects.filter(code__in=codes)
        for key, code in ours.values_list("key", "code"):
            names[codes[code]] = key or code
        return names


def own_code(identifier: str) -> str:
    """Return the code of our record that an identifier names, empty where it is not one of ours."""
    prefix = own_identifier("")
    code = identifier.removeprefix(prefix)
    return code if identifier.startswith(prefix) and _CODE.fullmatch(code) else ""


class _Activity:
    """One activity, and the values of its row."""

    def __init__(self, element: Element, known: _Known) -> None:
        self.element = element
        self.known = known
        self.language = tagged_language(element.get(LANG) or "en")
        self.values: dict[str, Any] = {}
        self.places: dict[str, Place] = {}
        self.left_out: Counter[str] = Counter()

    def row(self, file: str) -> ImportRow:
        """Return the row of the activity."""
        for child in elements(self.element):
            is_ours = child.get(STAND_IN) or child.get(own("source"))
            if child.tag not in _READ and not is_ours:
                self.left_out[child.tag] += 1
        self._identity()
        self._kind()
        self._texts()
        self._parties()
        self._status()
        self._dates()
        self._countries()
        self._location()
        self._sectors()
        self._tags()
        self._related()
        self._measures()
        left_out = {name: count for name, count in self.left_out.items() if count}
        return ImportRow(file, self.element.sourceline, self.values, self.places, left_out)

    def _set(self, field: str, value: Any, element: Element) -> None:
        self.values[field] = value
        self.places[field] = Place(element.sourceline, element.tag)

    def _find(self, path: str) -> list[Element]:
        """Return elements, without those that only stand in for what is not known."""
        return [each for each in self.element.iterfind(path) if not each.get(STAND_IN)]

    def _narratives(self, parent: Element | None) -> dict[str, str]:
        if parent is None:
            return {}
        return texts_in(parent, "narrative", self.left_out, default=self.language)

    def _identity(self) -> None:
        element = self.element.find("iati-identifier")
        identifier = own_text(element)
        if code := own_code(identifier):
            self._set("code", code, element)
            identifiers = []
        else:
            identifiers = [f"{SCHEME}:{identifier}"]
        for other in self._find("other-identifier"):
            if other.get(own("identifier")):
                identifiers.append(other.get(own("identifier")))
            elif not other.get(own("code")):
                self.left_out["other-identifier"] += 1
        if identifiers:
            self._set("identifiers", identifiers, element)

    def _texts(self) -> None:
        title = self.element.find("title")
        self._set("name", self._narratives(title), title)
        descriptions = self._find("description")
        summary: dict[str, list[str]] = {}
        for description in descriptions:
            for language, text in self._narratives(description).items():
                summary.setdefault(language, []).append(text)
        if summary:
            joined = {language: "\n\n".join(texts) for language, texts in summary.items()}
            self._set("summary", joined, descriptions[0])

    def _kind(self) -> None:
        """An activity of others is a project, unless an editor has said here what else it is."""
        for tag in self._find("tag"):
            if tag.get("vocabulary-uri") == KINDS:
                self._set("kind", tag.get("code"), tag)
                return
        if own_text(self.element.find("iati-identifier")) not in self.known.imported:
            self.values["kind"] = RecordKind.PROJECT.value

    def _parties(self) -> None:
        parties: list[Mapping[str, Any]] = []
        for element in self._find("participating-org"):
            self.places[f"parties.{len(parties)}"] = Place(element.sourceline, element.tag)
            parties.append(self._party(element))
        if parties:
            self.values["parties"] = parties

    def _party(self, element: Element) -> Mapping[str, Any]:
        name = element.get(own("organisation"))
        reference = (element.get("ref") or "").strip()
        referred = referred_organisation(reference) if reference else ""
        if name in self.known.organisations if name else False:
            organisation = name
        else:
            organisation = referred if referred in self.known.identified else None
        country = element.get(own("country"))
        as_written = element.get(own("as-written"), "")
        if not (organisation or country or as_written):
            called = self._narratives(element)
            as_written = (next(iter(called.values()), "") or reference or "Not named")[:300]
        return {
            "role": element.get(own("role")) or ROLES.get(element.get("role"), "party"),
            "organisation": organisation,
            "country": country,
            "as_written": as_written,
        }

    def _status(self) -> None:
        if self.values.get("kind") == RecordKind.AGREEMENT:
            return  # It follows from what happened to the agreement.
        element = self.element.find("activity-status")
        status = element.get(own("status")) or STATUSES.get(element.get("code"))
        if status:
            self._set("status", str(status), element)

    def _dates(self) -> None:
        found = {element.get("type"): element for element in reversed(self._find("activity-date"))}
        for field, actual, planned in (("started_on", "2", "1"), ("ended_on", "4", "3")):
            element = found.get(actual, found.get(planned))
            if element is not None:
                self._set(field, element.get(own("date")) or element.get("iso-date")[:10], element)

    def _countries(self) -> None:
        listed = self._find("recipient-country") or self._find("transaction/recipient-country")
        known = [each for each in listed if each.get("code") in self.known.countries]
        self.left_out["recipient-country"] += len(listed) - len(known)
        if known:
            codes = list(dict.fromkeys(each.get("code") for each in known))
            self._set("countries", codes, known[0])

    def _location(self) -> None:
        locations = self._find("location")
        self.left_out["location"] += max(0, len(locations) - 1)
        if not locations:
            return
        location = locations[0]
        if name := self._narratives(location.find("name")):
            self._set("place_name", name, location)
        for area in location.iterfind("administrative"):
            if area.get("vocabulary") == "A4" and area.get("code") in self.known.countries:
                self._set("place_country", area.get("code"), area)
        position = location.find("point/pos")
        if position is not None:
            pair = own_text(position).replace(",", " ").split()
            if len(pair) == 2:
                self._set("latitude", pair[0], position)
                self._set("longitude", pair[1], position)
            else:
                self.left_out["pos"] += 1

    def _sectors(self) -> None:
        sectors = self._find("sector") or self._find("transaction/sector")
        exact = [each for each in sectors if each.get("vocabulary-uri") == FORD]
        fields = [each.get("code") for each in exact if each.get("code") in self.known.fields]
        goals = []
        for each in sectors if not exact else []:
            vocabulary, code = each.get("vocabulary") or "1", each.get("code", "")
            if vocabulary == "1" and code in FIELDS:
                fields.append(FIELDS[code])
            elif vocabulary in {"7", "8"}:
                goals.append(code.partition(".")[0])
            else:
                self.left_out["sector"] += 1
        if fields:
            self._set("fields", sorted(set(fields)), sectors[0])
        if goals:
            self._set("goals", sorted(set(goals)), sectors[0])

    def _tags(self) -> None:
        goals, themes = list(self.values.get("goals", ())), []
        tags = self._find("tag")
        for tag in tags:
            vocabulary, code = tag.get("vocabulary"), tag.get("code", "")
            if vocabulary in {"2", "3"}:
                goals.append(code.partition(".")[0])
            elif tag.get("vocabulary-uri") == THEMES and code in self.known.themes:
                themes.append(code)
            elif tag.get("vocabulary-uri") != KINDS:
                self.left_out["tag"] += 1
        if goals:
            self._set("goals", sorted(set(goals)), tags[0] if tags else self.element)
        if themes:
            self._set("themes", themes, tags[0])

    def _related(self) -> None:
        relations = []
        for element in self._find("related-activity"):
            reference = element.get("ref", "").strip()
            kind = element.get("type")
            stated = own_text(element.find(own("relation")))
            if reference not in self.known.activities or kind == CHILD:
                self.left_out["related-activity"] += 1
            elif kind == PARENT and not stated:
                self._set("part_of", self.known.activities[reference], element)
            else:
                relation = stated or RelationKind.RELATED.value
                other = self.known.activities[reference]
                relations.append({"kind": relation, "record": other})
                self.places["relations"] = Place(element.sourceline, element.tag)
        if relations:
            self.values["relations"] = relations

    def _measures(self) -> None:
        measures: list[Mapping[str, Any]] = []
        for indicator in self.element.iterfind("result/indicator"):
            self.left_out["baseline"] += len(indicator.findall("baseline"))
            self.left_out["target"] += len(indicator.findall("period/target"))
            for period in indicator.iterfind("period"):
                for actual in period.iterfind("actual"):
                    measure = self._measure(indicator, period, actual)
                    if measure is None:
                        self.left_out["actual"] += 1
                    else:
                        place = Place(actual.sourceline, "actual")
                        self.places[f"measures.{len(measures)}"] = place
                        measures.append(measure)
        if measures:
            self.values["measures"] = measures

    def _measure(
        self, indicator: Element, period: Element, actual: Element
    ) -> Mapping[str, Any] | None:
        """Return one number, None where there is none for the whole, or it cannot be kept."""
        try:
            value = Decimal(actual.get("value", "").strip())
        except InvalidOperation:
            return None
        name = self._narratives(indicator.find("title"))
        parts = actual.find("dimension") is not None or actual.find("location") is not None
        if parts or not name or not value.is_finite() or value != round(value, 4):
            return None
        unit = indicator.find("description")
        is_unit = unit is not None and unit.get(own("unit"))
        end = period.find("period-end")
        as_of = period.get(own("date")) or end.get("iso-date")[:10]
        return {
            "name": name,
            "value": f"{value:f}",
            "unit": self._narratives(unit) if is_unit else {},
            "as_of": "" if period.get(STAND_IN) else as_of,
            "note": self._narratives(actual.find("comment")),
        }
