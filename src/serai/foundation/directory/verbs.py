"""What can happen to entries of the directory.

The directory holds people as the public record knows them. When a person has to be forgotten,
everything that identifies them goes from the entries about them.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, register_verb

ORGANISATION_CREATED = register_verb(
    "organisation.created", _("added the organisation"), erasure=Erasure.NOTHING
)
ORGANISATION_CHANGED = register_verb(
    "organisation.changed", _("changed the organisation"), erasure=Erasure.NOTHING
)
ORGANISATION_DELETED = register_verb(
    "organisation.deleted", _("deleted the organisation"), erasure=Erasure.NOTHING
)
ORGANISATION_MERGED = register_verb(
    "organisation.merged", _("merged into it the organisation"), erasure=Erasure.NOTHING
)
REDIRECT_CHANGED = register_verb(
    "organisation.redirect_changed", _("led on the former address of"), erasure=Erasure.NOTHING
)
REFERENCE_MOVED = register_verb(
    "organisation.reference_moved",
    _("replaced a merged organisation in"),
    erasure=Erasure.NOTHING,
)
IDENTIFIERS = PartVerbs(
    added=register_verb(
        "organisation.identifier_added", _("added the identifier"), erasure=Erasure.NOTHING
    ),
    changed=register_verb(
        "organisation.identifier_changed", _("changed the identifier"), erasure=Erasure.NOTHING
    ),
    removed=register_verb(
        "organisation.identifier_removed", _("removed the identifier"), erasure=Erasure.NOTHING
    ),
)

# A deletion carries the names and positions along, under "parts".
_PERSON = frozenset({"key", "honorific", "country", "orcid", "user", "parts"})
_NAME = frozenset(
    {"text", "family", "given", "language", "order", "sort_name", "sort_key", "words"}
)
_POSITION = frozenset({"title", "organisation", "as_of", "since", "until"})

PERSON_CREATED = register_verb(
    "person.created", _("added the person"), erasure=Erasure.FIELDS, personal_fields=_PERSON
)
PERSON_CHANGED = register_verb(
    "person.changed", _("changed the person"), erasure=Erasure.FIELDS, personal_fields=_PERSON
)
PERSON_DELETED = register_verb(
    "person.deleted", _("deleted the person"), erasure=Erasure.FIELDS, personal_fields=_PERSON
)
PERSON_ERASED = register_verb(
    "person.erased", _("erased all that identified the person"), erasure=Erasure.NOTHING
)
NAMES = PartVerbs(
    added=register_verb(
        "person.name_added", _("added the name"), erasure=Erasure.FIELDS, personal_fields=_NAME
    ),
    changed=register_verb(
        "person.name_changed", _("changed the name"), erasure=Erasure.FIELDS, personal_fields=_NAME
    ),
    removed=register_verb(
        "person.name_removed", _("removed the name"), erasure=Erasure.FIELDS, personal_fields=_NAME
    ),
)
POSITIONS = PartVerbs(
    added=register_verb(
        "person.position_added",
        _("added the position"),
        erasure=Erasure.FIELDS,
        personal_fields=_POSITION,
    ),
    changed=register_verb(
        "person.position_changed",
        _("changed the position"),
        erasure=Erasure.FIELDS,
        personal_fields=_POSITION,
    ),
    removed=register_verb(
        "person.position_removed",
        _("removed the position"),
        erasure=Erasure.FIELDS,
        personal_fields=_POSITION,
    ),
)

THEME_CREATED = register_verb("theme.created", _("added the theme"), erasure=Erasure.NOTHING)
THEME_CHANGED = register_verb("theme.changed", _("changed the theme"), erasure=Erasure.NOTHING)
THEME_DELETED = register_verb("theme.deleted", _("deleted the theme"), erasure=Erasure.NOTHING)
