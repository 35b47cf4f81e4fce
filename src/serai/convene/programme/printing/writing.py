"""Setting the sheets."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from serai.convene.editions.models import Edition
from serai.convene.programme.printing.sheets import sheet
from serai.convene.programme.released import ReleasedProgramme

_HERE = Path(__file__).parent


def write_booklet(programme: ReleasedProgramme, edition: Edition) -> bytes:
    """Write the programme as a PDF of A4 pages, in the active language."""
    return _set("booklet.typ", programme, edition)


def write_poster(programme: ReleasedProgramme, edition: Edition) -> bytes:
    """Write the programme as a PDF of one A1 sheet a day, in the active language."""
    return _set("poster.typ", programme, edition)


def _set(name: str, programme: ReleasedProgramme, edition: Edition) -> bytes:
    import typst  # Sixty milliseconds that most processes never need.

    written: bytes = typst.compile(
        _HERE / name,
        root=_HERE,
        font_paths=_fonts(),
        sys_inputs={"programme": json.dumps(sheet(programme, edition))},
        timestamp=int(programme.at.timestamp()) if programme.at else None,
    )
    return written


@cache
def _fonts() -> Any:
    """The fonts of the machine, found once."""
    import typst

    return typst.Fonts()
