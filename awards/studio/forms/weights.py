"""The tree of a draft with its weights: what is shown, what was typed, and the sums beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from awards.rulebooks.parsing.editing import Plain
from awards.rulebooks.parsing.outline import Branch, Outline
from awards.studio.forms.figures import TypedFigureField
from awards.studio.selectors.drafting import branch_name, effect_word

WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class WeightSum:
    """The sum below a node, with what it should be; `short` is above zero where something is missing."""

    given: Decimal
    wanted: Decimal

    @property
    def total(self) -> Decimal:
        return _plain(self.given)

    @property
    def short(self) -> Decimal:
        return _plain(self.wanted - self.given)

    @property
    def excess(self) -> Decimal:
        return _plain(self.given - self.wanted)

    @property
    def is_off(self) -> bool:
        return self.short != 0


def _plain(value: Decimal) -> Decimal:
    """Return the number without zeros at its end: weights of 0.4 and 0.60 make 1."""
    return Decimal(format(value.normalize(), "f"))


def place_of(branch: Branch) -> str:
    """Return what names a row in the page: `2-1`, and `0` for the top."""
    return branch.number.replace(".", "-") or "0"


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One criterion on the page; `weight` is its field, None where it has no weight to give."""

    branch: Branch
    name: str
    weight: forms.BoundField | None
    effect: str
    sum: WeightSum | None
    children: tuple["WeightRow", ...]
    is_first: bool
    is_last: bool

    @property
    def place(self) -> str:
        return place_of(self.branch)


class WeightsForm(forms.Form):
    """A field for each weight, named after its criterion; `seen` is the state of the draft that was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, localize=False)

    def __init__(self, *args: Any, outline: Outline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outline = outline
        for branch in outline.walk():
            for child in branch.children if branch.takes_weights else ():
                if child.is_share:
                    self.fields[f"{WEIGHT}:{child.code}"] = self._field(branch, child)

    def _field(self, branch: Branch, child: Branch) -> TypedFigureField:
        label = _("Bobot %(name)s") % {"name": f"{child.number} {branch_name(child)}"}
        attrs = {"class": "j-input s-weight", "inputmode": "decimal", "aria-label": label, "autocomplete": "off"}
        if branch.has_sum:
            attrs["aria-describedby"] = f"jumlah-{place_of(branch)}"
        return TypedFigureField(held=child.weight, label=label, widget=forms.TextInput(attrs=attrs))

    def weights(self) -> dict[str, Decimal | None]:
        """Return each weight as it stands on the page: typed where that is a figure, else the draft's."""
        found = {branch.code: branch.weight for branch in self.outline.walk()}
        if self.is_bound:
            self.is_valid()
            for name, value in self.cleaned_data.items():
                if self._is_sent(name):
                    found[name.partition(":")[2]] = value
        return found

    def _is_sent(self, name: str) -> bool:
        """Whether a weight came along: a form beside the tree sends none, and changes none."""
        return name.startswith(f"{WEIGHT}:") and name in self.data

    def changes(self) -> dict[tuple[str, str], Plain | None]:
        """Return the weights that were typed otherwise than the draft has them."""
        held = {branch.code: branch.weight for branch in self.outline.walk()}
        typed = {name.partition(":")[2]: value for name, value in self.cleaned_data.items() if self._is_sent(name)}
        return {(code, WEIGHT): value for code, value in typed.items() if value != held[code]}

    def sums_off(self) -> list[WeightRow]:
        """Return the nodes whose weights do not add up, in the order of the tree."""
        rows, found = [self.tree()], list[WeightRow]()
        while rows:
            row = rows.pop(0)
            if row is not None:
                rows = [*row.children, *rows]
                found += [row] if row.sum is not None and row.sum.is_off else []
        return found

    def tree(self) -> WeightRow | None:
        if self.outline.top is None:
            return None
        return self._row(self.outline.top, self.weights(), is_first=True, is_last=True)

    def _row(
        self, branch: Branch, weights: Mapping[str, Decimal | None], *, is_first: bool, is_last: bool
    ) -> WeightRow:
        name, last = f"{WEIGHT}:{branch.code}", len(branch.children) - 1
        return WeightRow(
            branch=branch,
            name=branch_name(branch),
            weight=self[name] if name in self.fields else None,
            effect=effect_word(branch),
            sum=self._sum(branch, weights),
            children=tuple(
                self._row(child, weights, is_first=place == 0, is_last=place == last)
                for place, child in enumerate(branch.children)
            ),
            is_first=is_first,
            is_last=is_last,
        )

    def _sum(self, branch: Branch, weights: Mapping[str, Decimal | None]) -> WeightSum | None:
        if not branch.has_sum or not branch.children:
            return None
        total = sum((weights[child.code] or Decimal(0) for child in branch.shares), Decimal(0))
        return WeightSum(total, self.outline.wanted(branch))
