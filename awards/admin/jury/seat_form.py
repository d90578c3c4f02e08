"""The stock list's form of a seat."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from awards.models.jury import Juror
from awards.services.jury import JuryError
from awards.services.jury.seats import check_seat

if TYPE_CHECKING:
    JurorModelForm = forms.ModelForm[Juror]
else:
    JurorModelForm = forms.ModelForm


class SeatForm(JurorModelForm):
    """A new seat; one that cannot be is refused with the service's reason."""

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        if chosen.get("panel") and chosen.get("user"):  # fields of a new seat only
            is_chair = chosen.get("is_chair", False)
            try:
                check_seat(panel=chosen["panel"], user=chosen["user"], is_chair=is_chair, at=timezone.now())
            except JuryError as error:
                raise forms.ValidationError(str(error)) from error
        return chosen
