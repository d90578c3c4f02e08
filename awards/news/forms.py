"""Which news comes by mail."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.news.models import NewsKind
from awards.news.selectors.kinds import KindOfNews


class NewsChoiceForm(forms.Form):
    """A box for each kind that may be switched off; those with a deadline are named beside the form."""

    wanted = forms.MultipleChoiceField(
        label=_("Kirim surel tentang"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, offered: Sequence[KindOfNews], silenced: Collection[str], *args: Any, **kwargs: Any) -> None:
        free = [row for row in offered if not row.has_deadline]
        kwargs.setdefault("initial", {"wanted": [row.kind.value for row in free if row.kind not in silenced]})
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [(row.kind.value, row.what) for row in free]  # type: ignore[attr-defined]

    def kinds(self) -> list[NewsKind]:
        return [NewsKind(kind) for kind in self.cleaned_data["wanted"]]
