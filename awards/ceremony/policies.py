"""Who prepares and runs an evening: organisers, and a province's secretariat its own. It is a secret of theirs."""

from django.db.models import QuerySet

from awards.ceremony.models import Ceremony
from awards.publication.models import Publication
from paritrana.accounts.admin_access import WRITERS, within_grants
from paritrana.accounts.selectors import Grants

STAFF = frozenset(str(role) for role in WRITERS)


def prepared_ceremonies(held: Grants) -> QuerySet[Ceremony]:
    """Return the evenings that the person prepares; a stranger and a reader of drafts find none."""
    reached = within_grants(held, STAFF, "region_code")
    rows = Ceremony.objects.select_related("edition")
    return rows.none() if reached is None else rows.filter(reached)


def stageable_publications(held: Grants) -> QuerySet[Publication]:
    """Return the final results that the person may put on a stage."""
    reached = within_grants(held, STAFF, "category__province__code")
    rows = Publication.objects.filter(final_at__isnull=False)
    return rows.none() if reached is None else rows.filter(reached)
