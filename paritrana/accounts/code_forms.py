"""Forms that take a code of a second factor: at the sign-in, where a page asks again, and where one is set up."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from paritrana.accounts.code_attempts import WINDOW, forget_code_attempts, take_code_attempt
from paritrana.accounts.factor_secrets import decrypted_secret, encrypted_secret


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


class SealedActivationForm(ActivateTOTPForm):  # type: ignore[misc] # allauth is untyped
    """The first code of a new app. Its secret waits in the session, whose rows lie in the database: encrypted too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        is_sent = bool(args) or kwargs.get("data") is not None
        if is_sent and SECRET_SESSION_KEY in session:
            session[SECRET_SESSION_KEY] = decrypted_secret(session[SECRET_SESSION_KEY])
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = encrypted_secret(self.secret)
