"""Compile the translations when a wheel is built, so that it carries them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the files of the wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the .mo files beside their catalogues."""
        sys.path.insert(0, str(Path(self.root, "scripts")))
        from translations import compile_catalogues

        compile_catalogues()
