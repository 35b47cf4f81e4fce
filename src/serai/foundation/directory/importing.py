"""Organisations from other registers: ROR, IATI, CERIF.

What people wrote here stays: an import adds organisations, and adds to those that are here what
they lack. An organisation is known again by its identifiers. One that only has the same name and
country as one that is here is proposed, and left alone until somebody says that they are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction

from serai.foundation.bulk import reserve_keys
from serai.foundation.dataset.problems import Problem
from serai.foundation.directory.identifiers import check_identifier, normalise_identifier
from serai.foundation.directory.models import (
    Country,
    Organisation,
    OrganisationIdentifier,
    OrganisationKind,
)
from serai.foundation.directory.operations import change_organisation
from serai.foundation.directory.verbs import IDENTIFIERS, ORGANISATION_CREATED
from serai.foundation.folding import fold
from serai.foundation.identity import new_code
from serai.foundation.record.models import Head
from serai.foundation.record.operations import Actor, create_objects
from serai.foundation.translation import TranslatedText, texts_of

NAME_LENGTH = 300
SHORT_NAME_LENGTH = 60


@dataclass(slots=True, kw_only=True)
class OrganisationRow:
    """One organisation as a file states it. Identifiers are by scheme, names by language."""

    file: str
    line: int
    name: dict[str, str]
    identifiers: dict[str, str]
    code: str = ""
    """Our own code, in files that we wrote ourselves."""
    short_name: dict[str, str] = field(default_factory=dict)
    kind: OrganisationKind = OrganisationKind.OTHER
    country: str | None = None
    website: str = ""
    parent: str = ""
    """``scheme:value`` of the organisation that it is a part of."""
    left_out: Counter[str] = field(default_factory=Counter)
    """What stands in the file and has no place in the directory, by its name there."""


@dataclass(frozen=True, slots=True)
class Match:
    """An organisation of a file and one that is here, which may be the same."""

    row: OrganisationRow
    organisation: Organisation


@dataclass(slots=True)
class OrganisationReport:
    """What an import of organisations did, or would do."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    matches: list[Match] = field(default_factory=list)
    """Organisations that were left alone, because one here may be the same."""
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def import_organisations(
    *,
    actor: Actor,
    rows: Iterable[OrganisationRow | Problem],
    dry_run: bool = False,
    take_matches: bool = False,
) -> OrganisationReport:
    """Bring organisations into the directory; all of them, or none where there is a problem.

    ``take_matches`` says that organisations of the same name and country are the same. A dry run
    does all of it and takes it back. The same file again changes nothing.
    """
    report = OrganisationReport()
    read: list[OrganisationRow] = []
    countries = set(Country.objects.values_list("code", flat=True))
    seen: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Problem):
            report.problems.append(row)
            continue
        report.problems.extend(_faults(row, countries, seen))
        report.left_out.update(row.left_out)
        read.append(row)
    if report.problems:
        report.problems.sort()
        return report
    with transaction.atomic():
        # Whoever records a change waits here, so what is found stays true.
        Head.objects.select_for_update().get_or_create(pk=1)
        _Import(actor, report, take_matches=take_matches).run(read)
        if dry_run or report.problems:
            transaction.set_rollback(True)
    return report


def _faults(row: OrganisationRow, countries: set[str], seen: dict[str, int]) -> Iterator[Problem]:
    """Say what keeps a row from being imported; take out of it what only cannot be kept."""

    def fault(field: str, message: str) -> Problem:
        return Problem(row.file, row.line, field, message)

    if not row.name:
        yield fault("name", "an organisation needs a name")
    if any(len(text) > NAME_LENGTH for text in row.name.values()):
        yield fault("name", f"a name may have {NAME_LENGTH} characters")
    if not row.identifiers and not row.code:
        yield fault("identifiers", "without an identifier it could not be known again")
    row.identifiers = {
        scheme: normalise_identifier(scheme, value) for scheme, value in row.identifiers.items()
    }
    for scheme, value in row.identifiers.items():
        try:
            check_identifier(scheme, value)
        except ValidationError as error:
            yield fault(scheme, " ".join(error.messages))
        first = seen.setdefault(f"{scheme}:{value}", row.line)
        if first != row.line:
            yield fault(scheme, f"“{value}” stands in line {first} already")
    if row.country is not None and row.country not in countries:
        row.left_out[f"country {row.country}"] += 1
        row.country = None
    if any(len(text) > SHORT_NAME_LENGTH for text in row.short_name.values()):
        row.left_out["short name"] += 1
        row.short_name = {}
    if row.website:
        try:
            URLValidator()(row.website)
        except ValidationError:
            row.left_out["website"] += 1
            row.website = ""


