"""Forms of the jury's screens. They validate and clean; services save."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from awards.jury.models.conflicts import TieKind
from awards.jury.models.interviews import InterviewMode
from awards.jury.parsing import read_mark
from awards.jury.selectors.scoring import CriterionLine, ScoringScreen
from awards.rulebooks.parsing.jury_sheet import JuryCriterion, JurySheet
from paritrana.accounts.models import User
from paritrana.lib.numbers_id import NumberFault, NumberRefusedError


def mark_of(text: str, criterion: JuryCriterion | None) -> Decimal | None:
    """Read a mark in words of its own; empty is None, which empties a stored mark."""
    if not text.strip():
        return None
    try:
        return read_mark(text, criterion)
    except NumberRefusedError as refusal:
        if refusal.fault in (NumberFault.AMBIGUOUS, NumberFault.ENGLISH):
            raise forms.ValidationError(
                _("“%(typed)s” dapat dibaca dua cara. Nilai lama tidak berubah; tulis desimal dengan koma."),
                params={"typed": text.strip()},
            ) from refusal
        raise forms.ValidationError(
            _("Isian ini bukan angka. Nilai lama tidak berubah; tulis angka, misalnya 7,5.")
        ) from refusal


class MarkForm(forms.Form):
    """One mark as the page sends it, read by its criterion's scale; `value` is cleaned to a number or None."""

    criterion = forms.CharField(max_length=120)
    value = forms.CharField(required=False)
    rationale = forms.CharField(required=False, max_length=4000)
    version = forms.IntegerField(min_value=0)
    reason = forms.CharField(required=False, max_length=2000)
    write_key = forms.CharField(required=False, max_length=40)

    def __init__(self, content: QueryDict | dict[str, str], *, sheet: JurySheet, prefix: str | None = None) -> None:
        super().__init__({key: content.get(key, "") for key in content}, prefix=prefix)
        self.sheet = sheet

    def clean_value(self) -> Decimal | None:
        return mark_of(self.cleaned_data["value"], self.sheet.criterion(self.cleaned_data.get("criterion", "")))


class ReplacementForm(forms.Form):
    """Who takes over a seat, from when, and why; `username` is cleaned to the person."""

    username = forms.CharField(label=_("Nama pengguna penggantinya"), max_length=150)
    on = forms.DateField(
        label=_("Mulai bertugas"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    reason = forms.CharField(label=_("Alasan dan nomor surat"), max_length=1000)

    def clean_username(self) -> User:
        typed = self.cleaned_data["username"]
        alike = list(User.objects.filter(username__iexact=typed, is_active=True).order_by("pk"))
        people = [person for person in alike if person.username == typed] or alike
        if not people:
            raise forms.ValidationError(
                _("Tidak ada akun aktif dengan nama ini. Tidak ada yang diubah; periksa ejaan atau buat akunnya.")
            )
        if len(people) > 1:
            raise forms.ValidationError(
                _(
                    "Ada beberapa akun aktif yang namanya berbeda hanya pada huruf besar dan kecil. Tidak ada yang"
                    " diubah; tulis namanya persis."
                )
            )
        return people[0]


class TieForm(forms.Form):
    """One tie as the juror tells it; which of place and name counts depends on the kind."""

    kind = forms.ChoiceField(choices=TieKind.choices)
    region_code = forms.ChoiceField(required=False)
    organisation = forms.CharField(required=False, max_length=300)
    until_on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def __init__(self, content: QueryDict | None, *, places: Mapping[str, str]) -> None:
        super().__init__(content)
        self.fields["region_code"] = forms.ChoiceField(required=False, choices=[("", ""), *places.items()])


class PlanForm(forms.Form):
    """How the work is to be divided."""

    jurors_per_entry = forms.IntegerField(min_value=1, max_value=50, initial=3)
    load_cap = forms.IntegerField(min_value=1, max_value=1000, initial=15)
    anchor_count = forms.IntegerField(min_value=0, max_value=100, initial=1)


class SlotForm(forms.Form):
    """A slot for an interview."""

    held_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M"])
    minutes = forms.IntegerField(min_value=5, max_value=480, initial=30)
    mode = forms.ChoiceField(choices=InterviewMode.choices)
    room = forms.CharField(required=False, max_length=200)
    link = forms.URLField(required=False, max_length=500, assume_scheme="https")
    issues = forms.CharField(required=False, max_length=4000)


class AttendanceForm(forms.Form):
    """Who came."""

    attendance_role = forms.CharField(max_length=120)
    attendee_name = forms.CharField(max_length=200)
    companions = forms.CharField(required=False, max_length=1000)


class DecisionForm(forms.Form):
    """A line of the decision log."""

    text = forms.CharField(max_length=4000)
    votes_for = forms.IntegerField(required=False, min_value=0, max_value=1000)
    votes_against = forms.IntegerField(required=False, min_value=0, max_value=1000)
    votes_abstained = forms.IntegerField(required=False, min_value=0, max_value=1000)


def changed_marks(content: QueryDict, screen: ScoringScreen) -> Iterator[MarkForm]:
    """Yield a form for each criterion whose mark or rationale differs from what is stored.

    A field sent empty empties the stored mark; an absent one says nothing.
    """
    for line in screen.lines:
        form = MarkForm(content, sheet=screen.sheet, prefix=line.criterion.code)
        key = f"{line.criterion.code}-value"
        typed = form.data.get(key, "").strip()
        rationale = form.data.get(f"{line.criterion.code}-rationale", "").strip()
        if not typed and (line.mark is None or key not in content):
            continue
        if line.mark is not None and _is_same(typed, line) and rationale == line.mark.rationale.strip():
            continue
        yield form


def _is_same(typed: str, line: CriterionLine) -> bool:
    try:
        return line.mark is not None and read_mark(typed, line.criterion) == line.mark.value
    except NumberRefusedError:
        return False
