"""What two independent people do with a final result: publish it, move or hold its embargo, withdraw it, correct it.

Each of these is called by both: the first call proposes, the second, by another person, does it.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.jury.models.panels import Panel
from awards.jury.services.errors import JuryError
from awards.publication.models import CorrectionOrder, EmbargoMove, Publication, Withdrawal
from awards.publication.selectors.acts import is_corrected
from awards.publication.selectors.embargo import embargo_of, visible_since
from awards.publication.services.moves import PublicationMovedError, publish_publication
from paritrana.accounts.independence import DependentError
from paritrana.accounts.joint_acts import JointActError, JointProposal, agree
from paritrana.accounts.models import JointAct, Role, User
from paritrana.accounts.selectors import grants
from paritrana.audit.services import record

PUBLISH = "publication.publish"
EMBARGO = "publication.embargo"
WITHDRAW = "publication.withdraw"
REOPEN = "panel.reopen"


class ReasonMissingError(Exception):
    """What keeps or takes a result from the public says why."""


class AlreadyVisibleError(Exception):
    """The embargo is over: what the public has seen can be corrected or withdrawn, not hidden."""


class WithdrawnError(Exception):
    """A withdrawn publication is neither published nor held."""


@transaction.atomic
def agree_to_publish(*, publication: Publication, actor: User, at: datetime.datetime) -> JointAct:
    hold(publication)
    if publication.final_at is None or publication.published_at is not None:
        raise PublicationMovedError(
            _("Hasil ini belum final atau sudah diumumkan. Tidak ada yang diubah. Muat ulang halaman ini.")
        )
    _refuse_corrected(publication)
    act = agree(proposal=JointProposal(PUBLISH, publication), actor=actor, at=at)
    if act.seconded_at is not None:
        publish_publication(publication=publication, actor=actor, at=at)
    return act


def _refuse_corrected(publication: Publication) -> None:
    if is_corrected(publication):
        raise PublicationMovedError(
            _("Hasil ini sudah dikoreksi oleh pengumuman yang lebih baru. Umumkan yang terbaru; yang ini tidak.")
        )


@transaction.atomic
def agree_on_embargo(
    *, publication: Publication, until: datetime.datetime | None, reason: str, actor: User, at: datetime.datetime
) -> JointAct:
    """Move the embargo to another time, or hold the publication (None), as long as the public has not seen it."""
    hold(publication)
    check_reason(reason)
    since = visible_since(publication)
    if since is not None and since <= at:
        raise AlreadyVisibleError(_("Embargo sudah berakhir dan hasilnya sudah terlihat. Siapkan koreksi atau tarik."))
    _refuse_corrected(publication)
    if until is not None and until <= at:
        raise AlreadyVisibleError(_("Waktu embargo yang baru sudah lewat. Pilih waktu yang akan datang, atau tahan."))
    details = {"until": until.astimezone(datetime.UTC).isoformat() if until else None}
    act = agree(proposal=JointProposal(EMBARGO, publication, details, reason.strip()), actor=actor, at=at)
    if act.seconded_at is not None:
        before = embargo_of(publication).until
        EmbargoMove.objects.create(publication=publication, until=until, reason=act.reason, act=act, moved_at=at)
        record(
            action="publication.embargo",
            subject=publication,
            actor=actor,
            at=at,
            reason=act.reason,
            changes={"from": before, "until": until, "act": act.pk},
        )
    return act


@transaction.atomic
def agree_to_withdraw(*, publication: Publication, reason: str, actor: User, at: datetime.datetime) -> JointAct:
    """Say that a final result no longer holds. What the public saw stays to be read, marked."""
    hold(publication)
    check_reason(reason)
    if publication.final_at is None:
        raise PublicationMovedError(_("Hanya hasil yang final yang dapat ditarik. Tidak ada yang diubah."))
    act = agree(proposal=JointProposal(WITHDRAW, publication, {}, reason.strip()), actor=actor, at=at)
    if act.seconded_at is not None:
        Withdrawal.objects.create(publication=publication, reason=act.reason, act=act, withdrawn_at=at)
        record(
            action="publication.withdraw",
            subject=publication,
            actor=actor,
            at=at,
            reason=act.reason,
            changes={"digest": publication.digest, "act": act.pk},
        )
    return act


def guard_reopening(panel: Panel, actor: User, reason: str, at: datetime.datetime) -> bool:
    """Tell whether a panel may be opened again now. After a final result two people say so, and it opens a correction.

    The second of them at least, who does it, is a national organiser, and so is the first, who is asked the same.
    """
    final = Publication.objects.filter(category=panel.category_id, final_at__isnull=False).newest_first().first()
    if final is None:
        return True
    if not grants(actor, on=timezone.localdate(at)).covers(Role.ORGANISER, ""):
        raise JuryError(
            _("Hasil kategori ini sudah final. Hanya penyelenggara nasional yang dapat membuka kembali penilaiannya.")
        )
    try:
        act = agree(proposal=JointProposal(REOPEN, panel, {}, reason.strip()), actor=actor, at=at)
    except (JointActError, DependentError) as refusal:
        raise JuryError(str(refusal)) from refusal
    if act.seconded_at is None:
        return False
    CorrectionOrder.objects.create(publication=final, reason=act.reason, act=act, opened_at=at)
    record(
        action="publication.correction.open",
        subject=final,
        actor=actor,
        at=at,
        reason=act.reason,
        changes={"panel": panel.name, "act": act.pk},
    )
    return True


def hold(publication: Publication) -> None:
    """Lock the category while one of its publications moves; a withdrawn one moves no more."""
    Category.objects.select_for_update().get(pk=publication.category_id)
    publication.refresh_from_db(fields=["final_at", "published_at"])
    if Withdrawal.objects.filter(publication=publication).exists():
        raise WithdrawnError(_("Pengumuman ini sudah ditarik. Tidak ada yang diubah."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissingError(_("Tulis alasannya. Tidak ada yang diubah."))
