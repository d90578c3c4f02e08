"""How allauth behaves here: accounts are given, nobody signs up, and a password is never reset by mail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing but the link that proves an address: strangers could have anybody written to otherwise."""
        if template_prefix.startswith("account/email/email_confirmation"):
            super().send_mail(template_prefix, email, context)
