"""The outbox in the panel: what left, what waits, what failed and why; trying again is a decision of a person."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.accounts.admin_access import ReadOnlyModelAdmin
from paritrana.accounts.models import Role
from paritrana.accounts.requests import signed_in_user
from paritrana.mail.models import Mail, Mailing
from paritrana.mail.services import resend_mails

STEERING_ROLES = frozenset({str(Role.ORGANISER), str(Role.SECRETARIAT)})


@admin.register(Mail)
class MailAdmin(ReadOnlyModelAdmin):
    region_path = "region_code"
    list_display = ("address", "recipient", "subject", "state", "attempts", "created_at", "sent_at", "error")
    list_filter = ("state",)
    list_select_related = ("recipient",)
    search_fields = ("address", "subject", "recipient__full_name")
    ordering = ("-created_at", "pk")
    actions = ("send_again",)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return self._may(request, STEERING_ROLES, None)

    @admin.action(description=gettext_lazy("Kirim ulang yang gagal atau tidak pasti"), permissions=["resend"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Mail]) -> None:
        chosen = queryset.count()
        again = resend_mails(mails=queryset, actor=signed_in_user(request), at=timezone.now())
        messages.success(request, _("%(count)d surat masuk lagi ke kotak keluar.") % {"count": again})
        left = chosen - again
        if left:
            sentence = _(
                "%(count)d surat tidak dikirim ulang: sudah terkirim atau masih menunggu, waktunya lewat, atau"
                " penerimanya tanpa alamat surel."
            )
            messages.warning(request, sentence % {"count": left})


@admin.register(Mailing)
class MailingAdmin(ReadOnlyModelAdmin):
    region_path = "region_code"
    list_display = ("label", "subject", "created_by", "created_at")
    list_select_related = ("created_by",)
    search_fields = ("label", "subject")
    ordering = ("-created_at", "pk")
