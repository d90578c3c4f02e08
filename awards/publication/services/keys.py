"""The life of the signing key: made once, taken into use, handed over, declared compromised; all of it in the trail."""

import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils.translation import gettext as _

from awards.publication.models import SigningKey
from awards.publication.selectors.keys import handover_text, key_in_use, was_ever_signed
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.signatures import new_key_file, public_text, signature_text, signing_key


class SigningKeyRefusedError(Exception):
    """The key at hand may not sign; the message says why and what to do."""


def working_key(text: str, file: Path) -> Ed25519PrivateKey:
    """Return the key at hand; make one only where nothing was ever signed. A lost key is restored, never replaced."""
    if not text and not file.exists():
        if was_ever_signed():
            raise SigningKeyRefusedError(
                _(
                    "Kunci tanda tangan tidak ada di %(file)s, padahal sudah ada hasil yang ditandatangani. Pulihkan "
                    "dari cadangan dengan manage.py signing_key restore. Tidak ada yang ditandatangani."
                )
                % {"file": file}
            )
        new_key_file(file)
    return signing_key(text, file)


def take_key_into_use(*, key: Ed25519PrivateKey, actor: User | None, at: datetime.datetime) -> SigningKey:
    """Return the row of a key about to sign; the very first key is entered here, any other one by a hand-over."""
    public_key = public_text(key)
    known = SigningKey.objects.filter(public_key=public_key).first()
    if known is None and not SigningKey.objects.exists():
        known = SigningKey.objects.create(public_key=public_key, since=at)
        record(action="key.begin", subject=known, actor=actor, at=at, changes={"public_key": public_key})
    if known is None:
        raise SigningKeyRefusedError(
            _(
                "Kunci tanda tangan di mesin ini bukan kunci yang tercatat. Pulihkan kunci yang tercatat, atau "
                "serahkan kepada kunci baru dengan manage.py signing_key rotate. Tidak ada yang ditandatangani."
            )
        )
    if known.retired_at is not None or known.compromised_from is not None:
        raise SigningKeyRefusedError(
            _("Kunci tanda tangan ini tidak dipakai lagi. Pasang kunci yang berlaku. Tidak ada yang ditandatangani.")
        )
    return known


def hand_over_key(
    *, old: Ed25519PrivateKey, new: Ed25519PrivateKey, actor: User | None, at: datetime.datetime
) -> SigningKey:
    """Retire a key in favour of another, which it names and signs."""
    with transaction.atomic():
        outgoing = take_key_into_use(key=old, actor=actor, at=at)
        signature = signature_text(old, handover_text(old=outgoing.public_key, new=public_text(new), at=at))
        _retire(outgoing, at)
        incoming = SigningKey.objects.create(
            public_key=public_text(new), since=at, predecessor=outgoing, handover=signature
        )
        changes: dict[str, object] = {
            "from": outgoing.public_key,
            "to": incoming.public_key,
            "handover": signature,
        }
        record(action="key.hand_over", subject=incoming, actor=actor, at=at, changes=changes)
    return incoming


def begin_after_loss(*, new: Ed25519PrivateKey, reason: str, actor: User | None, at: datetime.datetime) -> SigningKey:
    """Enter a key that no earlier one vouches for; the reason is told to everybody beside the key."""
    if not reason.strip():
        raise SigningKeyRefusedError(_("Tulis alasan memakai kunci tanpa serah terima. Tidak ada yang diubah."))
    with transaction.atomic():
        lost = key_in_use()
        if lost is not None:
            _retire(lost, at)
        incoming = SigningKey.objects.create(public_key=public_text(new), since=at)
        record(
            action="key.begin",
            subject=incoming,
            actor=actor,
            at=at,
            changes={"public_key": incoming.public_key, "lost": lost.public_key if lost else None},
            reason=reason,
        )
    return incoming


def declare_key_compromised(
    *, key: SigningKey, since: datetime.datetime, reason: str, actor: User | None, at: datetime.datetime
) -> SigningKey:
    """Say from when on nothing signed by a key is believed; it signs nothing more."""
    if not reason.strip():
        raise SigningKeyRefusedError(_("Tulis alasan mengapa kunci tidak dipercaya lagi. Tidak ada yang diubah."))
    with transaction.atomic():
        changed = SigningKey.objects.filter(pk=key.pk, compromised_from=None).update(
            compromised_from=since, compromise_reason=reason
        )
        if not changed:
            raise SigningKeyRefusedError(_("Kunci ini sudah dinyatakan tidak dipercaya. Tidak ada yang diubah."))
        record(
            action="key.compromised",
            subject=key,
            actor=actor,
            at=at,
            changes={"public_key": key.public_key, "from": since},
            reason=reason,
        )
    key.refresh_from_db()
    return key


def _retire(key: SigningKey, at: datetime.datetime) -> None:
    if not SigningKey.objects.filter(pk=key.pk, retired_at=None).update(retired_at=at):
        raise SigningKeyRefusedError(_("Kunci itu sudah diganti. Muat ulang daftar kunci. Tidak ada yang diubah."))
