"""The moves of a publication: frozen, signed off twice and so final, published. Nothing of it is edited afterwards."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.entries.models import Entry
from awards.publication.models import Prize, Publication, SignOff, UnawardedPrize
from awards.publication.selectors.blockers import PublicationBlocker, panels_reopened_since, publication_blockers
from awards.publication.selectors.lines import visibility_of
from awards.publication.selectors.payload import result_payload
from awards.publication.selectors.prizes import PrizePlace, prize_places
from awards.publication.selectors.unawarded import unawarded_prizes
from awards.publication.services.files import drafted_file, keep_file, write_published_rows
from awards.publication.services.keys import take_key_into_use
from awards.runs.models import AppliedRun, ScoreRun
from awards.runs.selectors.rules import run_rules
from paritrana.accounts.independence import exemption_for
from paritrana.accounts.models import User
from paritrana.audit.models import AuditHead
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

    def __init__(self, found: tuple[PublicationBlocker, ...]) -> None:
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
    """Freeze the applied run as the next publication; after a final one it is a correction that names it.

    Asked again for what the newest draft holds already, it returns that draft and writes nothing.
    """
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=category.pk)
        run = _applied(category)
        publication = Publication(
            category=category,
            number=(Publication.objects.filter(category=category).aggregate(last=Max("number"))["last"] or 0) + 1,
            run=run,
            corrects=_corrected(category, reason),
            frozen_at=at,
            embargo_until=embargo_until,
            reason=reason,
            tie_decision=tie_decision,
        )
        places, visibility = prize_places(run, run_rules(run)), visibility_of(run)
        unawarded = unawarded_prizes(run, run_rules(run), visibility)
        with drafted_file(run, visibility) as (file, stream):
            head = AuditHead.objects.filter(id=1).first() or AuditHead()
            content = result_payload(publication, places, visibility, file, head, unawarded)
            if (same := _same_draft(publication, content)) is not None:
                return same
            keep_file(file, stream)
        payload = canonical_json(content)
        publication.payload = payload.decode()
        publication.digest = hashlib.sha256(payload).hexdigest()
        publication.file_digest = file.digest
        publication.save(force_insert=True)
        _freeze_prizes(publication, places)
        keep_unawarded(publication, unawarded)
        write_published_rows(publication, visibility)
        changes: dict[str, object] = {
            "digest": publication.digest,
            "run": run.number,
            "file": file.digest,
            "embargo_until": embargo_until,
        }
        record_move(publication, "publication.prepare", actor, at, changes)
    return publication


def keep_unawarded(publication: Publication, prizes: list[UnawardedPrize]) -> None:
    """Store the prizes that nobody wins beside those of the winners."""
    for prize in prizes:
        prize.publication = publication
    UnawardedPrize.objects.bulk_create(prizes)


def _same_draft(publication: Publication, content: Mapping[str, object]) -> Publication | None:
    """Return the newest draft of the category when it says the same, whenever it was frozen.

    One whose panel was opened again in between is withdrawn, also where it came to the same marks.
    """
    newest = Publication.objects.filter(category=publication.category_id).newest_first().first()
    if newest is None or newest.final_at is not None or panels_reopened_since(newest):
        return None
    return newest if _timeless(json.loads(newest.payload)) == _timeless(json.loads(canonical_json(content))) else None


def _timeless(content: dict[str, Any]) -> dict[str, Any]:
    """Leave out what differs between two drafts of the same result: number, time, and the trail's end."""
    about = {name: value for name, value in content["publication"].items() if name not in ("number", "frozen_at")}
    return {name: value for name, value in content.items() if name != "trail"} | {"publication": about}


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
    """Give one of the two approvals; the second one, by an independent person, signs the result and makes it final.

    Blockers are looked at again each time. Who may sign in which capacity is the caller's question.
    """
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=publication.category_id)
        _refuse_when_moved(publication)
        _refuse_when_blocked(publication)
        given = list(SignOff.objects.filter(publication=publication).select_related("user"))
        if any(sign_off.user_id == actor.pk for sign_off in given):
            raise SamePersonError(_("Anda sudah menyetujui hasil ini. Persetujuan kedua harus dari orang lain."))
        if given and ORGANISER not in {capacity, *(sign_off.capacity for sign_off in given)}:
            raise SamePersonError(_("Salah satu dari dua persetujuan harus dari penyelenggara."))
        exemption = exemption_for(given[0].user, actor, at=at) if given else ""
        SignOff.objects.create(
            publication=publication, user=actor, capacity=capacity, comment=comment, exemption=exemption, at=at
        )
        signed: dict[str, object] = {"capacity": capacity}
        if exemption:
            signed["exemption"] = exemption
        record_move(publication, "publication.sign_off", actor, at, signed, reason=comment)
        if given:
            finalise(publication, actor, at, key)
    publication.refresh_from_db()
    return publication


def publish_publication(*, publication: Publication, actor: User, at: datetime.datetime) -> Publication:
    """Open a final publication; the public sees it from then on, or from the end of its embargo.

    That two independent people say so is asked in `after_final`, through which every page and command goes.
    """
    with transaction.atomic():
        changed = Publication.objects.filter(
            pk=publication.pk, final_at__isnull=False, published_at__isnull=True
        ).update(published_at=at, published_by=actor)
        if not changed:
            raise PublicationMovedError(
                _("Hasil ini belum final atau sudah diumumkan. Tidak ada yang diubah. Muat ulang halaman ini.")
            )
        publication.refresh_from_db()
        record_move(publication, "publication.publish", actor, at, {"digest": publication.digest})
    return publication


def _applied(category: Category) -> ScoreRun:
    pointer = (
        AppliedRun.objects.filter(category=category).select_related("run__rulebook", "run__category__edition").first()
    )
    if pointer is None:
        raise NoAppliedRunError(_("Belum ada perhitungan yang dipakai. Pakai satu perhitungan lebih dahulu."))
    return pointer.run


def _freeze_prizes(publication: Publication, places: list[PrizePlace]) -> None:
    names = dict(Entry.objects.filter(pk__in=[place.entry_id for place in places]).values_list("pk", "name"))
    Prize.objects.bulk_create(
        [
            Prize(
                publication=publication,
                position=place.position,
                label=place.label,
                label_en=place.label_en,
                group_key=place.group_key,
                group_name=place.group_name.name,
                group_name_en=place.group_name.english,
                entry_id=place.entry_id,
                entry_name=names[place.entry_id],
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
    if found := publication_blockers(publication):
        raise PublicationBlockedError(found)


def finalise(publication: Publication, actor: User, at: datetime.datetime, key: Ed25519PrivateKey) -> None:
    """Sign what was approved by two; that they did is the caller's to see."""
    take_key_into_use(key=key, actor=actor, at=at)
    signature = signature_text(key, publication.payload.encode())
    Publication.objects.filter(pk=publication.pk, final_at__isnull=True).update(
        final_at=at, signature=signature, public_key=public_text(key)
    )
    record_move(publication, "publication.finalise", actor, at, {"digest": publication.digest, "signature": signature})


def record_move(
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
    )
