"""Forms of the jury's screens. They validate and clean; services save."""

from collections.abc import Iterator
from decimal import Decimal

from django import forms
from django.http import QueryDict

from awards.selectors.jury.scoring import ScoringScreen


class MarkForm(forms.Form):
    """One mark as the page sends it; decimals with a comma or a point."""

    criterion = forms.CharField(max_length=120)
    value = forms.DecimalField(max_digits=9, decimal_places=4)
    rationale = forms.CharField(required=False, max_length=4000)
    version = forms.IntegerField(min_value=0)
    reason = forms.CharField(required=False, max_length=2000)

    def __init__(self, content: QueryDict | dict[str, str], prefix: str | None = None) -> None:
        plain = {key: content.get(key, "") for key in content}
        key = f"{prefix}-value" if prefix else "value"
        plain[key] = plain.get(key, "").replace(",", ".").strip()
        super().__init__(plain, prefix=prefix)


def changed_marks(content: QueryDict, screen: ScoringScreen) -> Iterator[MarkForm]:
    """Yield a form for each criterion whose mark or rationale differs from what is stored; an empty one stays so."""
    for line in screen.lines:
        form = MarkForm(content, prefix=line.criterion.code)
        typed = form.data.get(f"{line.criterion.code}-value", "")
        rationale = form.data.get(f"{line.criterion.code}-rationale", "").strip()
        if not typed:
            continue
        if line.mark is not None and _is_same(typed, line.mark.value) and rationale == line.mark.rationale.strip():
            continue
        yield form


def _is_same(typed: str, value: Decimal) -> bool:
    return (
        forms.DecimalField(required=False).to_python(typed) == value if typed.replace(".", "", 1).isdigit() else False
    )
