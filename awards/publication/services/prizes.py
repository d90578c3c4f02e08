"""Take one prize back after the result was final: two independent people, a reason, and a correction that says so."""

import datetime
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.publication.models import Prize, PrizeWithdrawal, Publication, PublishedEntry, SignOff
from awards.publication.selectors.embargo import embargo_of, visible_since
from awards.publication.selectors.lines import Openness
from awards.publication.selectors.payload import corrected_head
from awards.publication.selectors.prizes import PrizePlace, prize_places
from awards.publication.selectors.unawarded import unawarded_prizes
from awards.publication.services.after_final import check_reason, hold
from awards.publication.services.files import copy_published_rows
from awards.publication.services.moves import ORGANISER, finalise, keep_unawarded, publish_publication, record_move
from awards.runs.selectors.rules import run_rules
from paritrana.accounts.joint_acts import JointProposal, agree
from paritrana.accounts.models import JointAct, User
from paritrana.audit.models import AuditHead
from paritrana.lib.canonical import canonical_json

Json = dict[str, Any]

WITHDRAW_PRIZE = "prize.withdraw"


class PrizeNotWithdrawnError(Exception):
    """The prize stays as it is; the message says why and what to do."""


@transaction.atomic
def agree_to_withdraw_prize(
    *, prize: Prize, reason: str, actor: User, at: datetime.datetime, key: Ed25519PrivateKey
) -> JointAct:
    """Propose it, or as the second person do it: the corrected result is signed and takes the place of the one before.

    Nothing of that one is changed. The correction shares its run and its result file, and is out or embargoed as it
    is; while it is held without an end, the correction waits to be published.
    """
    publication = Publication.objects.select_related("category__edition", "run__rulebook").get(pk=prize.publication_id)
    hold(publication)
    check_reason(reason)
    _refuse_unless_standing(publication, prize)
    act = agree(proposal=JointProposal(WITHDRAW_PRIZE, prize, {}, reason.strip()), actor=actor, at=at)
    if act.seconded_at is not None:
        withdrawal = PrizeWithdrawal.objects.create(
            prize=prize,
            reason=act.reason,
            is_filled=run_rules(publication.run).rank.moves_up,
            act=act,
            withdrawn_at=at,
        )
        changes: dict[str, object] = {
            "prize": prize.label,
            "group": prize.group_key,
            "entry": prize.entry_id,
            "is_filled": withdrawal.is_filled,
            "act": act.pk,
        }
        record_move(publication, "prize.withdraw", actor, at, changes, reason=act.reason)
        _correct(publication, act, at=at, key=key)
    return act


def _refuse_unless_standing(publication: Publication, prize: Prize) -> None:
    """A prize is taken from the result that counts, and from no slot that was altered since it was signed."""
    if publication.final_at is None:
        raise PrizeNotWithdrawnError(_("Hanya juara dari hasil yang final yang dapat dicabut. Tidak ada yang diubah."))
    later = Publication.objects.filter(category=publication.category_id, number__gt=publication.number)
    if later.filter(final_at__isnull=False).exists():
        raise PrizeNotWithdrawnError(
            _("Hasil ini sudah dikoreksi. Cabut juaranya dari pengumuman yang terbaru. Tidak ada yang diubah.")
        )
    if not publication.file_digest:
        raise PrizeNotWithdrawnError(
            _("Hasil lama ini belum punya berkas hasil. Bekukan koreksi lebih dahulu, lalu cabut juaranya di sana.")
        )
    signed = {(one["position"], one["group"], one["entry"], one["label"]) for one in _head(publication)["prizes"]}
    rows = Prize.objects.filter(publication=publication).select_related("entry")
    names = {row.entry_id: str(row.entry.public_id) for row in rows}
    now = {
        (place.position, place.group_key, names.get(place.entry_id, ""), place.label)
        for place in prize_places(publication.run, run_rules(publication.run))
    }
    if signed != now:
        raise PrizeNotWithdrawnError(
            _(
                "Susunan juara kategori ini diubah sejak hasilnya ditandatangani. Kembalikan susunan itu, lalu cabut "
                "juaranya. Tidak ada yang diubah."
            )
        )


