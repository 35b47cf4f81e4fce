"""The biographies that go out with the next release of a programme: those agreed to."""

from __future__ import annotations

from serai.convene.editions.models import Edition
from serai.convene.programme.released.biographies import register_biographies
from serai.convene.speakers.models import Speaker
from serai.foundation.translation import texts_of


@register_biographies
def biographies(edition: Edition) -> dict[str, dict[str, str]]:
    """What speakers say of themselves and want published, by the code of the person."""
    agreed = Speaker.objects.filter(edition=edition, is_biography_public=True)
    rows = agreed.exclude(biography="").select_related("person")
    return {row.person.code: said for row in rows if (said := texts_of(row.biography))}
