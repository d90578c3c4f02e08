"""How allauth behaves here: accounts are given, nobody signs up, and a password is never reset by mail."""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from paritrana.accounts.devices import remember_device
from paritrana.accounts.factor_secrets import decrypted_secret, encrypted_secret
from paritrana.accounts.models import User
from paritrana.accounts.trail import ACCOUNT_CHANGES, note_account

logger = logging.getLogger(__name__)

SENT = "account/messages/email_confirmation_sent.txt"


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Know the device again once password and second factor were right."""
        response: HttpResponse = super().post_login(request, user, **options)
        failed = getattr(request, "failures_before", 0)
        note_account("account.sign_in", user, actor=user, changes={"failures_before": failed})
        remember_device(request, response, user)
        return response

    def send_notification_mail(self, template_prefix: str, user: User, *_context: Any, **_options: Any) -> None:
        """Write to nobody about a password or a factor, but let the trail keep it."""
        if action := ACCOUNT_CHANGES.get(template_prefix):
            note_account(action, user, actor=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing but the link that proves an address: strangers could have anybody written to otherwise.

        The link stays out of the outbox, whose rows its recipient and the organiser may read: it would prove nothing.
        """
        if not template_prefix.startswith("account/email/email_confirmation"):
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException):
            logger.warning("the link that proves an address was not sent", exc_info=True)
            self.request.unsent_address = email

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say so where allauth believes the link on its way although the mail server did not take it."""
        unsent = getattr(request, "unsent_address", None)
        if message_template == SENT and unsent is not None:
            level, message = messages.WARNING, _unsent(unsent)
        super().add_message(request, level, message_template, message_context, extra_tags, message)


class SealedFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    """Keeps the app's secret and the seed of the recovery codes encrypted; rows of before are read as they are."""

    def encrypt(self, text: str) -> str:
        return encrypted_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypted_secret(encrypted_text)


def _unsent(email: str) -> str:
    return _(
        "Alamat %(email)s tersimpan, tetapi surat konfirmasinya belum terkirim karena server surat sedang tidak dapat "
        "dihubungi. Beberapa menit lagi, pilih alamat itu lalu tekan «Kirim Ulang Verifikasi»."
    ) % {"email": email}
