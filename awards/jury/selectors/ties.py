"""A person's ties in words, and the places a tie can name."""

from awards.jury.models.conflicts import Tie
from paritrana.accounts.models import User
from regions.models.regions import Region, RegionLevel


def places() -> dict[str, str]:
    """Return provinces, regencies and cities by code, each regency under its province."""
    levels = (RegionLevel.PROVINCE, RegionLevel.REGENCY)
    rows = Region.objects.filter(level__in=levels, retired_on=None).order_by("code")
    return dict(rows.values_list("code", "full_name"))


def named_ties(user: User, regions: dict[str, str]) -> list[tuple[Tie, str]]:
    """Return a person's ties with the name of the employer or place."""
    rows = Tie.objects.filter(user=user).order_by("kind", "pk")
    return [(row, row.organisation or regions.get(row.region_code, row.region_code)) for row in rows]
