"""Static files with the hash of their content in their names, compressed beforehand."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class AssetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Falls back to the plain name before the files have been collected (tests, development)."""

    manifest_strict = False
