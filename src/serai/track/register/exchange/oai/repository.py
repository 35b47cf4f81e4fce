"""What can be harvested: published records and the organisations of the directory.

Records that were withdrawn, and what was merged into something else, are listed as deleted. A list
is given shelf by shelf, each in the order of primary keys: what changes while somebody harvests
has a later datestamp and is in their next harvest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import CharField, DateTimeField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import translation

from serai.foundation.directory.models import CodeRedirect, Organisation
from serai.foundation.identity import CODE_PATTERN
from serai.foundation.record.models import Entry
from serai.track.register.exchange.cerif.entities import (
    organisation_dublin_core,
    organisation_entity,
    record_dublin_core,
    record_entity,
)
from serai.track.register.exchange.cerif.vocabulary import (
    KINDS_OF,
    ORGANISATION,
    SETS,
    entity_id,
)
from serai.track.register.exchange.names import Names
from serai.track.register.exchange.oai.protocol import (
    CERIF_PREFIX,
    EPOCH,
    Harvest,
    ProtocolError,
    moved_on,
)
from serai.track.register.exchange.reading import plain_records
from serai.track.register.exchange.xml import Element
from serai.track.register.models import Record, Stage

PAGE = 100
"""How many items a list gives at a time."""
_EXPOSED = (Stage.PUBLISHED, Stage.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be harvested, or could be once."""

    pk: int
    entity: str
    code: str
    changed: datetime
    is_deleted: bool = False

    @property
    def identifier(self) -> str:
        """The identifier in the namespace of this repository."""
        return f"oai:{repository_identifier()}:{entity_id(self.entity, self.code)}"


class Shelf(NamedTuple):
    """One sort of items: rows with ``pk``, ``item_code``, ``changed`` and ``state``."""

    entity: str
    rows: QuerySet[Any]

    def items(self) -> Iterable[Item]:
        """Give its items, those that are no longer there as deleted."""
        for pk, code, changed, state in self.rows.values_list(
            "pk", "item_code", "changed", "state"
        ):
            yield Item(pk, self.entity, code, changed, state != Stage.PUBLISHED)


def repository_identifier() -> str:
    """Return the name by which identifiers of this repository begin: its host."""
    return str(settings.CONFIGURATION.host)


def shelves() -> list[Shelf]:
    """Return everything that can be harvested, in the order in which lists give it.

    Records stand on a shelf for each kind and stage: there an index has them in the order of their
    keys, so that a piece of a long list costs what a short list costs.
    """
    found = []
    for entity in SETS:
        alive = _alive(entity)
        if entity == ORGANISATION:
            found.append(Shelf(entity, alive))
        else:
            found += [
                Shelf(entity, alive.filter(kind=kind, stage=stage))
                for kind in KINDS_OF[entity]
                for stage in _EXPOSED
            ]
        found.append(Shelf(entity, _merged(entity)))
    return found


def _alive(entity: str) -> QuerySet[Any]:
    """What is in the register or the directory: withdrawn records count as deleted."""
    if entity == ORGANISATION:
        return Organisation.objects.annotate(
            item_code=F("code"), changed=_last_entry(), state=Value(Stage.PUBLISHED.value)
        )
    return Record.objects.filter(kind__in=KINDS_OF[entity], stage__in=_EXPOSED).annotate(
        # The bare column would make the database read by time and sort by key, all of it each time.
        item_code=F("code"), changed=Coalesce("changed_at", "changed_at"), state=F("stage")
    )  # fmt: skip


def _merged(entity: str) -> QuerySet[CodeRedirect]:
    """What was merged into something that can be harvested.

    When it was merged the survivor changed; that it changed since only tells it once more.
    """
    kind = "directory.organisation" if entity == ORGANISATION else "register.record"
    survivor = _alive(entity).filter(code=OuterRef("target")).values("changed")[:1]
    merged = CodeRedirect.objects.filter(kind=kind).annotate(
        item_code=F("code"), changed=Subquery(survivor), state=Value("merged")
    )
    return merged.filter(changed__isnull=False)


