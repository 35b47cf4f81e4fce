"""Which materials a session has, and who may have them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q

from serai.convene.proceedings.models import Material, MaterialAccess
from serai.convene.proceedings.permissions import chairs, is_open, takes_part
from serai.convene.programme.models import Session
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may


def materials_of(session: Session) -> list[Material]:
    """Everything that goes with a session: its own first, then that of each contribution."""
    rows = Material.objects.filter(Q(session=session) | Q(contribution__session=session))
    return list(
        rows.select_related("edition", "session", "contribution__session")
        .prefetch_related("versions")
        .order_by(
            F("contribution__position").asc(nulls_first=True), "contribution", "position", "pk"
        )
    )


def readable(user: User, session: Session, materials: Iterable[Material]) -> list[Material]:
    """Those materials of one session that somebody who is signed in may have, now or later."""
    if may(user, "editions.read_draft", session.edition):
        return list(materials)
    allowed = {MaterialAccess.EVERYBODY, MaterialAccess.SIGNED_IN}
    if takes_part(user, session):
        allowed.add(MaterialAccess.PEOPLE)
    return [each for each in materials if each.access in allowed]


def waiting(user: User, session: Session, materials: Iterable[Material]) -> set[str]:
    """The codes of those whose day has not come yet for this user."""
    if may(user, "editions.read_draft", session.edition) or chairs(user, session):
        return set()
    return {each.code for each in materials if not is_open(each)}
