"""What a signed result gives to a stage: prizes, winners and scores, read from what was signed and nowhere else."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.editions.models import Slot
from awards.publication.models import CorrectionOrder, Publication, PublishedEntry, Withdrawal
from awards.publication.selectors.payload import PAYLOAD_FORMAT
from awards.publication.selectors.proof.head import head_faults
from awards.publication.selectors.proof.lines import file_faults
from paritrana.lib.indonesian import number_text

Json = dict[str, Any]


class ResultUnusableError(Exception):
    """The result is not final, not of a format that carries names, or not as it was signed."""


class ResultStanding(models.TextChoices):
    """Whether a result that a stage rests on still holds."""

    HOLDS = "holds", gettext_lazy("berlaku")
    CORRECTED = "corrected", gettext_lazy("dikoreksi")
    WITHDRAWN = "withdrawn", gettext_lazy("ditarik")
    CHANGED = "changed", gettext_lazy("tidak sama dengan yang ditandatangani")


@dataclass(frozen=True, slots=True)
class SignedWinner:
    """`score` is the printed figure that the prize goes by, "" where the edition keeps scores closed."""

    entry: str
    name: str
    score: str


@dataclass(frozen=True, slots=True)
class SignedPrize:
    """One rank of one slot in one group; without winners nobody takes it. `has_ranks`: its slot spans several ranks."""

    key: str
    position: int
    label: str
    group: str
    rank: int
    has_ranks: bool
    winners: tuple[SignedWinner, ...]


@dataclass(frozen=True, slots=True)
class SignedResult:
    publication: Publication
    contest: str
    period: str
    prizes: tuple[SignedPrize, ...]

    def prize(self, key: str) -> SignedPrize | None:
        return next((prize for prize in self.prizes if prize.key == key), None)


def standing_of(publication: Publication, digest: str) -> ResultStanding:
    """Tell whether a result still holds for a stage that was made from it under this digest."""
    if Withdrawal.objects.filter(publication=publication).exists():
        return ResultStanding.WITHDRAWN
    newer = Publication.objects.filter(
        category=publication.category_id, number__gt=publication.number, final_at__isnull=False
    )
    if newer.exists() or CorrectionOrder.objects.filter(publication=publication).exists():
        return ResultStanding.CORRECTED
    is_same = publication.digest == digest and not list(head_faults(publication, json.loads(publication.payload)))
    return ResultStanding.HOLDS if is_same else ResultStanding.CHANGED


def usable_publications(category_ids: Iterable[int]) -> list[Publication]:
    """Return the newest final result of each category that may go on a stage, in the order of the categories."""
    rows = Publication.objects.filter(category__in=category_ids, final_at__isnull=False)
    rows = rows.select_related("category__edition", "category__province", "run__rulebook", "corrects")
    newest: dict[int, Publication] = {}
    for row in rows.order_by("category__code", "category_id", "number"):
        newest[row.category_id] = row
    return [row for row in newest.values() if standing_of(row, row.digest) == ResultStanding.HOLDS]


def withdrawn_categories(category_ids: Iterable[int]) -> set[int]:
    """Return the categories whose newest final result was withdrawn: nothing of them goes on a stage."""
    rows = Publication.objects.filter(category__in=category_ids, final_at__isnull=False).order_by("number")
    newest = dict(rows.values_list("category_id", "pk"))
    gone = set(Withdrawal.objects.filter(publication__in=newest.values()).values_list("publication_id", flat=True))
    return {category for category, publication in newest.items() if publication in gone}


def signed_result(publication: Publication, *, is_whole: bool = False) -> SignedResult:
    """Read a final result, held against digest and signature; `is_whole` holds every line of its file too."""
    head = json.loads(publication.payload)
    if publication.final_at is None:
        raise ResultUnusableError(_("Hasil ini belum final. Selesaikan persetujuan dua orang dahulu."))
    if head["format"] != PAYLOAD_FORMAT:
        raise ResultUnusableError(
            _("Hasil ini dibekukan dengan format lama yang tidak memuat nama penerima. Siapkan koreksi dahulu.")
        )
    faults = [*head_faults(publication, head), *(file_faults(publication, head) if is_whole else ())]
    if faults:
        raise ResultUnusableError(
            _("Hasil ini tidak sama dengan yang ditandatangani. Jalankan pembuktian dan hubungi pengelola sistem.")
        )
    return SignedResult(publication, head["category"]["name"], _period(head), tuple(_prizes(publication, head)))


def _period(head: Json) -> str:
    first, last = head["edition"]["period_start"][:4], head["edition"]["period_end"][:4]
    return f"Periode penilaian {first}" if first == last else f"Periode penilaian {first} sampai {last}"


def _prizes(publication: Publication, head: Json) -> Iterator[SignedPrize]:
    slots = {slot.position: slot for slot in Slot.objects.filter(category=publication.category_id)}
    given: dict[tuple[int, str], list[Json]] = defaultdict(list)
    for prize in head["prizes"]:
        given[prize["position"], prize["group"]].append(prize)
    for slot in slots.values():
        if not any(position == slot.position for position, _group in given):
            given[slot.position, ""] = []
    lines = _lines(publication, [prize["entry"] for prize in head["prizes"]])
    for (position, group), prizes in sorted(given.items()):
        yield from _of_slot(slots.get(position), position, group, prizes, lines)


def _of_slot(
    slot: Slot | None, position: int, group: str, prizes: list[Json], lines: dict[str, Json]
) -> Iterator[SignedPrize]:
    """Yield the ranks of a slot, also those that nobody takes; a place behind a tie is none."""
    by_rank: dict[int, list[Json]] = defaultdict(list)
    for prize in prizes:
        by_rank[prize["rank"]].append(prize)
    first = slot.from_rank if slot else min(by_rank)
    last = slot.to_rank if slot else max(by_rank)
    label = prizes[0]["label"] if prizes else slot.label if slot else ""
    taken = 0
    for rank in range(first, max(last, *by_rank, first) + 1) if by_rank else range(first, last + 1):
        winners = by_rank.get(rank, [])
        if not winners and rank < first + taken:
            continue
        taken += len(winners) or 1
        yield SignedPrize(
            key=f"{position}|{group}|{rank}",
            position=position,
            label=label,
            group=prizes[0]["group_name"] if prizes and _is_grouped(slot, group) else "",
            rank=rank,
            has_ranks=last > first,
            winners=tuple(
                SignedWinner(prize["entry"], prize["name"], _score(lines.get(prize["entry"]), slot))
                for prize in sorted(winners, key=lambda prize: (prize["name"], prize["entry"]))
            ),
        )


def _is_grouped(slot: Slot | None, group: str) -> bool:
    return bool(group) and (slot is None or slot.grouping != "none")


def _lines(publication: Publication, entries: list[str]) -> dict[str, Json]:
    rows = PublishedEntry.objects.filter(publication=publication, public_id__in=entries)
    return {str(row.public_id): json.loads(row.line) for row in rows}


def _score(line: Json | None, slot: Slot | None) -> str:
    """Return the total, or the value of the aspect that the prize goes by, as the signed line prints it."""
    if line is None or slot is None or not line.get("score"):
        return ""
    if not slot.basis:
        return _printed(line["score"])
    values = {node[0]: node[3] for node in line["nodes"]}
    return _printed(values.get(slot.basis, ""))


def _printed(text: str) -> str:
    """Write a signed figure for the hall, with the digits that it was signed with."""
    return number_text(Decimal(text)) if text else ""
