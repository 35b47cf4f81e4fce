"""The OpenAPI document."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI


def describe(api: NinjaAPI, *, server: str, release: str) -> dict[str, Any]:
    """The OpenAPI document."""
    return dict(api.get_openapi_schema(path_prefix=""))
