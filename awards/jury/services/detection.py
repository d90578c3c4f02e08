"""Turn findings into possible conflicts that wait for a decision."""

import datetime

from django.db import transaction
from django.utils import timezone

from awards.jury.models.conflicts import Conflict, ConflictOrigin, ConflictState
from awards.jury.models.panels import Panel
from awards.jury.selectors.detection import PossibleConflict, possible_conflicts
from awards.jury.selectors.searching import searched_digests
from paritrana.accounts.models import User
from paritrana.audit.services import record


@transaction.atomic
def detect_conflicts(*, panel: Panel, actor: User | None, at: datetime.datetime) -> list[Conflict]:
    """Propose what was found and is new; what was decided before, either way, is not proposed again."""
    Panel.objects.select_for_update(no_key=True).get(pk=panel.pk)  # two searches at once go one after the other
    on = timezone.localdate(at)
    searched = searched_digests([panel], on=on)[panel.pk]
    known = set(Conflict.objects.filter(juror__panel=panel).values_list("juror_id", "entry_id"))
    found = possible_conflicts(panel, on=on)
    proposed = [_proposed(row, at) for row in found if (row.juror.pk, row.entry.pk) not in known]
    created = [conflict for conflict, is_new in proposed if is_new]
    Panel.objects.filter(pk=panel.pk).update(searched_digest=searched)
    record(
        action="jury.detect",
        subject=panel,
        actor=actor,
        at=at,
        changes={"found": [[row.juror_id, str(row.entry.public_id)] for row in created]},
    )
    return created


def _proposed(finding: PossibleConflict, at: datetime.datetime) -> tuple[Conflict, bool]:
    """Return the conflict and whether it is new: the juror may declare the same one at this very moment."""
    return Conflict.objects.get_or_create(
        juror=finding.juror,
        entry=finding.entry,
        defaults={
            "origin": ConflictOrigin.DETECTED,
            "state": ConflictState.POSSIBLE,
            "reason": finding.reason,
            "created_at": at,
        },
    )
