"""The stock list's form of a seat."""

from typing import Any

from django import forms
from django.utils import timezone

from awards.jury.services.errors import JuryError
from awards.jury.services.seats import check_seat, check_seat_days
from paritrana.constraints import SpokenForm


class SeatForm(SpokenForm):
    """A seat, new or with other days; one that cannot be is refused with the service's reason."""

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self._check(chosen)
            except JuryError as error:
                raise forms.ValidationError(str(error)) from error
        return chosen

    def _check(self, chosen: dict[str, Any]) -> None:
        now, joined_on = timezone.now(), chosen["joined_on"]
        if "user" not in chosen:  # a given seat's person and panel are shown and never changed
            check_seat_days(juror=self.instance, joined_on=joined_on, left_on=chosen["left_on"], at=now)
            return
        is_chair = chosen["is_chair"]
        check_seat(panel=chosen["panel"], user=chosen["user"], joined_on=joined_on, is_chair=is_chair, at=now)
