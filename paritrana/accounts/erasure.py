"""What a person may ask of the organiser, done and noted: a copy, a correction, an erasure (Law 27/2022).

An erasure makes an account nobody's. Rows that others need stay and refer to its number; nothing of a chain is touched.
"""

import datetime
import re
from collections.abc import Iterable, Mapping

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from paritrana.accounts.held import Json, held_on
from paritrana.accounts.models import CodeAttempts, RoleAssignment, User
from paritrana.accounts.personal_data import Erasure, PersonalRecord, records
from paritrana.accounts.services import hold_person
from paritrana.audit.services import record

NAMES = ("username", "full_name", "first_name", "last_name", "email")


class PersonalDataError(Exception):
    """Nothing was changed or given; the message says why."""


def pseudonym(user: User) -> str:
    """Return what an erased account is called; no form takes such a user name."""
    return f"#{user.pk}"


def is_erased(user: User) -> bool:
    return user.username == pseudonym(user)


@transaction.atomic
def copy_held(*, user: User, reason: str, actor: User, at: datetime.datetime) -> Json:
    """Return what is held on a person, for that person; the trail keeps who took it and why."""
    _check_reason(user, reason)
    document = held_on(user, at=at)
    record(action="account.copy", subject=user, actor=actor, at=at, reason=reason.strip())
    return document


@transaction.atomic
def correct_person(
    *, user: User, right: Mapping[str, str], reason: str, actor: User, at: datetime.datetime
) -> list[str]:
    """Put names and address right and return which changed; a new address has to be confirmed again."""
    hold_person(user)
    user.refresh_from_db()
    if is_erased(user):
        raise PersonalDataError(_("Data akun ini sudah dihapus. Tidak ada yang diubah."))
    changed = [name for name, value in right.items() if getattr(user, name) != value]
    if not changed:
        raise PersonalDataError(_("Tidak ada yang berbeda dari yang tersimpan. Tidak ada yang diubah."))
    _check_reason(user, reason, besides=right.values())
    User.objects.filter(pk=user.pk).update(**{name: right[name] for name in changed})
    if "email" in changed:
        EmailAddress.objects.filter(user=user).delete()
    record(
        action="account.correct", subject=user, actor=actor, at=at, reason=reason.strip(), changes={"fields": changed}
    )
    user.refresh_from_db()
    return changed


@transaction.atomic
def erase_person(*, user: User, reason: str, actor: User, at: datetime.datetime) -> User:
    """Make an account nobody's, as the inventory says record by record.

    Whoever still holds a role is not erased: end the roles first. One's own account is another organiser's to erase.
    """
    hold_person(user)
    user.refresh_from_db()
    if hindrance := erasure_hindrance(user, actor=actor, on=timezone.localdate(at)):
        raise PersonalDataError(hindrance)
    _check_reason(user, reason)
    names = {getattr(user, name) for name in NAMES} - {""}
    _end_sessions(user)
    gone = {found.model: found.rows_of(user).delete()[0] for found in records() if found.erasure is Erasure.DELETED}
    for found in records():
        if found.erasure in (Erasure.EMPTIED, Erasure.REPLACED) and found.model_class() is not User:
            _overwrite(found, user)
    CodeAttempts.objects.filter(user=user).delete()
    _rename_in_notes(user, names)
    user.groups.clear()
    user.user_permissions.clear()
    User.objects.filter(pk=user.pk).update(
        **dict.fromkeys((*NAMES, "language"), "") | {"username": pseudonym(user), "password": make_password(None)},
        last_login=None,
        is_active=False,
        is_staff=False,
        is_superuser=False,
    )
    counts = {model: count for model, count in sorted(gone.items()) if count}
    record(action="account.erase", subject=user, actor=actor, at=at, reason=reason.strip(), changes={"rows": counts})
    user.refresh_from_db()
    return user


def erasure_hindrance(user: User, *, actor: User, on: datetime.date) -> str:
    """Return why this person's data cannot be erased now; empty when they can."""
    if is_erased(user):
        return _("Data akun ini sudah dihapus. Tidak ada yang diubah.")
    if user.pk == actor.pk:
        return _("Data Anda sendiri dihapus penyelenggara lain. Tidak ada yang diubah.")
    if RoleAssignment.objects.filter(user=user).exclude(ends_on__lt=on).exists():
        return _("Orang ini masih memegang peran. Akhiri perannya dahulu, lalu hapus datanya. Tidak ada yang diubah.")
    return ""


def _check_reason(user: User, reason: str, *, besides: Iterable[str] = ()) -> None:
    """Refuse what would put into the trail, for ever, the name that the request is about."""
    if not reason.strip():
        raise PersonalDataError(_("Tulis alasannya; alasan ini masuk jejak audit. Tidak ada yang diubah."))
    names = {getattr(user, name) for name in NAMES} | set(besides)
    if any(_whole(name).search(reason) for name in names if name):
        raise PersonalDataError(
            _(
                "Alasan ini tinggal di jejak audit untuk selamanya, jadi jangan menyebut nama atau alamat orangnya. "
                "Sebut nomor suratnya saja. Tidak ada yang diubah."
            )
        )


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _end_sessions(user: User) -> None:
    Session.objects.filter(session_key__in=UserSession.objects.filter(user=user).values("session_key")).delete()


def _overwrite(found: PersonalRecord, user: User) -> None:
    value = pseudonym(user) if found.erasure is Erasure.REPLACED else ""
    found.rows_of(user).update(**dict.fromkeys(found.names, value))


def _rename_in_notes(user: User, names: set[str]) -> None:
    """Put the number for the name where the panel's own notes called a row by it."""
    spoken = Q()
    for name in names:
        spoken |= Q(object_repr__icontains=name) | Q(change_message__icontains=name)
    for note in LogEntry.objects.filter(spoken) if names else ():
        for name in sorted(names, key=len, reverse=True):
            note.object_repr = _whole(name).sub(pseudonym(user), note.object_repr)
            note.change_message = _whole(name).sub(pseudonym(user), note.change_message)
        note.save(update_fields=["object_repr", "change_message"])
