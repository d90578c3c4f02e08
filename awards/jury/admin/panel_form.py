"""The stock list's form of a panel."""

from django import forms

from awards.jury.models.panels import Panel, UnsentRule
from awards.jury.services.errors import JuryError
from awards.jury.services.unsent import check_unsent_rule
from paritrana.constraints import SpokenForm


class PanelRowForm(SpokenForm):
    """A panel, new or changed; a rule that contradicts what it has done is refused with the service's reason."""

    def clean_unsent_rule(self) -> UnsentRule:
        rule = UnsentRule(self.cleaned_data["unsent_rule"])
        if self.instance.pk is not None and "unsent_rule" in self.changed_data:
            try:
                check_unsent_rule(panel=Panel.objects.select_related("category").get(pk=self.instance.pk), rule=rule)
            except JuryError as error:
                raise forms.ValidationError(str(error)) from error
        return rule
