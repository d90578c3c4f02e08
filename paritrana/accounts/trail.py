"""What the trail keeps of accounts: who signed in after how many failures, who was shut out, passwords and factors."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from paritrana.accounts.lockout import username_of_attempt
from paritrana.accounts.models import User
from paritrana.audit.services import record

# What allauth would write to a person about, by the name of that letter.
ACCOUNT_CHANGES = {
    "account/email/password_changed": "account.password",
    "account/email/password_set": "account.password",
    "mfa/email/totp_activated": "account.factor_added",
    "mfa/email/totp_deactivated": "account.factor_removed",
    "mfa/email/recovery_codes_generated": "account.recovery_codes",
}


def note_account(action: str, user: User, *, actor: User | None, changes: dict[str, object] | None = None) -> None:
    with transaction.atomic():
        record(action=action, subject=user, actor=actor, at=timezone.now(), changes=changes)


class CountingHandler(AxesDatabaseHandler):  # type: ignore[misc] # the library is untyped
    """Counts as the library does, and tells the trail: how many failed before a sign-in, and who is shut out.

    A name that nobody has leaves nothing: strangers cannot fill the trail.
    """

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **options: Any) -> None:
        failed = AccessAttempt.objects.filter(username=user.get_username())
        request.failures_before = (  # type: ignore[attr-defined]
            failed.aggregate(count=Sum("failures_since_start"))["count"] or 0
        )
        super().user_logged_in(sender, request, user, **options)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, str], request: HttpRequest | None = None, **options: Any
    ) -> None:
        was_shut = request is not None and self.is_locked(request, credentials)
        super().user_login_failed(sender, credentials, request, **options)
        if request is None or was_shut or not self.is_locked(request, credentials):
            return
        user = User.objects.filter(username=username_of_attempt(request, credentials) or "").first()
        if user is not None:
            count = self.get_failures(request, credentials)
            place = str(getattr(request, "axes_ip_address", ""))
            note_account("account.shut_out", user, actor=None, changes={"failures": count, "place": place})
