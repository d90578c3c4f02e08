"""Forms of the organiser's screens for runs and publications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.publication.models import SignOff

CAPACITIES = dict(SignOff._meta.get_field("capacity").choices or ())  # noqa: SLF001 - the documented name of a model


class PanelForm(forms.Form):
    """Fields with the look of the panel's screens."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "j-input"


class ProposeForm(PanelForm):
    seed = forms.IntegerField(
        label=_("Benih acak"),
        min_value=0,
        max_value=2**31 - 1,
        initial=0,
        help_text=_("Dipakai simulasi ketahanan peringkat; angka yang sama memberi hasil yang sama."),
    )


class DiscardForm(PanelForm):
    reason = forms.CharField(label=_("Alasan membuang"), max_length=1000)


class PrepareForm(PanelForm):
    """`needs_reason`: the category was final before, so this is a correction."""

    embargo_until = forms.DateTimeField(
        label=_("Embargo sampai (WIB)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Kosongkan bila hasil boleh terlihat begitu diumumkan."),
    )
    tie_decision = forms.CharField(
        label=_("Keputusan pleno tentang nilai seri"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wajib bila ada juara yang seri pada semua penentu."),
    )
    reason = forms.CharField(
        label=_("Alasan koreksi"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class SignOffForm(PanelForm):
    capacity = forms.ChoiceField(label=_("Menyetujui sebagai"))
    comment = forms.CharField(label=_("Catatan persetujuan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, capacities: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["capacity"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(capacity, CAPACITIES[capacity]) for capacity in capacities]


class EmbargoForm(PanelForm):
    """Without a time the result is held until further notice."""

    until = forms.DateTimeField(
        label=_("Embargo sampai (WIB)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Kosongkan untuk menahan hasilnya sampai ada keputusan baru."),
    )
    reason = forms.CharField(label=_("Alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
