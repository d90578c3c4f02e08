"""Give, use and take back access to the press book. Each of these, and every read, is in the trail."""

import datetime
import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from awards.ceremony.papers.models import PressPass
from awards.ceremony.papers.selectors.press import PressBook
from awards.editions.models import Edition
from paritrana.accounts.models import User
from paritrana.audit.services import record


class PressPassError(Exception):
    """The access is not given or changed; the message says why."""


def pass_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def give_press_pass(
    *,
    edition: Edition,
    full_name: str,
    medium: str,
    expires_at: datetime.datetime,
    actor: User,
    at: datetime.datetime,
) -> tuple[PressPass, str]:
    """Return the access and the token of its link, which is shown once and kept nowhere."""
    if expires_at <= at:
        raise PressPassError(_("Akhir akses itu sudah lewat. Pilih waktu yang akan datang."))
    token = secrets.token_urlsafe(32)
    given = PressPass.objects.create(
        edition=edition,
        full_name=full_name.strip(),
        medium=medium.strip(),
        token_digest=pass_digest(token),
        created_at=at,
        created_by=actor,
        expires_at=expires_at,
    )
    record(
        action="press.give", subject=given, actor=actor, at=at, changes={"edition": edition.code, "until": expires_at}
    )
    return given, token


@transaction.atomic
def revoke_press_pass(*, press_pass: PressPass, actor: User, at: datetime.datetime) -> PressPass:
    if not PressPass.objects.filter(pk=press_pass.pk, revoked_at=None).update(revoked_at=at):
        raise PressPassError(_("Akses ini sudah dicabut. Tidak ada yang diubah."))
    press_pass.refresh_from_db()
    record(action="press.revoke", subject=press_pass, actor=actor, at=at)
    return press_pass


@transaction.atomic
def agree_to_embargo(*, press_pass: PressPass, at: datetime.datetime) -> PressPass:
    """Write down that the holder agreed; the first time counts."""
    if PressPass.objects.filter(pk=press_pass.pk, agreed_at=None).update(agreed_at=at):
        record(action="press.agree", subject=press_pass, actor=None, at=at)
    press_pass.refresh_from_db()
    return press_pass


@transaction.atomic
def note_press_read(*, press_pass: PressPass, book: PressBook, kind: str, at: datetime.datetime) -> None:
    """Write down one read: which results, as page or file."""
    digests = [one.publication.digest for one in book.results]
    record(action="press.read", subject=press_pass, actor=None, at=at, changes={"kind": kind, "publications": digests})
