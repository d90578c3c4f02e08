"""Decide whether a panel scores entries whose form never came."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.jury.models.panels import Panel, UnsentRule
from awards.jury.models.scorecards import Scorecard, ScorecardState
from awards.jury.selectors.unsent import unsent_entries
from awards.jury.services.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record


class UnsentRuleError(JuryError):
    """The rule cannot be changed now: the panel is closed, or marks count that the new rule would not have."""


def check_unsent_rule(*, panel: Panel, rule: UnsentRule) -> None:
    """Refuse, with the reason, a rule that would contradict what the panel has done."""
    if panel.closed_at is not None:
        raise UnsentRuleError(_("Penilaian tim ini sudah ditutup. Aturan isian tidak diubah; buka kembali dulu."))
    cards = Scorecard.objects.filter(juror__panel=panel, state=ScorecardState.CONFIRMED)
    if rule == UnsentRule.REFUSE and cards.filter(entry__in=unsent_entries(panel)).exists():
        raise UnsentRuleError(
            _(
                "Sudah ada nilai yang dikonfirmasi untuk peserta yang tidak pernah mengirim isian. Aturan tidak "
                "diubah; batalkan dulu lembar nilai itu."
            )
        )


@transaction.atomic
def change_unsent_rule(*, panel: Panel, rule: UnsentRule, actor: User, at: datetime.datetime) -> Panel:
    """Set the rule; both answers stay in the trail."""
    held = Panel.objects.select_for_update().select_related("category").get(pk=panel.pk)
    if held.unsent_rule == rule:
        return held
    check_unsent_rule(panel=held, rule=rule)
    before = held.unsent_rule
    Panel.objects.filter(pk=panel.pk).update(unsent_rule=rule)
    held.unsent_rule = rule
    changes = {"panel": held.name, "from": before, "to": str(rule)}
    record(action="jury.unsent_rule", subject=held, actor=actor, at=at, changes=changes)
    return held
