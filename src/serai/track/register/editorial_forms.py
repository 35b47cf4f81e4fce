"""Forms of the editors: tasks, and records that are there twice."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.models import User
from serai.foundation.web.desk import DeskForm, FilterForm
from serai.foundation.web.desk.choosers import ChooserField
from serai.track.register.editorial import colleagues
from serai.track.register.models import Record, Task


class TaskForm(DeskForm):
    """Something to be done about a record."""

    class Meta:
        model = Task
        fields: ClassVar = ["text", "assignee", "due_on"]
        widgets: ClassVar = {"due_on": forms.DateInput(attrs={"type": "date"})}

    assignee = ChooserField(
        User.objects.none(),
        kind="colleague",
        label=_("By whom"),
        help_text=Task._meta.get_field("assignee").help_text,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["assignee"]
        field.queryset = colleagues()


class TaskFilterForm(FilterForm):
    """What narrows the list of tasks."""

    done = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("To be done")), ("done", _("Done")), ("all", _("All"))],
    )

    def apply(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Return the tasks that are open, unless others were asked for."""
        wanted = self.cleaned_data["done"]
        if wanted == "all":
            return rows
        return rows.filter(done_at__isnull=wanted != "done")


class MergeForm(forms.Form):
    """Which record is there a second time."""

    duplicate = ChooserField(Record.objects.none(), kind="record", label=_("The other record"))

    def __init__(self, *args: Any, record: Record, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["duplicate"]
        field.queryset = Record.objects.exclude(pk=record.pk)
        field.within = {"near": record.code}
