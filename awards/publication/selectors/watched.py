"""What the watch asks of published results: when they were proven last, what differed, how long the key still signs."""

import datetime

from django.db.models import Min

from awards.publication.models import NightlyProof, Publication
from awards.publication.selectors.keys import key_in_use, was_ever_signed
from paritrana.watch.gauges import Figures


def proof_age(at: datetime.datetime) -> Figures:
    """Return how long nobody proved the results; none where there is no result yet."""
    first = Publication.objects.aggregate(first=Min("frozen_at"))["first"]
    if first is None:
        return {}
    proof = _last_proof()
    since = first if proof is None else max(first, proof.proved_at)
    return {"": int((at - since).total_seconds())}


def proof_differences(_at: datetime.datetime) -> Figures:
    proof = _last_proof()
    return {} if proof is None else {"": proof.fault_count}


def _last_proof() -> NightlyProof | None:
    return NightlyProof.objects.order_by("-proved_at", "-pk").first()


def key_time_left(at: datetime.datetime, *, lasts: datetime.timedelta, public_key: str | None) -> Figures:
    """Return how long the key in use is still to sign; unknown when the one at hand is not it, so cannot sign."""
    if not was_ever_signed():
        return {}
    key = key_in_use()
    if key is None or key.public_key != public_key:
        return {"": None}
    return {"": int((key.since + lasts - at).total_seconds())}
