"""What later rooms know of the people of a programme, and want released with it.

    @register_biographies
    def biographies(edition): return {"b3k…": {"en": "…"}}

It is asked inside the scope of the edition, and gives texts by the code of the person: only what
the person has agreed to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from serai.convene.editions.models import Edition

Texts = dict[str, str]
Biographies = Callable[[Edition], Mapping[str, Texts]]

_registered: list[Biographies] = []


def register_biographies(tell: Biographies) -> Biographies:
    """Have a room give biographies to every programme that is drawn up."""
    _registered.append(tell)
    return tell


def biographies_of(edition: Edition) -> dict[str, Texts]:
    """All that is given for an edition, by the code of the person."""
    return {code: said for tell in _registered for code, said in tell(edition).items()}
