"""Until when a publication is kept: what was frozen with it, or the latest word of two people since."""

import datetime
from dataclasses import dataclass

from awards.publication.models import EmbargoMove, Publication, Withdrawal


@dataclass(frozen=True, slots=True)
class Embargo:
    """`until` is None where nothing holds the publication back, or where it is held without an end (`is_held`)."""

    until: datetime.datetime | None
    is_held: bool
    move: EmbargoMove | None


def embargo_of(publication: Publication) -> Embargo:
    rows = EmbargoMove.objects.filter(publication=publication).select_related("act__proposed_by", "act__seconded_by")
    move = rows.order_by("-pk").first()
    if move is None:
        return Embargo(publication.embargo_until, is_held=False, move=None)
    return Embargo(move.until, is_held=move.until is None, move=move)


def visible_since(publication: Publication) -> datetime.datetime | None:
    """Return from when the public sees it, which may be still to come; None while that is not settled, or never."""
    since = publication.visible_from
    if since is None:
        return None
    withdrawn_at = Withdrawal.objects.filter(publication=publication).values_list("withdrawn_at", flat=True).first()
    if withdrawn_at is not None and withdrawn_at < since:
        return None
    later = Publication.objects.filter(category=publication.category_id, number__gt=publication.number)
    return None if later.filter(final_at__lt=since).exists() else since
