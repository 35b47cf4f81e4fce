"""Commands for API tokens: create, list, revoke."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from serai.cli.group import example, main, set_up

if TYPE_CHECKING:
    from serai.foundation.accounts.models import User


@main.group()
def token() -> None:
    """Make, list and revoke API tokens of users."""


@token.command(epilog=example("serai token create ann@example.org --name harvest --scope read"))
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", "scopes", multiple=True, required=True, help="May be given several times.")
@click.option(
    "--expires", type=click.DateTime(["%Y-%m-%d"]), help="Its last day. Default: until revoked."
)
def create(email: str, name: str, scopes: tuple[str, ...], expires: datetime | None) -> None:
    """Make a token that acts as a user, and print it. It cannot be printed again."""
    set_up()
    from django.core.exceptions import ValidationError

    import serai.project.api  # noqa: F401 - registers the scopes of every room
    from serai.foundation.api.operations import create_token
    from serai.foundation.record.operations import Program

    try:
        _token, secret = create_token(
            actor=Program("serai token"), user=_user(email), name=name, scopes=scopes,
            expires_on=expires.date() if expires else None,
        )  # fmt: skip
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    click.echo(secret)


@token.command("list", epilog=example("serai token list"))
@click.argument("email", required=False)
def list_tokens(email: str | None) -> None:
    """Print the tokens in use, one a line: code, user, last use, scopes, name."""
    set_up()
    from serai.foundation.api.models import Token

    found: Any = Token.objects.filter(revoked_at=None).select_related("user")
    for each in found.filter(user=_user(email)) if email else found:
        used = each.last_used_on.isoformat() if each.last_used_on else "never"
        scopes = ",".join(each.scopes)
        click.echo(f"{each.code}  {each.user.email}  {used}  {scopes}  {each.name}")


@token.command(epilog=example("serai token revoke 0123456789"))
@click.argument("code")
def revoke(code: str) -> None:
    """End a token at once; its code is what `serai token list` prints."""
    set_up()
    from serai.foundation.api.models import Token
    from serai.foundation.api.operations import revoke_token
    from serai.foundation.record.operations import Program

    found = Token.objects.filter(code=code).first()
    if found is None:
        raise click.ClickException(f"There is no token {code}.")
    revoke_token(actor=Program("serai token"), token=found)
    click.echo(f"{found.name} is revoked.")


def _user(email: str) -> User:
    from serai.foundation.accounts.models import User

    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    return found
