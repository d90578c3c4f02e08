"""Files of entrants in the panel: what waits for the virus scanner, and a person's word on what it does not take."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from awards.submissions.models.evidence import Evidence
from awards.submissions.services.scanning import (
    FileNotStuckError,
    check_releasable,
    check_stuck,
    reject_unscanned_file,
    release_unscanned_file,
)
from paritrana.accounts.admin_access import ScopedModelAdmin
from paritrana.accounts.models import Role
from paritrana.accounts.requests import signed_in_user
from paritrana.constraints import SpokenForm

MOVES = {"reject": reject_unscanned_file, "release": release_unscanned_file}
FACTS = (
    "original_name",
    "answer",
    "purpose",
    "state",
    "threat",
    "scanned_at",
    "content_type",
    "size",
    "sha256",
    "uploaded_at",
    "uploaded_by",
    "replaced_at",
)


class StuckFileForm(SpokenForm):
    """What becomes of a file that the scanner was asked about and did not take."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        choices=[
            ("", gettext_lazy("pilih keputusan")),
            ("reject", gettext_lazy("tolak: berkas tetap tertutup")),
            ("release", gettext_lazy("buka: berkas sudah diperiksa dengan cara lain")),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Tercatat dalam jejak audit bersama nama Anda."),
        max_length=200,
    )

    class Meta:
        model = Evidence
        fields = ()

    def clean(self) -> dict[str, Any]:
        """Refuse here what the service would refuse, as an error of the form; the row is held meanwhile."""
        cleaned = super().clean() or {}
        try:
            check_stuck(self.instance)
            if cleaned.get("decision") == "release":
                check_releasable(self.instance)
        except FileNotStuckError as error:
            raise ValidationError(str(error)) from error
        return cleaned


@admin.register(Evidence)
class EvidenceAdmin(ScopedModelAdmin):
    """Everything is only shown but a file that is stuck; entrants send files by the web forms."""

    region_path = "answer__submission__entry__region_code"
    form = StuckFileForm
    list_display = ("original_name", "entrant", "answer", "purpose", "state", "threat", "uploaded_at")
    list_filter = ("state", "purpose", "answer__submission__entry__category")
    list_select_related = ("answer__submission__entry", "uploaded_by")
    search_fields = ("original_name", "answer__submission__entry__name", "sha256")
    readonly_fields = FACTS
    ordering = ("-uploaded_at", "pk")
    add_roles: ClassVar[frozenset[str]] = frozenset()
    change_roles = frozenset({Role.ORGANISER})
    delete_roles: ClassVar[frozenset[str]] = frozenset()

    @admin.display(description=gettext_lazy("peserta"))
    def entrant(self, obj: Evidence) -> str:
        return obj.answer.submission.entry.name

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_stuck)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("decision", "reason", *FACTS) if self.has_change_permission(request, obj) else FACTS

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        move = MOVES[form.cleaned_data["decision"]]
        move(evidence=obj, reason=form.cleaned_data["reason"], actor=signed_in_user(request), at=timezone.now())
