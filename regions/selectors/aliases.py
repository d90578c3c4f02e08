"""What codes and names of regions mean: those of today, and the register of former ones and of other spellings."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from paritrana.lib.plain_keys import region_words
from paritrana.lib.region_names import Alias, Gazetteer, NamedRegion
from regions.models.regions import AliasKind, Region, RegionAlias, RegionLevel

NAMED_LEVELS = (RegionLevel.PROVINCE, RegionLevel.REGENCY)
FEWEST_LETTERS = 3
"""A shorter piece of a name is in too many of them."""


@dataclass(frozen=True, slots=True)
class RegionsFound:
    """Regions that somebody looks for: the codes of those found by name, and what an alias alone leads to."""

    own: frozenset[str]
    by_alias: dict[str, RegionAlias]

    @property
    def codes(self) -> list[str]:
        return sorted({*self.own, *self.by_alias})


def regions_found(query: str) -> RegionsFound:
    """Find provinces and regencies by the letters of their names and by their aliases; two queries."""
    kind, letters = region_words(query)

    def is_named(name: str) -> bool:
        other_kind, other = region_words(name)
        return len(letters) >= FEWEST_LETTERS and letters in other and (not kind or kind == other_kind)

    regions = Region.objects.filter(level__in=NAMED_LEVELS).values_list("code", "full_name")
    own = frozenset(code for code, name in regions if is_named(name))
    by_alias: dict[str, RegionAlias] = {}
    for alias in RegionAlias.objects.filter(retired_on=None).select_related("region").order_by("region", "written"):
        is_meant = alias.written == query.strip() if alias.kind == AliasKind.FORMER_CODE else is_named(alias.written)
        if is_meant and alias.region_id not in own:
            by_alias.setdefault(alias.region_id, alias)
    return RegionsFound(own, by_alias)


def gazetteer() -> Gazetteer:
    """Return provinces and regencies in force with their aliases; two queries."""
    regions = Region.objects.filter(level__in=NAMED_LEVELS, retired_on=None).order_by("code")
    aliases = RegionAlias.objects.filter(retired_on=None).order_by("written", "region")
    return Gazetteer(
        [NamedRegion(one.code, one.full_name, (one.name, one.short_name), one.bps_code) for one in regions],
        [
            Alias(
                one.written,
                one.region_id,
                is_code=one.kind == AliasKind.FORMER_CODE,
                source=one.source,
                valid_from=one.valid_from,
                valid_until=one.valid_until,
            )
            for one in aliases
        ],
    )


def with_aliases(regions: QuerySet[Region]) -> QuerySet[Region]:
    """Bring each region's aliases in force along; one query more."""
    in_force = RegionAlias.objects.filter(retired_on=None).order_by("written", "pk")
    return regions.prefetch_related(Prefetch("aliases", in_force))