def _last_entry() -> Coalesce:
    """When an organisation was last changed, as the record of changes has it."""
    entries = Entry.objects.filter(
        root_type="directory.organisation", root_id=Cast(OuterRef("pk"), CharField())
    ).order_by("-number")
    return Coalesce(Subquery(entries.values("at")[:1]), Value(EPOCH), output_field=DateTimeField())


def _narrowed(shelf: Shelf, harvest: Harvest) -> QuerySet[Any]:
    rows = shelf.rows
    if harvest.begins is not None:
        rows = rows.filter(changed__gte=harvest.begins)
    if harvest.ends is not None:
        rows = rows.filter(changed__lt=harvest.ends)
    return rows


def listed(harvest: Harvest) -> tuple[list[Item], Harvest, bool]:
    """Return the next items of a list, how far it has come then, and whether there are more.

    Raises ProtocolError where the list is empty.
    """
    chosen = [
        (number, shelf)
        for number, shelf in enumerate(shelves())
        if not harvest.set or SETS[shelf.entity] == harvest.set
    ]
    if not harvest.cursor:
        counts = [_narrowed(shelf, harvest).count() for _number, shelf in chosen]
        if not sum(counts):
            raise ProtocolError("noRecordsMatch", "Nothing here matches these arguments.")
        harvest = replace(harvest, total=sum(counts))
        chosen = [each for each, count in zip(chosen, counts, strict=True) if count]
    items: list[tuple[int, Item]] = []
    for number, shelf in chosen:
        if number < harvest.shelf:
            continue
        after = harvest.after if number == harvest.shelf else 0
        rows = _narrowed(shelf, harvest).filter(pk__gt=after).order_by("pk")
        wanted = PAGE + 1 - len(items)
        items += [(number, item) for item in Shelf(shelf.entity, rows[:wanted]).items()]
        if len(items) > PAGE:
            break
    page = items[:PAGE]
    if not page:
        raise ProtocolError("badResumptionToken", "What was left of this list has gone.")
    number, last = page[-1]
    after_it = moved_on(harvest, shelf=number, after=last.pk, given=len(page))
    return [item for _number, item in page], after_it, len(items) > PAGE


_IDENTIFIER = re.compile(r"oai:(?P<host>[^:]+(?::\d+)?):(?P<entity>[A-Za-z]+)s/(?P<code>.+)")


def find(identifier: str) -> Item:
    """Return the item that an identifier names. Raises ProtocolError where there is none."""
    found = _IDENTIFIER.fullmatch(identifier)
    if (
        found
        and found["host"] == repository_identifier()
        and found["entity"] in SETS
        and re.fullmatch(CODE_PATTERN, found["code"])
    ):
        for rows in (_alive(found["entity"]), _merged(found["entity"])):
            for item in Shelf(found["entity"], rows.filter(code=found["code"])).items():
                return item
    raise ProtocolError("idDoesNotExist", "Nothing here has this identifier.")


def metadata(items: Iterable[Item], prefix: str, base_url: str) -> dict[Item, Element]:
    """Write items in a format; those that were deleted are left out."""
    alive = [item for item in items if not item.is_deleted]
    with translation.override("en"):
        return {**_records(alive, prefix, base_url), **_organisations(alive, prefix, base_url)}


def _records(items: list[Item], prefix: str, base_url: str) -> dict[Item, Element]:
    wanted = {item.pk: item for item in items if item.entity != ORGANISATION}
    plains = plain_records(list(wanted), public=True)
    names = Names()
    names.look_up(plains)
    return {
        wanted[plain["pk"]]: record_entity(plain, names)
        if prefix == CERIF_PREFIX
        else record_dublin_core(
            plain, names, base_url + reverse("register:record", args=[plain["code"]])
        )
        for plain in plains
    }


def _organisations(items: list[Item], prefix: str, base_url: str) -> dict[Item, Element]:
    wanted = {item.pk: item for item in items if item.entity == ORGANISATION}
    found = Organisation.objects.select_related("parent").prefetch_related("identifiers")
    return {
        wanted[pk]: organisation_entity(organisation)
        if prefix == CERIF_PREFIX
        else organisation_dublin_core(organisation, base_url + organisation.get_absolute_url())
        for pk, organisation in found.in_bulk(wanted).items()
    }
