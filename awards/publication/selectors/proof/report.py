"""Prove a publication: every check in turn, each difference by name. Reads, and writes nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from awards.publication.models import Publication
from awards.publication.selectors.proof.faults import Fault, FaultKind
from awards.publication.selectors.proof.head import head_faults
from awards.publication.selectors.proof.jury import jury_faults
from awards.publication.selectors.proof.lines import file_faults, run_faults
from awards.publication.selectors.proof.trail import trail_faults
from awards.runs.models import ScoreRun
from awards.runs.selectors.verification import Mismatch, verify_run
from paritrana.audit import guards
from paritrana.audit.selectors import Chain

MOST = 200
"""Faults that are kept of one publication; beyond them only their number counts."""

FROM_RUN = {"score": FaultKind.RUN_SCORE, "rank": FaultKind.RUN_RANK, "input_digest": FaultKind.FROZEN_INPUT}


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found; sound when `count` is nought. `faults` are the first of them."""

    publication: Publication
    faults: tuple[Fault, ...]
    count: int

    @property
    def is_sound(self) -> bool:
        return not self.count


def prove(publication: Publication, chain: Chain) -> Proof:
    """`chain` is what a walk over the whole trail found; one walk serves every publication."""
    kept: list[Fault] = []
    count = 0
    for fault in _faults(publication, chain):
        count += 1
        if len(kept) < MOST:
            kept.append(fault)
    return Proof(publication, tuple(kept), count)


def database_faults() -> Iterator[Fault]:
    """Name the tables that the database no longer keeps by itself."""
    for table in guards.missing(connection):
        yield Fault(FaultKind.GUARD, table)


def publications_to_prove() -> Iterator[int]:
    """Yield the keys of all publications, drafts too, newest first."""
    return Publication.objects.order_by("-frozen_at", "-pk").values_list("pk", flat=True).iterator()


def loaded(key: int) -> Publication:
    return Publication.objects.select_related("category__edition", "run__rulebook", "run__category", "corrects").get(
        pk=key
    )


def _faults(publication: Publication, chain: Chain) -> Iterator[Fault]:
    if chain.breach is not None:
        yield Fault(FaultKind.TRAIL, str(chain.breach.number), chain.breach.reason)
    try:
        head = json.loads(publication.payload)
    except ValueError as error:
        yield Fault(FaultKind.PAYLOAD, "", str(error))
        return
    checks = {
        "head": head_faults(publication, head),
        "file": file_faults(publication, head),
        "run": run_faults(publication, head),
        "recomputation": recomputed_faults(publication.run),
        "trail": trail_faults(publication, head),
        "jury": jury_faults(publication.run),
    }
    for name, check in checks.items():
        yield from _readable(name, check)


def _readable(name: str, check: Iterator[Fault]) -> Iterator[Fault]:
    """Name what no service ever wrote: a head, line or remark that is no longer of its own format."""
    try:
        yield from check
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        yield Fault(FaultKind.PAYLOAD, name, f"{type(error).__name__}: {error}")


def recomputed_faults(run: ScoreRun) -> Iterator[Fault]:
    """Score the frozen input again. A newer engine that finds the same is no fault: the digests tell."""
    for mismatch in verify_run(run).mismatches:
        if mismatch.what != "engine_version":
            yield Fault(
                _kind(mismatch), mismatch.subject, f"{mismatch.what}: {mismatch.stored} != {mismatch.recomputed}"
            )


def _kind(mismatch: Mismatch) -> FaultKind:
    if mismatch.subject == "run":
        return FROM_RUN.get(mismatch.what, FaultKind.RECOMPUTED)
    if "." in mismatch.what:
        return FaultKind.NODE
    return FROM_RUN.get(mismatch.what, FaultKind.RUN_PLACE)
