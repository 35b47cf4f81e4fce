"""Organisations, people and themes in data files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from serai.foundation.dataset.kinds import (
    NO_TEXT,
    DateText,
    Item,
    Key,
    Kind,
    Part,
    Texts,
    own_code,
    reference,
    register_kind,
    written,
)
from serai.foundation.dataset.loading import ChangeVerbs, Loading
from serai.foundation.dataset.problems import ItemError
from serai.foundation.directory import operations, queries, verbs
from serai.foundation.directory.identifiers import check_identifier, normalise_identifier
from serai.foundation.directory.models import (
    Country,
    Field,
    IdentifierScheme,
    NameOrder,
    Organisation,
    OrganisationKind,
    Person,
    Theme,
)
from serai.foundation.identity import code_for_key


class IdentifierPart(Part):
    """An identifier of an organisation: ``{scheme: ror, value: 036wvzt09}``."""

    scheme: IdentifierScheme
    value: str


class OrganisationItem(Item):
    """An organisation as it stands in a data file."""

    name: Texts
    short_name: Texts = NO_TEXT
    kind: OrganisationKind = OrganisationKind.OTHER
    country: str | None = None
    parent: Key | None = None
    website: str = ""
    identifiers: list[IdentifierPart] = []


class NamePart(Part):
    """One way of writing a person's name."""

    text: str
    family: str = ""
    given: str = ""
    language: str = ""
    order: NameOrder = NameOrder.UNKNOWN
    preferred: bool = False


class PositionPart(Part):
    """What a person was, where, and as of when."""

    title: Texts
    organisation: Key | None = None
    as_of: DateText = None
    since: DateText = None
    until: DateText = None


class PersonItem(Item):
    """A person as they stand in a data file. The first name is the preferred one if none is."""

    names: list[NamePart] = []
    erased: bool = False
    honorific: str = ""
    country: str | None = None
    orcid: str | None = None
    positions: list[PositionPart] = []


class ThemeItem(Item):
    """A theme as it stands in a data file, mapped to OECD fields by their codes."""

    name: Texts
    fields: list[str] = []
    position: int = 0


def load_organisation(item: OrganisationItem, loading: Loading) -> Organisation:
    """Create or change an organisation. One that was merged stays merged."""
    merged = queries.former_key(Organisation, item.key)
    if merged is not None:
        return merged
    organisation = loading.upsert(
        Organisation,
        item,
        verbs=ChangeVerbs(verbs.ORGANISATION_CREATED, verbs.ORGANISATION_CHANGED),
        values={
            "name": item.name,
            "short_name": item.short_name,
            "kind": item.kind.value,
            "country": loading.find_optional(Country, item.country, "country"),
            "parent": loading.find_optional(Organisation, item.parent, "parent"),
            "website": item.website,
        },
    )
    for index, each in enumerate(item.identifiers):
        try:
            check_identifier(each.scheme, normalise_identifier(each.scheme, each.value))
        except ValidationError as error:
            raise ItemError(" ".join(error.messages), "identifiers", index, "value") from None
    operations.set_identifiers(
        actor=loading.actor,
        organisation=organisation,
        rows=[{"scheme": each.scheme.value, "value": each.value} for each in item.identifiers],
    )
    return organisation


def dump_organisations() -> Iterator[dict[str, Any]]:
    """Give back every organisation."""
    found = Organisation.objects.select_related("parent").prefetch_related("identifiers")
    for each in found.order_by("pk"):
        yield written(
            key=reference(each),
            code=own_code(each),
            name=each.name,
            short_name=each.short_name,
            kind=each.kind,
            country=each.country_id,
            parent=reference(each.parent),
            website=each.website,
            identifiers=[
                written(scheme=one.scheme, value=one.value) for one in each.identifiers.all()
            ],
        )


