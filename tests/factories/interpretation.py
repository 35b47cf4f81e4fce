"""Interpreters for tests."""

from __future__ import annotations

from typing import Any

from django_scopes import scopes_disabled

from factories.directory import make_person
from serai.convene.editions.models import Edition
from serai.convene.interpretation.models import Interpreter


def make_interpreter(edition: Edition, *pairs: str, **fields: Any) -> Interpreter:
    """A person who interprets; a pair is written “en fr”."""
    fields.setdefault("person", make_person())
    with scopes_disabled():
        interpreter: Interpreter = Interpreter.objects.create(
            edition=edition, pairs=[pair.split() for pair in pairs], **fields
        )
    return interpreter
