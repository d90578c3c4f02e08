"""What is asked when an edition begins and when its calendar moves."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.editions.models import Edition
from awards.editions.services import AwardYear, Period
from awards.publication.forms import PanelForm

LONGEST_SHIFT = 366
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BeginForm(PanelForm):
    """A new edition: from an earlier one, or empty."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Mulai dari"),
        queryset=Edition.objects.none(),
        required=False,
        empty_label=gettext_lazy("edisi kosong"),
        help_text=gettext_lazy("Peserta, jawaban, nilai, dan hasil tidak ikut disalin."),
    )
    brand_label = forms.CharField(label=gettext_lazy("Sebutan"), max_length=120)
    brand_label_en = forms.CharField(label=gettext_lazy("Sebutan dalam bahasa Inggris"), max_length=120, required=False)
    code = forms.SlugField(
        label=gettext_lazy("Kode"),
        max_length=60,
        help_text=gettext_lazy("Menjadi alamat halaman edisi, misalnya paritrana-2027."),
    )
    period_start = forms.DateField(label=gettext_lazy("Awal periode penilaian"), widget=DAY)
    period_end = forms.DateField(label=gettext_lazy("Akhir periode penilaian"), widget=DAY)
    organising_year = forms.IntegerField(
        label=gettext_lazy("Tahun penyelenggaraan"), min_value=2000, max_value=2200, localize=False
    )

    def __init__(self, *args: Any, editions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = self.fields["source"]
        if isinstance(source, forms.ModelChoiceField):
            source.queryset = editions

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", ValidationError(_("Akhir periode mendahului awalnya. Perbaiki tanggalnya.")))
        return cleaned

    def award_year(self) -> AwardYear:
        """Return the draft's terms; what the form does not ask comes from the source."""
        given, source = self.cleaned_data, self.cleaned_data["source"]
        return AwardYear(
            code=given["code"],
            brand_label=given["brand_label"],
            brand_label_en=given["brand_label_en"],
            period=Period(given["period_start"], given["period_end"]),
            organising_year=given["organising_year"],
            is_illustrative=source.is_illustrative if source else False,
            caveat=source.caveat if source else "",
            caveat_en=source.caveat_en if source else "",
            is_scores_public=source.is_scores_public if source else False,
            is_marks_public=source.is_marks_public if source else False,
            has_objections=source.has_objections if source else True,
            is_draft=True,
        )


def year_after(source: Edition | None, today: datetime.date) -> dict[str, object]:
    """Return what the form begins with: the year after the source's, or this one."""
    if source is None:
        start, end = datetime.date(today.year, 1, 1), datetime.date(today.year, 12, 31)
        return {"period_start": start, "period_end": end, "organising_year": today.year + 1}
    year, following = str(source.period_start.year), str(source.period_start.year + 1)
    length = source.period_end - source.period_start
    start = datetime.date(source.period_start.year + 1, source.period_start.month, min(source.period_start.day, 28))
    ends_with_the_year = (source.period_end.month, source.period_end.day) == (12, 31)
    end = datetime.date(source.period_end.year + 1, 12, 31) if ends_with_the_year else start + length
    return {
        "source": source,
        "code": source.code.replace(year, following) if year in source.code else "",
        "brand_label": source.brand_label.replace(year, following),
        "brand_label_en": source.brand_label_en.replace(year, following),
        "period_start": start,
        "period_end": end,
        "organising_year": source.organising_year + 1,
    }


class ShiftForm(PanelForm):
    days = forms.IntegerField(
        label=gettext_lazy("Geser semua tanggal (hari)"),
        min_value=-LONGEST_SHIFT,
        max_value=LONGEST_SHIFT,
        help_text=gettext_lazy("Angka negatif memajukan, misalnya -7."),
    )

    def clean_days(self) -> int:
        days: int = self.cleaned_data["days"]
        if days == 0:
            raise ValidationError(_("Nol hari tidak menggeser apa pun. Tulis angka lain."))
        return days
