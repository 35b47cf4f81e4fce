"""Who a token acts as."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from serai.foundation.api.callers import caller_of
from serai.foundation.api.guard import json_response
from serai.foundation.api.routes import LanguageQuery, check_parameters

router = Router()


class TokenShown(BaseModel):
    """The token of a request."""

    code: str
    name: str
    scopes: list[str]
    expires_on: str | None = Field(description="Its last day; null: until it is revoked.")


class Me(BaseModel):
    """Whom a token acts as, and how far."""

    name: str
    email: str
    roles: list[str] = Field(description="The roles of the installation.")
    token: TokenShown


@router.get(
    "/me", response=Me, tags=["Account"], summary="Read who I am", operation_id="read_me",
    description="Whom the token acts as, with which roles and scopes.",
    openapi_extra={"security": [{"token": []}]},
)  # fmt: skip
def me(request: HttpRequest, query: Query[LanguageQuery]) -> HttpResponse:
    """The user and the token of this request."""
    check_parameters(request, LanguageQuery)
    caller = caller_of(request)
    user, token = caller.user, caller.token
    assert token is not None
    return json_response(
        Me(
            name=user.name,
            email=user.email,
            roles=sorted(user.installation_roles),
            token=TokenShown(
                code=token.code,
                name=token.name,
                scopes=token.scopes,
                expires_on=token.expires_on.isoformat() if token.expires_on else None,
            ),
        ).model_dump()
    )
