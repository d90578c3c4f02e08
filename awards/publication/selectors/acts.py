"""What two people did or are about to do with a publication, and whether they were two."""

import datetime
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime

from awards.publication.models import CorrectionOrder, Prize, Publication, SignOff, Withdrawal
from paritrana.accounts.independence import pair_of
from paritrana.accounts.joint_acts import acts_on, subject_name, waiting_acts, waiting_on_any
from paritrana.accounts.models import JointAct, User


@dataclass(frozen=True, slots=True)
class WaitingAct:
    """A proposal and whether the reader may agree to it; `fault` says why the reader is no second person.

    `prize` is the one that is to be taken back.
    """

    act: JointAct
    until: datetime.datetime | None
    is_own: bool
    fault: str
    prize: Prize | None = None


def waiting_on(publication: Publication, reader: User, *, at: datetime.datetime) -> list[WaitingAct]:
    prizes = {subject_name(prize): prize for prize in publication.prizes.select_related("entry").order_by("pk")}
    found = []
    for act in [*waiting_acts(publication), *waiting_on_any(prizes)]:
        is_own = act.proposed_by_id == reader.pk
        pair = pair_of(act.proposed_by, reader, at=at)
        until = parse_datetime(act.details.get("until") or "")
        fault = "" if is_own or pair.may_decide else pair.fault
        found.append(WaitingAct(act, until, is_own, fault, prizes.get(act.subject)))
    return found


def exemptions(publication: Publication) -> list[str]:
    """Return why people who are not independent could decide on this publication; shown with the result."""
    signed = SignOff.objects.filter(publication=publication).order_by("at", "pk").values_list("exemption", flat=True)
    done = acts_on(publication).filter(seconded_at__isnull=False).values_list("exemption", flat=True)
    return list(dict.fromkeys(text for text in [*signed, *done] if text))


def is_corrected(publication: Publication) -> bool:
    """Tell whether a final result took its place: nothing more comes out of it then."""
    return publication.corrected_by.filter(final_at__isnull=False).exists()


def withdrawal_of(publication: Publication) -> Withdrawal | None:
    return Withdrawal.objects.filter(publication=publication).first()


def open_correction(publication: Publication) -> CorrectionOrder | None:
    """Return the order to correct this publication, as long as nothing newer was frozen since."""
    order = CorrectionOrder.objects.filter(publication=publication).order_by("-pk").first()
    if order is None:
        return None
    newer = Publication.objects.filter(category=publication.category_id, frozen_at__gt=order.opened_at)
    return None if newer.exists() else order
