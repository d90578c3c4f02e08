"""Who takes which prize in a run, from the category's slots."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from awards.editions.models import Slot, SlotGrouping
from awards.engine import Rules
from awards.publication.models import Prize, Publication
from awards.runs.models import NodeScore, RunScore, ScoreRun
from awards.runs.selectors.groups import RANKING, UNGROUPED, GroupName, frozen_names
from awards.runs.selectors.standings import PrizeName
from paritrana.pages.reader import in_words


@dataclass(frozen=True, slots=True)
class PrizePlace:
    """One entry in one slot, under its group's frozen name; `is_shared` where others of it stand on the same rank."""

    position: int
    label: str
    group_key: str
    group_name: GroupName
    entry_id: int
    rank: int
    is_shared: bool
    label_en: str = ""


class Ranked(NamedTuple):
    """What prizes go by of one ranked entry: a big run makes no object of models for it."""

    score_id: int
    entry_id: int
    rank: int
    score: Decimal | None
    group_key: str
    province_code: str
    zone_code: str
    sector_code: str


@dataclass(frozen=True, slots=True)
class Contender:
    """A ranked entry with the figure its slot goes by; smaller keys are better.

    Ranks compare inside one group of the ranking only; `across` is what entries of several groups compare by.
    """

    row: Ranked
    key: Decimal
    ranked_in: str
    across: Decimal


RANKED_COLUMNS = (
    "pk",
    "entry_id",
    "rank",
    "score",
    "group_key",
    "entry__province_code",
    "entry__zone_code",
    "entry__sector_code",
)


def prize_places(run: ScoreRun, rules: Rules) -> list[PrizePlace]:
    """Apply every slot to a run; a tie shares its place, and the places behind it stay empty (1, 2, 2, 4)."""
    slots = list(Slot.objects.filter(category=run.category_id).order_by("position"))
    if not slots:
        return []
    stored = RunScore.objects.filter(run=run, rank__isnull=False).order_by("pk")
    rows = list(itertools.starmap(Ranked, stored.values_list(*RANKED_COLUMNS)))
    names = frozen_names(run)
    found: list[PrizePlace] = []
    contenders: dict[str, list[Contender]] = {}
    for slot in slots:
        if slot.basis not in contenders:
            contenders[slot.basis] = _contenders(run, slot.basis, rows, rules)
        for group, members in _grouped(slot, contenders[slot.basis]).items():
            found += _placed(slot, group, _group_name(slot, group, names), _comparable(members))
    return found


def prize_labels(publication: Publication, entry_ids: Iterable[int]) -> dict[int, list[PrizeName]]:
    """Return the frozen prizes by entry, in the order of the slots."""
    found: dict[int, list[PrizeName]] = defaultdict(list)
    rows = Prize.objects.filter(publication=publication, entry__in=list(entry_ids)).order_by("position", "pk")
    for prize in rows:
        found[prize.entry_id].append(PrizeName(prize.label_shown, prize.group_key, prize.group_shown))
    return found


def place_labels(places: Iterable[PrizePlace]) -> dict[int, list[PrizeName]]:
    """Return the same for places that are not frozen yet."""
    found: dict[int, list[PrizeName]] = defaultdict(list)
    for place in places:
        found[place.entry_id].append(
            PrizeName(in_words(place.label, place.label_en), place.group_key, place.group_name.shown)
        )
    return found


def _contenders(run: ScoreRun, basis: str, rows: list[Ranked], rules: Rules) -> list[Contender]:
    sign = -1 if rules.rank.higher_is_better else 1
    if not basis:
        return [Contender(row, Decimal(row.rank), row.group_key, sign * (row.score or Decimal(0))) for row in rows]
    values = dict(
        NodeScore.objects.filter(score__run=run, score__rank__isnull=False, code=basis)
        .exclude(value="")
        .values_list("score_id", "value")
    )
    found = [(row, sign * Decimal(values[row.score_id])) for row in rows if row.score_id in values]
    return [Contender(row, value, row.group_key, value) for row, value in found]


def _comparable(members: list[Contender]) -> list[Contender]:
    """Let entries of several groups of the ranking compare by printed totals: each group has a first of its own."""
    if len({member.ranked_in for member in members}) < 2:
        return members
    return [replace(member, key=member.across) for member in members]


def _group_name(slot: Slot, group: str, names: Mapping[tuple[str, str], GroupName]) -> GroupName:
    """Return the frozen name of the group a prize is given in; a group the run did not freeze stands by its key."""
    if slot.grouping == SlotGrouping.NONE:
        return names.get((RANKING, group), GroupName(group))
    if not group:
        return GroupName(UNGROUPED, _english(UNGROUPED))
    return names.get((slot.grouping, group), GroupName(group))


def _english(text: str) -> str:
    with translation.override("en"):
        return _(text)


def _grouped(slot: Slot, contenders: list[Contender]) -> dict[str, list[Contender]]:
    keys: dict[str, Callable[[Ranked], str]] = {
        SlotGrouping.PROVINCE: lambda row: row.province_code,
        SlotGrouping.ZONE: lambda row: row.zone_code,
        SlotGrouping.SECTOR: lambda row: row.sector_code,
    }
    found: dict[str, list[Contender]] = defaultdict(list)
    for contender in contenders:
        own = keys.get(slot.grouping)
        found[own(contender.row) if own else contender.row.group_key].append(contender)
    return found


def _placed(slot: Slot, group: str, name: GroupName, members: list[Contender]) -> list[PrizePlace]:
    ordered = sorted(members, key=lambda member: (member.key, member.row.entry_id))
    sizes = Counter(member.key for member in members)
    places = []
    for place, member in enumerate(ordered, start=1):
        if place == 1 or member.key != ordered[place - 2].key:
            rank = place
        if rank > slot.to_rank:
            break
        if rank >= slot.from_rank:
            is_shared = sizes[member.key] > 1
            places.append(
                PrizePlace(slot.position, slot.label, group, name, member.row.entry_id, rank, is_shared, slot.label_en)
            )
    return places
