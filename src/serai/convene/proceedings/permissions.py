"""Who may do what with a session.

Who is entrusted with the programme of its edition may do everything. A chair or moderator of the
session, or of its activity, runs it: with the account that their entry in the directory names.
Whoever takes part in it, or in one of its contributions, is of its people.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from serai.convene.proceedings.models import Material, MaterialAccess
from serai.convene.programme.models import Participation, ParticipationRole, Session
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import grant, is_signed_in, may, predicate

RUNNING = (ParticipationRole.CHAIR, ParticipationRole.MODERATOR)


def _part_in(session: Session) -> Q:
    return Q(session=session) | Q(activity=session.activity_id)


def chairs(user: User, session: Session) -> bool:
    """Tell whether a user chairs or moderates a session, or its activity."""
    with scopes_disabled():
        chairing = Participation.objects.filter(_part_in(session), role__in=RUNNING)
        return bool(chairing.filter(person__user=user).exists())


def takes_part(user: User, session: Session) -> bool:
    """Tell whether a user is one of the people of a session."""
    with scopes_disabled():
        taking_part = Participation.objects.filter(
            _part_in(session) | Q(contribution__session=session)
        )
        return bool(taking_part.filter(person__user=user).exists())


@predicate
def may_run(user: User, session: Session | None = None) -> bool:
    """Tell whether a user prepares, chairs and minutes a session."""
    if session is None:
        return False
    return may(user, "editions.edit_programme", session.edition) or chairs(user, session)


def is_open(material: Material) -> bool:
    """Tell whether the day has come from which a material can be had."""
    return material.not_before is None or material.not_before <= timezone.now()


@predicate
def may_read(user: User, material: Material | None = None) -> bool:
    """Tell whether somebody who is signed in may have a material now."""
    if material is None:
        return False
    if may(user, "editions.read_draft", material.edition):
        return True
    session = material.whole
    if material.access == MaterialAccess.DESK or session is None:
        return False
    if chairs(user, session):
        return True
    return is_open(material) and (
        material.access != MaterialAccess.PEOPLE or takes_part(user, session)
    )


grant("proceedings.enter", is_signed_in)
grant("proceedings.run_session", may_run)
grant("proceedings.read_material", may_read)
