"""What codes and names of regions mean: those of today, and the register of former ones and of other spellings."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch, Q, QuerySet

from paritrana.lib.plain_keys import region_words
from paritrana.lib.region_names import Alias, Gazetteer, NamedRegion
from regions.models.regions import AliasKind, Region, RegionAlias, RegionLevel

NAMED_LEVELS = (RegionLevel.PROVINCE, RegionLevel.REGENCY)
CODE_LENGTHS = (2, 4)
"""How many digits the code of a province or a regency has."""
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
    """Find provinces and regencies by the letters of their names, by their codes and by their aliases."""
    kind, letters = region_words(query)
    digits = query.strip().replace(".", "")

    def is_named(name: str) -> bool:
        other_kind, other = region_words(name)
        return len(letters) >= FEWEST_LETTERS and letters in other and (not kind or kind == other_kind)

    regions = Region.objects.filter(level__in=NAMED_LEVELS).values_list("code", "full_name")
    by_code = {meaning.region.code for meaning in code_meanings(query) if meaning.sense is not CodeSense.FORMER}
    own = frozenset(code for code, name in regions if is_named(name)) | by_code
    by_alias: dict[str, RegionAlias] = {}
    for alias in RegionAlias.objects.filter(retired_on=None).select_related("region").order_by("region", "written"):
        is_code = alias.kind == AliasKind.FORMER_CODE
        is_meant = alias.written.replace(".", "") == digits if is_code else is_named(alias.written)
        if is_meant and alias.region_id not in own:
            by_alias.setdefault(alias.region_id, alias)
    return RegionsFound(own, by_alias)


class CodeSense(StrEnum):
    """In which sense a code means a region."""

    OWN = "own"
    UNDOTTED = "undotted"
    FORMER = "former"
    BPS = "bps"


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """A region that a code means; `alias` is the register's row where it is a former code."""

    region: Region
    sense: CodeSense
    alias: RegionAlias | None = None


def code_meanings(written: str) -> list[CodeMeaning]:
    """Return the provinces and regencies that a code means, today's own first; two queries.

    Codes of BPS have no dots, so what is written with dots is none. One region is meant once, in its first sense.
    """
    digits = written.replace(".", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in CODE_LENGTHS):
        return []
    dotted = f"{digits[:2]}.{digits[2:]}" if digits[2:] else digits
    by_code = Q(code=dotted) | (Q(bps_code=digits) if written == digits else Q())
    regions = list(Region.objects.filter(by_code, level__in=NAMED_LEVELS).select_related("parent").order_by("code"))
    aliases = RegionAlias.objects.filter(
        kind=AliasKind.FORMER_CODE, written__in=(dotted, digits), retired_on=None, region__level__in=NAMED_LEVELS
    )
    own = CodeSense.OWN if written == dotted else CodeSense.UNDOTTED
    found = [
        *(CodeMeaning(region, own) for region in regions if region.code == dotted),
        *(CodeMeaning(alias.region, CodeSense.FORMER, alias) for alias in aliases.select_related("region__parent")),
        *(CodeMeaning(region, CodeSense.BPS) for region in regions if region.bps_code == digits),
    ]
    once: dict[str, CodeMeaning] = {}
    for meaning in found:
        once.setdefault(meaning.region.code, meaning)
    return list(once.values())


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
