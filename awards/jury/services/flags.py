"""Flags: a juror's question to the secretariat about an entry, and its answer."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import Flag
from awards.jury.selectors.seats import entries_of
from awards.jury.services.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record


@transaction.atomic
def raise_flag(*, juror: Juror, entry: Entry, reason: str, actor: User, at: datetime.datetime) -> Flag:
    if juror.user_id != actor.pk or not entries_of(juror).filter(pk=entry.pk).exists():
        raise JuryError(_("Peserta ini tidak ada pada daftar Anda. Tidak ada yang dikirim."))
    if not reason.strip():
        raise JuryError(_("Tulis apa yang perlu dijawab sekretariat. Tidak ada yang dikirim."))
    flag = Flag.objects.create(juror=juror, entry=entry, reason=reason, raised_at=at)
    _record(flag, "jury.flag", reason, actor, at)
    return flag


@transaction.atomic
def answer_flag(*, flag: Flag, answer: str, actor: User, at: datetime.datetime) -> Flag:
    if not answer.strip():
        raise JuryError(_("Tulis jawabannya. Tidak ada yang disimpan."))
    if not Flag.objects.filter(pk=flag.pk, answered_at=None).update(answer=answer, answered_by=actor, answered_at=at):
        raise JuryError(_("Tanda ini sudah dijawab. Tidak ada yang diubah; muat ulang halaman ini."))
    flag.refresh_from_db()
    _record(flag, "jury.flag.answer", answer, actor, at)
    return flag


def _record(flag: Flag, action: str, reason: str, actor: User, at: datetime.datetime) -> None:
    record(
        action=action,
        subject=flag,
        actor=actor,
        at=at,
        reason=reason,
        changes={"juror": flag.juror_id, "entry": str(flag.entry.public_id)},
    )
