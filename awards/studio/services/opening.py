"""Open an edition to those outside: one act by two independent people, refused with the list of what is missing."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.editions.models import OPEN_ACT, Edition, EditionState
from awards.rulebooks.models import Rulebook, RulebookState
from awards.studio.selectors.tasks import Gap, edition_tasks, opening_gaps
from paritrana.accounts.joint_acts import JointProposal, agree, drop_act, waiting_acts
from paritrana.accounts.models import JointAct, User
from paritrana.audit.services import record


class EditionNotReadyError(Exception):
    """Something is missing; `gaps` lists all of it."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(_("Edisi belum dapat dibuka. Tidak ada yang berubah."))
        self.gaps = gaps


class EditionOpenError(Exception):
    """The edition is open already."""


@transaction.atomic
def agree_to_open(*, edition: Edition, actor: User, at: datetime.datetime) -> JointAct:
    """Propose to open the edition under exactly these rules, or as the second independent person open it."""
    if edition.state != EditionState.DRAFT:
        raise EditionOpenError(_("Edisi ini sudah dibuka. Tidak ada yang berubah."))
    gaps = opening_gaps(edition_tasks(edition))
    if gaps:
        raise EditionNotReadyError(gaps)
    details = {"rulebooks": _sealed(edition)}
    for stale in waiting_acts(edition).exclude(details=details):
        drop_act(act=stale, actor=actor, at=at)  # proposed for rules that are others by now
    act = agree(proposal=JointProposal(OPEN_ACT, edition, details), actor=actor, at=at)
    if act.seconded_at is not None:
        _open(edition, details, actor, at)
    return act


def _sealed(edition: Edition) -> dict[str, str]:
    rows = Rulebook.objects.filter(category__edition=edition, state=RulebookState.SEALED)
    return dict(rows.order_by("category__code").values_list("category__code", "digest"))


def _open(edition: Edition, details: dict[str, dict[str, str]], actor: User, at: datetime.datetime) -> None:
    opened = Edition.objects.filter(pk=edition.pk, state=EditionState.DRAFT).update(
        state=EditionState.OPEN, opened_at=at
    )
    if not opened:
        raise EditionOpenError(_("Edisi ini sudah dibuka. Tidak ada yang berubah."))
    edition.refresh_from_db()
    record(action=OPEN_ACT, subject=edition, actor=actor, at=at, changes={"code": edition.code, **details})
