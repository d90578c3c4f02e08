"""What is asked before papers are made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.publication.forms import PanelForm
from paritrana.lib.typed_codes import read_code


class IssueForm(PanelForm):
    """`needs_reason`: papers were given out before, so some may be replaced."""

    place = forms.CharField(label=_("Tempat"), max_length=60)
    day = forms.DateField(label=_("Tanggal"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    office = forms.CharField(
        label=_("Jabatan penanda tangan"), max_length=120, help_text=_("Misalnya Ketua Panitia Pusat.")
    )
    signer = forms.CharField(label=_("Nama penanda tangan"), max_length=120)
    reason = forms.CharField(
        label=_("Alasan mengganti piagam yang sudah terbit"),
        required=False,
        max_length=500,
        help_text=_("Wajib bila ada piagam yang berubah; terbaca siapa pun yang memeriksa piagam lama."),
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]


class TypedCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kode piagam"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "inputmode": "text",
            }
        ),
        help_text=_("Enam belas huruf dan angka di samping kode kotak. Tanda hubung dan spasi boleh dilewati."),
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("Kode piagam terdiri dari enam belas huruf dan angka. Hitung lagi, lalu ketik seperti tercetak.")
            )
        return code


class PressPassForm(PanelForm):
    full_name = forms.CharField(label=_("Nama lengkap"), max_length=200)
    medium = forms.CharField(label=_("Media"), max_length=200)
    expires_at = forms.DateTimeField(
        label=_("Berlaku sampai (WIB)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
