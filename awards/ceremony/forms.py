"""Forms of an evening: its beginning, its programme, what is known of a winner, two codes."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.ceremony.models import Ceremony, CeremonyItem, CeremonyWinner
from awards.publication.forms import PanelForm
from awards.publication.models import Publication
from paritrana.constraints import SpokenForm

LARGEST_PHOTOGRAPH = 8 * 1024 * 1024
LONGEST_HOURS = 12
MOMENT = "%Y-%m-%dT%H:%M"


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)


def next_evening(now: datetime.datetime) -> datetime.datetime:
    """Return half past seven in the evening, tomorrow: a beginning that can be left as it stands for a rehearsal."""
    return (timezone.localtime(now) + datetime.timedelta(days=1)).replace(hour=19, minute=30, second=0, microsecond=0)


class BeginCeremonyForm(PanelForm):
    title = forms.CharField(label=_("Nama malam anugerah"), max_length=200)
    place = forms.CharField(label=_("Tempat"), max_length=200, required=False)
    starts_at = forms.DateTimeField(label=_("Mulai (WIB)"), widget=moment_input())
    publications = forms.ModelMultipleChoiceField(
        label=_("Hasil final, menurut urutan kategori"),
        queryset=Publication.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu hasil final.")},
    )

    def __init__(self, *args: Any, publications: list[Publication], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["publications"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Publication.objects.filter(pk__in=[one.pk for one in publications]).select_related(
                "category__edition", "category__province", "run__rulebook", "corrects"
            )
            field.widget.attrs.pop("class", None)


class LookOfPanel:
    """Gives the fields of a model form the look of the panel's screens."""

    fields: dict[str, forms.Field]

    def dress(self) -> None:
        for field in self.fields.values():
            field.widget.attrs["class"] = "j-input"


class EveningForm(LookOfPanel, SpokenForm):
    class Meta:
        model = Ceremony
        fields = (
            "title",
            "lead",
            "place",
            "starts_at",
            "crew",
            "message_title",
            "message_text",
            "citation_seconds",
        )
        widgets = {"starts_at": moment_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()


class ItemForm(LookOfPanel, SpokenForm):
    """A prize has its title from the result; only what stands around it is typed."""

    class Meta:
        model = CeremonyItem
        fields = ("title", "detail", "screen_title", "screen_text", "seconds")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_prize:
            for name in ("title", "screen_title", "screen_text"):
                del self.fields[name]
        else:
            self.fields["title"].required = True
        self.fields["seconds"].validators.append(forms.IntegerField(max_value=LONGEST_HOURS * 3600).validators[0])
        self.dress()


class WinnerForm(LookOfPanel, SpokenForm):
    upload = forms.FileField(
        label=_("Foto 4:5 (JPG atau PNG, opsional)"),
        required=False,
        help_text=_("Paling besar 8 MB. Gambar dipotong 4:5 dan ditulis ulang tanpa data lain di dalamnya."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )

    class Meta:
        model = CeremonyWinner
        fields = (
            "official_name",
            "pronunciation",
            "citation",
            "receiver",
            "represents",
            "authority",
            "seat",
            "giver",
            "trophy",
            "certificate",
        )
        widgets = {"citation": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    def clean_upload(self) -> Any:  # Any: what the framework hands over for an upload
        upload = self.cleaned_data["upload"]
        if upload and upload.size > LARGEST_PHOTOGRAPH:
            raise forms.ValidationError(_("Foto ini lebih dari 8 MB. Perkecil dahulu."))
        return upload


class EnvelopeForm(PanelForm):
    first = forms.CharField(label=_("Kode amplop"), max_length=40)
    second = forms.CharField(label=_("Kode di piagam"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
