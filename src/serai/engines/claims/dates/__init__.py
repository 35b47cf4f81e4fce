"""Dates and periods: what a text says about when, with the precision it says it with."""

from __future__ import annotations

from serai.engines.claims.dates.belonging import DocumentDate, as_of_for, document_date
from serai.engines.claims.dates.grammar import find_dates
from serai.engines.claims.dates.span import Basis, DateSpan, Precision, Relation

__all__ = [
    "Basis",
    "DateSpan",
    "DocumentDate",
    "Precision",
    "Relation",
    "as_of_for",
    "document_date",
    "find_dates",
]
