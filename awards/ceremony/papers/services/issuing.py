"""Give out the certificates of a final result. Asked twice for the same, it writes once."""

import datetime
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from awards.ceremony.papers.models import Certificate
from awards.ceremony.papers.selectors.content import SigningWords, paper_contents
from awards.editions.models import Category
from awards.publication.models import Prize, Publication
from awards.publication.selectors.acts import withdrawal_of
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.canonical import canonical_json, digest
from paritrana.lib.typed_codes import new_code

Json = dict[str, Any]


class IssuingError(Exception):
    """No certificate is given out; the message says why and what to do."""


@transaction.atomic
def issue_certificates(
    *, publication: Publication, words: SigningWords, reason: str, actor: User, at: datetime.datetime
) -> list[Certificate]:
    """Write a version for every prize whose paper does not say this already; return what is new.

    A prize that keeps its recipient keeps its number, also from one publication to its correction. Where a paper is
    replaced, `reason` says why.
    """
    Category.objects.select_for_update().get(pk=publication.category_id)
    if withdrawal_of(publication) is not None:
        raise IssuingError(_("Pengumuman ini sudah ditarik. Tidak ada piagam yang diterbitkan."))
    newest = Publication.objects.filter(category=publication.category_id, final_at__isnull=False).newest_first().first()
    if newest is not None and newest.number > publication.number:
        raise IssuingError(_("Hasil ini sudah dikoreksi. Terbitkan piagam dari pengumuman yang terbaru."))
    latest = _latest(publication)
    following = 1 + max((int(one.number.rpartition("/")[2]) for one in latest.values()), default=0)
    made = []
    for prize, said in paper_contents(publication, words):
        before = latest.get(_place(prize))
        if before is not None and _substance(json.loads(before.content)) == _substance(
            json.loads(canonical_json(said))
        ):
            continue
        if before is not None and not reason.strip():
            raise IssuingError(_("Piagam yang sudah ada akan diganti: tulis alasannya. Tidak ada yang diterbitkan."))
        number = before.number if before else _number(said, following)
        following += before is None
        made.append(_write(publication, prize, {**said, "number": number}, before, reason.strip(), at))
    if made:
        changes: dict[str, object] = {
            "certificates": [str(one) for one in made],
            "digests": [one.digest for one in made],
        }
        record(
            action="certificate.issue", subject=publication, actor=actor, at=at, changes=changes, reason=reason.strip()
        )
    return made


def _latest(publication: Publication) -> dict[tuple[int, str, int], Certificate]:
    """Return the last version of every paper of the category by its place and recipient."""
    rows = Certificate.objects.filter(publication__category=publication.category_id).select_related("prize")
    return {_place(one.prize): one for one in rows.order_by("version", "pk")}


def _place(prize: Prize) -> tuple[int, str, int]:
    return prize.position, prize.group_key, prize.entry_id


def _substance(content: Json) -> Json:
    """Return what a reader of the paper is told. That a correction elsewhere gave the result a new number is not it."""
    return {name: value for name, value in content.items() if name not in ("number", "version", "result")}


def _number(said: Json, place: int) -> str:
    return f"PA/{said['edition']['code']}/{said['category']['code']}/{place:03}".upper()


def _write(
    publication: Publication, prize: Prize, said: Json, before: Certificate | None, reason: str, at: datetime.datetime
) -> Certificate:
    version = before.version + 1 if before else 1
    content = {**said, "version": version}
    return Certificate.objects.create(
        publication=publication,
        prize=prize,
        number=said["number"],
        version=version,
        replaces=before,
        reason=reason if before else "",
        code=new_code(),
        content=canonical_json(content).decode(),
        digest=digest(content),
        issued_at=at,
    )
