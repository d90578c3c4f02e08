"""Write down who is in the room, and that those in conflict have left it for an entry."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.jury.models.panels import Juror
from awards.jury.models.plenary import Plenary, Presence
from awards.jury.selectors.seats import active_jurors
from awards.jury.services.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record


@transaction.atomic
def record_presence(
    *, plenary: Plenary, present: Collection[Juror], actor: User, at: datetime.datetime
) -> list[Presence]:
    """Make these the jurors in the room: who is new arrives now, who is no longer among them leaves now."""
    _held_open(plenary)
    wanted = {juror.pk for juror in present}
    seats = active_jurors(on=timezone.localdate(at)).filter(panel=plenary.panel_id)
    if wanted - set(seats.values_list("pk", flat=True)):
        raise JuryError(_("Hanya juri yang bertugas hari ini dapat dicatat hadir. Tidak ada yang diubah."))
    open_rows = Presence.objects.filter(plenary=plenary, left_at=None)
    here = set(open_rows.values_list("juror_id", flat=True))
    open_rows.exclude(juror__in=wanted).update(left_at=at)
    Presence.objects.bulk_create(
        Presence(plenary=plenary, juror_id=juror_id, arrived_at=at, recorded_by=actor)
        for juror_id in sorted(wanted - here)
    )
    changes = {"panel": plenary.panel.name, "arrived": sorted(wanted - here), "left": sorted(here - wanted)}
    record(action="jury.plenary.attendance", subject=plenary, actor=actor, at=at, changes=changes)
    return list(Presence.objects.filter(plenary=plenary, left_at=None).order_by("juror_id"))


@transaction.atomic
def clear_room(*, plenary: Plenary, actor: User, at: datetime.datetime) -> Plenary:
    """Say that everybody in conflict with the current entry is out, so that the projector may show it."""
    moved = Plenary.objects.filter(pk=plenary.pk, closed_at=None, cleared_at=None, current=plenary.current_id)
    if plenary.current_id is None or not moved.update(cleared_at=at):
        raise JuryError(_("Sidang sudah pindah ke acara lain. Tidak ada yang diubah; muat ulang halaman ini."))
    plenary.refresh_from_db()
    record(
        action="jury.plenary.clear",
        subject=plenary,
        actor=actor,
        at=at,
        changes={"panel": plenary.panel.name, "entry": str(plenary.current.public_id) if plenary.current else None},
    )
    return plenary


def _held_open(plenary: Plenary) -> None:
    """Lock the sitting while its list of people changes; a closed one keeps the list that its minutes name."""
    held = Plenary.objects.select_for_update().get(pk=plenary.pk)
    if held.closed_at is not None:
        raise JuryError(_("Pleno sudah ditutup. Kehadiran tidak diubah."))
