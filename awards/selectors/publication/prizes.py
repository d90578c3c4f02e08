"""Who takes which prize in a run, from the category's slots."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from awards.engine import Rulebook as Rules
from awards.models import Entry, NodeScore, Prize, Publication, RunScore, ScoreRun, Slot, SlotGrouping, Zone
from regions.models import Region, RegionLevel


@dataclass(frozen=True, slots=True)
class PrizePlace:
    """One entry in one slot; `is_shared` where others of the group stand on the same rank."""

    position: int
    label: str
    group_key: str
    entry_id: int
    rank: int
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Contender:
    """A ranked entry with the figure its slot goes by; smaller keys are better."""

    entry: Entry
    key: Decimal


def prize_places(run: ScoreRun, rules: Rules) -> list[PrizePlace]:
    """Apply every slot to a run; a tie shares its place, and the places behind it stay empty (1, 2, 2, 4)."""
    slots = list(Slot.objects.filter(category=run.category_id).order_by("position"))
    if not slots:
        return []
    rows = list(RunScore.objects.filter(run=run, rank__isnull=False).select_related("entry").order_by("pk"))
    names = _group_names(run)
    found: list[PrizePlace] = []
    for slot in slots:
        contenders = _contenders(slot, rows, rules)
        for group, members in _grouped(slot, contenders, rows).items():
            found += _placed(slot, names.get((slot.grouping, group), group), members)
    return found


def prize_labels(publication: Publication, entry_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the frozen prizes by entry, in the order of the slots."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Prize.objects.filter(publication=publication, entry__in=list(entry_ids)).order_by("position", "pk")
    for prize in rows:
        found[prize.entry_id].append(_label(prize.label, prize.group_key))
    return found


def place_labels(places: Iterable[PrizePlace]) -> dict[int, list[str]]:
    """Return the same for places that are not frozen yet."""
    found: dict[int, list[str]] = defaultdict(list)
    for place in places:
        found[place.entry_id].append(_label(place.label, place.group_key))
    return found


def _label(label: str, group: str) -> str:
    return _("%(label)s (%(group)s)") % {"label": label, "group": group} if group else label


def _contenders(slot: Slot, rows: list[RunScore], rules: Rules) -> list[Contender]:
    if not slot.basis:
        return [Contender(row.entry, Decimal(row.rank or 0)) for row in rows]
    sign = -1 if rules.rank.higher_is_better else 1
    values = dict(
        NodeScore.objects.filter(score__in=[row.pk for row in rows], code=slot.basis)
        .exclude(value="")
        .values_list("score_id", "value")
    )
    return [Contender(row.entry, sign * Decimal(values[row.pk])) for row in rows if row.pk in values]


def _group_names(run: ScoreRun) -> dict[tuple[str, str], str]:
    zones = Zone.objects.filter(edition=run.category.edition_id).values_list("code", "name")
    provinces = Region.objects.filter(level=RegionLevel.PROVINCE).values_list("code", "name")
    named = {(str(SlotGrouping.ZONE), code): name for code, name in zones}
    return named | {(str(SlotGrouping.PROVINCE), code): name for code, name in provinces}


def _grouped(slot: Slot, contenders: list[Contender], rows: list[RunScore]) -> dict[str, list[Contender]]:
    keys: dict[str, Callable[[Entry], str]] = {
        SlotGrouping.PROVINCE: lambda entry: entry.province_code,
        SlotGrouping.ZONE: lambda entry: entry.zone_code,
        SlotGrouping.SECTOR: lambda entry: entry.sector_code,
    }
    run_groups = {row.entry_id: row.group_key for row in rows}
    found: dict[str, list[Contender]] = defaultdict(list)
    for contender in contenders:
        own = keys.get(slot.grouping)
        found[own(contender.entry) if own else run_groups[contender.entry.pk]].append(contender)
    return found


def _placed(slot: Slot, group: str, members: list[Contender]) -> list[PrizePlace]:
    ordered = sorted(members, key=lambda member: (member.key, member.entry.pk))
    sizes = Counter(member.key for member in members)
    places = []
    for place, member in enumerate(ordered, start=1):
        if place == 1 or member.key != ordered[place - 2].key:
            rank = place
        if rank > slot.to_rank:
            break
        if rank >= slot.from_rank:
            is_shared = sizes[member.key] > 1
            places.append(PrizePlace(slot.position, slot.label, group, member.entry.pk, rank, is_shared))
    return places
