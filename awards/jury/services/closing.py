"""Close a panel once there are no silent holes, and open it again."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Panel
from awards.jury.selectors.blockers import PanelBlocker, panel_blockers
from awards.jury.selectors.seats import remaining_jurors
from awards.jury.services.errors import JuryError
from awards.jury.services.seats import check_seat_days
from paritrana.accounts.models import User
from paritrana.audit.services import record

Guard = Callable[[Panel, User, str, datetime.datetime], bool]
_guards: list[Guard] = []


def register_guard(guard: Guard) -> None:
    """Ask `guard` (panel, actor, reason, time) before a panel is opened again; it refuses, or says whether to go on."""
    _guards.append(guard)


class PanelBlockedError(JuryError):
    """`blockers` names what is missing; `shown` those that whoever closes may know of."""

    def __init__(self, blockers: list[PanelBlocker], shown: list[PanelBlocker]) -> None:
        listed = "; ".join(f"{blocker.count} {blocker.text}" for blocker in shown)
        super().__init__(
            _("Penilaian belum dapat ditutup: %(listed)s. Tidak ada yang diubah.") % {"listed": listed}
            if shown
            else _("Penilaian belum dapat ditutup; sekretariat melihat yang masih kurang. Tidak ada yang diubah.")
        )
        self.blockers = blockers


@transaction.atomic
def close_panel(*, panel: Panel, note: str, actor: User, at: datetime.datetime) -> Panel:
    if not note.strip():
        raise JuryError(_("Tulis catatan penutupan. Tidak ada yang diubah."))
    if blockers := panel_blockers(panel):
        raise PanelBlockedError(blockers, panel_blockers(panel, hidden=_hidden_from(panel, actor)))
    moved = Panel.objects.filter(pk=panel.pk, closed_at=None).update(closed_at=at, closed_by=actor, closing_note=note)
    if not moved:
        raise JuryError(_("Penilaian tim ini sudah ditutup. Tidak ada yang diubah."))
    panel.refresh_from_db()
    _record(panel, "jury.close", note, actor, at)
    return panel


def _hidden_from(panel: Panel, actor: User) -> frozenset[int]:
    rows = Conflict.objects.filter(juror__panel=panel, juror__user=actor, state=ConflictState.CONFIRMED)
    return frozenset(rows.values_list("entry_id", flat=True))


@transaction.atomic
def reopen_panel(*, panel: Panel, reason: str, actor: User, at: datetime.datetime) -> Panel:
    """Let the panel score again; nobody in it may meanwhile have been given a role that sees every mark.

    Where a later stage asks for more than one person, the panel comes back as it was until all have said so.
    """
    if not reason.strip():
        raise JuryError(_("Tulis alasan membuka kembali penilaian. Tidak ada yang diubah."))
    if not all(guard(panel, actor, reason, at) for guard in _guards):
        return panel
    moved = Panel.objects.filter(pk=panel.pk, closed_at__isnull=False).update(closed_at=None, closed_by=None)
    if not moved:
        raise JuryError(_("Penilaian tim ini memang terbuka. Tidak ada yang diubah."))
    seats = remaining_jurors(on=timezone.localdate(at)).filter(panel=panel)
    for juror in seats.select_related("user", "panel__category").order_by("user_id"):
        check_seat_days(juror=juror, joined_on=juror.joined_on, left_on=juror.left_on, at=at)
    panel.refresh_from_db()
    _record(panel, "jury.reopen_panel", reason, actor, at)
    return panel


def _record(panel: Panel, action: str, reason: str, actor: User, at: datetime.datetime) -> None:
    record(
        action=action,
        subject=panel,
        actor=actor,
        at=at,
        reason=reason,
        changes={"panel": panel.name, "category": panel.category.code},
    )
