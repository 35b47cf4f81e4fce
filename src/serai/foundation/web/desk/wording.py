"""Values of the record in words: fields by their names, related objects by theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.foundation.dates import PartialDate, PartialDateField
from serai.foundation.languages import RIGHT_TO_LEFT
from serai.foundation.record.snapshots import Snapshot
from serai.foundation.translation import TranslatedCharField, TranslatedTextField
from serai.foundation.web.context import language_name
from serai.foundation.web.templatetags.serai import date_text, number

AnyField: TypeAlias = "models.Field[Any, Any]"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, in words; of a translated text, one language."""

    label: str
    before: str
    after: str
    language: str = ""

    @property
    def language_name(self) -> str:
        """What the language is called in itself."""
        return language_name(self.language) if self.language else ""

    @property
    def direction(self) -> str:
        """How the text runs, for the ``dir`` attribute."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr" if self.language else "auto"


class RelatedNames:
    """The names of related objects, read with one query for each kind."""

    def __init__(self) -> None:
        self._wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        self._names: dict[type[models.Model], dict[str, str]] = {}

    def want(self, model: type[models.Model], *snapshots: Snapshot | None) -> None:
        """Note the objects that some snapshots of a model refer to."""
        for values in snapshots:
            for name, value in (values or {}).items():
                field = field_named(model, name)
                related = _related_model(field)
                if related is not None and value not in (None, ""):
                    keys = value if isinstance(value, list) else [value]
                    self._wanted[related].update(map(str, keys))

    def name(self, model: type[models.Model], key: object) -> str:
        """Return what an object is called; a number stands for what is no longer there."""
        if model not in self._names:
            try:
                found = model._base_manager.filter(pk__in=self._wanted[model] | {str(key)})
                self._names[model] = {str(each.pk): str(each) for each in found}
            except (ValueError, ValidationError):
                self._names[model] = {}
        return self._names[model].get(str(key)) or _("no longer there (%(number)s)") % {
            "number": key
        }


def field_named(model: type[models.Model], name: str) -> AnyField | None:
    """Return a field that is stored, or None."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _related_model(field: AnyField | None) -> type[models.Model] | None:
    related = getattr(field, "related_model", None)
    return related if isinstance(related, type) else None


def field_label(model: type[models.Model], name: str) -> str:
    """Return what a field is called."""
    field = field_named(model, name)
    return capfirst(str(field.verbose_name) if field is not None else name.replace("_", " "))


def value_in_words(
    model: type[models.Model], name: str, value: Any, names: RelatedNames | None = None
) -> str:
    """Write one value of a snapshot for a reader; the empty string for nothing."""
    if value is None or value == "" or value in ([], {}):
        return ""
    field = field_named(model, name)
    related = _related_model(field)
    if related is not None:
        names = names or RelatedNames()
        names.want(model, {name: value})
        keys = value if isinstance(value, list) else [value]
        return ", ".join(names.name(related, key) for key in keys)
    if isinstance(field, TranslatedCharField | TranslatedTextField) and isinstance(value, dict):
        spoken = dict(settings.LANGUAGES)
        return "; ".join(f"{spoken.get(code, code)}: {text}" for code, text in value.items())
    return _plain_value(field, value)


def _plain_value(field: AnyField | None, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(getattr(field, "flatchoices", None) or [])
    if isinstance(value, str | int) and value in choices:
        return str(choices[value])
    if isinstance(field, PartialDateField):
        return date_text(PartialDate.parse(str(value)))
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return date_text(field.to_python(value))
    if isinstance(field, models.DecimalField):
        return number(Decimal(str(value)))
    if isinstance(value, int | float):
        return number(value)  # type: ignore[arg-type]
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {each}" for key, each in value.items())
    return str(value)


def differences(
    model: type[models.Model],
    before: Snapshot | None,
    after: Snapshot | None,
    names: RelatedNames | None = None,
    *,
    root: tuple[str, str] | None = None,
) -> list[Difference]:
    """Return what differs between two snapshots, field by field, in the order of the model.

    Left out is what says nothing to a reader: columns that nobody edits, values that every new
    object has, and the reference of a part to ``root``, its whole.
    """
    is_new = before is None
    before, after = before or {}, after or {}
    order = [field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)]
    keys = [name for name in {**before, **after} if name not in {"parts", "links", "entries"}]
    keys.sort(key=lambda name: order.index(name) if name in order else len(order))
    names = names or RelatedNames()
    found: list[Difference] = []
    for name in keys:
        old, new = before.get(name), after.get(name)
        if old == new or _says_nothing(model, name, old, new, is_new=is_new, root=root):
            continue
        label = field_label(model, name)
        if _is_translated(model, name, old, new):
            found += _by_language(label, old or {}, new or {})
        else:
            words = [value_in_words(model, name, value, names) for value in (old, new)]
            if any(words):
                found.append(Difference(label, *words))
    return found


def _says_nothing(
    model: type[models.Model],
    name: str,
    old: Any,
    new: Any,
    *,
    is_new: bool,
    root: tuple[str, str] | None,
) -> bool:
    field = field_named(model, name)
    if field is None:
        return False
    if (
        not field.editable
        or name in _parts_of_generic_references(model)
        or (is_new and field.has_default() and new == field.get_default())
    ):
        return True
    related = _related_model(field)
    value = new if old is None else old
    return related is not None and (related._meta.label_lower, str(value)) == root


def _parts_of_generic_references(model: type[models.Model]) -> set[str]:
    """The columns by which a row refers to an object of any kind: a type and a number."""
    references = [
        field for field in model._meta.private_fields if isinstance(field, GenericForeignKey)
    ]
    return {name for field in references for name in (field.ct_field, field.fk_field)}


def _is_translated(model: type[models.Model], name: str, *values: Any) -> bool:
    return isinstance(field_named(model, name), TranslatedCharField | TranslatedTextField) and all(
        value is None or isinstance(value, dict) for value in values
    )


def _by_language(label: str, old: Snapshot, new: Snapshot) -> Iterable[Difference]:
    for code, _name in settings.LANGUAGES:
        if old.get(code) != new.get(code):
            yield Difference(label, old.get(code) or "", new.get(code) or "", code)
