"""Forms as a browser sends them: everything that stood there, and what somebody typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.test import Client
from lxml import html


def page_of(client: Client, address: str) -> html.HtmlElement:
    """Read a page that must be there."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return html.fromstring(response.content.decode())


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back if nobody typed anything."""
    (form,) = page_of(client, address).xpath("//main//form[.//button[contains(@class, 'primary')]]")
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def send(
    client: Client, address: str, typed: Mapping[str, Any], opened: Mapping[str, Any] | None = None
) -> Any:
    """Open a form (or take one that was opened before), type into it and send it."""
    return client.post(address, {**(opened or form_of(client, address)), **typed})


def words(response: Any) -> str:
    """The text of the page that came back."""
    main = html.fromstring(response.content.decode()).find(".//main")
    return " ".join(main.text_content().split())
