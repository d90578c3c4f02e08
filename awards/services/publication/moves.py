"""The moves of a publication: frozen, signed off twice and so final, published. Nothing of it is edited afterwards."""

import datetime
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.models import AppliedRun, Category, Prize, Publication, ScoreRun, SignOff
from awards.selectors.publication.blockers import Blocker, BlockerKind, blockers
from awards.selectors.publication.payload import result_payload
from awards.selectors.publication.prizes import PrizePlace, prize_places
from awards.selectors.runs.rules import run_rules
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.canonical import canonical_json
from paritrana.lib.signatures import public_text, signature_text

ORGANISER = "organiser"


class NoAppliedRunError(Exception):
    """Only an applied run can be published."""


class NothingToCorrectError(Exception):
    """A second publication of a category is a correction and says why."""


class PublicationBlockedError(Exception):
    """`blockers` name what must be settled first."""

    def __init__(self, found: tuple[Blocker, ...]) -> None:
        self.blockers = found
        super().__init__("\n".join(blocker.text for blocker in found))


class SamePersonError(Exception):
    """Two different people sign off, at least one of them an organiser."""


class PublicationMovedError(Exception):
    """Somebody else was first, or a newer publication was prepared."""


def prepare_publication(
    *,
    category: Category,
    actor: User,
    at: datetime.datetime,
    embargo_until: datetime.datetime | None,
    reason: str,
    tie_decision: str,
) -> Publication:
    """Freeze the applied run as the next publication; after a final one it is a correction that names it."""
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=category.pk)
        run = _applied(category)
        corrects = _corrected(category, reason)
        number = (Publication.objects.filter(category=category).aggregate(last=Max("number"))["last"] or 0) + 1
        places = prize_places(run, run_rules(run))
        payload = canonical_json(
            result_payload(
                run, places, number=number, corrects=corrects, reason=reason, tie_decision=tie_decision, frozen_at=at
            )
        )
        publication = Publication.objects.create(
            category=category,
            number=number,
            run=run,
            corrects=corrects,
            frozen_at=at,
            embargo_until=embargo_until,
            payload=payload.decode(),
            digest=hashlib.sha256(payload).hexdigest(),
            reason=reason,
            tie_decision=tie_decision,
        )
        _freeze_prizes(publication, places)
        _record(publication, "publication.prepare", actor, at, {"digest": publication.digest, "run": run.number})
    return publication


def _corrected(category: Category, reason: str) -> Publication | None:
    """Return the final publication that a new one corrects; a correction needs a reason."""
    corrects = Publication.objects.filter(category=category, final_at__isnull=False).newest_first().first()
    if corrects is not None and not reason.strip():
        raise NothingToCorrectError(
            _("Hasil kategori ini sudah final. Pengumuman berikutnya adalah koreksi: tulis alasannya.")
        )
    return corrects


def sign_off_publication(
    *,
    publication: Publication,
    actor: User,
    capacity: str,
    comment: str,
    at: datetime.datetime,
    key: Ed25519PrivateKey,
) -> Publication:
    """Give one of the two approvals; the second one signs the result and makes it final.

    Blockers are looked at again each time. Who may sign in which capacity is the caller's question.
    """
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=publication.category_id)
        _refuse_when_moved(publication)
        _refuse_when_blocked(publication)
        given = list(SignOff.objects.filter(publication=publication))
        if any(sign_off.user_id == actor.pk for sign_off in given):
            raise SamePersonError(_("Anda sudah menyetujui hasil ini. Persetujuan kedua harus dari orang lain."))
        if given and ORGANISER not in {capacity, *(sign_off.capacity for sign_off in given)}:
            raise SamePersonError(_("Salah satu dari dua persetujuan harus dari penyelenggara."))
        SignOff.objects.create(publication=publication, user=actor, capacity=capacity, comment=comment, at=at)
        _record(publication, "publication.sign_off", actor, at, {"capacity": capacity}, reason=comment)
        if given:
            _finalise(publication, actor, at, key)
    publication.refresh_from_db()
    return publication


def publish_publication(*, publication: Publication, actor: User, at: datetime.datetime) -> Publication:
    """Open a final publication; the public sees it from then on, or from the end of its embargo."""
    with transaction.atomic():
        changed = Publication.objects.filter(
            pk=publication.pk, final_at__isnull=False, published_at__isnull=True
        ).update(published_at=at, published_by=actor)
        if not changed:
            raise PublicationMovedError(
                _("Hasil ini belum final atau sudah diumumkan. Tidak ada yang diubah. Muat ulang halaman ini.")
            )
        publication.refresh_from_db()
        _record(publication, "publication.publish", actor, at, {"digest": publication.digest})
    return publication


def _applied(category: Category) -> ScoreRun:
    pointer = (
        AppliedRun.objects.filter(category=category).select_related("run__rulebook", "run__category__edition").first()
    )
    if pointer is None:
        raise NoAppliedRunError(_("Belum ada perhitungan yang dipakai. Pakai satu perhitungan lebih dahulu."))
    return pointer.run


def _freeze_prizes(publication: Publication, places: list[PrizePlace]) -> None:
    Prize.objects.bulk_create(
        [
            Prize(
                publication=publication,
                position=place.position,
                label=place.label,
                group_key=place.group_key,
                group_name=place.group_name,
                entry_id=place.entry_id,
                rank=place.rank,
            )
            for place in places
        ],
        batch_size=1000,
    )


def _refuse_when_moved(publication: Publication) -> None:
    publication.refresh_from_db(fields=["final_at"])
    newest = Publication.objects.filter(category=publication.category_id).newest_first().first()
    if publication.final_at is not None or newest != publication:
        raise PublicationMovedError(
            _("Hasil ini sudah final atau digantikan pengumuman yang lebih baru. Muat ulang halaman ini.")
        )


def _refuse_when_blocked(publication: Publication) -> None:
    found = blockers(publication.category, tie_decision=publication.tie_decision)
    if _applied(publication.category) != publication.run:
        text = _("Perhitungan lain sudah dipakai sejak hasil ini dibekukan. Bekukan hasil yang baru.")
        found = (Blocker(BlockerKind.STALE, 1, text), *found)
    if found:
        raise PublicationBlockedError(found)


def _finalise(publication: Publication, actor: User, at: datetime.datetime, key: Ed25519PrivateKey) -> None:
    signature = signature_text(key, publication.payload.encode())
    Publication.objects.filter(pk=publication.pk, final_at__isnull=True).update(
        final_at=at, signature=signature, public_key=public_text(key)
    )
    _record(publication, "publication.finalise", actor, at, {"digest": publication.digest, "signature": signature})


def _record(
    publication: Publication,
    action: str,
    actor: User,
    at: datetime.datetime,
    changes: dict[str, object],
    *,
    reason: str = "",
) -> None:
    record(
        action=action,
        subject=publication,
        actor=actor,
        at=at,
        changes=changes,
        reason=reason,
        region_code=publication.category.province_id or "",
    )
