"""Import and export of records: one pipeline in, streamed formats out."""

from serai.track.register.exchange.formats import (
    ExportContext,
    Format,
    Read,
    Records,
    Stream,
    formats,
    register_format,
)
from serai.track.register.exchange.problems import Problem

__all__ = [
    "ExportContext",
    "Format",
    "Problem",
    "Read",
    "Records",
    "Stream",
    "formats",
    "register_format",
]
