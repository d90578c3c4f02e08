"""A figure as it is typed in the studio: comma or point, and what can be read in two ways is asked back."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from paritrana.lib.language import Language
from paritrana.lib.numbers_id import NumberFault, NumberRefusedError, parse_decimal
from paritrana.pages.reader import reader_language


def figure_text(value: Decimal | int | None) -> str:
    """Write a figure for a field: no grouping, so that it is read again as what it is."""
    if value is None:
        return ""
    text = format(Decimal(value), "f")
    return text if reader_language() is Language.ENGLISH else text.replace(".", ",")


def typed_figure(text: str) -> Decimal:
    """Return the number of a text; raise ValidationError that says how to write it."""
    try:
        return parse_decimal(text)
    except NumberRefusedError as refusal:
        if refusal.fault in (NumberFault.AMBIGUOUS, NumberFault.ENGLISH):
            raise ValidationError(
                _("«%(text)s» dapat dibaca dengan dua cara. Tulis ribuan tanpa titik (1000) dan desimal dengan koma."),
                params={"text": text[:40]},
            ) from refusal
        raise ValidationError(_("Tulis angka saja, misalnya 7,5.")) from refusal


class TypedFigureField(forms.Field):
    """`held` is what the draft says: its own text, sent back untouched, is that figure and no other."""

    def __init__(self, *, held: Decimal | int | None, **kwargs: Any) -> None:
        super().__init__(required=False, initial=figure_text(held), **kwargs)
        self.held = held

    def to_python(self, value: Any) -> Decimal | int | None:
        text = str(value or "").strip()
        if not text:
            return None
        return self.held if text == figure_text(self.held) else typed_figure(text)
