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
from awards.publication.models import Prize, PrizeWithdrawal, Publication
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


class PrizeRow(NamedTuple):
    """What prizes go by of one entry: a big run makes no object of models for it."""

    score_id: int
    entry_id: int
    rank: int | None
    score: Decimal | None
    score_text: str
    group_key: str
    province_code: str
    zone_code: str
    sector_code: str


@dataclass(frozen=True, slots=True)
class Contender:
    """A ranked entry with the figure its slot goes by; smaller keys are better.

    Ranks compare inside one group of the ranking only; `across` is what entries of several groups compare by.
    `figure` is what a limit is held against, as printed.
    """

    row: PrizeRow
    key: Decimal
    ranked_in: str
    across: Decimal
    figure: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SlotAward:
    """What became of one prize in one group: its places, none where nobody reached its limit.

    `best` is the best figure of whoever stands at its ranks, None where nobody does. `is_taken_back` where somebody
    reached it and lost it again.
    """

    slot: Slot
    group: str
    group_name: GroupName
    places: tuple[PrizePlace, ...]
    best: Decimal | None
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Prizes of a category that were taken back: whose, and of which ladder where those behind move up."""

    places: frozenset[tuple[int, str, int]]
    ladders: frozenset[tuple[str, str, int]]

    def leaves(self, slot: Slot, entry_id: int) -> bool:
        """Tell whether the entry still stands in the order that the slot is filled from."""
        return (slot.basis, slot.grouping, entry_id) not in self.ladders

    def touches(self, slot: Slot, group: str) -> bool:
        """Tell whether somebody lost this prize of this group."""
        return any((position, key) == (slot.position, group) for position, key, _entry in self.places)

    def keeps(self, place: PrizePlace) -> bool:
        return (place.position, place.group_key, place.entry_id) not in self.places


def taken_back(category_id: int, slots: Iterable[Slot]) -> TakenBack:
    """Slots of one basis and grouping are one ladder: who is taken off one rung does not stand on another."""
    rows = PrizeWithdrawal.objects.filter(prize__publication__category=category_id).select_related("prize")
    ladder = {slot.position: (slot.basis, slot.grouping) for slot in slots}
    places, ladders = set(), set()
    for row in rows.order_by("pk"):
        prize = row.prize
        places.add((prize.position, prize.group_key, prize.entry_id))
        if row.is_filled and prize.position in ladder:
            ladders.add((*ladder[prize.position], prize.entry_id))
    return TakenBack(frozenset(places), frozenset(ladders))


PRIZE_COLUMNS = (
    "pk",
    "entry_id",
    "rank",
    "score",
    "score_text",
    "group_key",
    "entry__province_code",
    "entry__zone_code",
    "entry__sector_code",
)


GROUP_KEYS: dict[str, Callable[[PrizeRow], str]] = {
    SlotGrouping.PROVINCE: lambda row: row.province_code,
    SlotGrouping.ZONE: lambda row: row.zone_code,
    SlotGrouping.SECTOR: lambda row: row.sector_code,
}


def prize_places(run: ScoreRun, rules: Rules) -> list[PrizePlace]:
    """Apply every slot to a run; a tie shares its place, and the places behind it stay empty (1, 2, 2, 4)."""
    return [place for award in awards_of(run, rules) for place in award.places]


def awards_of(run: ScoreRun, rules: Rules) -> list[SlotAward]:
    """Return what became of every slot in every group, in the order of the slots.

    A prize that was taken back is given to nobody, or to those behind, as the rulebook said of it. Of a slot with a
    limit those groups are there too in which nobody has a rank.
    """
    slots = list(Slot.objects.filter(category=run.category_id).order_by("position"))
    if not slots:
        return []
    back = taken_back(run.category_id, slots)
    stored = RunScore.objects.filter(run=run).order_by("pk")
    if all(slot.threshold is None for slot in slots):
        stored = stored.filter(rank__isnull=False)
    rows = list(itertools.starmap(PrizeRow, stored.values_list(*PRIZE_COLUMNS)))
    ranked = [row for row in rows if row.rank is not None]
    names = frozen_names(run)
    found: list[SlotAward] = []
    contenders: dict[str, list[Contender]] = {}
    for slot in slots:
        if slot.basis not in contenders:
            contenders[slot.basis] = _contenders(run, slot.basis, ranked, rules)
        groups = _grouped(slot, [one for one in contenders[slot.basis] if back.leaves(slot, one.row.entry_id)])
        if slot.threshold is not None:
            groups |= {group: [] for group in map(_group_key(slot), rows) if group not in groups}
        for group, members in groups.items():
            name = _group_name(slot, group, names)
            placed = _placed(slot, group, name, _comparable(members))
            best = [member.figure for member, _place in placed if member.figure is not None]
            places = tuple(place for member, place in placed if _reaches(slot, member, rules) and back.keeps(place))
            award = SlotAward(slot, group, name, places, best[0] if best else None, back.touches(slot, group))
            found.append(award)
    return found


def withdrawn_prizes(publication: Publication) -> list[dict[str, object]]:
    """Return what a head says of the prizes taken back in its category up to its freezing, the first one first."""
    rows = PrizeWithdrawal.objects.filter(
        prize__publication__category=publication.category_id, withdrawn_at__lte=publication.frozen_at
    )
    return [
        {
            "position": row.prize.position,
            "label": row.prize.label,
            "label_en": row.prize.label_en,
            "group": row.prize.group_key,
            "group_name": row.prize.group_name,
            "group_name_en": row.prize.group_name_en,
            "entry": str(row.prize.entry.public_id),
            "name": row.prize.winner,
            "number": row.prize.publication.number,
            "is_filled": row.is_filled,
            "reason": row.reason,
            "withdrawn_at": row.withdrawn_at,
        }
        for row in rows.select_related("prize__entry", "prize__publication").order_by("withdrawn_at", "pk")
    ]


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


def _contenders(run: ScoreRun, basis: str, rows: list[PrizeRow], rules: Rules) -> list[Contender]:
    sign = -1 if rules.rank.higher_is_better else 1
    if not basis:
        return [
            Contender(
                row,
                Decimal(row.rank or 0),
                row.group_key,
                sign * (row.score or Decimal(0)),
                Decimal(row.score_text) if row.score_text else None,
            )
            for row in rows
        ]
    values = dict(
        NodeScore.objects.filter(score__run=run, score__rank__isnull=False, code=basis)
        .exclude(value="")
        .values_list("score_id", "value")
    )
    found = [(row, Decimal(values[row.score_id])) for row in rows if row.score_id in values]
    return [Contender(row, sign * value, row.group_key, sign * value, value) for row, value in found]


def _reaches(slot: Slot, member: Contender, rules: Rules) -> bool:
    """Tell whether a contender reaches the slot's limit, as printed; one without a figure reaches none."""
    if slot.threshold is None:
        return True
    if member.figure is None:
        return False
    return member.figure >= slot.threshold if rules.rank.higher_is_better else member.figure <= slot.threshold


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


def _group_key(slot: Slot) -> Callable[[PrizeRow], str]:
    """Return what tells the group of an entry that a slot is given in: its own, or that of the ranking."""
    return GROUP_KEYS.get(slot.grouping, lambda row: row.group_key)


def _grouped(slot: Slot, contenders: list[Contender]) -> dict[str, list[Contender]]:
    key = _group_key(slot)
    found: dict[str, list[Contender]] = defaultdict(list)
    for contender in contenders:
        found[key(contender.row)].append(contender)
    return found


def _placed(slot: Slot, group: str, name: GroupName, members: list[Contender]) -> list[tuple[Contender, PrizePlace]]:
    ordered = sorted(members, key=lambda member: (member.key, member.row.entry_id))
    sizes = Counter(member.key for member in members)
    places = []
    for number, member in enumerate(ordered, start=1):
        if number == 1 or member.key != ordered[number - 2].key:
            rank = number
        if rank > slot.to_rank:
            break
        if rank >= slot.from_rank:
            is_shared = sizes[member.key] > 1
            place = PrizePlace(
                slot.position, slot.label, group, name, member.row.entry_id, rank, is_shared, slot.label_en
            )
            places.append((member, place))
    return places
