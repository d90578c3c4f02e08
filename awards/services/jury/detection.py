"""Turn findings into possible conflicts that wait for a decision."""

import datetime

from django.db import transaction

from awards.models.jury import Conflict, ConflictOrigin, ConflictState, Panel
from awards.selectors.jury.detection import possible_conflicts
from awards.selectors.jury.searching import searched_digests
from paritrana.accounts.models import User
from paritrana.audit.services import record


@transaction.atomic
def detect_conflicts(*, panel: Panel, actor: User | None, at: datetime.datetime) -> list[Conflict]:
    """Propose what was found and is new; what was decided before, either way, is not proposed again."""
    searched = searched_digests([panel])[panel.pk]
    known = set(Conflict.objects.filter(juror__panel=panel).values_list("juror_id", "entry_id"))
    created = [
        Conflict.objects.create(
            juror=finding.juror,
            entry=finding.entry,
            origin=ConflictOrigin.DETECTED,
            state=ConflictState.POSSIBLE,
            reason=finding.reason,
            created_at=at,
        )
        for finding in possible_conflicts(panel)
        if (finding.juror.pk, finding.entry.pk) not in known
    ]
    Panel.objects.filter(pk=panel.pk).update(searched_digest=searched)
    record(
        action="jury.detect",
        subject=panel,
        actor=actor,
        at=at,
        region_code=panel.category.province_id or "",
        changes={"found": [[row.juror_id, str(row.entry.public_id), row.reason] for row in created]},
    )
    return created
