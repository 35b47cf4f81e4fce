"""Tokens by command."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from factories.accounts import user_with
from factories.api import ApiClient
from serai.cli import main
from serai.foundation.api.models import Token

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["token", *arguments])
    return result.exit_code, result.output.strip()


def test_a_token_is_made_listed_and_revoked() -> None:
    user = user_with()
    status, secret = run("create", user.email, "--name", "harvest", "--scope", "read")
    assert status == 0
    program = ApiClient(secret)
    assert program.ask("GET", "/me").json()["email"] == user.email
    code = Token.objects.get().code
    assert code in run("list")[1]
    assert "harvest" in run("list", user.email)[1]
    assert secret not in run("list")[1]
    assert run("revoke", code)[0] == 0
    assert program.ask("GET", "/me").status_code == 401
    assert run("list")[1] == ""
    assert run("revoke", code)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "nobody@example.org", "--name", "x", "--scope", "read"], "nobody@example.org"),
        (["create", "ann@example.org", "--name", "x", "--scope", "fly"], "no scope “fly”"),
        (
            ["create", "ann@example.org", "--name", "x", "--scope", "read", "--expires",
             "2001-01-01"],
            "This day is over",
        ),
        (["revoke", "nothing"], "no token nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(arguments: list[str], said: str) -> None:
    user_with(email="ann@example.org")
    status, output = run(*arguments)
    assert status == 1
    assert said in output
