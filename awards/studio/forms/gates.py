"""A gate, and a criterion by cases, as sentences with choices; conditions are rows of their own (see `conditions`)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.rulebooks.parsing.editing import Plain
from awards.rulebooks.parsing.typed_conditions import COMPARATORS, Part, TypedRow, part_of
from awards.studio.forms.conditions import shown_limit
from awards.studio.forms.figures import TypedFigureField

UNTOLD = (
    ("cannot_tell", gettext_lazy("ditahan")),
    ("fail", gettext_lazy("tidak dinilai")),
    ("pass", gettext_lazy("dinilai")),
)
SHORT = ("column", "measure", "must_be", "limit", "labels")


class GateForm(forms.Form):
    """`held` is the gate as the draft has it; what the form does not ask stays."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, localize=False)
    name = forms.CharField(label=gettext_lazy("Nama syarat"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Nama dalam bahasa Inggris"), max_length=200, required=False)
    reason = forms.CharField(label=gettext_lazy("Alasan yang dibaca peserta"), max_length=500)
    reason_en = forms.CharField(label=gettext_lazy("Alasan dalam bahasa Inggris"), max_length=500, required=False)
    when_missing = forms.ChoiceField(label=gettext_lazy("Bila tidak diketahui"), choices=UNTOLD)

    def __init__(self, *args: Any, held: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        for name in ("name", "name_en", "reason", "reason_en"):
            self.fields[name].initial = held.get(name, "")
        self.fields["when_missing"].initial = held.get("when_missing", "cannot_tell")
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "j-input s-pick")

    def table(self, condition: Mapping[str, Plain]) -> dict[str, Plain]:
        """Return the gate as the draft is to say it, without its code; a short one stays short while it can."""
        given = self.cleaned_data
        found = {key: value for key, value in self.held.items() if key not in ("code", "when", *SHORT)}
        for name in ("name", "name_en", "reason", "reason_en"):
            if given[name]:
                found[name] = given[name]
            else:
                found.pop(name, None)
        if given["when_missing"] != found.get("when_missing", "cannot_tell"):
            found["when_missing"] = given["when_missing"]
        return {**found, **(self._short(condition) or {"when": condition})}

    def _short(self, condition: Mapping[str, Plain]) -> dict[str, Plain] | None:
        comparator = next((one for one in COMPARATORS if one in condition), None)
        if "must_be" not in self.held or comparator is None or "unless" in condition:
            return None
        key = "measure" if "measure" in condition else "column"
        limit = {"labels" if comparator == "one_of" else "limit": condition[comparator]}
        return {key: condition[key], "must_be": comparator, **limit}


def gate_part(held: Mapping[str, Any]) -> Part:
    """Return the condition of a gate as rows, written under `when` or as keys of its own."""
    when = held.get("when")
    if isinstance(when, Mapping):
        return part_of(when, shown_limit)
    comparator = held.get("must_be")
    if comparator in COMPARATORS:
        key = "measure" if "measure" in held else "column"
        limit = held.get("labels", []) if comparator == "one_of" else held.get("limit", "")
        return part_of({key: held.get(key, ""), str(comparator): limit}, shown_limit)
    return TypedRow()


class CaseNameForm(forms.Form):
    """One case of a criterion: what it is called and how many points it gives."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Nama dalam bahasa Inggris"), max_length=200, required=False)

    def __init__(self, *args: Any, held: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        self.fields["name"].initial = held.get("name", "")
        self.fields["name_en"].initial = held.get("name_en", "")
        self.fields["points"] = figure_field(held.get("points"), _("Poin"))
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "j-input s-pick")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("points") is None and "points" not in self.errors:
            self.add_error("points", ValidationError(_("Tulis poinnya.")))
        return cleaned

    def table(self, condition: Mapping[str, Plain]) -> dict[str, Plain]:
        given = self.cleaned_data
        english: dict[str, Plain] = {"name_en": given["name_en"]} if given["name_en"] else {}
        return {"name": given["name"], **english, "points": given["points"], "when": condition}


class OtherwiseForm(forms.Form):
    """What is earned where no case holds."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, localize=False)

    def __init__(self, *args: Any, held: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["otherwise"] = figure_field(held, _("Selain itu, poinnya"))
        self.fields["otherwise"].widget.attrs["class"] = "j-input s-pick"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("otherwise") is None and "otherwise" not in self.errors:
            self.add_error("otherwise", ValidationError(_("Tulis poinnya.")))
        return cleaned


def figure_field(held: Any, label: str) -> TypedFigureField:
    is_number = isinstance(held, int | Decimal) and not isinstance(held, bool)
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8})
    return TypedFigureField(held=held if is_number else None, label=label, widget=widget)
