"""API tokens as doors of a person: they end with the password or the second factor they were made under."""

import datetime

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from paritrana.accounts.models import TokenSeal, User
from paritrana.audit.services import record

NOTED_EVERY = datetime.timedelta(minutes=1)


def credentials_of(user: User) -> str:
    """Return what stands for a person's password and second factors; it tells nothing of either."""
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    named = [f"{kind}:{key}" for kind, key in factors.order_by("pk").values_list("type", "pk")]
    return salted_hmac("paritrana.token", "\n".join([user.password, *named]), algorithm="sha256").hexdigest()


def seal_token(*, token: AuthToken, user: User) -> TokenSeal:
    """Bind a token to the password and factors of now; one of before is bound when it is first seen."""
    found, _is_new = TokenSeal.objects.get_or_create(token=token, defaults={"credentials": credentials_of(user)})
    return found


class SealedTokenAuthentication(TokenAuthentication):  # type: ignore[misc] # the library is untyped
    """The library's tokens, which end when the password or a second factor changes, and note when they were used."""

    def authenticate(self, request: Request) -> tuple[User, AuthToken] | None:
        known: tuple[User, AuthToken] | None = super().authenticate(request)
        if known is None:
            return None
        user, token = known
        seal, now = seal_token(token=token, user=user), timezone.now()
        if not constant_time_compare(seal.credentials, credentials_of(user)):
            record(action="token.end", subject=user, actor=None, at=now, changes={"token": token.token_key})
            token.delete()
            raise AuthenticationFailed(
                _("Token ini berakhir karena sandi atau faktor kedua pemiliknya berubah. Buat token baru.")
            )
        if seal.last_used_at is None or now - seal.last_used_at > NOTED_EVERY:
            TokenSeal.objects.filter(pk=seal.pk).update(last_used_at=now)
        return known
