"""Who may look at runs that are not published, and which."""

from django.db.models import QuerySet

from awards.runs.models import ScoreRun
from paritrana.accounts.admin_access import within_grants
from paritrana.accounts.models import Role
from paritrana.accounts.selectors import Grants

READERS = frozenset({Role.ORGANISER, Role.AUDITOR, Role.SECRETARIAT})


def visible_runs(held: Grants) -> QuerySet[ScoreRun]:
    """Return the runs a person may see before anything is public: organiser, auditor, secretariat of the province."""
    reached = within_grants(held, frozenset(map(str, READERS)), "category__province__code")
    rows = ScoreRun.objects.select_related("category__edition", "category__province", "rulebook")
    return rows.none() if reached is None else rows.filter(reached)
