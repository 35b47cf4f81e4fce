"""How forms are drawn: one column, labels above, help beside, errors at the field."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draws every form and field with the templates of this room."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
