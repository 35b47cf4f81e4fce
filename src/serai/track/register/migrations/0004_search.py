"""Write what records are searched by as the index of words wants it."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.db import migrations

from serai.foundation.folding import fold
from serai.foundation.translation import render_text, texts_of
from serai.track.register.models.record import searched_words


def derive(apps: Any, _editor: Any) -> None:
    """Derive anew what records are searched and sorted by, many at a time."""
    model = apps.get_model("register", "Record")
    party = apps.get_model("register", "Party")
    records = (
        model.objects.order_by("pk")
        .only("name", "summary", "place_name", "name_as_written")
        .iterator()
    )
    while some := list(islice(records, 1000)):
        called: dict[int, list[str]] = {record.pk: [] for record in some}
        for key, text in (
            party.objects.filter(record__in=called)
            .order_by("pk")
            .values_list("record_id", "as_written")
        ):
            called[key].append(text)
        for record in some:
            texts = [texts_of(value) for value in (record.name, record.summary, record.place_name)]
            record.words = searched_words(texts, [record.name_as_written, *called[record.pk]])
            record.sort_name = fold(render_text(record.name, "en").text)[:100]
        model.objects.bulk_update(some, ["words", "sort_name"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("register", "0003_editorial_work"), ("directory", "0002_organisation_terms")]

    operations = [migrations.RunPython(derive, migrations.RunPython.noop)]
