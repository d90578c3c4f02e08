"""What is done to accounts by commands on the machine: vouch for two people, give a lost one the way back in."""

import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from paritrana.accounts.models import User, Vouch
from paritrana.audit.services import record


class MachineRefusedError(Exception):
    """Nothing was changed; the message says why."""


@transaction.atomic
def vouch_for(*, first: User, second: User, reason: str, at: datetime.datetime) -> Vouch:
    """Let two people decide as two for the waiting time, with a reason that everything they decide then shows."""
    if first.pk == second.pk:
        raise MachineRefusedError(_("Pernyataan ini tentang dua orang yang berbeda. Tidak ada yang disimpan."))
    if not reason.strip():
        raise MachineRefusedError(_("Tulis alasannya: alasan ini tampak pada hasil. Tidak ada yang disimpan."))
    until = at + datetime.timedelta(days=settings.INDEPENDENCE_DAYS)
    vouch = Vouch.objects.create(first=first, second=second, reason=reason.strip(), given_at=at, until=until)
    changes = {"first": first.pk, "second": second.pk, "until": until}
    record(action="account.vouch", subject=vouch, actor=None, at=at, reason=vouch.reason, changes=changes)
    return vouch


@transaction.atomic
def reset_password(*, user: User, password: str, reason: str, at: datetime.datetime) -> User:
    """Set a password from the machine; for the waiting time the person is independent of nobody without a vouch."""
    _check_reason(reason)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(action="account.reset_password", subject=user, actor=None, at=at, reason=reason.strip())
    return user


@transaction.atomic
def reset_factor(*, user: User, reason: str, at: datetime.datetime) -> User:
    """Take the second factor and its recovery codes away; the person sets up a new one at the next sign-in."""
    _check_reason(reason)
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise MachineRefusedError(_("Orang ini tidak punya faktor kedua. Tidak ada yang diubah."))
    record(action="account.reset_factor", subject=user, actor=None, at=at, reason=reason.strip())
    return user


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise MachineRefusedError(_("Tulis alasannya; alasan ini masuk jejak audit. Tidak ada yang diubah."))
