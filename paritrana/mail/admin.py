"""The outbox in the panel: what left, what waits, what failed and why; trying again is a decision of a person."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from paritrana.accounts.admin_access import ReadOnlyModelAdmin
from paritrana.accounts.models import Role
from paritrana.accounts.requests import signed_in_user
from paritrana.lib.canonical import digest
from paritrana.mail.forms import ReturnedListForm
from paritrana.mail.models import Mail, Mailing
from paritrana.mail.services import expired_mails, note_returned, resend_mails, send_expired_mails

PREVIEWED = 50
"""How many mails of a selection are shown before they go."""
STEERING_ROLES = frozenset({str(Role.ORGANISER), str(Role.SECRETARIAT)})


@admin.register(Mail)
class MailAdmin(ReadOnlyModelAdmin):
    region_path = "region_code"
    list_display = (
        "address",
        "recipient",
        "subject",
        "state",
        "attempts",
        "created_at",
        "sent_at",
        "error",
        "bounced_at",
        "bounce",
    )
    list_filter = ("state",)
    list_select_related = ("recipient",)
    search_fields = ("address", "subject", "recipient__full_name")
    ordering = ("-created_at", "pk")
    actions = ("send_again", "send_expired")
    actions_list = ("upload_returned",)

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

    @admin.action(description=gettext_lazy("Kirim yang kedaluwarsa (dengan pratinjau)"), permissions=["resend"])
    def send_expired(self, request: HttpRequest, queryset: QuerySet[Mail]) -> HttpResponse | None:
        """Show whom it would reach and how many; send once exactly that list is confirmed."""
        found = expired_mails(queryset)
        keys = [str(key) for key in found.values_list("pk", flat=True)]
        fingerprint = digest(keys)
        seen = request.POST.get("fingerprint", "")
        if keys and seen == fingerprint:
            sent = send_expired_mails(mails=queryset, actor=signed_in_user(request), at=timezone.now())
            messages.success(request, _("%(count)d surat masuk lagi ke kotak keluar.") % {"count": sent})
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Kirim surat kedaluwarsa"),
            "is_fullwidth": "1",
            "theme": "light",
            "count": len(keys),
            "left": queryset.count() - len(keys),
            "mails": found[:PREVIEWED],
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "fingerprint": fingerprint,
            "is_changed": bool(seen),
        }
        return TemplateResponse(request, "mail/expired.html", context)

    @action(  # type: ignore[untyped-decorator]
        description=gettext_lazy("Unggah surat yang kembali"), url_path="kembali", permissions=["resend"]
    )
    def upload_returned(self, request: HttpRequest) -> HttpResponse:
        """Mark mails as come back by a list of the mail service, within the own region."""
        form = ReturnedListForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            rows = form.cleaned_data["file"]
            marked = note_returned(
                rows=rows, mails=self.get_queryset(request), actor=signed_in_user(request), at=timezone.now()
            )
            sentence = _("%(marked)d surat ditandai kembali; %(rows)d baris dibaca.")
            messages.success(request, sentence % {"marked": marked, "rows": len(rows)})
            return redirect("admin:mail_mail_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Unggah surat yang kembali"),
            "is_fullwidth": "1",
            "theme": "light",
            "form": form,
        }
        return TemplateResponse(request, "mail/returned.html", context, status=400 if form.is_bound else 200)


@admin.register(Mailing)
class MailingAdmin(ReadOnlyModelAdmin):
    region_path = "region_code"
    list_display = ("label", "subject", "created_by", "created_at")
    list_select_related = ("created_by",)
    search_fields = ("label", "subject")
    ordering = ("-created_at", "pk")
