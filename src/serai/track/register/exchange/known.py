"""Every format, made known by being imported."""

from serai.track.register.exchange import json_formats, tables
from serai.track.register.exchange.cerif import registration as cerif
from serai.track.register.exchange.iati import registration as iati

__all__ = ["cerif", "iati", "json_formats", "tables"]
