"""What stands on a certificate: made from the signed head of a final result, after it was verified."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from awards.publication.models import Prize, Publication, PublishedEntry
from awards.publication.selectors.keys import key_problems
from paritrana.lib.signatures import is_signed

CONTENT_FORMAT = "paritrana-piagam-1"

Json = dict[str, Any]


class ResultNotSoundError(Exception):
    """The result is not final, or what is stored of it is not what was signed: no paper leaves the house from it."""


@dataclass(frozen=True, slots=True)
class SigningWords:
    """What stands at the foot, which no result knows: where and when, in which office, by whom."""

    place: str
    day: datetime.date
    office: str
    signer: str


def signed_head(publication: Publication) -> Json:
    """Return the head of a final result once digest, signature and key hold. The publication comes with its payload."""
    if publication.final_at is None:
        raise ResultNotSoundError(_("Hasil ini belum final. Piagam dan surat hanya dibuat dari hasil yang final."))
    content = publication.payload.encode()
    is_same = hashlib.sha256(content).hexdigest() == publication.digest
    is_sound = is_same and is_signed(content, signature=publication.signature, public_key=publication.public_key)
    if not is_sound or any(key_problems(publication)):
        raise ResultNotSoundError(
            _("Tanda tangan atau kunci hasil ini tidak cocok. Tidak ada yang dibuat. Jalankan manage.py prove.")
        )
    head: Json = json.loads(publication.payload)
    return head


def paper_contents(publication: Publication, words: SigningWords) -> Iterator[tuple[Prize, Json]]:
    """Yield each prize as it was signed, in the order of the slots, with what its paper says; number and version lack.

    A row that does not say what was signed stops everything.
    """
    head = signed_head(publication)
    rows = {(row.position, row.group_key, str(row.entry.public_id)): row for row in _rows(publication)}
    invented = _invented(publication)
    for prize in head["prizes"]:
        row = rows.get((prize["position"], prize["group"], prize["entry"]))
        if row is None or row.label != prize["label"]:
            raise ResultNotSoundError(
                _("Juara yang tersimpan bukan yang ditandatangani. Tidak ada yang dibuat. Jalankan manage.py prove.")
            )
        yield row, _content(head, prize, publication, words, is_invented=prize["entry"] in invented)


def _rows(publication: Publication) -> Iterator[Prize]:
    yield from Prize.objects.filter(publication=publication).select_related("entry").order_by("pk")


def _invented(publication: Publication) -> set[str]:
    """Return the winners whose figures are invented, as their published lines say."""
    winners = Prize.objects.filter(publication=publication).values("entry")
    lines = PublishedEntry.objects.filter(publication=publication, entry__in=winners).order_by("position")
    found = (json.loads(line) for line in lines.values_list("line", flat=True))
    return {line["entry"] for line in found if line["is_synthetic"]}


def _content(head: Json, prize: Json, publication: Publication, words: SigningWords, *, is_invented: bool) -> Json:
    edition, category = head["edition"], head["category"]
    return {
        "format": CONTENT_FORMAT,
        "result": {
            "digest": publication.digest,
            "number": publication.number,
            "final_at": publication.final_at,
            "public_key": publication.public_key,
            "trail": head["trail"]["number"] if "trail" in head else None,
        },
        "edition": {
            "code": edition["code"],
            "label": edition["label"],
            "period_start": edition["period_start"],
            "period_end": edition["period_end"],
        },
        "category": {"code": category["code"], "name": category["name"]},
        "prize": {
            "position": prize["position"],
            "label": prize["label"],
            "group": prize["group"],
            "group_name": prize["group_name"],
            "rank": prize["rank"],
        },
        "entry": {"id": prize["entry"], "name": prize["name"]},
        "signing": {"place": words.place, "day": words.day, "office": words.office, "signer": words.signer},
        "is_demonstration": bool(edition["is_illustrative"]) or is_invented,
        "is_sealed": False,
    }
