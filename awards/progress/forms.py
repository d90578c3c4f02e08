"""Writing to those who are late."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.publication.forms import PanelForm


class MailingForm(PanelForm):
    """`key` makes pressing the button twice one mailing; `seen` is the digest of the recipients who were shown."""

    subject = forms.CharField(label=_("Perihal"), max_length=150)
    text = forms.CharField(
        label=_("Isi surat"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "Sapaan, daftar isian, tautan ke situs, dan nama Anda ditambahkan otomatis. Tautan lain dimatikan."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class SampleForm(forms.Form):
    """Which share of the verdicts is verified once more."""

    percent = forms.IntegerField(label=_("Bagian putusan (persen)"), min_value=1, max_value=100, initial=5)