class _Import:
    """One import, in its transaction."""

    def __init__(self, actor: Actor, report: OrganisationReport, *, take_matches: bool) -> None:
        self.actor = actor
        self.report = report
        self.take_matches = take_matches
        rows = OrganisationIdentifier.objects.values_list("scheme", "value", "organisation_id")
        self.by_identifier = {f"{scheme}:{value}": key for scheme, value, key in rows}
        self.parents = dict(
            Organisation.objects.exclude(parent=None).values_list("pk", "parent_id")
        )
        self.by_code = dict(Organisation.objects.values_list("code", "pk"))
        self.by_name: dict[tuple[str, str | None], int] = {}
        for key, country, name in Organisation.objects.values_list("pk", "country_id", "name"):
            for text in texts_of(name).values():
                self.by_name.setdefault((fold(text), country), key)

    def run(self, rows: list[OrganisationRow]) -> None:
        """Import every row, then say which organisation is a part of which."""
        touched: dict[int, bool] = {}
        here: list[tuple[OrganisationRow, int]] = []
        new: list[OrganisationRow] = []
        for row, same in [(row, self._known(row)) for row in rows]:
            match = self._matched(row) if same is None else None
            if match is not None and not self.take_matches:
                self.report.matches.append(Match(row, Organisation.objects.get(pk=match)))
            elif (key := match if same is None else same) is None:
                new.append(row)
            else:
                here.append((row, key))
        if self.report.problems:
            return
        self._create(new)
        for row, key in here:
            touched[key] = self._complete(row, key)
        self.report.new = len(new)
        for row, key in here:
            if row.parent and self._set_parent(row, key):
                touched[key] = True
        self.report.changed = sum(touched.values())
        self.report.unchanged = len(touched) - self.report.changed

    def _known(self, row: OrganisationRow) -> int | None:
        found = {
            self.by_identifier[name]
            for name in (f"{scheme}:{value}" for scheme, value in row.identifiers.items())
            if name in self.by_identifier
        }
        if row.code in self.by_code:
            found.add(self.by_code[row.code])
        if len(found) > 1:
            self.report.problems.append(Problem(
                row.file, row.line, "identifiers",
                "its identifiers belong to different organisations here: merge those first",
            ))  # fmt: skip
        return min(found, default=None)

    def _matched(self, row: OrganisationRow) -> int | None:
        keys = (self.by_name.get((fold(text), row.country)) for text in row.name.values())
        return next((key for key in keys if key is not None), None)

    def _create(self, rows: list[OrganisationRow]) -> None:
        """Add organisations, all at once."""
        made: list[Organisation] = []
        for key, row in zip(reserve_keys(Organisation, len(rows)), rows, strict=True):
            organisation = Organisation(
                pk=key, name=TranslatedText(row.name), short_name=TranslatedText(row.short_name),
                kind=row.kind, country_id=row.country, website=row.website,
                code=row.code or new_code(),
            )  # fmt: skip
            self._check(row, organisation)
            organisation.set_words()
            made.append(organisation)
            self._note(row, key)
        identifiers = []
        for row, organisation in zip(rows, made, strict=True):
            for scheme, value in row.identifiers.items():
                identifier = OrganisationIdentifier(
                    organisation=organisation, scheme=scheme, value=value
                )
                self._check(row, identifier)
                identifiers.append(identifier)
            if row.parent:
                organisation.parent_id = self._parent_of_new(row, organisation.pk)
        if self.report.problems:
            return
        create_objects(actor=self.actor, verb=ORGANISATION_CREATED, instances=made)
        create_objects(
            actor=self.actor, verb=IDENTIFIERS.added, instances=identifiers,
            root=lambda identifier: identifier.organisation,
        )  # fmt: skip

    def _check(self, row: OrganisationRow, instance: models.Model) -> None:
        """Hold what is to be added to the rules of its model; references are known to be there."""
        try:
            instance.clean_fields(exclude=["id", "country", "parent", "organisation"])
        except ValidationError as error:
            self.report.problems += [
                Problem(row.file, row.line, field, " ".join(faults))
                for field, faults in error.message_dict.items()
            ]

    def _parent_of_new(self, row: OrganisationRow, key: int) -> int | None:
        """Return the key of the organisation that a new one is a part of, unless it were itself."""
        parent = above = self.by_identifier.get(row.parent)
        while above is not None and above != key:
            above = self.parents.get(above)
        if parent is None or above == key:
            self.report.left_out["parent"] += 1
            return None
        self.parents[key] = parent
        return parent

    def _complete(self, row: OrganisationRow, key: int) -> bool:
        """Add what an organisation lacks; return whether there was anything."""
        organisation = Organisation.objects.prefetch_related("identifiers").get(pk=key)
        changes: dict[str, Any] = {}
        for column in ("name", "short_name"):
            here, there = texts_of(getattr(organisation, column)), getattr(row, column)
            if there.keys() - here.keys():
                changes[column] = TranslatedText({**there, **here})
        if organisation.kind == OrganisationKind.OTHER != row.kind:
            changes["kind"] = row.kind
        if organisation.country_id is None and row.country:
            changes["country"] = Country.objects.get(pk=row.country)
        if not organisation.website and row.website:
            changes["website"] = row.website
        here = {each.scheme: each.value for each in organisation.identifiers.all()}
        lacking = row.identifiers.keys() - here.keys()
        if not changes and not lacking:
            return False
        change_organisation(
            actor=self.actor, organisation=organisation, changes=changes,
            identifiers=_identifier_rows({**row.identifiers, **here}) if lacking else None,
        )  # fmt: skip
        self._note(row, key)
        return True

    def _set_parent(self, row: OrganisationRow, key: int) -> bool:
        parent = self.by_identifier.get(row.parent)
        organisation = Organisation.objects.get(pk=key)
        if organisation.parent_id is not None:
            return False
        if parent is None:
            self.report.left_out["parent"] += 1
            return False
        try:
            change_organisation(
                actor=self.actor, organisation=organisation,
                changes={"parent": Organisation.objects.get(pk=parent)},
            )  # fmt: skip
        except ValidationError:  # It would be a part of itself.
            self.report.left_out["parent"] += 1
            return False
        return True

    def _note(self, row: OrganisationRow, key: int) -> None:
        for scheme, value in row.identifiers.items():
            self.by_identifier[f"{scheme}:{value}"] = key


def _identifier_rows(identifiers: dict[str, str]) -> list[dict[str, str]]:
    return [{"scheme": scheme, "value": value} for scheme, value in identifiers.items()]
