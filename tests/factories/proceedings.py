"""Materials, running orders and minutes for tests."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django_scopes import scopes_disabled

from factories.accounts import user_with
from serai.convene.proceedings import operations
from serai.convene.proceedings.models import (
    Material,
    MaterialAccess,
    Minutes,
    MinutesDecision,
    RunningOrder,
)
from serai.convene.proceedings.released import as_snapshot, drawn
from serai.convene.programme.models import Contribution, Session
from serai.foundation.record.operations import Program
from serai.foundation.releases.models import Release
from serai.foundation.releases.queries import fingerprint

ACTOR = Program("the secretariat")
PDF = b"%PDF-1.7\n%some pages\n%%EOF\n"


def make_material(
    target: Session | Contribution, access: str = MaterialAccess.EVERYBODY, **values: Any
) -> Material:
    """A PDF that everybody may have."""
    if not values.get("link"):
        values = {"content": PDF, "file_name": "slides.pdf", **values}
    return operations.add_material(actor=ACTOR, target=target, access=access, **values)


def make_running_order(session: Session, *minutes: int) -> RunningOrder:
    """Items of so many minutes, called Item 1, Item 2 and so on."""
    items = [
        {"minutes": length, "title": {"en": f"Item {number}"}}
        for number, length in enumerate(minutes, start=1)
    ]
    return operations.save_running_order(actor=ACTOR, session=session, items=items)


def make_minutes(session: Session, text: str = "It was opened.", **parts: Any) -> Minutes:
    """Minutes with one section, as a draft."""
    minutes = operations.begin_minutes(actor=ACTOR, session=session)
    rows = {"sections": [{"text": {"en": text}}], **parts}
    with scopes_disabled():
        operations.save_minutes(actor=ACTOR, minutes=minutes, parts=rows)
        minutes.refresh_from_db()
    return minutes


def make_decision(session: Session, text: str = "To meet again.") -> MinutesDecision:
    """A decision in the minutes of a session."""
    minutes = make_minutes(session, decisions=[{"text": {"en": text}}])
    with scopes_disabled():
        decision: MinutesDecision = minutes.decisions.get()
    return decision


def publish(minutes: Minutes) -> Release:
    """Approve minutes as they stand, and publish them."""
    seen = fingerprint(as_snapshot(drawn(minutes)))
    operations.approve_minutes(actor=user_with(), minutes=minutes, expected=seen)
    return operations.publish_minutes(actor=ACTOR, minutes=minutes)


def package(*names: str, mimetype: str = "") -> bytes:
    """A ZIP with these empty parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as written:
        if mimetype:
            written.writestr("mimetype", mimetype)
        for name in names:
            written.writestr(name, "")
    return kept.getvalue()
