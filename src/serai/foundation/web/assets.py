"""Static files with the hash of their content in their names, compressed beforehand."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class AssetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Falls back to the plain name before the files have been collected (tests, development)."""

    manifest_strict = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            # Django raises for a file that is not there, even with a manifest that is not strict.
            return name
