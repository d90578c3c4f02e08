"""The people of an entrant's office: invited by link, each with a level, one of them the owner."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass, replace

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from awards.news.models import NewsKind
from awards.news.services import Happening, tell
from awards.submissions.models.answers import Submission
from awards.submissions.models.people import Invitation, OfficeSeat, SeatLevel
from awards.submissions.services.telling import on_form, tell_office
from paritrana.accounts.models import Role, RoleAssignment, User
from paritrana.audit.services import record
from paritrana.mail.services import name_recipient

Office = tuple[str, str]
LASTS = datetime.timedelta(days=7)
PRIVATE_LINK = "invitation"


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


def token_of(seed: str) -> str:
    """Return the token that a seed stands for in this installation; whoever has only the database cannot make it."""
    return salted_hmac("awards.submissions.invitation", seed, algorithm="sha256").hexdigest()


def mail_key(invitation: Invitation) -> str:
    """Return under which key the outbox has the invitation's letter."""
    return f"invitation:{invitation.pk}"


def invitation_path(key: str) -> str:
    """Return where the invitation of that key is accepted; empty when it no longer can be."""
    found = Invitation.objects.filter(pk=key, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()).first()
    if found is None or token_digest(token_of(found.token_seed)) != found.token_digest:
        return ""
    return reverse("invitation", args=[token_of(found.token_seed)])


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who is invited, with which rights; with an address the invitation goes there by mail."""

    full_name: str
    level: SeatLevel
    email: str = ""


@transaction.atomic
def invite_colleague(*, office: Office, invitee: Invitee, actor: User, at: datetime.datetime) -> tuple[Invitation, str]:
    """Return the invitation and the token of its link; the token is shown once and kept nowhere."""
    if not invitee.full_name.strip():
        raise InvitationRefusedError(_("Tulis nama lengkap orang yang diundang."))
    seed = secrets.token_urlsafe(32)
    token = token_of(seed)
    invitation = Invitation.objects.create(
        office_kind=office[0],
        office_code=office[1],
        full_name=invitee.full_name.strip(),
        level=invitee.level,
        email=invitee.email.strip(),
        token_seed=seed,
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
        changes={"office": list(office), "level": str(invitee.level)},
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
    name_recipient(key=mail_key(invitation), recipient=user)
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
    _tell_accepted(invitation, user, at=at)
    return seat


def _tell_accepted(invitation: Invitation, user: User, *, at: datetime.datetime) -> None:
    """Tell the others of the office who joined it, and leave the invitation in the newcomer's own list."""
    office = (invitation.office_kind, invitation.office_code)
    submission = Submission.objects.of_office(office).select_related("entry").order_by("-pk").first()
    key = str(invitation.pk)
    joined = on_form(submission, NewsKind.COLLEAGUE, key) if submission else Happening(NewsKind.COLLEAGUE, key, office)
    tell_office(replace(joined, about=user), at=at, besides=user.pk)
    tell(happening=replace(joined, kind=NewsKind.INVITATION, about=invitation.created_by), people=[user], at=at)


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
