"""The proceedings among the desks: their tab in every edition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from serai.convene.editions.panels import register_edition_tab

register_edition_tab(
    "proceedings_desk:list",
    gettext_lazy("Proceedings"),
    permission="editions.edit_programme",
    position=36,
)
