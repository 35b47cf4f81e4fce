"""Let organisations be found by an index of words."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from serai.foundation.folding import fold, fold_all
from serai.foundation.search.tokens import index_text
from serai.foundation.translation import render_text, texts_of


def derive(apps: Any, _editor: Any) -> None:
    """Derive anew what organisations are searched and sorted by."""
    model = apps.get_model("directory", "Organisation")
    for organisation in model.objects.order_by("pk").iterator():
        names = [*texts_of(organisation.name).values(), *texts_of(organisation.short_name).values()]
        model.objects.filter(pk=organisation.pk).update(
            words=fold_all(names),
            terms=index_text(names),
            sort_name=fold(render_text(organisation.name, "en").text)[:100],
        )


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [
        migrations.AddField("organisation", "terms", models.TextField(blank=True, default="", editable=False), preserve_default=False),
        migrations.RunPython(derive, migrations.RunPython.noop),
    ]
