"""The drawn sample: what may be drawn, who may read what once more, and how far the readers agree."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from awards.editions.models import Category, EditionState
from awards.entries.models import of_offices, within_regions
from awards.submissions.models.answers import SubmissionState
from awards.verification.models import BlindReading, Finding
from awards.verification.selectors.findings import counting_findings
from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import Grants
from paritrana.lib.agreement import paired_agreement

# An officer who gave no sign for so long is not reading any more.
READING_HOLDS = datetime.timedelta(minutes=30)


def drawable_findings(category: Category) -> QuerySet[Finding]:
    """Return the verdicts that count and were not drawn before; what an objection settled has two readers already."""
    drawn = BlindReading.objects.filter(finding=OuterRef("pk"))
    return (
        counting_findings()
        .filter(
            ~Exists(drawn),
            answer__submission__entry__category=category,
            answer__submission__state=SubmissionState.SUBMITTED,
            answer_version=F("answer__version"),
            settles=None,
        )
        .order_by("pk")
    )


def drawn_share(keys: Sequence[int], *, percent: int, seed: str) -> list[int]:
    """Return so many of these, at least one, in an order that only the seed and their numbers decide."""
    number = -(-len(keys) * percent // 100)
    lots = sorted(keys, key=lambda key: (hashlib.sha256(f"{seed}:{key}".encode()).digest(), key))
    return lots[:number]


def standing_readings() -> QuerySet[BlindReading]:
    """Return the readings of answers that are still as they were when the first verdict was given."""
    return BlindReading.objects.filter(
        finding__answer_version=F("finding__answer__version"),
        finding__answer__submission__entry__category__edition__state=EditionState.OPEN,
    )


def readings_for(user: User, grants: Grants, *, at: datetime.datetime) -> QuerySet[BlindReading]:
    """Return what a verifier may read once more: of other branches' areas, not of the own office, read by others.

    Whoever may look at the entry as a verifier would see the first verdict, so is no reader of it.
    """
    if not grants.has(Role.VERIFIER):
        return BlindReading.objects.none()
    path = "finding__answer__submission__entry__"
    own_area = within_regions(f"{path}region_code", grants.regions.get(Role.VERIFIER, frozenset()))
    others = Q(officer=None) | Q(officer=user) | Q(taken_at__lte=at - READING_HOLDS)
    was_reader = BlindReading.objects.filter(finding=OuterRef("finding"), officer=user, ruled_at__isnull=False)
    rows = standing_readings().filter(~own_area, others, ~Exists(was_reader), ruled_at=None)
    if grants.offices:
        rows = rows.exclude(of_offices(path, grants.offices))
    related = "finding__answer__submission__entry__category__edition"
    return rows.exclude(finding__officer=user).select_related(related).order_by("turn", "taken_at", "pk")


def is_same(first: Finding | BlindReading, second: Finding | BlindReading) -> bool:
    return (first.verdict, first.verified_value) == (second.verdict, second.verified_value)


@dataclass(frozen=True, slots=True)
class SampleState:
    """How far a category's sample is read, and how far its readers agree; figures are None before there is a pair."""

    drawn: int
    read: int
    differing: int
    settled: int
    percent: Decimal | None
    kappa: Decimal | None

    @property
    def waiting(self) -> int:
        """How many differences wait for a third reader."""
        return self.differing - self.settled


def sample_state(category: Category) -> SampleState:
    """Return the state of all that was drawn of a category; one query."""
    rows = list(
        standing_readings()
        .filter(finding__answer__submission__entry__category=category)
        .select_related("finding")
        .order_by("pk")
    )
    seconds = [row for row in rows if row.turn == BlindReading.SECOND]
    read = [row for row in seconds if row.ruled_at is not None]
    found = paired_agreement((row.finding.verdict, row.verdict) for row in read)
    return SampleState(
        drawn=len(seconds),
        read=len(read),
        differing=sum(not is_same(row.finding, row) for row in read),
        settled=sum(row.turn == BlindReading.THIRD and row.ruled_at is not None for row in rows),
        percent=_rounded(found.agreed * 100, "0.1") if found else None,
        kappa=_rounded(found.kappa, "0.01") if found and found.kappa is not None else None,
    )


def _rounded(figure: Fraction, step: str) -> Decimal:
    exact = Decimal(figure.numerator) / Decimal(figure.denominator)
    return exact.quantize(Decimal(step), rounding=ROUND_HALF_UP)
