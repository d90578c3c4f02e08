"""The people of an entrant's office: invited by link, each with a level, one of them the owner."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from awards.submissions.models.people import Invitation, OfficeSeat, SeatLevel
from paritrana.accounts.models import Role, RoleAssignment, User
from paritrana.audit.services import record

Office = tuple[str, str]
LASTS = datetime.timedelta(days=7)


class InvitationRefusedError(Exception):
    """The invitation cannot be made or used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a person who has no account yet chooses when accepting."""

    full_name: str
    username: str
    password: str


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_colleague(
    *, office: Office, full_name: str, level: SeatLevel, actor: User, at: datetime.datetime
) -> tuple[Invitation, str]:
    """Return the invitation and the token of its link; the token is shown once and kept nowhere."""
    if not full_name.strip():
        raise InvitationRefusedError(_("Tulis nama lengkap orang yang diundang."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        office_kind=office[0],
        office_code=office[1],
        full_name=full_name.strip(),
        level=level,
        token_digest=token_digest(token),
        created_at=at,
        created_by=actor,
        expires_at=at + LASTS,
    )
    record(
        action="invitation.create",
        subject=invitation,
        actor=actor,
        at=at,
        changes={"office": list(office), "level": str(level)},
    )
    return invitation, token


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: User, at: datetime.datetime) -> Invitation:
    revoked = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=at)
    if not revoked:
        raise InvitationRefusedError(_("Undangan ini sudah dipakai atau sudah dibatalkan."))
    invitation.refresh_from_db()
    record(action="invitation.revoke", subject=invitation, actor=actor, at=at)
    return invitation


def _take(invitation: Invitation, user: User, at: datetime.datetime) -> None:
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=at).update(
        accepted_at=at, accepted_by=user
    )
    if not taken:
        raise InvitationRefusedError(
            _("Undangan ini sudah dipakai, dibatalkan, atau kedaluwarsa. Minta tautan baru kepada pengirimnya.")
        )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, at: datetime.datetime) -> OfficeSeat:
    """Seat an existing person in the office, once per invitation."""
    _take(invitation, user, at)
    RoleAssignment.objects.get_or_create(
        user=user,
        role=Role.ENTRANT,
        region_code="",
        office_kind=invitation.office_kind,
        office_code=invitation.office_code,
    )
    seat, _is_new = OfficeSeat.objects.update_or_create(
        user=user,
        office_kind=invitation.office_kind,
        office_code=invitation.office_code,
        defaults={"level": invitation.level},
    )
    record(
        action="invitation.accept",
        subject=invitation,
        actor=user,
        at=at,
        changes={"user": user.pk, "level": invitation.level},
    )
    return seat


@transaction.atomic
def accept_with_new_account(*, invitation: Invitation, account: NewAccount, at: datetime.datetime) -> User:
    """Make the invited person's account and seat it."""
    user = User(username=account.username.strip(), full_name=account.full_name.strip() or invitation.full_name)
    try:
        User.username_validator(user.username)
        validate_password(account.password, user)
    except ValidationError as error:
        raise InvitationRefusedError(" ".join(error.messages)) from error
    user.set_password(account.password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise InvitationRefusedError(_("Nama pengguna itu sudah dipakai. Pilih yang lain.")) from error
    accept_invitation(invitation=invitation, user=user, at=at)
    return user


@transaction.atomic
def hand_over_office(*, office: Office, to: User, actor: User, at: datetime.datetime) -> OfficeSeat:
    """Make another seated person the owner, with the right to sign; the former owner keeps the own level."""
    seat = OfficeSeat.objects.filter(office_kind=office[0], office_code=office[1], user=to).first()
    if seat is None:
        raise InvitationRefusedError(_("Orang itu belum menjadi petugas kantor ini. Undang dahulu."))
    OfficeSeat.objects.filter(office_kind=office[0], office_code=office[1], is_owner=True).update(is_owner=False)
    OfficeSeat.objects.filter(pk=seat.pk).update(is_owner=True, level=SeatLevel.SUBMIT)
    seat.refresh_from_db()
    changes: dict[str, object] = {"office": list(office), "to": to.pk}
    record(action="office.hand_over", subject=seat, actor=actor, at=at, changes=changes)
    return seat
