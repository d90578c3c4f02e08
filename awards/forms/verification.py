"""A verdict as a form: the reason code first, words second."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models.verification import Verdict
from awards.services.verification import Ruling

REASONS = (
    ("", _("pilih alasan")),
    ("registry", _("berbeda dari catatan BPJS Ketenagakerjaan")),
    ("document", _("tidak sesuai dokumen yang dilampirkan")),
    ("no_document", _("dokumen tidak ada atau tidak terbaca")),
    ("period", _("di luar periode penilaian")),
    ("definition", _("tidak sesuai definisi pertanyaan")),
    ("double", _("terhitung dua kali")),
    ("typing", _("salah ketik yang jelas")),
    ("objection", _("sanggahan diterima")),
)


class RulingForm(forms.Form):
    """Which verdict on which version of the answer."""

    verdict = forms.ChoiceField(label=_("Putusan"), choices=Verdict.choices)
    reason_code = forms.ChoiceField(label=_("Alasan"), choices=REASONS, required=False)
    value = forms.CharField(label=_("Nilai hasil koreksi"), required=False, max_length=20_000)
    note = forms.CharField(
        label=_("Catatan untuk peserta"), required=False, max_length=4000, widget=forms.Textarea({"rows": "2"})
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def ruling(self) -> Ruling:
        return Ruling(
            verdict=Verdict(self.cleaned_data["verdict"]),
            value=self.cleaned_data["value"],
            reason_code=self.cleaned_data["reason_code"],
            note=self.cleaned_data["note"],
        )
