"""Move the whole calendar of a draft."""

import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from awards.editions.models import Edition, EditionState, Stage
from paritrana.accounts.models import User
from paritrana.audit.services import record


class CalendarInForceError(Exception):
    """People rely on these dates: the edition is open."""


@transaction.atomic
def shift_calendar(*, edition: Edition, days: int, actor: User, at: datetime.datetime) -> int:
    """Move every stage of every category by whole days; return how many moved."""
    held = Edition.objects.select_for_update().filter(pk=edition.pk, state=EditionState.DRAFT).first()
    if held is None:
        raise CalendarInForceError(
            _("Edisi ini sudah dibuka, jadi jadwalnya tidak digeser sekaligus. Ubah tanggal pada kategorinya.")
        )
    step = datetime.timedelta(days=days)
    moved = Stage.objects.filter(category__edition=held).update(
        opens_at=F("opens_at") + step, closes_at=F("closes_at") + step, hard_closes_at=F("hard_closes_at") + step
    )
    record(action="calendar.shift", subject=held, actor=actor, at=at, changes={"days": days, "stages": moved})
    return moved
