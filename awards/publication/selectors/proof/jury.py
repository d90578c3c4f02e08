"""The jury's rows against the audit trail and the frozen run: marks, conflicts, minutes."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from awards.editions.models import Category
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.plenary import Minutes
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.selectors.marks import juror_key
from awards.publication.selectors.lines import CHUNK
from awards.publication.selectors.proof.faults import Fault, FaultKind
from awards.runs.models import RunMark, ScoreRun
from paritrana.audit.models import AuditEntry
from paritrana.lib.canonical import digest

CARD, MARK, CONFLICT, MINUTES = "awards.scorecard", "awards.mark", "awards.conflict", "awards.minutes"
Values = dict[str, Decimal]
"""Criterion -> mark."""


def jury_faults(run: ScoreRun) -> Iterator[Fault]:
    yield from _marks(run)
    yield from _conflicts(run.category)
    yield from minutes_faults(run.category)


def _marks(run: ScoreRun) -> Iterator[Fault]:
    """Hold every card against what the trail says it holds, and against what the run froze of it."""
    computed = AuditEntry.objects.filter(
        subject_type="awards.scorerun", subject_id=str(run.pk), action="run.compute"
    ).values_list("number", flat=True)
    since = computed.order_by("number").first() or 0
    cards = Scorecard.objects.filter(entry__category=run.category_id).select_related("entry").order_by("pk")
    stream = cards.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        live, trail = _live(chunk), _trail(chunk)
        frozen = _frozen(run, chunk)
        for card in chunk:
            told = trail[card.pk]
            stands = live[card.pk]
            expected = _told(told)
            if expected is not None and card.state == ScorecardState.CONFIRMED and expected != stands:
                yield _fault(card, expected, stands)
                continue
            kept = frozen.get((card.entry_id, juror_key(card.juror_id)))
            is_moved = any(entry.number > since for entry in told)
            if kept is not None and not is_moved and kept != stands:
                yield _fault(card, kept, stands)


def _fault(card: Scorecard, expected: Values, stands: Values) -> Fault:
    here = {code: str(value) for code, value in expected.items()}
    there = {code: str(value) for code, value in stands.items()}
    return Fault(FaultKind.LIVE_MARK, f"{juror_key(card.juror_id)}, {card.entry.name}", f"{here} != {there}")


def _live(cards: Sequence[Scorecard]) -> dict[int, Values]:
    found: dict[int, Values] = defaultdict(dict)
    for mark in Mark.objects.filter(scorecard__in=[card.pk for card in cards]):
        found[mark.scorecard_id][mark.criterion] = mark.value.normalize()
    return found


def _frozen(run: ScoreRun, cards: Sequence[Scorecard]) -> dict[tuple[int, str], Values]:
    found: dict[tuple[int, str], Values] = defaultdict(dict)
    for mark in RunMark.objects.filter(run=run, entry__in={card.entry_id for card in cards}):
        found[mark.entry_id, mark.juror_key][mark.criterion] = mark.value.normalize()
    return found


def _trail(cards: Sequence[Scorecard]) -> dict[int, list[AuditEntry]]:
    """Return what the trail says of each card and of its marks, in order."""
    owners = {
        str(key): card for key, card in Mark.objects.filter(scorecard__in=cards).values_list("pk", "scorecard_id")
    }
    found: dict[int, list[AuditEntry]] = defaultdict(list)
    keys = [str(card.pk) for card in cards]
    for entry in AuditEntry.objects.filter(subject_type=CARD, subject_id__in=keys):
        found[int(entry.subject_id)].append(entry)
    for start in range(0, len(owners), CHUNK):
        piece = list(owners)[start : start + CHUNK]
        for entry in AuditEntry.objects.filter(subject_type=MARK, subject_id__in=piece):
            found[owners[entry.subject_id]].append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: entry.number)
    return found


def _told(entries: Sequence[AuditEntry]) -> Values | None:
    """Return what was confirmed last, with what was amended since; None where nobody recorded a confirmation."""
    found: Values | None = None
    for entry in entries:
        if entry.action == "jury.confirm":
            found = {code: Decimal(value).normalize() for code, value in entry.changes["marks"].items()}
        elif entry.action == "jury.amend" and found is not None:
            found[entry.changes["criterion"]] = Decimal(entry.changes["to"]).normalize()
    return found


def _conflicts(category: Category) -> Iterator[Fault]:
    """What the trail tells of a conflict is still there; whoever decided one is in the trail."""
    rows = Conflict.objects.filter(entry__category=category).select_related("entry")
    kept = {(row.juror_id, str(row.entry.public_id)): row for row in rows}
    jurors = set(category.panels.values_list("jurors", flat=True))
    told: dict[tuple[int, str], str] = {}
    trail = AuditEntry.objects.filter(subject_type=CONFLICT, action__startswith="jury.conflict.")
    for entry in trail.order_by("number").iterator(chunk_size=CHUNK):
        if entry.changes["juror"] in jurors:
            told[entry.changes["juror"], entry.changes["entry"]] = entry.changes["to"]
    panels = [str(key) for key in category.panels.values_list("pk", flat=True)]
    found = AuditEntry.objects.filter(subject_type="awards.panel", subject_id__in=panels, action="jury.detect")
    for entry in found.order_by("number"):
        for juror, public_id, *_reason in entry.changes["found"]:
            told.setdefault((juror, public_id), ConflictState.POSSIBLE)
    for key, state in told.items():
        row = kept.pop(key, None)
        if row is None or row.state != state:
            yield Fault(FaultKind.CONFLICT, f"{juror_key(key[0])}, {key[1]}", f"{state} != {row.state if row else '-'}")
    for key, row in kept.items():
        if row.state != ConflictState.POSSIBLE:
            yield Fault(FaultKind.CONFLICT, f"{juror_key(key[0])}, {row.entry.name}", f"- != {row.state}")


def minutes_faults(category: Category) -> Iterator[Fault]:
    rows = list(
        Minutes.objects.filter(plenary__panel__category=category).select_related("plenary__panel").order_by("pk")
    )
    keys = [str(minutes.pk) for minutes in rows]
    told: dict[str, AuditEntry] = {}
    for written in AuditEntry.objects.filter(subject_type=MINUTES, subject_id__in=keys, action="jury.minutes"):
        if written.subject_id not in told or written.number < told[written.subject_id].number:
            told[written.subject_id] = written
    for minutes in rows:
        entry = told.get(str(minutes.pk))
        is_own = digest(json.loads(minutes.content)) == minutes.digest
        is_told = entry is not None and (entry.changes["digest"], entry.actor_id, entry.at) == (
            minutes.digest,
            minutes.written_by_id,
            minutes.written_at,
        )
        if not is_own or not is_told:
            yield Fault(FaultKind.MINUTES, str(minutes), minutes.digest)
