"""What takes two independent people: the first proposes, the second agrees, and only then it is done.

Whoever does it asks `agree` inside the transaction of the move and goes on when the act that comes back is seconded.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from paritrana.accounts.independence import exemption_for
from paritrana.accounts.models import JointAct, User
from paritrana.audit.services import record
from paritrana.constraints import in_words


class JointActError(Exception):
    """The act is not done: the same person twice, another proposal in the way, or nothing proposed."""


@dataclass(frozen=True, slots=True)
class JointProposal:
    """What is to be done to which row, exactly, and why. The details are values of JSON."""

    kind: str
    subject: models.Model
    details: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""

    @property
    def name_of_subject(self) -> str:
        return subject_name(self.subject)


def subject_name(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"  # noqa: SLF001 - the documented name of a model


def agree(*, proposal: JointProposal, actor: User, at: datetime.datetime) -> JointAct:
    """Propose this act, or second the same one that somebody else proposed; `seconded_at` says which it was."""
    waiting = waiting_acts(proposal.subject).filter(kind=proposal.kind).select_for_update(of=("self",)).first()
    if waiting is None:
        return _proposed(proposal, actor, at)
    if waiting.proposed_by_id == actor.pk:
        raise JointActError(_("Anda sudah mengusulkan ini. Orang kedua yang menyetujuinya; tidak ada yang diubah."))
    if waiting.details != dict(proposal.details):
        raise JointActError(
            _("Usul lain masih menunggu dan isinya berbeda. Setujui atau batalkan usul itu lebih dahulu.")
        )
    exemption = exemption_for(waiting.proposed_by, actor, at=at)
    moved = JointAct.objects.filter(pk=waiting.pk, seconded_at=None, dropped_at=None).update(
        seconded_by=actor, seconded_at=at, exemption=exemption
    )
    if not moved:
        raise JointActError(_("Usul ini sudah diputuskan orang lain. Muat ulang halaman ini."))
    waiting.refresh_from_db()
    _record(waiting, "joint.second", actor, at, {"proposed_by": waiting.proposed_by_id, "exemption": exemption})
    return waiting


def _proposed(proposal: JointProposal, actor: User, at: datetime.datetime) -> JointAct:
    with in_words(JointActError):
        act = JointAct.objects.create(
            kind=proposal.kind,
            subject=proposal.name_of_subject,
            details=dict(proposal.details),
            reason=proposal.reason,
            proposed_by=actor,
            proposed_at=at,
            region_code=getattr(proposal.subject, "region_code", ""),
        )
    _record(act, "joint.propose", actor, at, {"details": act.details}, reason=act.reason)
    return act


@transaction.atomic
def drop_act(*, act: JointAct, actor: User, at: datetime.datetime) -> JointAct:
    """Take a proposal back before anybody seconds it."""
    moved = JointAct.objects.filter(pk=act.pk, seconded_at=None, dropped_at=None).update(
        dropped_by=actor, dropped_at=at
    )
    if not moved:
        raise JointActError(_("Usul ini sudah diputuskan orang lain. Muat ulang halaman ini."))
    act.refresh_from_db()
    _record(act, "joint.drop", actor, at, {})
    return act


def acts_on(row: models.Model) -> QuerySet[JointAct]:
    """Return everything proposed about a row, the latest last."""
    found = JointAct.objects.filter(subject=subject_name(row)).select_related("proposed_by", "seconded_by")
    return found.order_by("proposed_at", "pk")


def waiting_acts(row: models.Model) -> QuerySet[JointAct]:
    return acts_on(row).filter(seconded_at=None, dropped_at=None)


def waiting_on_any(subjects: Iterable[str]) -> QuerySet[JointAct]:
    """Return what waits about any of these rows, by their names (`subject_name`)."""
    found = JointAct.objects.filter(subject__in=list(subjects), seconded_at=None, dropped_at=None)
    return found.select_related("proposed_by", "seconded_by").order_by("proposed_at", "pk")


def waiting_of_kind(kind: str) -> QuerySet[JointAct]:
    return JointAct.objects.filter(kind=kind, seconded_at=None, dropped_at=None)


def _record(
    act: JointAct,
    action: str,
    actor: User,
    at: datetime.datetime,
    changes: Mapping[str, object],
    *,
    reason: str = "",
) -> None:
    what = {"kind": act.kind, "subject": act.subject, **changes}
    record(action=action, subject=act, actor=actor, at=at, changes=what, reason=reason)