def load_person(item: PersonItem, loading: Loading) -> Person:
    """Create or change a person. One whose data was erased stays erased."""
    if not item.names and not item.erased:
        raise ItemError("a person needs a name", "names")
    codes = {item.key, item.code, code_for_key(Person._meta.label_lower, item.key)}
    known = Person.objects.filter(Q(key=item.key) | Q(code__in=codes)).first()
    if item.erased:
        return known if known and known.is_erased else _load_erased(item, loading, known)
    if known and known.is_erased:
        raise ItemError("the data of this person was erased; take it out of the file", "names")
    person = loading.upsert(
        Person,
        item,
        verbs=ChangeVerbs(verbs.PERSON_CREATED, verbs.PERSON_CHANGED),
        values={
            "honorific": item.honorific,
            "country": loading.find_optional(Country, item.country, "country"),
            "orcid": item.orcid or None,
        },
    )
    operations.set_names(
        actor=loading.actor,
        person=person,
        rows=[
            {
                "text": each.text,
                "family": each.family,
                "given": each.given,
                "language": each.language,
                "order": each.order.value,
                "is_preferred": each.preferred,
            }
            for each in item.names
        ],
    )
    operations.set_positions(
        actor=loading.actor,
        person=person,
        rows=[
            {
                "title": each.title,
                "organisation": loading.find_optional(
                    Organisation, each.organisation, "positions", index, "organisation"
                ),
                "as_of": each.as_of,
                "since": each.since,
                "until": each.until,
            }
            for index, each in enumerate(item.positions)
        ],
    )
    return person


def _load_erased(item: PersonItem, loading: Loading, known: Person | None) -> Person:
    """Create a person of whom nothing is known but what refers to them."""
    if known:
        raise ItemError("this person has a name here; erase their data at the desk", "erased")
    if item.model_fields_set - {"key", "code", "erased"}:
        raise ItemError("nothing may stand beside it but the key and the code", "erased")
    return loading.upsert(
        Person, item, verbs=ChangeVerbs(verbs.PERSON_CREATED, verbs.PERSON_CHANGED), values={}
    )


def dump_people() -> Iterator[dict[str, Any]]:
    """Give back every person."""
    found = Person.objects.prefetch_related("names", "positions__organisation")
    for each in found.order_by("pk"):
        yield written(
            key=reference(each),
            code=own_code(each),
            erased=each.is_erased or None,
            names=[
                written(
                    text=name.text,
                    family=name.family,
                    given=name.given,
                    language=name.language,
                    order="" if name.order == NameOrder.UNKNOWN else name.order,
                    preferred=name.is_preferred or None,
                )
                for name in each.names.all()
            ],
            honorific=each.honorific,
            country=each.country_id,
            orcid=each.orcid,
            positions=[
                written(
                    title=position.title,
                    organisation=reference(position.organisation),
                    as_of=position.as_of,
                    since=position.since,
                    until=position.until,
                )
                for position in each.positions.all()
            ],
        )


def load_theme(item: ThemeItem, loading: Loading) -> Theme:
    """Create or change a theme."""
    return loading.upsert(
        Theme,
        item,
        verbs=ChangeVerbs(verbs.THEME_CREATED, verbs.THEME_CHANGED),
        values={"name": item.name, "position": item.position},
        many={"fields": loading.find_all(Field, item.fields, "fields")},
    )


def dump_themes() -> Iterator[dict[str, Any]]:
    """Give back every theme."""
    for each in Theme.objects.prefetch_related("fields").order_by("pk"):
        yield written(
            key=reference(each),
            code=own_code(each),
            name=each.name,
            fields=[field.code for field in each.fields.all()],
            position=each.position or None,
        )


register_kind(
    Kind("organisations", Organisation, OrganisationItem, load_organisation, dump_organisations)
)
register_kind(
    Kind("people", Person, PersonItem, load_person, dump_people, {"is_preferred": "preferred"})
)
register_kind(Kind("themes", Theme, ThemeItem, load_theme, dump_themes))
