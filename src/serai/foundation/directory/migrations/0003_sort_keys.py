"""Let lists stand in the order of the reader's language."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from serai.foundation.languages import sort_key
from serai.foundation.translation import render_text, texts_of


def derive(apps: Any, _editor: Any) -> None:
    """Derive what organisations and people are sorted by in lists."""
    organisations = apps.get_model("directory", "Organisation").objects
    for pk, name in organisations.order_by("pk").values_list("pk", "name").iterator():
        keys = {
            code: sort_key(render_text(name, code).text) for code in {"en", *texts_of(name)}
        }
        organisations.filter(pk=pk).update(sort_keys=keys)
    names = apps.get_model("directory", "PersonName").objects
    rows = names.order_by("pk").values_list("pk", "family", "given", "text")
    for pk, family, given, text in rows.iterator():
        written = f"{family} {given}" if family else text
        names.filter(pk=pk).update(sort_key=sort_key(written)[:400])


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_organisation_terms")]

    operations = [
        migrations.AddField("organisation", "sort_keys", models.JSONField(blank=True, default=dict, editable=False)),
        migrations.AddField("personname", "sort_key", models.CharField(blank=True, default="", editable=False, max_length=400), preserve_default=False),
        migrations.RunPython(derive, migrations.RunPython.noop),
    ]
