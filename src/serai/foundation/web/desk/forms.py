"""Forms of the desk: translated fields, parts, and a guard against overwriting others' work.

A form carries, signed, the values it was opened with. What somebody else changed since is kept
where this person left it alone; where both changed the same field to different values, the form is
shown again with both, and nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.contrib.contenttypes.fields import GenericRelation
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.formsets import ManagementForm
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.record.queries import history
from serai.foundation.record.snapshots import Snapshot, snapshot
from serai.foundation.web.desk.choosers import remember_chosen
from serai.foundation.web.desk.wording import value_in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SALT = "serai.desk.edited_from"
EDITED_FROM = "edited_from"


def _sealed(values: object) -> str:
    return signing.dumps(values, salt=_SALT, compress=True)


def _unsealed(token: str | None) -> Any:
    """Read what a form was opened with; None where it does not say, or says it falsely."""
    try:
        return signing.loads(token or "", salt=_SALT)
    except signing.BadSignature:
        return None


class DeskForm(forms.ModelForm):  # type: ignore[type-arg]
    """Base of the forms of the desk.

    It only reads and validates: views pass `changes` to an operation, which writes.
    """

    data: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is not None:
            self.fields[EDITED_FROM] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=lambda: _sealed(self._current)
            )

    @cached_property
    def _current(self) -> Snapshot:
        """The values as they are now; read before those that were typed are put on the instance."""
        return snapshot(self.instance, self._columns())

    def _columns(self) -> list[str]:
        meta = self.instance._meta
        known = {field.name for field in (*meta.concrete_fields, *meta.many_to_many)}
        return [name for name in self.fields if name in known]

    def changes(self) -> dict[str, Any]:
        """Return the columns that this person changed, with their new values.

        For a new object: every column of the form. Call it after the form was found valid.
        """
        names = [name for name in self._columns() if name in self.cleaned_data]
        if self.instance.pk is None:
            return {name: self.cleaned_data[name] for name in names}
        base, typed = self._opened_with(), self._typed()
        return {name: self.cleaned_data[name] for name in names if typed[name] != base[name]}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        return self.cleaned_data if cleaned is None else cleaned

    def full_clean(self) -> None:
        is_guarded = self.is_bound and EDITED_FROM in self.fields
        if is_guarded:
            _read_now = self._current
        super().full_clean()
        if is_guarded:
            self._report_conflicts()

    def _opened_with(self) -> Snapshot:
        opened = _unsealed(self.data.get(self.add_prefix(EDITED_FROM)))
        return {**self._current, **opened} if isinstance(opened, dict) else dict(self._current)

    def _typed(self) -> Snapshot:
        """The cleaned values as the record would write them."""
        typed = snapshot(self.instance, self._columns())
        for field in self.instance._meta.many_to_many:
            if field.name in typed and field.name in self.cleaned_data:
                chosen = self.cleaned_data[field.name]
                typed[field.name] = sorted(each.pk for each in chosen)
        return typed

    def is_still_current(self) -> bool:
        """Look once more, under a lock, whether somebody changed the object since it was read.

        Called in the transaction of the save; reports what it finds on the form.
        """
        if self.instance.pk is None:
            return True
        row = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk)
        stored = row.first()
        if stored is None:
            self.add_error(None, _("Somebody deleted this while you were writing."))
            return False
        now = snapshot(stored, self._columns())
        if now != self._current:
            self._current = now
            self._report_conflicts()
        return not self.errors

    def _report_conflicts(self) -> None:
        base, typed = self._opened_with(), self._typed()
        conflicts = [
            name
            for name, now in self._current.items()
            if base[name] != now and typed[name] not in (base[name], now)
        ]
        for name in conflicts:
            now = value_in_words(type(self.instance), name, self._current[name])
            self.add_error(
                name,
                ValidationError(
                    _("%(who)s changed this while you were writing. It now says: %(value)s. "
                      "What you typed is kept: save again to put it in its place."),
                    code="stale",
                    params={"who": self._who_changed(), "value": now or _("nothing")},
                ),
            )  # fmt: skip
        if conflicts:
            self.data = self.data.copy()
            self.data[self.add_prefix(EDITED_FROM)] = _sealed(self._current)

    def _who_changed(self) -> str:
        entry = history(self.instance).first()
        return (entry.actor_label if entry else "") or _("Somebody")

    def accept_errors(self, error: ValidationError) -> None:
        """Put the errors of an operation at the fields they name, the others on top."""
        for name, messages in _by_field(error).items():
            if name in self.fields and not self.fields[name].widget.is_hidden:
                self.add_error(name, cast("Any", messages))
            else:
                label = "" if name == NON_FIELD_ERRORS else f"{name}: "
                self.add_error(None, cast("Any", [f"{label}{message}" for message in messages]))


def _by_field(error: ValidationError) -> Mapping[str, list[str]]:
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {NON_FIELD_ERRORS: error.messages}


class _GuardedManagementForm(ManagementForm):
    edited_from = forms.CharField(required=False, widget=forms.HiddenInput)


class PartFormSet(forms.BaseModelFormSet):  # type: ignore[type-arg]
    """The parts of an object, as rows of one form; made by `part_formset`."""

    model: type[models.Model]
    data: Any
    renderer: Any
    _errors: Any
    _non_form_errors: Any

    parts: ClassVar[str]
    label: ClassVar[str | _StrPromise]
    help_text: ClassVar[str | _StrPromise]
    add_label: ClassVar[str | _StrPromise]

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        instance: models.Model | None = None,
        prefix: str | None = None,
        **options: Any,
    ) -> None:
        self.instance = instance
        found = self.model._default_manager.none()
        if instance is not None and instance.pk is not None:
            found = getattr(instance, self.parts).all()
        super().__init__(data, files, prefix=prefix or self.parts, queryset=found, **options)

    @cached_property
    def management_form(self) -> ManagementForm:
        found: ManagementForm = super().management_form
        values: dict[str, Any] = {"auto_id": self.auto_id, "prefix": self.prefix}
        if self.is_bound:
            form = _GuardedManagementForm(self.data, renderer=self.renderer, **values)
            form.full_clean()
            return form
        initial = {**(found.initial or {}), EDITED_FROM: _sealed(self._current)}
        return _GuardedManagementForm(initial=initial, renderer=self.renderer, **values)

    @cached_property
    def forms(self) -> list[Any]:
        """The rows; what they have chosen is read for all of them at once."""
        made: list[Any] = super().forms
        remember_chosen(made)
        return made

    @cached_property
    def _current(self) -> list[Snapshot]:
        """The parts as they are now, in a form that can be compared."""
        return [{"pk": part.pk, **snapshot(part)} for part in self._stored]

    @cached_property
    def _stored(self) -> list[Any]:
        """The parts as they stand in the database: those of the forms hold what was typed."""
        assert self.queryset is not None
        return list(self.queryset.all())

    def _construct_form(self, i: int, **options: Any) -> Any:
        form = super()._construct_form(i, **options)  # type: ignore[misc]
        # All rows are guarded together.
        form.fields.pop(EDITED_FROM, None)
        if self.instance is not None and form.instance.pk is None:
            # The checks of a part may look at the whole it belongs to.
            relation: Any = self.instance._meta.get_field(self.parts)
            if not isinstance(relation, GenericRelation):
                setattr(form.instance, relation.field.name, self.instance)
        return form

    def clean(self) -> None:
        super().clean()
        base = _unsealed(self.data.get(f"{self.prefix}-{EDITED_FROM}"))
        if base is None or base == self._current:
            return
        now = "; ".join(str(part) for part in self._stored) or _("nothing")
        self.data = self.data.copy()
        self.data[f"{self.prefix}-{EDITED_FROM}"] = _sealed(self._current)
        del self.management_form
        raise ValidationError(
            _("Somebody changed these rows while you were writing. They now are: %(rows)s. "
              "What you typed is kept: save again to put it in their place."),
            code="stale",
            params={"rows": now},
        )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows to keep, in their order, as `sync_parts` takes them."""
        kept = [
            form
            for form in (self.ordered_forms if self.can_order else self.forms)
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        key = self.model._meta.pk.name
        rows = []
        for position, form in enumerate(kept):
            row = {
                name: value
                for name, value in form.cleaned_data.items()
                if name not in {key, "DELETE", "ORDER", EDITED_FROM}
            }
            row["pk"] = form.instance.pk
            if self.can_order:
                row["position"] = position
            rows.append(row)
        return rows

    def add_blank_row(self) -> None:
        """Give the next drawing of the form one more row, keeping everything typed."""
        name = f"{self.prefix}-TOTAL_FORMS"
        self.data = self.data.copy()
        try:
            self.data[name] = str(int(self.data.get(name, "0")) + 1)
        except ValueError:
            return
        self.__dict__.pop("management_form", None)
        self.__dict__.pop("forms", None)


def part_formset(
    form: type[forms.ModelForm[Any]],
    parts: str,
    *,
    label: str | _StrPromise,
    help_text: str | _StrPromise = "",
    add_label: str | _StrPromise = "",
    extra: int = 1,
    maximum: int = 200,
) -> type[PartFormSet]:
    """Make the class of the rows of one kind of part: ``part_formset(PartyForm, "parties", …)``.

    ``parts`` is the related name on the whole. Rows can be removed; where the part has a column
    ``position`` that the form leaves out, they can be put in order, and `PartFormSet.rows`
    numbers them.
    """
    model = form._meta.model
    columns = {field.name for field in model._meta.concrete_fields}
    ordered = "position" in columns and "position" not in form.base_fields
    # Not modelformset_factory: it would make the form's class anew.
    made: Any = forms.formset_factory(
        form,
        formset=PartFormSet,
        extra=extra,
        can_delete=True,
        can_order=ordered,
        max_num=maximum,
        validate_max=True,
        absolute_max=maximum + 100,
    )
    made.model, made.edit_only = model, False
    made.parts, made.label, made.help_text = parts, label, help_text
    made.add_label = add_label or gettext_lazy("Add a row")
    return cast("type[PartFormSet]", made)


Formsets = Mapping[str, PartFormSet] | Sequence[PartFormSet]


def listed(formsets: Formsets) -> list[PartFormSet]:
    """Return formsets as a list, however they were given."""
    return list(formsets.values() if isinstance(formsets, Mapping) else formsets)
