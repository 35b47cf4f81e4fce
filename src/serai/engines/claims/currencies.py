"""Whose money a name is that several countries share: shillings, pesos, CFA francs.

The name alone is the money of the country whose name stands most often in the text; where none of
them does, of the one that the table of the language names first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from serai.engines.claims.languages import language
from serai.engines.claims.scene import Scene

_SAMPLE = 20_000
"""Characters of a text in which countries are looked for."""


def currency_code(scene: Scene, code: str, written: str) -> str:
    """Return the ISO 4217 code that a name of money has in this text; ``code`` is its usual one."""
    tables = scene.language
    name = " ".join(map(tables.singular, written.lower().split()))
    if name not in tables.shared_currencies:
        return code
    return _of_text(scene.flat, tables.code, name) or code


@lru_cache(maxsize=64)
def _of_text(flat: str, code: str, name: str) -> str:
    homes = language(code).shared_currencies[name]
    sample = flat[:_SAMPLE]
    named = {
        currency: len(
            re.findall(
                rf"(?<!\w)(?:[وبل]?(?:ال)?)(?:{places.replace(' ', '|')})", sample, re.IGNORECASE
            )
        )
        for currency, places in homes.items()
    }
    best = max(named, key=lambda each: named[each])
    return best if named[best] else ""
