"""Forms of the trials. They read what was typed; services decide about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.editions.models import Category
from awards.rulebooks.parsing.dials import BEST, WEIGHT, WORST, Dial
from awards.submissions.parsing.answers import ENGLISH, INDONESIAN
from paritrana.lib.indonesian import number_text

LONGEST_FIGURE = 30
LABELS = {WEIGHT: _("Bobot %(name)s"), WORST: _("Nilai terburuk %(name)s"), BEST: _("Nilai terbaik %(name)s")}


class FigureField(forms.Field):
    """A number as Indonesians write it; a point before decimals is understood where it can mean nothing else."""

    default_error_messages = {"figure": _("Tulis angka saja, misalnya 1.234,5 (titik untuk ribuan, koma desimal).")}

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip().replace("\N{MINUS SIGN}", "-").replace(" ", "")
        if not text:
            return None
        if len(text) <= LONGEST_FIGURE and INDONESIAN.fullmatch(text):
            return Decimal(text.replace(".", "").replace(",", "."))
        if len(text) <= LONGEST_FIGURE and ENGLISH.fullmatch(text):
            return Decimal(text.replace(",", ""))
        raise forms.ValidationError(self.error_messages["figure"], code="figure")


class OpenTrialForm(forms.Form):
    """`categories` are those the person may try rules in."""

    category = forms.ModelChoiceField(label=_("Kategori"), queryset=Category.objects.none(), empty_label=None)
    name = forms.CharField(label=_("Nama coba-coba"), max_length=120)

    def __init__(self, *args: Any, categories: QuerySet[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = categories
        field.widget.attrs["class"] = "form-select"
        self.fields["name"].widget.attrs["class"] = "form-control"


@dataclass(frozen=True, slots=True)
class DialRow:
    """One criterion of the form; a number it has not is None."""

    dial: Dial
    weight: forms.BoundField | None
    worst: forms.BoundField | None
    best: forms.BoundField | None


class DialsForm(forms.Form):
    """Weights and goalposts, each under the criterion's place in the list and the key's name."""

    def __init__(self, *args: Any, dials: Sequence[Dial], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dials = dials
        for place, dial in enumerate(dials):
            for key in (WEIGHT, WORST, BEST):
                number: Decimal | None = getattr(dial, key)
                if number is not None:
                    label = LABELS[key] % {"name": dial.name}
                    attrs = {"class": "form-control num", "inputmode": "decimal", "aria-label": label}
                    self.fields[f"{key}-{place}"] = FigureField(
                        label=label, initial=number_text(number), widget=forms.TextInput(attrs=attrs)
                    )

    def rows(self) -> list[DialRow]:
        return [
            DialRow(dial, *(self[f"{key}-{place}"] if f"{key}-{place}" in self.fields else None for key in KEYS))
            for place, dial in enumerate(self.dials)
        ]

    def changes(self) -> dict[tuple[str, str], Decimal]:
        """Return the numbers that are other than the text's, by criterion and key."""
        return {
            (dial.code, key): self.cleaned_data[f"{key}-{place}"]
            for place, dial in enumerate(self.dials)
            for key in KEYS
            if getattr(dial, key) is not None and self.cleaned_data[f"{key}-{place}"] != getattr(dial, key)
        }


class TrialTextForm(forms.Form):
    text = forms.CharField(
        label=_("Juknis dalam TOML"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "class": "form-control code", "spellcheck": "false"}),
    )


KEYS = (WEIGHT, WORST, BEST)
