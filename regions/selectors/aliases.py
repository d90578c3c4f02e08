"""What codes and names of regions mean: those of today, and the register of former ones and of other spellings."""

from paritrana.lib.region_names import Alias, Gazetteer, Place
from regions.models.regions import AliasKind, Region, RegionAlias, RegionLevel

NAMED_LEVELS = (RegionLevel.PROVINCE, RegionLevel.REGENCY)


def gazetteer() -> Gazetteer:
    """Return provinces and regencies in force with their aliases; two queries."""
    regions = Region.objects.filter(level__in=NAMED_LEVELS, retired_on=None).order_by("code")
    aliases = RegionAlias.objects.filter(retired_on=None).order_by("written", "region")
    return Gazetteer(
        [Place(one.code, one.full_name, (one.name, one.short_name), one.bps_code) for one in regions],
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
