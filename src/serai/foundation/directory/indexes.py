"""The text index of the organisations."""

from __future__ import annotations

from serai.foundation.directory.models import Organisation
from serai.foundation.search.index import TextIndex
from serai.foundation.search.registry import register_index

ORGANISATIONS = register_index(TextIndex("directory_organisation_search", Organisation, "terms"))
