"""The text index of the records."""

from __future__ import annotations

from serai.foundation.search.index import TextIndex
from serai.foundation.search.registry import register_index
from serai.track.register.models import Record

RECORDS = register_index(TextIndex("register_search", Record))
NAMES, PLACES, PARTIES = 0, 1, 2
"""The scopes of the index, as `Record.set_words` writes them."""
