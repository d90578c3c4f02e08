"""What is said to somebody who holds a certificate: valid, withdrawn, another version, forged; or not yet."""

import datetime
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from awards.ceremony.papers.models import Certificate
from awards.ceremony.papers.selectors.standing import current_certificates
from awards.publication.models import Prize, Publication, Withdrawal
from awards.publication.selectors.visibility import published
from paritrana.lib.typed_codes import is_whole, read_code

Json = dict[str, Any]


class PaperVerdict(StrEnum):
    """`EARLY`: ours, but its result is not public; nothing of it is told, to whomever holds it."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"
    OTHER = "other"
    FORGED = "forged"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """`held` is the paper in the hand, `valid` the one that holds instead; a forged or early one carries nothing.

    `ended` is the publication since which the prize is not given any more, `withdrawal` that of the whole result;
    `holders` are those who have the prize now. `is_slip`: one sign at least is not as any paper of ours has it.
    """

    verdict: PaperVerdict
    list_at: datetime.datetime
    is_slip: bool = False
    held: Certificate | None = None
    valid: Certificate | None = None
    ended: Publication | None = None
    withdrawal: Withdrawal | None = None
    holders: tuple[str, ...] = ()

    @property
    def said(self) -> Json:
        return _content(self.held)

    @property
    def said_instead(self) -> Json:
        return _content(self.valid)


def _content(certificate: Certificate | None) -> Json:
    found: Json = json.loads(certificate.content) if certificate else {}
    return found


def paper_answer(typed: str, *, at: datetime.datetime) -> PaperAnswer:
    """Answer what was typed or scanned, from what the public may see at that time and from nothing else."""
    code = read_code(typed)
    held = _held(code) if code else None
    if held is None:
        return PaperAnswer(PaperVerdict.FORGED, at, is_slip=not is_whole(code))
    now = published(held.publication.category, at)
    if now is None or held.publication.number > now.number:
        return PaperAnswer(PaperVerdict.EARLY, at)
    withdrawal = Withdrawal.objects.filter(publication=now).first()
    if withdrawal is not None:
        return PaperAnswer(PaperVerdict.WITHDRAWN, at, held=held, withdrawal=withdrawal)
    newest = _newest(held, now)
    if _gives(now, newest.prize):
        verdict = PaperVerdict.VALID if newest == held else PaperVerdict.OTHER
        return PaperAnswer(verdict, at, held=held, valid=newest)
    holders = now.prizes.filter(position=held.prize.position, group_key=held.prize.group_key).order_by("rank", "pk")
    names = tuple(prize.winner for prize in holders.select_related("entry"))
    other = _other_prize(held, now)
    verdict = PaperVerdict.WITHDRAWN if other is None else PaperVerdict.OTHER
    return PaperAnswer(verdict, at, held=held, valid=other, ended=_ended(held, at), holders=names)


def _held(code: str) -> Certificate | None:
    rows = Certificate.objects.filter(code=code)
    return rows.select_related("publication__category__edition", "prize").defer("publication__payload").first()


def _newest(held: Certificate, now: Publication) -> Certificate:
    """Follow the versions as far as the public may know of them."""
    rows = Certificate.objects.filter(number=held.number, publication__number__lte=now.number)
    return rows.select_related("publication", "prize").defer("publication__payload").order_by("-version")[0]


def _gives(publication: Publication, prize: Prize) -> bool:
    same = publication.prizes.filter(position=prize.position, group_key=prize.group_key, label=prize.label)
    return same.filter(entry=prize.entry_id).exists()


def _other_prize(held: Certificate, now: Publication) -> Certificate | None:
    """Return the paper of the prize that the recipient has instead, once it was given out."""
    had = {_named(prize) for prize in held.publication.prizes.filter(entry=held.prize.entry_id)}
    rows = current_certificates(now).filter(prize__entry=held.prize.entry_id).exclude(number=held.number)
    found = [one for one in rows.order_by("-version", "pk") if _named(one.prize) not in had]
    return found[0] if found else None


def _named(prize: Prize) -> tuple[int, str, str]:
    return prize.position, prize.group_key, prize.label


def _ended(held: Certificate, at: datetime.datetime) -> Publication | None:
    """Return the first publication after the paper's own that the public sees and that does not give the prize."""
    later = Publication.objects.filter(category=held.publication.category_id, number__gt=held.publication.number)
    for publication in later.visible_at(at).defer("payload").order_by("number", "pk"):
        if not _gives(publication, held.prize):
            return publication
    return None
