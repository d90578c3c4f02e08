"""What a person tells about origin, office and employers; possible conflicts are found by it."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from awards.jury.models.conflicts import Tie, TieKind
from awards.jury.services.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.constraints import in_words


@dataclass(frozen=True, slots=True)
class ToldTie:
    """A tie as its person tells it: an employer by name, every other kind by region."""

    kind: TieKind
    region_code: str
    organisation: str
    until_on: datetime.date | None


@transaction.atomic
def add_tie(
    *,
    user: User,
    told: ToldTie,
    actor: User,
    at: datetime.datetime,
) -> Tie:
    """Keep one tie: an employer by name, every other kind by region. Raises what the table's constraints say."""
    place = "" if told.kind == TieKind.EMPLOYER else told.region_code
    name = told.organisation.strip() if told.kind == TieKind.EMPLOYER else ""
    if not place and not name:
        raise JuryError(
            _("Sebutkan nama pemberi kerja, atau pilih daerahnya. Tidak ada yang disimpan; lengkapi lalu simpan lagi.")
        )
    with in_words():
        tie = Tie.objects.create(
            user=user, kind=told.kind, region_code=place, organisation=name, until_on=told.until_on, recorded_by=actor
        )
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
            "tie": tie.pk,
            "kind": tie.kind,
            "until_on": tie.until_on.isoformat() if tie.until_on else None,
        },
    )
