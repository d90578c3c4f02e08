"""Forms of people and roles in the admin panel."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.accounts.clashes import clash_of, term_left
from paritrana.accounts.models import Role, RoleAssignment, User
from paritrana.constraints import SpokenForm

REGION_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


class RoleAssignmentForm(SpokenForm):
    """Explains kindly what the table's constraints would refuse."""

    class Meta:
        model = RoleAssignment
        fields = ("user", "role", "region_code", "office_kind", "office_code", "starts_on", "ends_on")

    def clean_region_code(self) -> str:
        code: str = self.cleaned_data["region_code"].strip()
        if code and not REGION_CODE.fullmatch(code):
            raise ValidationError(_("Tulis kode wilayah resmi, misalnya 52 atau 52.03; kosongkan untuk nasional."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Hari terakhir tidak boleh sebelum hari pertama."))
        if "role" in cleaned:  # a given role's scope is shown and never changed
            self._check_scope(cleaned)
        self._check_clash(cleaned)
        return cleaned

    def _check_clash(self, cleaned: dict[str, Any]) -> None:
        is_new = self.instance.pk is None
        if self.errors or (is_new and "user" not in cleaned):
            return
        term = term_left(cleaned.get("starts_on"), cleaned.get("ends_on"), on=timezone.localdate())
        held = self.instance
        user, role, region_code = (
            (cleaned["user"], cleaned["role"], cleaned["region_code"])
            if is_new
            else (held.user, held.role, held.region_code)
        )
        if reason := clash_of(user, role, region_code, term):
            self.add_error("role" if is_new else None, reason)

    def _check_scope(self, cleaned: dict[str, Any]) -> None:
        kind, code = cleaned.get("office_kind"), cleaned.get("office_code")
        if cleaned["role"] == Role.ENTRANT and not (kind and code):
            self.add_error("office_code", _("Petugas peserta mewakili satu peserta: isi jenis dan kodenya."))
        if cleaned["role"] != Role.ENTRANT and (kind or code):
            message = _("Hanya petugas peserta yang mewakili peserta: kosongkan jenis dan kodenya.")
            self.add_error("office_code", message)
        if cleaned["role"] == Role.SECRETARIAT and cleaned.get("region_code") == "":
            self.add_error("region_code", _("Sekretariat provinsi memerlukan kode provinsinya."))


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=500,
        help_text=gettext_lazy("Nomor permohonan atau surat, tanpa nama orangnya: alasan ini tinggal di jejak audit."),
        widget=forms.TextInput(attrs={"class": "j-input", "autocomplete": "off"}),
    )


class PersonCopyForm(forms.Form):
    """A copy of everything held on a person."""

    prefix = "copy"
    reason = reason_field()


class PersonCorrectionForm(SpokenForm):
    """Names and address as they should be."""

    prefix = "correct"
    reason = reason_field()

    class Meta:
        model = User
        fields = ("username", "full_name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.update({"class": "j-input", "autocomplete": "off"})


class PersonErasureForm(forms.Form):
    """The last word before an account becomes nobody's."""

    prefix = "erase"
    reason = reason_field()
    is_sure = forms.BooleanField(label=gettext_lazy("Saya tahu bahwa ini tidak dapat dibatalkan"))
