"""What a person tells about origin, office and employers; possible conflicts are found by it."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models.jury import Tie, TieKind
from awards.services.jury.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record


@transaction.atomic
def add_tie(
    *,
    user: User,
    kind: TieKind,
    region_code: str,
    organisation: str,
    until_on: datetime.date | None,
    actor: User,
    at: datetime.datetime,
) -> Tie:
    """Keep one tie: an employer by name, every other kind by region."""
    place = "" if kind == TieKind.EMPLOYER else region_code
    name = organisation.strip() if kind == TieKind.EMPLOYER else ""
    if not place and not name:
        raise JuryError(
            _("Sebutkan nama pemberi kerja, atau pilih daerahnya. Tidak ada yang disimpan; lengkapi lalu simpan lagi.")
        )
    tie, is_new = Tie.objects.get_or_create(
        user=user,
        kind=kind,
        region_code=place,
        organisation=name,
        defaults={"until_on": until_on, "recorded_by": actor},
    )
    if not is_new:
        raise JuryError(_("Keterkaitan ini sudah tercatat. Tidak ada yang diubah."))
    _record(tie, "jury.tie.add", actor, at)
    return tie


@transaction.atomic
def remove_tie(*, tie: Tie, actor: User, at: datetime.datetime) -> None:
    """Take back a tie one recorded oneself; conflicts found by it stay where they were decided or wait."""
    if tie.recorded_by_id != actor.pk:
        raise JuryError(
            _("Keterkaitan ini dicatat oleh penyelenggara. Tidak ada yang diubah; hubungi sekretariat bila ini keliru.")
        )
    _record(tie, "jury.tie.remove", actor, at)
    tie.delete()


def _record(tie: Tie, action: str, actor: User, at: datetime.datetime) -> None:
    record(
        action=action,
        subject=tie.user,
        actor=actor,
        at=at,
        changes={
            "kind": tie.kind,
            "region_code": tie.region_code,
            "organisation": tie.organisation,
            "until_on": tie.until_on.isoformat() if tie.until_on else None,
        },
    )
