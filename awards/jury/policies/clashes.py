"""Which roles must not meet a seat: whoever sees every mark of a contest does not sit in its panel."""

from django.db.models import Q
from django.utils.translation import gettext as _

from awards.jury.models.panels import Juror
from paritrana.accounts.clashes import RoleTerm
from paritrana.accounts.models import Role, User

SEES_ALL_MARKS = frozenset({str(Role.ORGANISER), str(Role.SECRETARIAT), str(Role.AUDITOR)})


def seat_clash(user: User, role: str, region_code: str, term: RoleTerm) -> str:
    """Return why a person with a seat in an open panel on any of those days cannot have this role there, or ""."""
    if role not in SEES_ALL_MARKS:
        return ""
    seats = Juror.objects.filter(
        Q(left_on=None) | Q(left_on__gte=term.starts_on), user=user, panel__closed_at=None
    ).order_by("pk")
    if term.ends_on is not None:
        seats = seats.filter(joined_on__lte=term.ends_on)
    reached = [seat for seat in seats.select_related("panel__category") if _reaches(region_code, seat)]
    if not reached:
        return ""
    return _(
        "Orang ini menjadi juri pada %(panel)s, sedangkan peran ini melihat nilai semua juri. Tidak ada yang diubah;"
        " akhiri dulu tugasnya di tim itu."
    ) % {"panel": reached[0].panel.name}


def _reaches(region_code: str, seat: Juror) -> bool:
    province = seat.panel.category.region_code
    return region_code == "" or province == region_code or province.startswith(f"{region_code}.")
