"""What the tables promise, said to people: a broken constraint's sentence, at the field that can mend it.

Every constraint of a model carries `violation_error_message`, one or two sentences that say what is wrong and what to
do, and names in `violation_error_code` the field whose change mends it. A field with `unique=True` that people fill in
carries its sentence in `error_messages`. Model forms show them before anything is written (`SpokenForm`,
`SpokenFormSet`); where the database itself refuses, because somebody was first, services say them (`in_words`), and
what no service awaited becomes a page (`paritrana.middleware`).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.forms.models import InlineForeignKeyField

if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
    AnyInlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
    AnyField = models.Field[Any, Any]
else:
    AnyModelForm = forms.ModelForm
    AnyInlineFormSet = forms.BaseInlineFormSet
    AnyField = models.Field

SQLITE_CHECK = "CHECK constraint failed: "
SQLITE_UNIQUE = "UNIQUE constraint failed: "
UNIQUE_VIOLATION = "23505"  # PostgreSQL's class of error


@dataclass(frozen=True, slots=True)
class Promise:
    """What a constraint, or a field that is unique, says when it is broken, and the field that can mend it."""

    name: str
    field: str
    sentence: str


class ConstraintBrokenError(ValidationError):
    """The database refused what breaks a constraint; `add_at_field` puts the sentence at its field."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence, field)

    def __str__(self) -> str:
        return " ".join(self.messages)


@contextmanager
def in_words(refusal: Callable[[str], Exception] | None = None) -> Iterator[None]:
    """Raise `refusal`, or `ConstraintBrokenError`, with the sentence of a constraint that is broken inside.

    Only what was done inside is undone. An error that breaks no promise of a model goes its own way.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = broken_promises(error)
        if not broken:
            raise
        said = " ".join(promise.sentence for promise in broken)
        raise refusal(said) if refusal else ConstraintBrokenError(said, broken[0].field) from error


def broken_promises(error: IntegrityError) -> list[Promise]:
    """Return the promise that the database found broken; none where it was another kind of error.

    SQLite names the columns of a unique constraint and not the constraint: where two of one table share them, both
    come.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        name, table = diagnosis.constraint_name or "", diagnosis.table_name or ""
        return _named(name) or (_unique_field_of(name, table) if diagnosis.sqlstate == UNIQUE_VIOLATION else [])
    text = str(error)
    if text.startswith(SQLITE_CHECK):
        return _named(text.removeprefix(SQLITE_CHECK))
    if text.startswith(SQLITE_UNIQUE):
        return _on_columns(text.removeprefix(SQLITE_UNIQUE).split(", "))
    return []


def _named(name: str) -> list[Promise]:
    constraints = (one for model in apps.get_models() for one in model._meta.constraints)  # noqa: SLF001 - documented
    return [_promise(one) for one in constraints if one.name == name]


def _promise(one: models.BaseConstraint) -> Promise:
    return Promise(one.name, one.violation_error_code or "", str(one.get_violation_error_message()))


def _unique_field_of(name: str, table: str) -> list[Promise]:
    """PostgreSQL calls the constraint of a unique field by its table and column."""
    return [
        _unique_promise(model, field)
        for model, field in _unique_fields()
        if model._meta.db_table == table and name.startswith(f"{table}_{field.column}_")  # noqa: SLF001 - documented
    ]


def _on_columns(columns: Iterable[str]) -> list[Promise]:
    wanted = set(columns)
    found = [
        _promise(one)
        for model in apps.get_models()
        for one in model._meta.constraints  # noqa: SLF001 - documented
        if isinstance(one, models.UniqueConstraint) and _columns(model, one.fields) == wanted
    ]
    return found or [
        _unique_promise(model, field) for model, field in _unique_fields() if _columns(model, [field.name]) == wanted
    ]


def _columns(model: type[models.Model], names: Iterable[str]) -> set[str]:
    meta = model._meta  # noqa: SLF001 - documented
    return {f"{meta.db_table}.{field.column}" for field in meta.local_concrete_fields if field.name in set(names)}


def _unique_fields() -> Iterator[tuple[type[models.Model], AnyField]]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:  # noqa: SLF001 - documented
            if field.unique:
                yield model, field


def _unique_promise(model: type[models.Model], field: AnyField) -> Promise:
    said = model().unique_error_message(model, (field.name,))
    return Promise(field.name, field.name, " ".join(said.messages))


def add_at_field(form: forms.BaseForm, error: ValidationError) -> None:
    """Put the sentence of a broken constraint at the field that its code names, or above the form that lacks it."""
    form.add_error(None, ValidationError(_at_fields(form, error)))


def _at_fields(form: forms.BaseForm, error: ValidationError) -> dict[str, list[ValidationError]]:
    """Sort the errors by field; what is said there already is left out."""
    by_field: dict[str, list[ValidationError]] = (
        error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    )
    placed: dict[str, list[ValidationError]] = {}
    for field, errors in by_field.items():
        for one in errors:
            place = one.code if field == NON_FIELD_ERRORS and one.code in form.fields else field
            if not set(one.messages) <= set(form.errors.get(place, ())):
                placed.setdefault(place, []).append(one)
    return placed


class SpokenForm(AnyModelForm):
    """A model form that shows a broken constraint's sentence at the field that can mend it.

    Of a stored row the fields that the form does not offer count as well: they hold what is stored.
    """

    def _update_errors(self, errors: ValidationError) -> None:
        placed = _at_fields(self, errors)
        if placed:
            super()._update_errors(ValidationError(placed))  # type: ignore[misc] # unknown to the stubs

    def validate_unique(self) -> None:
        super().validate_unique()
        if not self.instance._state.adding:  # noqa: SLF001 - documented
            try:
                self.instance.validate_constraints(exclude=self._unsettled())
            except ValidationError as error:
                self._update_errors(error)

    def _unsettled(self) -> set[str]:
        """Fields that hold nothing to judge yet; a part's rivals below the same row are its form set's to compare."""
        excluded: set[str] = self._get_validation_exclusions()  # type: ignore[attr-defined] # as above
        parents = {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        return (excluded & set(self.fields)) | parents


class SpokenFormSet(AnyInlineFormSet):
    """Parts of one row that also compare each other by their constraints, those with a condition included."""

    def validate_unique(self) -> None:
        constraints = [
            one
            for one in self.form._meta.model._meta.constraints  # noqa: SLF001 - documented
            if isinstance(one, models.UniqueConstraint) and self.fk.name in one.fields
        ]
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            is_blank = form.instance.pk is None and not form.has_changed()
            if is_blank or not form.is_valid() or form in self.deleted_forms:
                continue
            for one in constraints:
                key = (one.name, *_values(form.instance, one, apart_from=self.fk.name))
                if None in key or not _is_met(one, form.instance):
                    continue
                if key in seen:
                    add_at_field(form, ValidationError(one.get_violation_error_message(), one.violation_error_code))
                seen.add(key)
        super().validate_unique()


def _values(row: models.Model, constraint: models.UniqueConstraint, *, apart_from: str) -> list[Any]:
    compared = set(constraint.fields) - {apart_from}
    fields = row._meta.local_concrete_fields  # noqa: SLF001 - documented
    return [getattr(row, field.attname) for field in fields if field.name in compared]


def _is_met(constraint: models.UniqueConstraint, row: models.Model) -> bool:
    if constraint.condition is None:
        return True
    fields = row._meta.local_concrete_fields  # noqa: SLF001 - documented
    held = {field.name: models.Value(getattr(row, field.attname), field) for field in fields}
    return constraint.condition.check(held)
