"""Records as forms let them be chosen: all at the desk of the register, elsewhere the published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.text import capfirst

from serai.foundation.accounts.models import User
from serai.foundation.translation import texts_of
from serai.foundation.web.choosables import Choosable, Rows, ranked, register_choosable
from serai.foundation.web.desk.lists import containing
from serai.track.register.editorial import colleagues
from serai.track.register.indexes import NAMES, RECORDS
from serai.track.register.models import Record, Stage


def _records(rows: Rows, words: str, within: Mapping[str, str]) -> Rows:
    keys = RECORDS.keys_of_words(words, scope=NAMES)
    if near := within.get("near"):
        rows = rows.exclude(code=near)
    return ranked(rows if keys is None else rows.filter(pk__among=keys), words)


def _published(rows: Rows, words: str, within: Mapping[str, str]) -> Rows:
    return _records(rows.filter(stage=Stage.PUBLISHED), words, within)


def _about(record: Record) -> str:
    parts = [capfirst(record.get_kind_display()), str(record.year or "")]
    return ", ".join(part for part in parts if part)


def _colleagues(rows: Rows, words: str, _within: Mapping[str, str]) -> Rows:
    rows = rows.filter(pk__in=colleagues().values("pk"))
    for word in words.split():
        rows = containing(rows, ("name", "email"), word)
    return rows.order_by("name", "email")


def _names(record: Record) -> Iterable[str]:
    return [*texts_of(record.name).values(), record.name_as_written]


register_choosable(
    Choosable(
        "colleague", User, "register.change_record", _colleagues,
        describe=lambda user: user.email if user.name else "",
        names=lambda user: [user.name, user.email], key="email",
    )
)  # fmt: skip
register_choosable(
    Choosable(
        "record", Record, "register.enter_desk", _records, describe=_about, names=_names,
        within=("near",),
    )
)  # fmt: skip
register_choosable(
    Choosable(
        "published-record", Record, "accounts.enter_desk", _published, describe=_about,
        names=_names,
    )
)  # fmt: skip
