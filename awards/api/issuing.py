"""API tokens: shown once, stored hashed, revoked at any time; each is in the audit trail."""

import datetime

from django.db import transaction
from knox.models import AuthToken

from paritrana.accounts.models import User
from paritrana.accounts.tokens import seal_token
from paritrana.audit.services import record

LIFETIME = datetime.timedelta(days=30)


def issue_token(*, user: User, at: datetime.datetime) -> tuple[AuthToken, str]:
    """Return the row and the token itself, which nobody can read again."""
    with transaction.atomic():
        row, token = AuthToken.objects.create(user=user, expiry=LIFETIME)
        seal_token(token=row, user=user)
        record(action="token.issue", subject=user, actor=user, at=at, changes={"token": row.token_key})
    return row, token


def revoke_token(*, token: AuthToken, actor: User, at: datetime.datetime) -> None:
    with transaction.atomic():
        record(action="token.revoke", subject=actor, actor=actor, at=at, changes={"token": token.token_key})
        token.delete()
