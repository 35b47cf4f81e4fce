"""CERIF-XML as rows for imports: projects and equipments as records, units as organisations.

A file is what a repository answers over OAI-PMH, or one entity. What the register has no place for
is counted, so that whoever imports it is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop as _
from lxml import etree

from serai.engines.validation import Fault, Severity, examine
from serai.foundation.dataset.problems import Problem as DirectoryProblem
from serai.foundation.directory.importing import OrganisationRow
from serai.foundation.directory.models import (
    Field,
    IdentifierScheme,
    OrganisationIdentifier,
    OrganisationKind,
)
from serai.foundation.identity import CODE_PATTERN
from serai.track.register.exchange.cerif.vocabulary import (
    EQUIPMENT,
    EVENT,
    FORD,
    IDENTIFIERS,
    KINDS,
    NAMESPACE,
    ORGANISATION,
    ORGANISATION_KIND,
    ORGANISATION_TYPES,
    PROJECT,
    STATUSES,
    tag,
)
from serai.track.register.exchange.oai.repository import repository_identifier
from serai.track.register.exchange.problems import Message, Problem, problem_of
from serai.track.register.exchange.rows import ImportRow, Place
from serai.track.register.exchange.xml import Element, elements, own_text, texts_in
from serai.track.register.models import ExternalIdentifier, RecordKind

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_READ = {
    PROJECT: {"Type", "Title", "Identifier", "StartDate", "EndDate", "Consortium", "Funded",
              "Subject", "Abstract", "Status"},
    EQUIPMENT: {"Type", "Name", "Identifier", "Description", "Owner", "Classification"},
    EVENT: {"Type", "Name", "Identifier", "StartDate", "EndDate", "Description", "Subject"},
}  # fmt: skip
_DEFAULT_KIND = {PROJECT: RecordKind.PROJECT, EQUIPMENT: RecordKind.PLATFORM}
"""What an entity of others becomes. An event of others is none of ours."""
_ROLES = {
    "Consortium/Coordinator": "host",
    "Consortium/Partner": "party",
    "Consortium/Contractor": "builder",
    "Consortium/InkindContributor": "party",
    "Consortium/Member": "party",
    "Funded/By": "funder",
    "Owner": "owner",
}
"""What somebody does in a record, by the element that names them."""


class _Entity(NamedTuple):
    """An entity of a file, and the identifier of the repository that gave it."""

    element: Element
    identifier: str

    @property
    def kind(self) -> str:
        """The name of its element: ``Project``, ``Equipment`` and so on."""
        return str(etree.QName(self.element).localname)

    @property
    def code(self) -> str:
        """Our own code, where this is one of ours."""
        prefix = f"oai:{repository_identifier()}:{self.kind}s/"
        code = self.identifier.removeprefix(prefix)
        is_ours = self.identifier.startswith(prefix) and re.fullmatch(CODE_PATTERN, code)
        return code if is_ours else ""


def _open(path: Path) -> tuple[list[_Entity] | None, list[Fault]]:
    """Return the entities of a file, None where it is of another format, and what is wrong."""
    tree, verdict = examine(path)
    broken = [fault for fault in verdict.faults if fault.severity is Severity.CRITICAL]
    if broken:
        return [], broken
    root = tree.getroot() if tree is not None else None
    if root is None or not str(root.tag).startswith((_OAI, f"{{{NAMESPACE}}}")):
        return None, []
    if not root.tag.startswith(_OAI):
        return [_Entity(root, f"cerif:{root.get('id', '')}")], []
    found: list[_Entity] = []
    for record in root.iter(f"{_OAI}record"):
        identifier = own_text(record.find(f"{_OAI}header/{_OAI}identifier"))
        found += [
            _Entity(element, identifier)
            for element in record.iterfind(f"{_OAI}metadata/*")
            if str(element.tag).startswith(f"{{{NAMESPACE}}}")
        ]
    return found, []


def read_records(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Read the projects and equipments of a file; ``name`` is what messages call it."""
    entities, faults = _open(path)
    for fault in faults:
        yield problem_of(fault, name)
    if entities is None:
        yield Problem(name, 1, "", "format",
                      Message(_("this is neither CERIF-XML nor an answer of OAI-PMH")))  # fmt: skip
        return
    known = _Known([entity.identifier for entity in entities])
    rows, passed_over = [], Counter[str]()
    for entity in entities:
        row = _Record(entity, known).row(name) if entity.kind in _READ else None
        if row is None:
            passed_over[entity.kind] += 1
        else:
            rows.append(row)
    if rows:
        rows[0].left_out = passed_over + Counter(rows[0].left_out)
    elif not faults:
        found = ", ".join(f"{count} × {kind}" for kind, count in passed_over.items()) or "nothing"
        yield Problem(
            name, 1, "", "nothing-to-import",
            Message(
                _("there is no project and no equipment in this file (%(found)s); organisation "
                  "units are read by serai import-organisations"),
                found=found,
            ),
        )  # fmt: skip
    yield from rows


