"""One case as a sentence with choices: the figures of an entrant, and what must come of them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.rulebooks.parsing.editing import Plain
from awards.rulebooks.selectors.worked import CaseColumn, CaseTerms
from awards.studio.forms.criteria import SEPARATOR
from awards.studio.forms.figures import TypedFigureField, figure_text, typed_figure

ANY, NONE = "", "-"
"""What a choice says where nothing is expected, and where there is to be none."""
UNKNOWN = ""


class CellField(forms.Field):
    """A figure, or the rulebook's own words for one that does not apply."""

    def __init__(self, *, held: Any, not_applicable: str, **kwargs: Any) -> None:
        shown = held if isinstance(held, str) else figure_text(held)
        super().__init__(required=False, initial=shown, **kwargs)
        self.held, self.not_applicable = held, not_applicable

    def to_python(self, value: Any) -> Decimal | int | str | None:
        text = str(value or "").strip()
        if not text:
            return None
        if text == self.not_applicable:
            return text
        is_held = self.held is not None and text == (
            self.held if isinstance(self.held, str) else figure_text(self.held)
        )
        return self.held if is_held else typed_figure(text)


class MarksField(forms.Field):
    """Marks of several jurors, apart by semicolons."""

    def __init__(self, *, held: Any, **kwargs: Any) -> None:
        self.held = list(held) if isinstance(held, list) else []
        super().__init__(required=False, initial=f"{SEPARATOR} ".join(map(figure_text, self.held)), **kwargs)

    def to_python(self, value: Any) -> list[Decimal | int]:
        text = str(value or "").strip()
        if text == self.initial:
            return self.held
        return [typed_figure(part) for part in text.split(SEPARATOR) if part.strip()]


class CaseForm(forms.Form):
    """`held` is the case as the draft has it, empty for a new one; what the form does not ask of it stays."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, localize=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=gettext_lazy("Nama contoh"), max_length=100)

    def __init__(self, *args: Any, terms: CaseTerms, held: Mapping[str, Any], names: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms, self.held, self.names = terms, held, names
        self.fields["name"].initial = held.get("name", "")
        self.fields["was"].initial = held.get("name", "")
        for column in terms.columns:
            self._ask_cell(column)
        for jury, name in terms.juries:
            self.fields[f"mark:{jury}"] = MarksField(held=self._part("marks").get(jury), label=name)
        self._ask_expectations()
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("class", "j-input s-pick")
            field.widget.attrs.setdefault("aria-label", field.label or name)

    @property
    def figures(self) -> list[tuple[forms.BoundField, str]]:
        """Return the fields of the figures with their units."""
        return [(self[f"in:{column.code}"], column.unit) for column in self.terms.columns]

    @property
    def marks(self) -> list[forms.BoundField]:
        return [self[f"mark:{jury}"] for jury, _name in self.terms.juries]

    @property
    def expected_cases(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("case:")]

    @property
    def expected_points(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("points:")]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name in self.names - {str(self.held.get("name", ""))}:
            raise ValidationError(_("Nama contoh ini sudah dipakai. Pilih nama lain."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not {"points", "cases", "band", "outcome"} & self.table().keys():
            raise ValidationError(_("Pilih paling sedikit satu hasil yang Anda tahu: keadaan, poin, atau hasilnya."))
        return cleaned

    def table(self) -> dict[str, Plain]:
        """Return the case as the draft is to say it: keys that the form does not ask stay where they are."""
        given = self.cleaned_data
        parts: dict[str, Plain | None] = {
            "name": given["name"],
            "input": self._typed("in:") or None,
            "marks": self._typed("mark:") or None,
            "cases": {code: self._chosen(value) for code, value in self._typed("case:").items()} or None,
            "points": self._typed("points:") or None,
            "outcome": given["outcome"] or None,
            "band": None if given.get("band", ANY) == ANY else self._chosen(given["band"]),
        }
        kept = {key: value for key, value in self.held.items() if parts.get(key, value) is not None}
        return {**kept, **{key: value for key, value in parts.items() if value is not None}}

    def _typed(self, prefix: str) -> dict[str, Any]:
        """Return what was filled in under a prefix, in the order of the draft first."""
        held = [f"{prefix}{key}" for key in self._part(PARTS[prefix])]
        names = [*held, *(name for name in self.fields if name.startswith(prefix) and name not in held)]
        found = {name.removeprefix(prefix): self.cleaned_data.get(name) for name in names if name in self.fields}
        return {key: value for key, value in found.items() if value not in (None, "", [])}

    @staticmethod
    def _chosen(value: str) -> str:
        return "" if value == NONE else value

    def _part(self, key: str) -> Mapping[str, Any]:
        part = self.held.get(key)
        return part if isinstance(part, Mapping) else {}

    def _ask_cell(self, column: CaseColumn) -> None:
        held = self._part("input").get(column.code)
        name = f"in:{column.code}"
        if not column.choices:
            widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8})
            self.fields[name] = CellField(
                held=held, not_applicable=self.terms.not_applicable, label=column.name, widget=widget
            )
            return
        choices = [(UNKNOWN, _("tidak diketahui")), *column.choices]
        choices.append((self.terms.not_applicable, self.terms.not_applicable))
        if isinstance(held, str) and held not in dict(choices):
            choices.append((held, held))
        self.fields[name] = forms.ChoiceField(choices=choices, required=False, initial=held or "", label=column.name)

    def _ask_expectations(self) -> None:
        for node in self.terms.nodes:
            if node.cases is not None:
                choices = [(ANY, _("tidak ditentukan")), *node.cases, (NONE, _("tidak ada"))]
                self._choose(f"case:{node.code}", node.name, choices, self._part("cases").get(node.code))
            held = self._part("points").get(node.code)
            widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8})
            self.fields[f"points:{node.code}"] = TypedFigureField(
                held=held if isinstance(held, int | Decimal) else None, label=node.name, widget=widget
            )
        outcomes = [(ANY, _("tidak ditentukan")), *self.terms.outcomes]
        self._choose("outcome", _("Hasil"), outcomes, self.held.get("outcome"))
        if self.terms.bands:
            choices = [(ANY, _("tidak ditentukan")), *self.terms.bands, (NONE, _("tanpa predikat"))]
            self._choose("band", _("Predikat"), choices, self.held.get("band"))

    def _choose(self, name: str, label: str, choices: list[tuple[str, Any]], held: Any) -> None:
        """Offer choices; what the draft says and the rules no longer know stays to be seen."""
        now = ANY if held is None else (NONE if held == "" else str(held))
        if now and now not in dict(choices):
            choices.append((now, now))
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=now)


PARTS = {"in:": "input", "mark:": "marks", "case:": "cases", "points:": "points"}
