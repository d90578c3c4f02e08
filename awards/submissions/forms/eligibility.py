"""The conditions before the form, as yes/no questions."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.submissions.selectors.eligibility import Eligibility

YES, NO = "ya", "tidak"


class EligibilityForm(forms.Form):
    """One pair of radio buttons a condition, ticked as answered last; the service says what is missing."""

    def __init__(self, standing: Eligibility, data: Mapping[str, str] | None = None) -> None:
        said = {True: YES, False: NO, None: ""}
        initial = {answered.condition.code: said[answered.said_yes] for answered in standing.conditions}
        super().__init__(data, initial=initial)
        for answered in standing.conditions:
            self.fields[answered.condition.code] = forms.ChoiceField(
                label=answered.condition.label,
                choices=[(YES, _("Ya")), (NO, _("Tidak"))],
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, bool]:
        """Return what was ticked; a question left open is absent."""
        self.full_clean()
        return {code: word == YES for code, word in self.cleaned_data.items()}