def _head(publication: Publication) -> Json:
    found: Json = json.loads(publication.payload)
    return found


def _correct(before: Publication, act: JointAct, *, at: datetime.datetime, key: Ed25519PrivateKey) -> Publication:
    """Freeze, sign and bring out the correction, all in the transaction of the second word."""
    embargo, since = embargo_of(before), visible_since(before)
    is_seen = since is not None and since <= at
    number = Publication.objects.filter(category=before.category_id).aggregate(last=Max("number"))["last"] + 1
    correction = Publication(
        category=before.category,
        number=number,
        run=before.run,
        corrects=before,
        frozen_at=at,
        embargo_until=None if is_seen else embargo.until,
        reason=act.reason,
        tie_decision=before.tie_decision,
    )
    head = _head(before)
    places = _named(before, prize_places(before.run, run_rules(before.run)))
    trail = AuditHead.objects.filter(id=1).first() or AuditHead()
    unawarded = unawarded_prizes(before.run, run_rules(before.run), Openness(**head["visibility"]))
    content = corrected_head(head, correction, [said for _place, said in places], trail, unawarded)
    payload = canonical_json(content)
    correction.payload = payload.decode()
    correction.digest = hashlib.sha256(payload).hexdigest()
    correction.file_digest = before.file_digest
    correction.save(force_insert=True)
    Prize.objects.bulk_create([_row(correction, place, said) for place, said in places], batch_size=1000)
    keep_unawarded(correction, unawarded)
    copy_published_rows(correction, before)
    told: dict[str, object] = {
        "digest": correction.digest,
        "run": before.run.number,
        "file": before.file_digest,
        "embargo_until": correction.embargo_until,
    }
    second = act.seconded_by
    if second is None:
        raise PrizeNotWithdrawnError(_("Usul ini belum disetujui orang kedua. Tidak ada yang diubah."))
    record_move(correction, "publication.prepare", second, at, told)
    for person, exemption in ((act.proposed_by, ""), (second, act.exemption)):
        SignOff.objects.create(
            publication=correction,
            user=person,
            capacity=ORGANISER,
            comment=act.reason,
            exemption=exemption,
            at=at,
        )
        signed: dict[str, object] = {"capacity": ORGANISER}
        if exemption:
            signed["exemption"] = exemption
        record_move(correction, "publication.sign_off", person, at, signed, reason=act.reason)
    finalise(correction, second, at, key)
    correction.refresh_from_db()
    if before.published_at is not None and not embargo.is_held:
        publish_publication(publication=correction, actor=second, at=at)
    return correction


def _named(before: Publication, places: list[PrizePlace]) -> list[tuple[PrizePlace, Json]]:
    """Return what the new head says of each prize; everybody is called as in the lines that were signed."""
    rows = PublishedEntry.objects.filter(publication=before, entry__in=[place.entry_id for place in places])
    names = {row.entry_id: (str(row.public_id), row.name) for row in rows}
    return [
        (
            place,
            {
                "position": place.position,
                "label": place.label,
                "label_en": place.label_en,
                "group": place.group_key,
                "group_name": place.group_name.name,
                "group_name_en": place.group_name.english,
                "rank": place.rank,
                "is_shared": place.is_shared,
                "entry": names[place.entry_id][0],
                "name": names[place.entry_id][1],
            },
        )
        for place in places
    ]


def _row(publication: Publication, place: PrizePlace, said: Json) -> Prize:
    return Prize(
        publication=publication,
        position=place.position,
        label=place.label,
        label_en=place.label_en,
        group_key=place.group_key,
        group_name=place.group_name.name,
        group_name_en=place.group_name.english,
        entry_id=place.entry_id,
        entry_name=said["name"],
        rank=place.rank,
    )
