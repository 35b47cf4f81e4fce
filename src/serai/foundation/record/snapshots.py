"""Objects as plain data, to record them before and after a change and to put them back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models

from serai.foundation.dates import PartialDateField
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, texts_of

Snapshot = dict[str, Any]


def snapshot(instance: models.Model, names: Iterable[str] | None = None) -> Snapshot:
    """Return the named columns and many-to-many sets of an object as JSON values.

    Without names: every column but the primary key, and every many-to-many set. References are
    given by primary key, translated texts by language.
    """
    wanted = None if names is None else set(names)
    result: Snapshot = {}
    for field in instance._meta.concrete_fields:
        if wanted is None and field.primary_key and isinstance(field, models.AutoField):
            continue
        if wanted is None or field.name in wanted:
            result[field.name] = _as_json(field, field.value_from_object(instance))
    for many in instance._meta.many_to_many:
        if wanted is None or many.name in wanted:
            related: Any = getattr(instance, many.name)
            result[many.name] = sorted(related.values_list("pk", flat=True)) if instance.pk else []
    return result


def restore(instance: models.Model, values: Snapshot) -> dict[str, list[Any]]:
    """Set the columns of an object from a snapshot; return the many-to-many sets still to set."""
    many: dict[str, list[Any]] = {}
    for name, value in values.items():
        field = instance._meta.get_field(name)
        if isinstance(field, models.ManyToManyField):
            many[name] = value
        elif isinstance(field, models.ForeignKey):
            setattr(instance, field.attname, value)
        else:
            assert isinstance(field, models.Field)
            setattr(instance, name, field.to_python(value))
    return many


def _as_json(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, TranslatedCharField | TranslatedTextField):
        return texts_of(value)
    if isinstance(field, models.DecimalField) and isinstance(value, Decimal):
        # 1.5 typed and 1.5000 read back are one number.
        return f"{value:.{field.decimal_places}f}"
    if isinstance(field, PartialDateField):
        return str(value) if value else None
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return field.value_to_string(_Holder(field.attname, value))  # type: ignore[arg-type]


class _Holder:
    """Stands in for an instance where Django wants one only to read a single attribute."""

    def __init__(self, name: str, value: Any) -> None:
        setattr(self, name, value)
