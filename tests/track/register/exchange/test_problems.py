"""Faults of a file are told in English to programs, and to people in their language."""

from __future__ import annotations

import json

from django.utils import translation

from serai.track.register.exchange.problems import Message, Problem

NESTED = Message("“%(written)s”: %(hint)s", written="x", hint=Message("Name"))


def test_a_message_is_english_and_can_be_said_in_another_language() -> None:
    with translation.override("fr"):
        assert str(NESTED) == "“x”: Name"
        assert NESTED.words == "“x”: Nom"
        assert Message("100 % wrong").words == "100 % wrong"


def test_a_fault_comes_back_from_json_as_it_was() -> None:
    for message in (NESTED, "said by a schema"):
        problem = Problem("a.csv", 3, "kind", "unknown", message)
        stored = json.loads(json.dumps(problem.stored()))
        back = Problem.restored(stored)
        assert back == problem
        assert back.is_english == isinstance(stored[-1], str)
        with translation.override("fr"):
            assert back.words == problem.words


def test_faults_stored_before_messages_could_be_translated_are_read() -> None:
    assert Problem.restored(["a.csv", 1, "", "empty", "it is empty"]).words == "it is empty"
