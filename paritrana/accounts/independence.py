"""The one rule of when two people are two: neither lately made the other able to act.

Creating an account, giving a role, setting a password or taking away a second factor lets somebody act through another.
For `INDEPENDENCE_DAYS` afterwards the two do not count as two people. A command on the machine is nobody's: who typed
it is not known, so it counts as the other one's, until somebody vouches for the pair, in the trail and shown on what
the two decide.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from paritrana.accounts.models import User, Vouch
from paritrana.audit.models import AuditEntry

CREATED = "panel.add"
HANDS = (
    CREATED,
    "panel.set_password",
    "role.assign",
    "role.change_term",
    "account.reset_password",
    "account.reset_factor",
)
"""Entries of the trail about an account after which whoever made them could act as its person."""


ACCOUNT = User._meta.label_lower  # noqa: SLF001 - the documented name of a model


class DependentError(Exception):
    """One of the two lately made the other able to act; the message says how and until when."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is known of two people: the `fault` that makes them one, and why they may decide together all the same."""

    fault: str
    exemption: str

    @property
    def may_decide(self) -> bool:
        return not self.fault or bool(self.exemption)


def pair_of(first: User, second: User, *, at: datetime.datetime) -> Pair:
    """Look at both ways round; an exemption is only named where there is something to exempt from."""
    fault = _fault(first, second, at) or _fault(second, first, at)
    if not fault:
        return Pair("", "")
    return Pair(fault, _vouched(first, second, at))


def exemption_for(first: User, second: User, *, at: datetime.datetime) -> str:
    """Return why these two may decide together ("" where nothing needs excusing), or refuse them."""
    pair = pair_of(first, second, at=at)
    if not pair.may_decide:
        raise DependentError(
            _(
                "Keputusan ini memerlukan dua orang yang mandiri satu dari yang lain. %(fault)s Tidak ada yang "
                "diubah; minta orang lain, tunggu %(days)d hari sejak itu, atau ikuti prosedur tertulis."
            )
            % {"fault": pair.fault, "days": settings.INDEPENDENCE_DAYS}
        )
    return pair.exemption


def _fault(person: User, other: User, at: datetime.datetime) -> str:
    since = at - datetime.timedelta(days=settings.INDEPENDENCE_DAYS)
    lately = AuditEntry.objects.filter(
        Q(actor=other) | Q(actor=None),
        subject_type=ACCOUNT,
        subject_id=str(person.pk),
        action__in=HANDS,
        at__gt=since,
        at__lte=at,
    )
    entry = lately.select_related("actor").order_by("-number").first()
    if entry is not None:
        return _said(entry, person)
    is_young = since < person.date_joined <= at
    told = AuditEntry.objects.filter(subject_type=ACCOUNT, subject_id=str(person.pk), action=CREATED)
    if is_young and not told.exists():
        return _("Akun %(person)s baru dibuat dengan perintah di mesin.") % {"person": person.get_full_name()}
    return ""


def _said(entry: AuditEntry, person: User) -> str:
    names = {
        "person": person.get_full_name(),
        "actor": entry.actor_shown if entry.actor_id else _("perintah di mesin"),
    }
    match entry.action:
        case "panel.add":
            text = _("Akun %(person)s baru dibuat oleh %(actor)s.")
        case "panel.set_password" | "account.reset_password":
            text = _("Kata sandi %(person)s baru diganti oleh %(actor)s.")
        case "account.reset_factor":
            text = _("Faktor kedua %(person)s baru dihapus oleh %(actor)s.")
        case _role:
            text = _("Peran %(person)s baru diberikan oleh %(actor)s.")
    return text % names


def _vouched(first: User, second: User, at: datetime.datetime) -> str:
    pair = Q(first=first, second=second) | Q(first=second, second=first)
    vouch = Vouch.objects.filter(pair, given_at__lte=at, until__gt=at).order_by("-pk").first()
    return vouch.reason if vouch is not None else ""
