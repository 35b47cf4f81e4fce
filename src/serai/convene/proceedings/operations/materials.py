"""Receiving materials, replacing them by newer versions, and putting them in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.proceedings.models import (
    FILES,
    Material,
    MaterialAccess,
    MaterialKind,
    MaterialVersion,
)
from serai.convene.proceedings.verbs import MATERIAL, MATERIAL_VERSION_ADDED
from serai.convene.programme.models import Contribution, Session
from serai.foundation.accounts.models import User
from serai.foundation.file_kinds import (
    DOCUMENTS,
    PICTURES,
    RECORDINGS,
    FileKind,
    FileKindError,
    kind_of,
)
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
)

ALLOWED: tuple[FileKind, ...] = (*DOCUMENTS, *PICTURES, *RECORDINGS)


def add_material(
    *,
    actor: Actor,
    target: Session | Contribution,
    content: bytes = b"",
    file_name: str = "",
    link: str = "",
    kind: str = MaterialKind.SLIDES,
    title: Mapping[str, str] | None = None,
    language: str = "",
    access: str = MaterialAccess.PEOPLE,
    **others: Any,
) -> Material:
    """Add a file, or a link, to a session or a contribution; ``others`` are further columns.

    Raises ValidationError for ``content`` (a kind or size that is not taken) or ``link``.
    """
    part = "session" if isinstance(target, Session) else "contribution"
    with scope(edition=target.edition), transaction.atomic():
        last = target.materials.aggregate(last=Max("position"))["last"]
        material = Material(
            edition=target.edition, kind=kind, title=dict(title or {}), language=language,
            access=access, position=0 if last is None else last + 1, **{part: target}, **others,
        )  # fmt: skip
        version = _version(actor, content, file_name, link)
        create_object(
            actor=actor, verb=MATERIAL.added, instance=material, root=target, label=version.name
        )
        _add(actor, material, version)
        return material


def replace_material(
    *,
    actor: Actor,
    material: Material,
    content: bytes = b"",
    file_name: str = "",
    link: str = "",
) -> MaterialVersion:
    """Add a newer version. The earlier ones stay for the desk. Raises ValidationError.

    The same file or link again changes nothing.
    """
    with scope(edition=material.edition), transaction.atomic():
        # Whoever comes second waits, and gets the next number.
        material = Material.objects.select_for_update().get(pk=material.pk)
        last: MaterialVersion | None = material.versions.first()
        version = _version(actor, content, file_name, link)
        if last is not None:
            if (last.sha256, last.link) == (version.sha256, version.link):
                return last
            version.number = last.number + 1
        return _add(actor, material, version)


def change_material(
    *, actor: Actor, material: Material, changes: Mapping[str, Any]
) -> Entry | None:
    """Change what is said of a material, or who may have it. Raises ValidationError."""
    with scope(edition=material.edition), transaction.atomic():
        return change_object(
            actor=actor, verb=MATERIAL.changed, instance=material, changes=changes,
            root=_target(material),
        )  # fmt: skip


def remove_material(*, actor: Actor, material: Material) -> Entry:
    """Take a material away with its versions. The entry can be undone, so its files are kept."""
    with scope(edition=material.edition), transaction.atomic():
        return delete_object(
            actor=actor, verb=MATERIAL.removed, instance=material, root=_target(material)
        )


def arrange_materials(*, actor: Actor, edition: Edition, order: Sequence[Material]) -> None:
    """Put materials of one session or contribution in this order."""
    with scope(edition=edition), transaction.atomic():
        for position, material in enumerate(order):
            change_material(actor=actor, material=material, changes={"position": position})


def _target(material: Material) -> Session | Contribution:
    target: Session | Contribution | None = material.session or material.contribution
    assert target is not None
    return target


def _add(actor: Actor, material: Material, version: MaterialVersion) -> MaterialVersion:
    version.material = material
    return create_object(
        actor=actor, verb=MATERIAL_VERSION_ADDED, instance=version, root=_target(material)
    )


def _version(actor: Actor, content: bytes, file_name: str, link: str) -> MaterialVersion:
    """A version that is not in the database yet; its file is kept. Raises ValidationError."""
    if bool(content) == bool(link):
        raise ValidationError({"content": _("Give a file or a link, not both.")})
    version = MaterialVersion(link=link, added_by=actor if isinstance(actor, User) else None)
    if not content:
        return version
    limit = settings.MATERIAL_BYTES
    if len(content) > limit:
        raise ValidationError(
            {"content": _("The file has %(size)s MB; at most %(limit)s MB are taken.")
             % {"size": -(-len(content) // 2**20), "limit": limit // 2**20}}
        )  # fmt: skip
    # Names of files are untrusted: what stands before the last separator is of no use here.
    name = file_name.replace("\\", "/").rpartition("/")[2][-255:]
    try:
        kind = kind_of(content, file_name=name, allowed=ALLOWED)
    except FileKindError as error:
        raise ValidationError({"content": str(error)}) from None
    version.file_name, version.media_type, version.size = name, kind.media_type, len(content)
    version.sha256 = FILES.keep(content)
    return version
