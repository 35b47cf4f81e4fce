"""The directory in the API: countries, classifications, organisations, people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Router

from serai.foundation.accounts.models import User
from serai.foundation.api.resources import (
    Filter,
    Resource,
    choice_filter,
    reference_filter,
    words_filter,
)
from serai.foundation.api.routes import routes
from serai.foundation.api.scopes import register_scope
from serai.foundation.api.shapes import Computed, Part, Shape, Written
from serai.foundation.directory import operations
from serai.foundation.directory.models import (
    Country,
    Field,
    Goal,
    Organisation,
    OrganisationIdentifier,
    OrganisationKind,
    Person,
    PersonName,
    Position,
    Region,
    Theme,
)
from serai.foundation.directory.queries import matching_people

router = Router()
SCOPE = register_scope("write:directory", _("Write the directory"))
PERMISSION = "directory.change_directory"
_WRITTEN: dict[str, Any] = {
    "scope": SCOPE, "may_create": PERMISSION, "may_change": PERMISSION, "may_delete": PERMISSION,
}  # fmt: skip


def _everything(model: Any) -> Any:
    return lambda _reader, _parent: model.objects.all()


for _model, _noun, _columns, _description, _example in (
    (
        Country, "country",
        ("code", "alpha3", "numeric", "name", "region", "is_least_developed",
         "is_landlocked_developing", "is_small_island_developing"),
        "Countries and territories of ISO 3166-1, with their groups of the United Nations.", "KZ",
    ),
    (Region, "region", ("code", "name", "parent"), "Regions of UN M49.", "143"),
    (
        Field, "field", ("code", "name", "broad", "position"),
        "Fields of research and development of the OECD (FORD).", "2.7",
    ),
    (Goal, "goal", ("number", "name"), "Sustainable Development Goals of the United Nations.", "7"),
):  # fmt: skip
    routes(
        Resource(
            name={"country": "countries"}.get(_noun, f"{_noun}s"),
            noun=_noun,
            tag="Directory",
            description=_description,
            shape=Shape(model=_model, title=_noun.title(), columns=_columns),
            visible=_everything(_model),
            example_code=_example,
        ),
        router,
    )


def _create_theme(actor: User, written: Written, _parent: object) -> Theme:
    return operations.create_theme(
        actor=actor, values=written.columns, fields=written.sets["fields"]
    )


THEMES = Resource(
    name="themes",
    noun="theme",
    tag="Directory",
    description="The programme's own words for fields of science, mapped to FORD.",
    shape=Shape(model=Theme, title="Theme", columns=("name", "fields", "position")),
    visible=_everything(Theme),
    create=_create_theme,
    change=lambda actor, theme, written: operations.change_theme(
        actor=actor, theme=theme, changes=written.values
    ),
    delete=lambda actor, theme: operations.delete_theme(actor=actor, theme=theme),
    departures=("theme.deleted",),
    example={"name": {"en": "New energy", "fr": "Nouvelles énergies"}, "fields": ["2.7"]},
    example_code="000000th3m",
    **_WRITTEN,
)

ORGANISATIONS = Resource(
    name="organisations",
    noun="organisation",
    tag="Directory",
    description="Bodies that take part: ministries, academies, universities, companies.",
    shape=Shape(
        model=Organisation,
        title="Organisation",
        columns=("name", "short_name", "kind", "country", "parent", "website"),
        parts={
            "identifiers": Part(
                shape=Shape(
                    model=OrganisationIdentifier,
                    title="OrganisationIdentifier",
                    columns=("scheme", "value"),
                    computed={
                        "address": Computed(
                            str,
                            lambda row, _reader: row.address,
                            "Where that register shows it.",
                            "https://www.wikidata.org/wiki/Q42",
                        )
                    },
                )
            )
        },
    ),
    visible=_everything(Organisation),
    filters=(
        words_filter(),
        choice_filter("kind", OrganisationKind),
        reference_filter("country", Country),
    ),
    orders={"name": ("sort_name", "pk"), "code": ("pk",)},
    create=lambda actor, written, _parent: operations.create_organisation(
        actor=actor, values=written.columns, identifiers=written.parts["identifiers"]
    ),
    change=lambda actor, organisation, written: operations.change_organisation(
        actor=actor,
        organisation=organisation,
        changes=written.columns,
        identifiers=written.parts.get("identifiers"),
    ),
    delete=lambda actor, organisation: operations.delete_organisation(
        actor=actor, organisation=organisation
    ),
    departures=("organisation.deleted", "organisation.merged"),
    example={
        "name": {"en": "Institute of Solar Energy", "zh-hans": "太阳能研究所"},
        "kind": "institute",
        "country": "KZ",
        "website": "https://solar.example.org/",
        "identifiers": [{"scheme": "wikidata", "value": "Q42"}],
    },
    example_code="00000000rg",
    **_WRITTEN,
)

PEOPLE = Resource(
    name="people",
    noun="person",
    tag="Directory",
    description="People who take part, with every way of writing their names, and their positions.",
    shape=Shape(
        model=Person,
        title="Person",
        columns=("honorific", "country", "orcid"),
        parts={
            "names": Part(
                shape=Shape(
                    model=PersonName,
                    title="PersonName",
                    columns=("text", "family", "given", "language", "order", "is_preferred"),
                )
            ),
            "positions": Part(
                shape=Shape(
                    model=Position,
                    title="Position",
                    columns=("title", "organisation", "as_of", "since", "until"),
                )
            ),
        },
        computed={
            "name": Computed(
                str,
                lambda person, _reader: person.display_name(),
                "The name, in the language asked for.",
                "Aigerim Serikova",
            )
        },
    ),
    visible=_everything(Person),
    filters=(
        Filter(
            name="q",
            description="Words that all occur in one of the names.",
            narrow=lambda rows, values: rows.filter(
                pk__in=matching_people(values[0]).order_by().values("pk")
            ),
        ),
        reference_filter("country", Country),
    ),
    create=lambda actor, written, _parent: operations.create_person(
        actor=actor,
        values=written.columns,
        names=written.parts["names"],
        positions=written.parts["positions"],
    ),
    change=lambda actor, person, written: operations.change_person(
        actor=actor,
        person=person,
        changes=written.columns,
        names=written.parts.get("names"),
        positions=written.parts.get("positions"),
    ),
    delete=lambda actor, person: operations.delete_person(actor=actor, person=person),
    departures=("person.deleted",),
    example={
        "country": "KZ",
        "names": [
            {"text": "Aigerim Serikova", "family": "Serikova", "given": "Aigerim",
             "language": "en", "order": "given_first", "is_preferred": True}
        ],
        "positions": [{"title": {"en": "Director"}, "as_of": "2023-11"}],
    },
    example_code="000000p3rs",
    **_WRITTEN,
)  # fmt: skip

for _resource in (THEMES, ORGANISATIONS, PEOPLE):
    routes(_resource, router)
