"""Forms that take a code of a second factor, at the sign-in and where a page asks again."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from paritrana.accounts.code_attempts import WINDOW, forget_code_attempts, take_code_attempt


class _CountedCode:
    """Takes an attempt before the code is looked at; codes of the app and of recovery count together."""

    def clean_code(self) -> str:
        user = self.user  # type: ignore[attr-defined] # set by allauth's form
        if not take_code_attempt(user=user, at=timezone.now()):
            raise ValidationError(
                _("Terlalu banyak kode yang salah. Tunggu %(minutes)s menit, lalu coba lagi dengan kode yang baru.")
                % {"minutes": int(WINDOW.total_seconds() // 60)}
            )
        code: str = super().clean_code()  # type: ignore[misc]
        forget_code_attempts(user=user)
        return code


class CountedAuthenticateForm(_CountedCode, AuthenticateForm):  # type: ignore[misc] # allauth is untyped
    """The code after the password."""


class CountedReauthenticateForm(_CountedCode, ReauthenticateForm):  # type: ignore[misc] # allauth is untyped
    """The code before a page that asks again."""