def read_organisations(path: Path, name: str) -> Iterator[OrganisationRow | DirectoryProblem]:
    """Read the organisation units of a file that have an identifier; ``name`` as above."""
    entities, faults = _open(path)
    for fault in faults:
        yield DirectoryProblem(name, fault.line, fault.rule, fault.words)
    if entities is None:
        yield DirectoryProblem(name, 1, "", "this is neither CERIF-XML nor an answer of OAI-PMH")
        return
    rows, nameless = [], 0
    for entity in entities:
        if entity.kind == ORGANISATION:
            row = _organisation(entity, name)
            if row.identifiers or row.code:
                rows.append(row)
            else:
                nameless += 1
    if rows and nameless:
        rows[0].left_out["OrgUnit without an identifier"] = nameless
    elif not rows and not faults:
        yield DirectoryProblem(
            name, 1, "", f"of {nameless} organisation units here none has an identifier by which "
            "it could be known again (ROR, ISNI)",
        )  # fmt: skip
    yield from rows


def _classified(element: Element, name: str, scheme: str) -> list[str]:
    """Return the codes that an element has in a scheme."""
    values = (
        own_text(each) for each in element.iterfind(tag(name)) if each.get("scheme") == scheme
    )
    return [value.rpartition("#")[2] for value in values]


def _organisation_identifiers(element: Element) -> dict[str, str]:
    found = {}
    for name, scheme in (("RORID", "ror"), ("ISNI", "isni")):
        if value := own_text(element.find(tag(name))):
            found[scheme] = value
    for each in element.iterfind(tag("Identifier")):
        scheme = each.get("type", "").removeprefix(f"{IDENTIFIERS}:")
        if scheme in IdentifierScheme.values:
            found[scheme] = own_text(each)
    return found


def _organisation(entity: _Entity, file: str) -> OrganisationRow:
    element = entity.element
    left_out: Counter[str] = Counter()
    types = _classified(element, "Type", ORGANISATION_TYPES)
    acronym = own_text(element.find(tag("Acronym")))
    parent = element.find(f"{tag('PartOf')}/{tag(ORGANISATION)}")
    above = _organisation_identifiers(parent) if parent is not None else {}
    addresses = (own_text(each) for each in element.iterfind(tag("ElectronicAddress")))
    return OrganisationRow(
        file=file,
        line=element.sourceline,
        name=texts_in(element, tag("Name"), left_out),
        short_name={"en": acronym} if acronym else {},
        identifiers=_organisation_identifiers(element),
        code=entity.code,
        kind=next(
            (ORGANISATION_KIND[each] for each in types if each in ORGANISATION_KIND),
            OrganisationKind.OTHER,
        ),
        website=next((each for each in addresses if each.startswith("http")), ""),
        parent=next((f"{scheme}:{value}" for scheme, value in above.items()), ""),
        left_out=left_out,
    )


class _Known:
    """What is here already of what a file refers to."""

    def __init__(self, identifiers: list[str]) -> None:
        self.fields = set(Field.objects.values_list("code", flat=True))
        self.organisations = {
            f"{scheme}:{value}"
            for scheme, value in OrganisationIdentifier.objects.values_list("scheme", "value")
        }
        values = [each.partition(":")[2] for each in identifiers]
        here = ExternalIdentifier.objects.filter(value__in=values)
        self.imported = {f"{each.scheme}:{each.value}" for each in here}


