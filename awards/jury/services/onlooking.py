"""Looking at the jury's screens as one juror sees them: nothing can be written so, and each look is recorded."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.jury.models.panels import Juror
from awards.jury.services.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record


@transaction.atomic
def begin_look(*, juror: Juror, reason: str, actor: User, at: datetime.datetime) -> None:
    """Record who looks as whom and why, before anything is shown."""
    if not reason.strip():
        raise JuryError(_("Tulis alasan melihat sebagai juri. Tidak ada yang dibuka."))
    _record(juror, "jury.look.begin", reason, actor, at)


@transaction.atomic
def end_look(*, juror: Juror, actor: User, at: datetime.datetime) -> None:
    _record(juror, "jury.look.end", "", actor, at)


def _record(juror: Juror, action: str, reason: str, actor: User, at: datetime.datetime) -> None:
    record(
        action=action,
        subject=juror,
        actor=actor,
        at=at,
        reason=reason,
        changes={"panel": juror.panel.name, "user": juror.user_id},
    )
