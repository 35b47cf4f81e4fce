"""The register as readers see it."""

from __future__ import annotations

import pytest
from django.test import Client

from factories.directory import make_country, make_organisation
from factories.register import make_agreement, make_legal_event, make_party, make_record
from serai.track.register.models import LegalEventKind

pytestmark = pytest.mark.django_db


def test_smoke(client: Client) -> None:
    record = make_agreement(name="X", countries=[make_country("KE"), make_country("CN")])
    make_legal_event(record, LegalEventKind.SIGNATURE, "2015")
    make_party(record, organisation=make_organisation("A <b>"))
    response = client.get("/en/register/")
    assert response.status_code == 200
    response = client.get(record.get_absolute_url())
    print(response.content.decode())
    assert response.status_code == 200
