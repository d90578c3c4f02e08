"""More time for one entrant or one province, granted by letter."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.submissions.models.extensions import Extension
from awards.submissions.services.extensions import (
    ExtensionLetter,
    ExtensionRefusedError,
    check_extension,
    grant_extension,
)
from paritrana.accounts.admin_access import ScopedModelAdmin
from paritrana.accounts.models import Role
from paritrana.accounts.requests import signed_in_user
from paritrana.constraints import SpokenForm


class ExtensionForm(SpokenForm):
    class Meta:
        model = Extension
        fields = ("category", "entry", "province", "closes_at", "hard_closes_at", "letter_number", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("entry")) == bool(cleaned.get("province")):
            return cleaned  # the table's constraint says so
        entry = cleaned.get("entry")
        if entry is not None and entry.category != cleaned.get("category"):
            raise ValidationError(_("Peserta ini tidak ada pada kategori yang dipilih."))
        self._check_dates(cleaned)
        return cleaned

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        """Refuse here what the service would refuse, as an error of the form."""
        beneficiary = cleaned.get("entry") or cleaned["province"]
        if "category" not in cleaned or "closes_at" not in cleaned or "hard_closes_at" not in cleaned:
            return
        try:
            check_extension(
                category=cleaned["category"],
                beneficiary=beneficiary,
                closes_at=cleaned["closes_at"],
                hard_closes_at=cleaned["hard_closes_at"],
                at=timezone.now(),
            )
        except ExtensionRefusedError as error:
            raise ValidationError(str(error)) from error


@admin.register(Extension)
class ExtensionAdmin(ScopedModelAdmin):
    """Granted once and kept as it is; a longer one is a new row."""

    region_path = "category__province_id"
    form = ExtensionForm
    list_display = ("category", "entry", "province", "closes_at", "letter_number", "approved_by", "approved_at")
    list_filter = ("category",)
    list_select_related = ("category__edition", "entry", "province", "approved_by")
    search_fields = ("entry__name", "province__name", "letter_number")
    raw_id_fields = ("entry", "province")
    change_roles: ClassVar[frozenset[str]] = frozenset()
    delete_roles: ClassVar[frozenset[str]] = frozenset()
    add_roles = frozenset({Role.ORGANISER, Role.SECRETARIAT})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        cleaned = form.cleaned_data
        granted = grant_extension(
            category=cleaned["category"],
            beneficiary=cleaned["entry"] or cleaned["province"],
            letter=ExtensionLetter(
                closes_at=cleaned["closes_at"],
                hard_closes_at=cleaned["hard_closes_at"],
                letter_number=cleaned["letter_number"],
                reason=cleaned["reason"],
            ),
            actor=signed_in_user(request),
            at=timezone.now(),
        )
        obj.pk = granted.pk
        obj.refresh_from_db()
