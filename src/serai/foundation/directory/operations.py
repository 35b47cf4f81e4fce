"""Changing organisations, people and themes. Everything raises ValidationError for bad values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from serai.foundation.directory import verbs
from serai.foundation.directory.identifiers import normalise_identifier, normalise_orcid
from serai.foundation.directory.merging import relations_to
from serai.foundation.directory.models import Organisation, Person, Theme
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    sync_parts,
)

Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def create_organisation(
    *, actor: Actor, values: Mapping[str, Any], identifiers: Rows = ()
) -> Organisation:
    """Add an organisation with its identifiers in other registers."""
    organisation = create_object(
        actor=actor, verb=verbs.ORGANISATION_CREATED, instance=Organisation(**values)
    )
    set_identifiers(actor=actor, organisation=organisation, rows=identifiers)
    return organisation


@transaction.atomic
def change_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    changes: Mapping[str, Any],
    identifiers: Rows | None = None,
) -> None:
    """Change an organisation; its identifiers become the given ones, if any are given."""
    change_object(
        actor=actor, verb=verbs.ORGANISATION_CHANGED, instance=organisation, changes=changes
    )
    if identifiers is not None:
        set_identifiers(actor=actor, organisation=organisation, rows=identifiers)


def set_identifiers(*, actor: Actor, organisation: Organisation, rows: Rows) -> None:
    """Make the identifiers of an organisation be exactly the given ones."""
    sync_parts(
        actor=actor,
        verbs=verbs.IDENTIFIERS,
        root=organisation,
        parts=organisation.identifiers,
        rows=[
            {**row, "value": normalise_identifier(str(row["scheme"]), str(row["value"]))}
            for row in rows
        ],
        match=["scheme", "value"],
    )


def delete_organisation(*, actor: Actor, organisation: Organisation) -> None:
    """Delete an organisation. Raises ProtectedError while something else refers to it."""
    delete_object(actor=actor, verb=verbs.ORGANISATION_DELETED, instance=organisation)


@transaction.atomic
def create_person(
    *, actor: Actor, values: Mapping[str, Any], names: Rows, positions: Rows = ()
) -> Person:
    """Add a person with at least one name."""
    person = create_object(
        actor=actor, verb=verbs.PERSON_CREATED, instance=Person(**_with_orcid(values)),
        label=str(names[_preferred(names)]["text"]) if names else None,
    )  # fmt: skip
    set_names(actor=actor, person=person, rows=names)
    set_positions(actor=actor, person=person, rows=positions)
    return person


@transaction.atomic
def change_person(
    *,
    actor: Actor,
    person: Person,
    changes: Mapping[str, Any],
    names: Rows | None = None,
    positions: Rows | None = None,
) -> None:
    """Change a person; names and positions become the given ones, if any are given.

    Raises ValidationError for a person whose data was erased too.
    """
    if person.is_erased:
        raise ValidationError(_("The data of this person was erased. It cannot be changed."))
    change_object(
        actor=actor, verb=verbs.PERSON_CHANGED, instance=person, changes=_with_orcid(changes)
    )
    if names is not None:
        set_names(actor=actor, person=person, rows=names)
    if positions is not None:
        set_positions(actor=actor, person=person, rows=positions)


def set_names(*, actor: Actor, person: Person, rows: Rows) -> None:
    """Make the names of a person be exactly the given ones; the first is preferred if none is."""
    if not rows:
        raise ValidationError(_("A person needs a name."))
    if sum(bool(row.get("is_preferred")) for row in rows) > 1:
        raise ValidationError(_("Only one name can be the preferred one."))
    preferred = _preferred(rows)
    # The one that stops being preferred has to be written before the one that becomes it.
    order = sorted(range(len(rows)), key=lambda index: index == preferred)
    sync_parts(
        actor=actor,
        verbs=verbs.NAMES,
        root=person,
        parts=person.names,
        rows=[{**rows[index], "is_preferred": index == preferred} for index in order],
        match=["text", "language"],
    )


def _preferred(names: Rows) -> int:
    """The place of the name that is marked as preferred, else of the first."""
    return next((place for place, row in enumerate(names) if row.get("is_preferred")), 0)


def set_positions(*, actor: Actor, person: Person, rows: Rows) -> None:
    """Make the positions of a person be exactly the given ones."""
    sync_parts(
        actor=actor,
        verbs=verbs.POSITIONS,
        root=person,
        parts=person.positions,
        rows=rows,
        match=["title", "organisation", "as_of"],
    )


def delete_person(*, actor: Actor, person: Person) -> None:
    """Delete a person with names and positions. Raises ProtectedError while something else
    refers to them.
    """
    delete_object(actor=actor, verb=verbs.PERSON_DELETED, instance=person)


def create_theme(
    *, actor: Actor, values: Mapping[str, Any], fields: Sequence[Any] = ()
) -> Theme:  # fmt: skip
    """Add a theme of the programme, mapped to fields of science."""
    return create_object(
        actor=actor,
        verb=verbs.THEME_CREATED,
        instance=Theme(**values),
        many={"fields": fields},
    )


def change_theme(*, actor: Actor, theme: Theme, changes: Mapping[str, Any]) -> None:
    """Change a theme; ``fields`` among the changes is the whole new set."""
    change_object(actor=actor, verb=verbs.THEME_CHANGED, instance=theme, changes=changes)


@transaction.atomic
def delete_theme(*, actor: Actor, theme: Theme) -> None:
    """Delete a theme that nothing is filed under."""
    users = [
        str(relation.related_model._meta.verbose_name_plural)
        for relation in relations_to(Theme)
        if relation.many_to_many
        and relation.related_model._base_manager.filter(**{relation.field.name: theme}).exists()
    ]
    if users:
        raise ValidationError(
            _("There are %(kinds)s under this theme. Give them another theme first.")
            % {"kinds": ", ".join(users)}
        )
    delete_object(actor=actor, verb=verbs.THEME_DELETED, instance=theme)


def _with_orcid(values: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(values)
    if "orcid" in given:
        given["orcid"] = normalise_orcid(given["orcid"]) if given["orcid"] else None
    return given
