"""What the last nightly proof found, for those who read drafts."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from awards.editions.models import Category
from awards.publication.models import NightlyProof, Publication
from awards.publication.selectors.proof.faults import Fault, FaultKind

LATE = datetime.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ProvenState:
    """`broken` are publications with what differs, `common` concerns all. `is_late`: no proof for two nights."""

    proof: NightlyProof | None
    broken: tuple[tuple[Publication, tuple[Fault, ...]], ...]
    common: tuple[Fault, ...]
    is_late: bool

    @property
    def is_sound(self) -> bool:
        return not (self.broken or self.common or self.is_late)


def proven_state(categories: Iterable[Category], *, at: datetime.datetime) -> ProvenState:
    """Return the state of the publications of these categories; three queries whatever their number."""
    proof = NightlyProof.objects.order_by("-proved_at", "-pk").first()
    rows = Publication.objects.filter(category__in=categories).defer("payload")
    since = proof.proved_at if proof else None
    waiting = rows.filter(frozen_at__lt=at - LATE).exists()
    is_late = waiting and (since is None or since < at - LATE)
    if proof is None:
        return ProvenState(None, (), (), is_late)
    found: dict[str, list[Fault]] = {}
    for row in proof.faults:
        found.setdefault(row["publication"], []).append(Fault(FaultKind(row["kind"]), row["subject"]))
    common = tuple(found.pop("", ()))
    broken = rows.filter(public_id__in=list(found)).select_related("category__edition", "category__province")
    return ProvenState(
        proof,
        tuple((row, tuple(found[str(row.public_id)])) for row in broken.order_by("-frozen_at", "-pk")),
        common,
        is_late,
    )