class _Record:
    """One entity, and the values of its row."""

    def __init__(self, entity: _Entity, known: _Known) -> None:
        self.entity = entity
        self.element = entity.element
        self.known = known
        self.values: dict[str, Any] = {}
        self.places: dict[str, Place] = {}
        self.left_out: Counter[str] = Counter()

    def row(self, file: str) -> ImportRow | None:
        """Return the row of the entity, None where it is no record of ours."""
        if not self._kind():
            return None
        for child in elements(self.element):
            name = etree.QName(child).localname
            if name not in _READ[self.entity.kind]:
                self.left_out[name] += 1
        self._identity()
        title = "Title" if self.entity.kind == PROJECT else "Name"
        self._texts("name", title)
        self._texts("summary", "Abstract" if self.entity.kind == PROJECT else "Description")
        for field, name in (("started_on", "StartDate"), ("ended_on", "EndDate")):
            if day := own_text(self.element.find(tag(name))):
                self._set(field, day[:10], self.element.find(tag(name)))
        if not self.entity.code:
            # The profile has fewer words for who does what than we have ourselves.
            self._parties()
        self._classifications()
        left_out = {name: count for name, count in self.left_out.items() if count}
        return ImportRow(file, self.element.sourceline, self.values, self.places, left_out)

    def _set(self, field: str, value: Any, element: Element) -> None:
        self.values[field] = value
        self.places[field] = Place(element.sourceline, etree.QName(element).localname)

    def _kind(self) -> bool:
        stated = _classified(self.element, "Type", KINDS)
        if stated:
            self._set("kind", stated[0], self.element)
        elif self.entity.kind not in _DEFAULT_KIND:
            return False
        elif self.entity.identifier not in self.known.imported:
            self._set("kind", _DEFAULT_KIND[self.entity.kind].value, self.element)
        return True

    def _identity(self) -> None:
        if self.entity.code:
            self._set("code", self.entity.code, self.element)
            return
        identifiers = [self.entity.identifier]
        for each in self.element.iterfind(tag("Identifier")):
            kind = each.get("type", "")
            if kind.startswith(f"{IDENTIFIERS}:"):
                identifiers.append(f"{kind.removeprefix(f'{IDENTIFIERS}:')}:{own_text(each)}")
            else:
                self.left_out["Identifier"] += 1
        self._set("identifiers", identifiers, self.element)

    def _texts(self, field: str, name: str) -> None:
        texts = texts_in(self.element, tag(name), self.left_out)
        if texts:
            self._set(field, texts, self.element.find(tag(name)))

    def _parties(self) -> None:
        parties: list[dict[str, Any]] = []
        for path, role in _ROLES.items():
            for link in self.element.iterfind("/".join(map(tag, path.split("/")))):
                party = self._party(link)
                if party:
                    place = Place(link.sourceline, etree.QName(link).localname)
                    self.places[f"parties.{len(parties)}"] = place
                    parties.append({"role": role, **party})
        if parties:
            self.values["parties"] = parties

    def _party(self, link: Element) -> dict[str, Any]:
        """Return which organisation a link names, or what it is called.

        People are left out: that somebody took part is not for a register to publish.
        """
        unit = link.find(tag(ORGANISATION))
        if unit is None:
            self.left_out["Person"] += 1
            return {}
        called = own_text(link.find(tag("DisplayName")))
        identifiers = _organisation_identifiers(unit)
        for scheme, value in identifiers.items():
            name = f"{scheme}:{value.rpartition('/')[2].replace(' ', '')}"
            if name in self.known.organisations:
                return {"organisation": name}
        names = texts_in(unit, tag("Name"), self.left_out)
        acronym = own_text(unit.find(tag("Acronym")))
        words = called or next(iter(names.values()), "") or acronym or unit.get("id", "Not named")
        return {"as_written": words[:300]}

    def _classifications(self) -> None:
        name = "Classification" if self.entity.kind == EQUIPMENT else "Subject"
        codes = _classified(self.element, name, FORD)
        fields = [code for code in codes if code in self.known.fields]
        if fields:
            self._set("fields", sorted(set(fields)), self.element.find(tag(name)))
        place = "Status" if self.entity.kind == PROJECT else "Classification"
        statuses = _classified(self.element, place, STATUSES)
        if statuses and self.values.get("kind") != RecordKind.AGREEMENT:
            self._set("status", statuses[0], self.element)
        ours = len(fields) + (len(statuses) if place == name else 0)
        self.left_out[name] += len(self.element.findall(tag(name))) - ours
