"""Materials, running orders and minutes for tests."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django_scopes import scopes_disabled

from serai.convene.proceedings import operations
from serai.convene.proceedings.models import Material, MaterialAccess, Minutes, RunningOrder
from serai.convene.programme.models import Contribution, Session
from serai.foundation.record.operations import Program

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


def package(*names: str, mimetype: str = "") -> bytes:
    """A ZIP with these empty parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as written:
        if mimetype:
            written.writestr("mimetype", mimetype)
        for name in names:
            written.writestr(name, "")
    return kept.getvalue()
